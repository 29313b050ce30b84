"""Which version of the data a page shows: counters that every write raises in its own transaction.

A page kept in the cache is right as long as the counters of the tables it was read from are what they were before it
was made. A table belongs to a topic unless it is listed here, so that a new one can only make the cache less useful.
"""

import re
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import Connection, Engine, Table, bindparam, event, update

from assembly.models import Base, PageTopic, PageVersion

Versions = Mapping[PageTopic, int]
"The counters as they were read."
_PEOPLE = frozenset(
    {
        *("registration", "representation", "move", "pool", "sign_up", "selected_session"),
        *("answer", "skill", "consent", "invitation", "suggested", "suggestion", "online_attendance", "stream_day"),
    }
)
_DOOR = frozenset({"admission"})
NEVER_PUBLIC = frozenset(
    {
        "accessibility_message",
        *("access_link", "account_link", "account_step", "authenticator_app", "bad_address", "badge", "badge_file"),
        *("chain_head", "conflict_review", "device", "door_shift", "edition_role", "entry", "entry_detail"),
        *(
            "group_total",
            "import_draft",
            "installation",
            "kept_form",
            "link_check",
            "mail",
            "mail_entry",
            "need",
            "online_alert",
            "page_version",
            "passkey",
            "print_batch",
        ),
        *("recovery_code", "scan", "sent_mail", "signed_in", "subscription", "unconfirmed_form", "user", "view_count"),
    }
)
"Tables that no cached page reads: an answer that did is not kept, and writing to them changes no page."
_COUNTS_OF = frozenset({"registration", "admission"})
_KEPT_COUNTS = frozenset({"participation_count", "state_count"})
"Figures that triggers of the database keep: they change with the tables they count."
_SHOWN_NOWHERE = re.compile(
    r"INSERT INTO person |UPDATE place_count SET next_seq=\S+ WHERE "
    r"|UPDATE registration SET (?:(?:protocol_key|place_folded)=\S+ )+WHERE "
)
"""What changes no cached page, although its table is read for some: a person to whom nothing of the programme refers
yet, the next number of the waiting list, and the keys by which the office's lists are sorted."""
_WRITTEN = "assembly_written"
_WRITES = re.compile(r"\b(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM|REPLACE\s+INTO)\s+\"?(\w+)", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_read: ContextVar[set[str] | None] = ContextVar("tables_read", default=None)


def topic_of(table: str) -> PageTopic | None:
    """Say which counter speaks of a table; None for one that no public page reads."""
    if table in NEVER_PUBLIC:
        return None
    return PageTopic.PEOPLE if table in _PEOPLE else PageTopic.DOOR if table in _DOOR else PageTopic.CONTENT


@lru_cache(4096)
def tables_written(statement: str) -> frozenset[str]:
    """Name the tables a statement in SQL inserts into, updates or deletes from."""
    if _SHOWN_NOWHERE.match(statement):
        return frozenset()
    return _tables().intersection(_WRITES.findall(statement))


@lru_cache(4096)
def tables_named(statement: str) -> frozenset[str]:
    """Name every table whose name stands in a statement, be it as a column's: one too many does no harm; for
    kept counts the tables they count."""
    named = _tables().intersection(_WORD.findall(statement))
    return (named - _KEPT_COUNTS) | _COUNTS_OF if named & _KEPT_COUNTS else named


@lru_cache(1)
def _tables() -> frozenset[str]:
    return frozenset(Base.metadata.tables)


def watch(engine: Engine) -> None:
    """Note from now on which tables the statements of this engine write to and read from."""

    @event.listens_for(engine, "before_cursor_execute")
    def _note(connection: Connection, _cursor: object, statement: str, *_: object) -> None:
        written: set[str] | None = connection.get_execution_options().get(_WRITTEN)
        if written is not None:
            written |= tables_written(statement)
        read = _read.get()
        if read is not None:
            read |= tables_named(statement)


def noting() -> dict[str, Any]:
    """Return the execution option with which a connection notes what its transaction writes to."""
    return {_WRITTEN: set()}


@contextmanager
def reading() -> Iterator[set[str]]:
    """Collect the names of the tables read inside the block, in this thread."""
    tables: set[str] = set()
    token = _read.set(tables)
    try:
        yield tables
    finally:
        _read.reset(token)


_RAISE = (
    update(cast(Table, PageVersion.__table__))
    .where(PageVersion.topic == bindparam("of", type_=PageVersion.topic.type))
    .values(number=PageVersion.number + 1)
)
"Built once, as each write ends with it."


def raise_for(connection: Connection) -> None:
    """Raise the counters of what this transaction has written to, as its last statement.

    Always in the same order, so that two transactions cannot wait for each other.
    """
    written: Iterable[str] = connection.get_execution_options().get(_WRITTEN) or ()
    topics = {topic_of(table) for table in written}
    for topic in PageTopic:
        if topic in topics:
            connection.execute(_RAISE, {"of": topic})


class VersionReader:
    """Reads the counters as they are now, outside any transaction and from whatever thread, on a connection of its own.

    On SQLite a read takes some microseconds and keeps no snapshot open.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Any = None
        self._turn = threading.Lock()
        self.is_quick = engine.dialect.name == "sqlite"
        "Whether reading is done before another thread could be asked to."

    def read(self) -> Versions | None:
        """Return the counters; None while the database cannot be asked."""
        with self._turn:
            try:
                if self._connection is None:
                    self._connection = self._connect()
                return dict(self._connection.execute("SELECT topic, number FROM page_version").fetchall())
            except (sqlite3.Error, self._engine.dialect.loaded_dbapi.Error):
                self._close()
                return None

    def close(self) -> None:
        """End the connection; the next read makes another."""
        with self._turn:
            self._close()

    def _connect(self) -> Any:
        if self.is_quick:
            path = self._engine.url.database or ""
            return sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
        args, options = self._engine.dialect.create_connect_args(self._engine.url)
        return self._engine.dialect.connect(*args, **options, autocommit=True)

    def _close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()
