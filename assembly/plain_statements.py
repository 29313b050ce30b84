"""Sends statements whose rows are columns, without what the session does for objects: it takes longer than SQLite."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, TypeVar, cast

from sqlalchemy import (
    Column,
    CursorResult,
    Executable,
    Insert,
    Table,
    Update,
    UpdateBase,
    bindparam,
    insert,
    inspect,
    update,
)
from sqlalchemy.orm import Session, make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.util import identity_key

from assembly.extensions import db
from assembly.models import Base
from assembly.transactions import WriteOutside, connection_of, insert_once

_Noun = TypeVar("_Noun", bound=Base)
Values = Mapping[str, Any] | Sequence[Mapping[str, Any]]


def execute(statement: Executable, values: Values | None = None) -> CursorResult[*tuple[Any, ...]]:
    """Send a statement in the session's transaction, after what the session has to write.

    Raises WriteOutside for a change outside `writing()`. A pair of languages is two columns here.
    """
    session = db.session()
    session.flush()
    return _send(session, statement, values)


def _send(session: Session, statement: Executable, values: Values | None) -> CursorResult[*tuple[Any, ...]]:
    if isinstance(statement, UpdateBase) and "work" not in session.info:
        raise WriteOutside("a write statement outside `with writing():`")
    return connection_of(session).execute(statement, values)


def insert_new(key: Column[Any], row: Mapping[str, Any]) -> Any:
    """Insert a row into the table of `key` unless it is there; returns its key, None if it was there already: the
    database decides."""
    return execute(_giving(insert_once(key.table), key), row).scalar()


def insert_object(new: Any) -> None:
    """Insert an object by its columns, and let the session know it as one it has read.

    A flush does the same and costs several times as much. What defaults have filled in is read when it is asked for.
    """
    table, given = cast(Table, new.__table__), vars(new)
    values = {column.key: given[column.key] for column in table.columns if column.key in given}
    (new.id,) = execute(_into(table), values).inserted_primary_key or (None,)
    as_read(new)


def write_column(row: Base, name: str, value: Any) -> None:
    """Write one column of a row the session has read, at once and nothing else; a flush costs several times as much."""
    table = cast(Table, row.__table__)
    key = {f"of_{column.key}": getattr(row, column.key) for column in table.primary_key}
    _send(db.session(), _change(table, name), key | {"value": value})
    set_committed_value(row, name, value)


def as_read(new: Base) -> None:
    """Let the session know an object whose row has been written, with its key, as one it has read."""
    make_transient_to_detached(new)
    db.session.add(new)


def object_of_row(kind: type[_Noun], values: Sequence[Any]) -> _Noun:
    """Make the object of a row whose columns have been read, all and in their order, and let the session know it. One
    that the session has already is given as it is. For nouns whose key is `id`; a query for objects costs more."""
    session, (names, key) = db.session(), _attributes(kind)
    known: _Noun | None = session.identity_map.get(identity_key(kind, values[key]))
    if known is not None:
        return known
    found = kind()
    vars(found).update(zip(names, values, strict=True))
    as_read(found)
    return found


@cache
def _attributes(kind: type[Base]) -> tuple[list[str], int]:
    """The attributes of a noun in the order of its columns, and which of them is its key."""
    mapper = inspect(kind)
    names = [mapper.get_property_by_column(one).key for one in mapper.local_table.c]
    return names, names.index("id")


@cache
def _giving(statement: Insert, key: Column[Any]) -> Executable:
    return statement.returning(key)


@cache
def _change(table: Table, name: str) -> Update:
    found = (column == bindparam(f"of_{column.key}") for column in table.primary_key)
    return update(table).where(*found).values({name: bindparam("value")})


_into = cache(insert)
