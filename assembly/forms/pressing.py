"""What is done when a form or a button of a page was sent, and the page that says why it was refused."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from flask import Response, abort, flash, make_response, redirect, url_for
from werkzeug.wrappers import Response as Redirect

from assembly.errors import DomainError
from assembly.extensions import read_coded
from assembly.forms.fields import Button
from assembly.models import Base, Edition
from assembly.models.types import Coded
from assembly.transactions import fresh, writing

_Noun = TypeVar("_Noun", bound=Coded)
Answer = Redirect | tuple[str, int]
"What most pages with a form give: they lead on, or are drawn with a status."


def row_or_404(noun: type[_Noun], edition: Edition, code: str) -> _Noun:
    """The row of this noun that an address of the office names; 404 if the edition has none with this code."""
    return read_coded(noun, code, of=edition) or abort(404)


def press(act: Callable[..., Any], *rows: Base, said: str = "") -> None:
    """Do this with the rows, read again in a transaction of its own, if the button of one of our pages was pressed; say
    so afterwards. Raises what the act raises."""
    if not Button().validate_on_submit():
        return
    with writing():
        act(*map(fresh, rows))
    if said:
        flash(said, "ok")


def lead_to(endpoint: str, said: str, **values: Any) -> Redirect:
    """Lead on to this page, which says what was done."""
    flash(said, "ok")
    return redirect(url_for(endpoint, **values), 303)


@contextmanager
def refused_on(page: Callable[[Any], str | Response], kind: type[DomainError] = DomainError) -> Iterator[None]:
    """Answer with this page, under the status of the refusal, where what is done within is refused in this way. It is
    drawn when a transaction begun within has ended."""
    try:
        yield
    except kind as refusal:
        abort(make_response(page(refusal), refusal.status))
