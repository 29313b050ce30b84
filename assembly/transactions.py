"""The only place that begins and commits.

Reads run in a transaction nobody has to think about. Whatever changes state runs inside one short
`with writing():`, which every other session write refuses to do without.
"""

import errno
import fcntl
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, TypeVar

import structlog
from flask import Flask, current_app
from sqlalchemy import Connection, Engine, Select, Table, event, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import ORMExecuteState, Session

from assembly import history, versions
from assembly.extensions import db
from assembly.models import Base

_Row = TypeVar("_Row", bound=Base)
_Rows = TypeVar("_Rows", bound=Select[Any])
_IMMEDIATE = "assembly_immediate"
SYNCHRONOUS = "FULL"
"SQLite's flush level: below it what was confirmed may be lost."
BEGIN_WRITING = "BEGIN IMMEDIATE"
"How a write begins on SQLite: with its lock, as two who read first could both not go on."
BUSY = 15_000
"Milliseconds SQLite waits for others."
_SOME_PAGES = 65_536
"Bytes that must find room on the disk for the database to count as writable."


class WriteOutside(RuntimeError):
    """A change was attempted outside `writing()`: a GET wrote, or a service was called without its door."""


@dataclass
class _Work:
    """One write transaction: its connection, and what it wants done when it has ended."""

    connection: Connection | None = None
    after_commit: list[Callable[[], None]] = field(default_factory=list)
    after_rollback: list[Callable[[], None]] = field(default_factory=list)


def init_app(app: Flask) -> None:
    """Teach the engine how this house begins a transaction; refuse writes elsewhere."""
    config = app.config["ASSEMBLY"]
    with app.app_context():
        if config.is_sqlite:
            _prepare_sqlite(db.engine)
        versions.watch(db.engine)


def _prepare_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def _pragmas(connection: Any, _: object) -> None:
        connection.isolation_level = None  # the driver must not begin by itself: plain BEGIN fails when two write
        for pragma in (
            "journal_mode=WAL",
            f"synchronous={SYNCHRONOUS}",
            "foreign_keys=ON",
            "cache_size=-1024",  # in kB: each thread has a connection, and the system keeps the file in memory anyway
            f"busy_timeout={BUSY}",
            "secure_delete=ON",  # what is deleted is overwritten, not only unlinked
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        words = BEGIN_WRITING if connection.get_execution_options().get(_IMMEDIATE) else "BEGIN"
        driver: Any = connection.connection.dbapi_connection
        try:
            driver.execute(words)  # SQLAlchemy's way to send it takes ten times the calls
        except sqlite3.Error as problem:
            raise DBAPIError.instance(words, None, problem, sqlite3.Error) from problem


@contextmanager
def writing() -> Iterator[None]:
    """One write: ends the read transaction, takes its turn, flushes, chains the history, raises the versions of pages,
    commits once.

    What was read before is read again inside, because it may have changed. An exception rolls everything back.
    """
    session = db.session()
    if "work" in session.info:
        raise WriteOutside("writing() inside writing(): a service never opens the door itself")
    session.rollback()
    work = _Work()
    try:
        with _turn():
            session.info["work"] = work
            try:
                work.connection = session.connection(execution_options={_IMMEDIATE: True} | versions.noting())
                yield
                session.flush()
                history.append_pending(session)
                versions.raise_for(work.connection)
                session.commit()
            except BaseException:
                session.rollback()
                raise
            finally:
                session.info.clear()
    except BaseException:
        for survives in work.after_rollback:
            with writing():
                survives()
        raise
    for follow_up in work.after_commit:
        try:
            follow_up()
        except Exception as problem:  # noqa: BLE001 -- the facts are on disk: nobody may be told they are not
            structlog.get_logger().error("after_commit", problem=type(problem).__name__)


def connection_of(session: Session) -> Connection:
    """The connection of the session's transaction: inside `writing()` without asking the session, which takes long."""
    work: _Work | None = session.info.get("work")
    return work.connection if work is not None and work.connection is not None else session.connection()


def after_commit(follow_up: Callable[[], None]) -> None:
    """Do this once the facts are on disk: wake the worker, nothing that could be lost."""
    _work().after_commit.append(follow_up)


def after_rollback(survives: Callable[[], None]) -> None:
    """Write this in a transaction of its own if the present one is refused: a failed sign-in, a refused scan."""
    _work().after_rollback.append(survives)


@cache
def _insert_once(noun: type[Base] | Table, on_sqlite: bool) -> sqlite.Insert | postgresql.Insert:
    insert = sqlite.insert if on_sqlite else postgresql.insert
    return insert(noun).on_conflict_do_nothing()


def insert_once(noun: type[Base] | Table) -> sqlite.Insert | postgresql.Insert:
    """An insert that does nothing where a constraint says the row is there: the database decides who was first.

    Each database has its own, for this is not in their common language.
    """
    return _insert_once(noun, db.engine.dialect.name == "sqlite")


def check_writable() -> None:
    """See that the database can be written to, without keeping any writer waiting. Raises OperationalError or OSError.

    SQLite grows by pages of its file: some are asked of the disk beside it and given back at once.
    """
    if db.engine.dialect.name == "sqlite":
        folder = Path(db.engine.url.database or "").parent
        with TemporaryFile(dir=folder) as file:
            file.write(b"\x01" * _SOME_PAGES)
            file.flush()  # all of it, or an error: a disk that is nearly full takes a part
    elif db.session.scalar(text("SHOW transaction_read_only")) == "on":
        raise OSError(errno.EROFS, "the database is read-only")


def locked(statement: _Rows, *, of: type[Base] | None = None) -> _Rows:
    """The same rows, locked until the end and read afresh; `of` leaves out what is read along. SQLite has no row locks:
    there the turn is the lock."""
    return statement.with_for_update(of=of).execution_options(populate_existing=True)


def fresh(row: _Row) -> _Row:
    """The same row as it is now: what was read before `writing()` may have changed."""
    return db.session.get_one(type(row), row.id)  # type: ignore[attr-defined]


def lock_row(row: _Row) -> _Row:
    """Lock this row until the end and read it afresh, so that acts on it come one after the other."""
    kind: Any = type(row)
    locked_row: _Row = db.session.scalars(locked(select(kind).where(kind.id == row.id))).one()  # type: ignore[attr-defined]
    return locked_row


def in_turn() -> AbstractContextManager[None]:
    """Keep every other writer of SQLite away for the length of the block, for what no transaction may enclose."""
    return _turn()


def is_taken() -> bool:
    """Whether somebody writes on SQLite at this moment."""
    with _lock_file(current_app.config["ASSEMBLY"].data / "write.lock") as turn:
        try:
            fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


@contextmanager
def _lock_file(path: Path) -> Iterator[int]:
    """The number of a file of our own to lock, without what Python's files bring along: each write opens two.
    As with them, the umask decides who else may open it."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o666)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


@contextmanager
def _turn() -> Iterator[None]:
    """Let writers of one SQLite file come one after the other: its own busy handler lets some starve.

    Whoever is next holds a lock of their own while they wait, so that a job which gives the turn back between its
    slices cannot take it again before them.
    """
    config = current_app.config["ASSEMBLY"]
    if not config.is_sqlite:
        yield
        return
    with _lock_file(config.data / "write.lock") as turn:
        with _lock_file(config.data / "write.next.lock") as following:
            fcntl.flock(following, fcntl.LOCK_EX)
            fcntl.flock(turn, fcntl.LOCK_EX)
        yield


def _work() -> _Work:
    try:
        work: _Work = db.session().info["work"]
    except KeyError:
        raise WriteOutside("needs an enclosing `with writing():`") from None
    return work


@event.listens_for(Session, "before_flush")
def _refuse_flush(session: Session, *_: object) -> None:
    if "work" not in session.info and (session.new or session.deleted or any(map(session.is_modified, session.dirty))):
        raise WriteOutside("a change outside `with writing():`")


@event.listens_for(Session, "do_orm_execute")
def _refuse_statement(state: ORMExecuteState) -> None:
    if "work" not in state.session.info and (state.is_insert or state.is_update or state.is_delete):
        raise WriteOutside("a write statement outside `with writing():`")
