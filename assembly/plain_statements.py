"""Sends statements whose rows are columns, without what the session does for objects: it takes longer than SQLite."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Column, CursorResult, Executable, Insert, UpdateBase

from assembly.extensions import db
from assembly.transactions import WriteOutside, insert_once

Values = Mapping[str, Any] | Sequence[Mapping[str, Any]]


def execute(statement: Executable, values: Values | None = None) -> CursorResult[*tuple[Any, ...]]:
    """Send a statement in the session's transaction, after what the session has to write.

    Raises WriteOutside for a change outside `writing()`. A pair of languages is two columns here.
    """
    session = db.session()
    if isinstance(statement, UpdateBase) and "work" not in session.info:
        raise WriteOutside("a write statement outside `with writing():`")
    session.flush()
    return session.connection().execute(statement, values)


def insert_new(key: Column[Any], row: Mapping[str, Any]) -> bool:
    """Insert a row into the table of `key` unless it is there, and say whether it was new: the database decides."""
    return execute(_giving(insert_once(key.table), key), row).scalar() is not None


@cache
def _giving(insert: Insert, key: Column[Any]) -> Executable:
    return insert.returning(key)
