"""Pages with nothing but a button: one act on one row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import flash

from assembly.extensions import db
from assembly.forms.fields import Button
from assembly.transactions import writing

_Row = TypeVar("_Row")


def press(act: Callable[[_Row], Any], row: _Row, said: str = "") -> None:
    """Do this with the row, read again in a transaction of its own, if the button of one of our pages was pressed; say
    so afterwards. Raises what the act raises."""
    if not Button().validate_on_submit():
        return
    with writing():
        act(db.session.get_one(type(row), row.id))  # type: ignore[attr-defined]
    if said:
        flash(said, "ok")
