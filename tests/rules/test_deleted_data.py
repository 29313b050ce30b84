"""What a purge has deleted is in no file of the database, while others are connected to it."""

from __future__ import annotations

import os
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from details import DETAILS, MAYOR, OFFICE, ask, only_registration, prepared, registered
from flask import Flask
from inspector import InspectingClient, filled
from load import Visitor
from moments import clock_set_to
from server import running
from sqlalchemy import text

from assembly import clock
from assembly.extensions import db
from assembly.models import Need
from assembly.privacy.jobs import delete_contacts, empty_database_log, finish_wiping
from assembly.questions.jobs import delete_needs

PHONE, ANSWER = "+48 7654321", "Zebrazug um sieben"


@pytest.fixture
def mayor(app: Flask) -> InspectingClient:
    """Her device: she and her office have given what has to go one day."""
    prepared(app)
    device: InspectingClient = registered(app, assistant_email=OFFICE)[MAYOR]
    with app.app_context():
        code = ask()
    device.submit(DETAILS, phone=PHONE, needs="vegetarian", **{f"q_{code}": ANSWER})
    return device


@pytest.fixture
def words(app: Flask, mayor: InspectingClient) -> list[str]:
    """All of it as it is stored."""
    with app.app_context():
        sealed = db.session.query(Need).one().sealed
    return [PHONE, ANSWER, MAYOR, OFFICE, sealed]


def folder(app: Flask) -> list[Path]:
    """The files of the database."""
    if app.config["ASSEMBLY"].is_sqlite:
        return sorted(app.config["ASSEMBLY"].data.glob("assembly.db*"))
    with app.app_context(), closing(db.engine.raw_connection()) as connection:
        cursor = connection.cursor()
        cursor.execute("CHECKPOINT")
        cursor.execute("SHOW data_directory")
        data = Path(cursor.fetchone()[0])
        cursor.execute("SELECT oid FROM pg_database WHERE datname = current_database()")
        return sorted((data / "base" / str(cursor.fetchone()[0])).iterdir())


def found(app: Flask, words: list[str]) -> list[str]:
    """Which of the words are in the files of the database."""
    files = []
    for file in folder(app):
        with suppress(FileNotFoundError):  # while a server runs, PostgreSQL replaces files
            files.append(file.read_bytes())
    written = b"".join(files)
    return [word for word in words if word.encode() in written]


@contextmanager
def another_connection(app: Flask) -> Iterator[None]:
    """One that has read and stays open: the database does not put its files in order by itself then."""
    with app.app_context(), closing(db.engine.raw_connection()) as connection:
        cursor = connection.cursor()
        cursor.execute("SELECT * FROM person")
        cursor.fetchall()
        connection.rollback()
        yield


def purge(app: Flask, *jobs: Callable[[], None]) -> None:
    with app.app_context():
        edition = only_registration().edition
        with clock.at(edition.ends_at + timedelta(days=400)):
            for job in jobs or (delete_needs, delete_contacts):
                job()


@pytest.mark.database
def test_purged_words_are_in_no_file(app: Flask, words: list[str]) -> None:
    with app.app_context():
        db.session.execute(text("ANALYZE"))  # its samples hold addresses
        db.session.commit()
    with another_connection(app):
        assert found(app, words) == words
        purge(app)
        assert found(app, words) == []
        assert found(app, ["Wszędybylska"]) == ["Wszędybylska"]  # who came stays, so these are the right files


@pytest.mark.proof("waits for the minute of the worker")
@pytest.mark.database
def test_running_server_keeps_no_purged_words(app: Flask, words: list[str]) -> None:
    """Its worker purges by itself, while its pages are asked for."""
    assert found(app, words) == words
    with clock_set_to("in-2031"), running(app.config["ASSEMBLY"]) as server:
        last_look, visitor = time.monotonic() + 150, Visitor(server.port)
        while found(app, words) and time.monotonic() < last_look:
            visitor.get("/en/")
            time.sleep(1)
        visitor.close()
        assert found(app, words) == []


@pytest.mark.postgresql_only
def test_purge_waits_for_who_wrote_before(app: Flask, words: list[str]) -> None:
    """Even in another database of the server: a rewritten table keeps what the oldest transaction could still see."""
    url = app.config["ASSEMBLY"].database_url.replace("postgresql+psycopg", "postgresql")
    with psycopg.connect(re.sub(r"/[^/?]+\?", "/postgres?", url)) as elsewhere:
        elsewhere.execute("SELECT pg_current_xact_id()")
        ends = threading.Timer(1, elsewhere.rollback)
        ends.start()
        purge(app, delete_contacts)
        ends.join()
    assert found(app, [PHONE, ANSWER, MAYOR, OFFICE]) == []


@pytest.mark.proof("a transaction that stays open")
@pytest.mark.postgresql_only
def test_wipe_kept_from_ending_is_repeated(app: Flask, words: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    url = app.config["ASSEMBLY"].database_url.replace("postgresql+psycopg", "postgresql")
    with psycopg.connect(url) as reader, monkeypatch.context() as patience:
        patience.setattr("assembly.wiping._OLDER", 0)
        reader.execute("SELECT pg_current_xact_id()")
        purge(app, delete_contacts)
        assert MAYOR in found(app, words)
    with app.app_context():
        finish_wiping()
    assert found(app, [PHONE, ANSWER, MAYOR, OFFICE]) == []
    assert not (app.config["ASSEMBLY"].data / "wipe.due").exists()


@pytest.mark.proof("the patience of a job")
@pytest.mark.sqlite_only
def test_wiping_keeps_no_writer_waiting(app: Flask, words: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """While others write all the time it is still due; an hour later it is done all the same."""
    monkeypatch.setattr("assembly.wiping._PATIENCE", 0.1)
    due = app.config["ASSEMBLY"].data / "wipe.due"
    with monkeypatch.context() as busy:
        busy.setattr("assembly.wiping.is_taken", lambda: True)
        purge(app, delete_contacts)
        assert due.exists()
        os.utime(due, (0, 0))
        with app.app_context():
            finish_wiping()
    assert not due.exists()
    assert found(app, [PHONE, ANSWER, MAYOR, OFFICE]) == []


@pytest.mark.sqlite_only
def test_log_is_emptied_after_the_last_reader(app: Flask, words: list[str]) -> None:
    with app.app_context(), closing(db.engine.raw_connection()) as reader:
        cursor = reader.cursor()
        cursor.execute("BEGIN")
        cursor.execute("SELECT * FROM person").fetchall()
        purge(app)
        assert MAYOR in found(app, words)  # whoever reads keeps what they read
        reader.rollback()
        empty_database_log()
        assert found(app, words) == []


@pytest.mark.proof("one more way to delete")
@pytest.mark.sqlite_only
def test_needs_a_person_takes_back_are_overwritten(app: Flask, mayor: InspectingClient, words: list[str]) -> None:
    sealed = words[-1:]
    with another_connection(app):
        assert found(app, sealed) == sealed
        without = dict(filled(mayor.page(DETAILS).select_one("main form"), {}))
        del without["needs"]
        mayor.post(DETAILS, data=without)
        with app.app_context():
            empty_database_log()
        assert found(app, sealed) == []
