"""A disk that takes nothing: a calm page, not ready, one line in the log; all works again once there is room."""

from __future__ import annotations

import json
import logging
import resource
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from factories import ORGANISER
from flask import Flask
from inspector import InspectingClient
from sqlalchemy.exc import OperationalError

from assembly.extensions import db
from assembly.transactions import check_writable

PERSON = {
    "represents": "community",
    "place": "Rzeszów",
    "given": "Żaneta",
    "family": "Łukaszewicz",
    "function": "Maire",
    "email": "cabinet.rzeszow@example.org",
    "mode": "on_site",
}


@contextmanager
def nothing_written(room: int = 0) -> Iterator[None]:
    """Let this process write to no file beyond so many bytes for the length of the block, as on a full disk."""
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, usual[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)


@pytest.fixture
def client(demo_app: Flask, capsys: pytest.CaptureFixture[str]) -> Iterator[InspectingClient]:
    """A browser that sees errors as in production. Error pages are compiled already, and the log is in memory."""
    demo_app.testing = False
    browser: InspectingClient = demo_app.test_client()  # type: ignore[assignment]
    browser.every_page = True  # what was inspected is not written down on a full disk
    browser.get("/fr/nowhere")
    capsys.readouterr()
    yield browser
    demo_app.testing = True


def problems(printed: str) -> list[dict[str, object]]:
    """The lines of the log that tell of something wrong."""
    return [line for line in map(json.loads, printed.splitlines()) if line["level"] != "info"]


@pytest.mark.turns(2)
@pytest.mark.sqlite_only
@pytest.mark.parametrize("path", ["/fr/2027/register", "/fr/sign-in"])
def test_full_disk_asks_to_come_back(client: InspectingClient, path: str, capsys: pytest.CaptureFixture[str]) -> None:
    facts = PERSON if "register" in path else {"email": ORGANISER[0], "passphrase": "Żaneta Łukaszewicz"}
    client.get(path)
    capsys.readouterr()
    with nothing_written():
        answer = client.submit(path, status=503, **facts)
    assert answer.headers["Retry-After"] == "5"
    assert "Le service sera rétabli dans un instant" in answer.get_data(as_text=True)
    printed = capsys.readouterr().err
    (line,) = problems(printed)
    assert (line["event"], line["problem"]) == ("storage", "OperationalError")
    assert not any(word in printed for word in ("Traceback", "Łukaszewicz", "example.org"))
    client.submit(path, **facts, status=303 if "register" in path else 422)


@pytest.mark.sqlite_only
def test_full_disk_is_not_ready(client: InspectingClient) -> None:
    assert client.get("/readyz").status_code == 200
    with nothing_written():
        assert client.get("/healthz").status_code == 200
        assert client.get("/readyz").status_code == 503
    assert client.get("/readyz").status_code == 200


@pytest.mark.sqlite_only
def test_little_room_is_no_room(ctx: Flask) -> None:
    check_writable()
    with nothing_written(room=20_000), pytest.raises(OSError, match="large"):
        check_writable()


def test_unwritable_counters_are_not_ready(client: InspectingClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assembly.limiter._COUNT", "INSERT INTO nowhere VALUES (:key, :amount, :now, :length)")
    assert client.get("/readyz").status_code == 503


@pytest.mark.postgresql_only
def test_read_only_database_is_not_ready(client: InspectingClient, demo_app: Flask) -> None:
    """A standby of PostgreSQL, or one its owner has closed; SQLite grows by files, which the disk decides."""
    with demo_app.app_context(), db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY")
    assert client.get("/readyz").status_code == 503


def test_libraries_log_one_line_each(demo_app: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    try:
        raise OperationalError("INSERT", {}, Exception("Żaneta Łukaszewicz"))
    except OperationalError:
        logging.getLogger("huey.consumer").exception("Unhandled error with %s", "cabinet.rzeszow@example.org")
    (line,) = problems(capsys.readouterr().err)
    assert (line["event"], line["logger"], line["level"]) == ("library", "huey.consumer", "error")
    assert not any(word in json.dumps(line, ensure_ascii=False) for word in ("Traceback", "Łukaszewicz", "example"))
