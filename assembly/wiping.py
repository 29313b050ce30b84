"""Removing what was deleted from the files of the database, and not only from its tables."""

import fcntl
import time
from contextlib import closing, suppress
from pathlib import Path

from flask import current_app
from sqlalchemy import Connection, exists, select, text

from assembly.extensions import db
from assembly.models import Base
from assembly.transactions import BUSY, in_turn, is_taken

_BUSY_BRIEFLY = 1_000
"Milliseconds SQLite waits for others to empty its log, which keeps writers waiting meanwhile."
_OLDER = 30
"Seconds PostgreSQL waits, before it writes its files anew, for whoever began before the deletion."
_LOOKS, _PAUSE, _PATIENCE = 10, 0.02, 20.0
"So many looks in a row, with so many seconds between, find nobody writing; looked for so many seconds at most."
_AT_THE_LATEST = 3600
"Seconds after which what is deleted is wiped although others write all the time."

_STEPS = (
    "INSERT INTO registration_search (registration_search) VALUES ('optimize')",
    "INSERT INTO passage_index (passage_index) VALUES ('optimize')",
    "VACUUM",
)
"""What SQLite does, each in a turn of its own: an index of words keeps parts of what is gone until it is written anew,
and any table does where a page was split."""


def wipe_deleted() -> None:
    """Remove from the files of the database what a purge deleted: until then whoever has the files can read it.

    Call it as `after_commit(wipe_deleted)`. Both databases write their tables anew: pages that were once split keep
    copies of rows that are gone, and the statistics of PostgreSQL keep samples of columns. What others prevent is
    still due, and `wipe_again` repeats it. On SQLite nobody can write meanwhile, so it waits for a quiet moment.
    """
    due = _wipe_due()
    with due.open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        due.touch()  # whoever had the turn before has taken the mark away, which was ours as well
        _wipe_when_quiet(due)


def wipe_again() -> None:
    """Repeat a wipe that did not end, unless one is under way."""
    with suppress(FileNotFoundError, BlockingIOError), _wipe_due().open() as turn:
        fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
        _wipe_when_quiet(_wipe_due())


def _wipe_when_quiet(due: Path) -> None:
    """Wipe and take the mark away; leave both for the next minute while others write all the time, for an hour."""
    if _is_quiet() or time.time() - due.stat().st_mtime > _AT_THE_LATEST:
        _wipe()
        due.unlink(missing_ok=True)


def _is_quiet() -> bool:
    """Wait for a moment in which nobody else writes, but not for long; PostgreSQL locks one table after the other."""
    if db.engine.dialect.name != "sqlite":
        return True
    free, last_try = 0, time.monotonic() + _PATIENCE
    while free < _LOOKS:
        if time.monotonic() > last_try:
            return False
        time.sleep(_PAUSE)
        free = 0 if is_taken() else free + 1
    return True


def _wipe_due() -> Path:
    data: Path = current_app.config["ASSEMBLY"].data
    return data / "wipe.due"


def _wipe() -> None:
    if db.engine.dialect.name == "sqlite":
        for step in _STEPS:
            with in_turn(), closing(db.engine.raw_connection()) as connection:
                connection.cursor().execute(step)
        empty_log()
        return
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("SET lock_timeout = '15s'")
        try:
            _wait_for_older_transactions(connection)
            connection.exec_driver_sql("VACUUM (FULL, ANALYZE)")
            _forget_statistics_of_empty_tables(connection)
            _wait_for_older_transactions(connection)  # those begun since then still see the earlier samples
            connection.exec_driver_sql("VACUUM FULL pg_statistic")
        finally:
            connection.exec_driver_sql("RESET lock_timeout")


def _wait_for_older_transactions(connection: Connection) -> None:
    """Wait until nobody can still see what was deleted: `VACUUM FULL` copies that into the new files.

    Writers of the server's other databases count too, since its own snapshot looks back as far as they do. After
    `_OLDER` seconds TimeoutError is raised, and the wipe is still due.
    """
    mine = connection.scalar(text("SELECT CAST(pg_current_xact_id() AS text)"))
    seen = text(
        "SELECT pg_snapshot_xmin(pg_current_snapshot()) <= CAST(:mine AS xid8) OR EXISTS (SELECT FROM pg_stat_activity"
        " WHERE (datname = current_database() OR datname IS NULL) AND pid <> pg_backend_pid()"
        " AND age(backend_xmin) >= age(xid(CAST(:mine AS xid8))))"
    )
    last_try = time.monotonic() + _OLDER
    while connection.scalar(seen, {"mine": mine}):
        if time.monotonic() > last_try:
            raise TimeoutError("others still read what was deleted")
        time.sleep(0.05)


def _forget_statistics_of_empty_tables(connection: Connection) -> None:
    """Drop the samples of personal columns where no row is left: ANALYZE keeps those of a table that is empty.

    Giving a column the type it has drops its statistics and writes nothing.
    """
    for table in Base.metadata.sorted_tables:
        if connection.scalar(select(exists().select_from(table))):
            continue
        for one in table.columns:
            if one.info.get("personal") in {"contact", "special"}:
                kind = one.type.compile(connection.dialect)
                connection.exec_driver_sql(f'ALTER TABLE "{table.name}" ALTER COLUMN "{one.name}" TYPE {kind}')


def empty_log() -> bool:
    """Empty the write-ahead log of SQLite, which keeps earlier versions of pages; False while somebody reads there."""
    if db.engine.dialect.name != "sqlite":
        return True
    with closing(db.engine.raw_connection()) as connection:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={_BUSY_BRIEFLY}")
        try:
            busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        finally:
            cursor.execute(f"PRAGMA busy_timeout={BUSY}")
    return not busy
