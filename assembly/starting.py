"""What must hold before a server starts: data, port, version and key are its own. Else one sentence says why."""

import fcntl
import re
import socket
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from io import TextIOWrapper
from pathlib import Path

import click
from flask import current_app
from sqlalchemy import Connection, inspect, select, text

from assembly.extensions import db, read_one
from assembly.models import Installation
from assembly.transactions import insert_once, writing
from config import Config

_PATIENCE = 3.0
"Seconds for the processes of a server that was killed to end."
_RUNNING = 0x6D61796F72
"The number under which servers and migrations meet in PostgreSQL."
_NUMBERS = re.compile(r'^(revision|down_revision) = "(\w+)"', re.MULTILINE)


class CannotStart(click.ClickException):
    """A start that would share what belongs to another server, or spoil it."""


@contextmanager
def data_of_its_own(config: Config, port: int) -> Iterator[TextIOWrapper]:
    """Hold the lock of DATA for the length of the block; whoever inherits the file holds it too. Raises CannotStart."""
    with (config.data / "server.lock").open("a") as lock:
        until = time.monotonic() + _PATIENCE
        while not _locked(lock):
            if time.monotonic() > until:
                raise CannotStart(
                    f"a server uses the data in {config.data} already. Stop it first, or start a second one with data "
                    f"and a port of its own: DATA=second PORT={port + 1}"
                )
            time.sleep(0.1)
        yield lock


def _locked(lock: TextIOWrapper) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def check_port(host: str, port: int) -> None:
    """Try the port without sharing it, as the server itself would. Raises CannotStart."""
    try:
        family, kind, _protocol, _name, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with closing(socket.socket(family, kind)) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(where)
            listener.listen()
    except OSError as problem:
        reason = problem.strerror
        raise CannotStart(f"cannot listen on {host}, port {port} ({reason}). Use another: PORT={port + 1}") from None


def bring_up_to_date(*, alone: bool = False) -> None:
    """Migrate, unless a server of another version runs on this database or a newer one has.

    `alone` says that the lock of DATA is held already. Raises CannotStart.
    """
    config, (steps, latest) = current_app.config["ASSEMBLY"], migrations()
    with db.engine.connect() as connection:
        present = _present(connection)
        if present == latest:
            return
        if not present <= steps:
            raise CannotStart("a newer version of this software has used this database. Install that version.")
        connection.rollback()
        from flask_migrate import upgrade  # noqa: PLC0415 -- slow import

        with _no_server_in(config, alone=alone), _no_server_on(connection):
            upgrade()


def migrations() -> tuple[set[str], set[str]]:
    """The numbers of all migrations, and of the latest: read in their files, which Alembic would execute each time."""
    steps, preceding = set(), set()
    for file in (Path(__file__).parent.parent / "migrations" / "versions").glob("*.py"):
        numbers = dict(_NUMBERS.findall(file.read_text()))
        steps.add(numbers["revision"])
        preceding.add(numbers.get("down_revision"))
    return steps, steps - preceding


def _present(connection: Connection) -> set[str]:
    """The number of the migration this database has come to; nothing of an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return set()
    return set(connection.scalars(text("SELECT version_num FROM alembic_version")))


@contextmanager
def _no_server_in(config: Config, *, alone: bool) -> Iterator[None]:
    with (config.data / "server.lock").open("a") as lock:
        if not alone and not _locked(lock):
            raise CannotStart(f"a server of an older version uses the data in {config.data}. Stop it first.")
        yield


@contextmanager
def _no_server_on(connection: Connection) -> Iterator[None]:
    if connection.dialect.name == "sqlite":
        yield
        return
    if not connection.scalar(text("SELECT pg_try_advisory_lock(:number)"), {"number": _RUNNING}):
        raise CannotStart("a server of an older version runs on this database. Stop it first, on every machine.")
    try:
        yield
    finally:
        connection.execute(text("SELECT pg_advisory_unlock(:number)"), {"number": _RUNNING})


@contextmanager
def known_as_running() -> Iterator[None]:
    """Let a newer version on another machine see, for the length of the block, that this server runs."""
    if current_app.config["ASSEMBLY"].is_sqlite:
        yield
        return
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("SELECT pg_advisory_lock_shared(:number)"), {"number": _RUNNING})
        try:
            yield
        finally:
            connection.invalidate()  # with its connection the lock ends, even if PostgreSQL is away


def check_key() -> None:
    """Compare our key with that of the database, which keeps a fingerprint of the first. Raises CannotStart."""
    ours = current_app.config["ASSEMBLY"].key_for("fingerprint").hex()
    if (theirs := _fingerprint()) is None:
        with writing():
            db.session.execute(insert_once(Installation).values(id=1, key_fingerprint=ours))
        theirs = _fingerprint()
    if theirs != ours:
        raise CannotStart(
            "this database belongs to another key: links and entry codes sent before could not be read. Start with the "
            "SECRET_KEY, or the file secret.key in DATA, of the machine or backup it comes from."
        )


def _fingerprint() -> str | None:
    return read_one(select(Installation.key_fingerprint))
