"""The log is one JSON line an event, with the request's id and nothing personal, whatever happens."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
from factories import DOOR, sign_in
from flask import Flask
from inspector import InspectingClient
from load import Visitor
from mails import code_in, deliver, link_in
from server import start

from assembly.logs import Losable
from assembly.security import public
from config import Config


@pytest.fixture
def broken(own_app: Flask) -> Flask:
    """An application with a page that fails with private words, errors shown as in production."""

    @own_app.get("/en/boom")
    @public
    def boom() -> str:
        raise ValueError("Żaneta Łukaszewicz, cabinet.rzeszow@example.org")

    own_app.testing = False
    return own_app


def test_nothing_personal_is_logged(broken: Flask, capfd: pytest.CaptureFixture[str]) -> None:
    client: InspectingClient = broken.test_client()  # type: ignore[assignment]
    client.submit(
        "/fr/2027/register",
        represents="community",
        place="Rzeszów",
        given="Żaneta",
        family="Łukaszewicz",
        function="Maire",
        email="cabinet.rzeszow@example.org",
        mode="on_site",
    )
    (mail,) = deliver(broken)
    link, code = link_in(mail), code_in(mail)
    client.submit(link)
    sign_in(client, DOOR)
    client.get(code)
    client.get("/en/manage/2027/people?q=lukaszewicz")
    assert client.get("/en/boom").status_code == 500
    lines = [json.loads(line) for line in capfd.readouterr().err.splitlines()]
    assert {line["event"] for line in lines} == {"request", "mail", "unexpected"}
    assert all(len(line["request_id"]) == 12 for line in lines if line["event"] != "mail")
    routes = [line["route"] for line in lines if line["event"] == "request"]
    assert "/<lang:lang>/r/<token>" in routes
    text = json.dumps(lines, ensure_ascii=False).casefold()
    secrets = (link.rpartition("/")[2], code.rpartition("/")[2], "welcome to the square")
    for private in ("żaneta", "łukaszewicz", "rzesz", "cabinet", "example.org", "lukaszewicz", *secrets):
        assert private.casefold() not in text, private


@contextmanager
def standard_error_in_pipe() -> Iterator[int]:
    """Let standard error be a pipe for the length of the block; give its reading end."""
    reading, writing = os.pipe()
    kept = os.dup(2)
    os.dup2(writing, 2)
    os.close(writing)
    try:
        yield reading
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def test_unread_log_keeps_nobody_waiting() -> None:
    """Ten times what a pipe holds: all is taken at once, the first line is there, and others are lost."""
    with standard_error_in_pipe() as unread:
        log = Losable(most=100)
        began = time.monotonic()
        for number in range(10_000):
            log.write(f"{number:05d} {'x' * 60}\n")
        assert time.monotonic() - began < 1
        log.drain(0.1)
        written = os.read(unread, 1_000_000)
        os.close(unread)
    assert written.startswith(b"00000 x")
    assert written.count(b"\n") < 2_000


def test_closed_log_keeps_nobody_waiting() -> None:
    with standard_error_in_pipe() as unread:
        os.close(unread)
        log = Losable()
        for _ in range(100):
            log.write("x" * 100)
        log.drain()


def test_pages_answer_without_a_reader(demo: Config) -> None:
    """A server whose output is a pipe nobody reads: full, and then closed."""
    reading, writing = os.pipe()
    server = start(demo, alone=True, output=writing)
    os.set_blocking(writing, False)
    with suppress(BlockingIOError):
        while os.write(writing, b" " * 1_000):
            pass
    os.set_blocking(writing, True)
    visitor = Visitor(server.port)
    try:
        assert [visitor.get("/en/2027/").status for _ in range(12)] == [200] * 12
        os.close(reading)
        assert [visitor.get("/en/2027/").status for _ in range(12)] == [200] * 12
    finally:
        visitor.close()
        server.stop()
        os.close(writing)
