"""Requests as the server hands them over: whole, within their time, and without a thread for a slow visitor."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from dataclasses import replace
from errno import ENOSPC
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, request
from structlog.testing import capture_logs

from assembly import create_app
from assembly.asgi import IN_MEMORY, PIECE, Bridge, Patience, environ_of
from assembly.balancing import Balance
from assembly.web import HEADERS, headers_for, longest_body
from config import Config

HURRIED = Patience(start=0.2, rate=1_000, body=1, piece=0.2)
FORM = (b"content-type", b"application/x-www-form-urlencoded")
LONGEST = 1_000_000


def scope(method: str = "POST", path: bytes = b"/", *headers: tuple[bytes, bytes]) -> dict[str, Any]:
    return {
        "type": "http",
        "method": method,
        "raw_path": path,
        "query_string": b"",
        "http_version": "1.1",
        "scheme": "http",
        "client": ("192.0.2.7", "4711"),
        "server": ("127.0.0.1", "8000"),
        "headers": [(b"host", b"localhost"), *headers],
    }


class Visitor:
    """One connection: sends these parts, then says nothing more; takes pieces of the answer `takes` seconds each."""

    def __init__(self, *parts: bytes, leaves: bool = False, pause: float = 0, takes: float = 0) -> None:
        self.parts, self.leaves, self.pause, self.takes = list(parts), leaves, pause, takes
        self.told: list[dict[str, Any]] = []
        self.asked = 0

    async def receive(self) -> dict[str, Any]:
        self.asked += 1
        await asyncio.sleep(self.pause)
        if self.parts:
            part = self.parts.pop(0)
            return {"type": "http.request", "body": part, "more_body": part != b""}
        if not self.leaves:
            await asyncio.sleep(60)
        return {"type": "http.disconnect"}

    async def send(self, message: dict[str, Any]) -> None:
        await asyncio.sleep(self.takes)
        self.told.append(message)

    @property
    def status(self) -> int:
        return int(self.told[0]["status"])

    @property
    def headers(self) -> dict[str, str]:
        return {name.decode(): value.decode() for name, value in self.told[0]["headers"]}

    @property
    def content(self) -> bytes:
        return b"".join(message["body"] for message in self.told[1:])


def answer(app: Any, visitor: Visitor, asked: dict[str, Any], folder: Path, patience: Patience = HURRIED) -> Visitor:
    bridge = Bridge(app, longest_body=LONGEST, folder=folder, headers=HEADERS, patience=patience)
    asyncio.run(bridge(asked, visitor.receive, visitor.send))
    return visitor


def mirror(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
    body = environ["wsgi.input"].read()
    start("200 OK", [("X-Length", environ["CONTENT_LENGTH"]), ("X-Chunked", environ.get("HTTP_TRANSFER_ENCODING", ""))])
    return [body]


def pages_of(app: Flask, visitor: Visitor, asked: dict[str, Any]) -> Visitor:
    """The answer of the real application."""
    config = app.config["ASSEMBLY"]
    bridge = Bridge(
        app, longest_body=longest_body(app), folder=config.data, headers=headers_for(config), patience=HURRIED
    )
    asyncio.run(bridge(asked, visitor.receive, visitor.send))
    return visitor


def test_chunked_bodies_arrive_whole(tmp_path: Path) -> None:
    parts = [b"x" * 70_000, b"y" * 70_000, b""]
    told = answer(mirror, Visitor(*parts), scope("POST", b"/", (b"transfer-encoding", b"chunked")), tmp_path)
    assert told.content == b"".join(parts)
    assert told.headers == {"x-length": "140000", "x-chunked": ""}
    assert list(tmp_path.iterdir()) == []  # what was kept on the disk had no name, and is gone


def test_environ_reads_headers_and_path() -> None:
    asked = scope(
        "GET",
        b"/fr/%C3%A9%2Fx/%ff",
        (b"cookie", b"a=1"),
        (b"cookie", b"b=2"),
        (b"x-forwarded-for", b"192.0.2.1"),
        (b"x-forwarded-for", b"192.0.2.2"),
        (b"x_forwarded_for", b"192.0.2.3"),
    )
    environ = environ_of(asked)
    assert environ["PATH_INFO"] == "/fr/Ã©/x/ÿ"  # bytes as PEP 3333 writes them
    assert environ["HTTP_COOKIE"] == "a=1; b=2"
    assert environ["HTTP_X_FORWARDED_FOR"] == "192.0.2.1,192.0.2.2"
    assert (environ["REMOTE_ADDR"], environ["wsgi.url_scheme"]) == ("192.0.2.7", "http")


def test_slow_body_is_refused_in_time(demo_app: Flask) -> None:
    """A byte each 50 ms: refused with our page and headers, whatever length was announced."""
    visitor = Visitor(*[b"x"] * 1_000, pause=0.05)
    told = pages_of(demo_app, visitor, scope("POST", b"/fr/sign-in", FORM, (b"content-length", b"1000")))
    assert told.status == 408
    assert HEADERS.items() <= {name.title(): value for name, value in told.headers.items()}.items()
    assert "Nous n’avons pas tout reçu" in told.content.decode()
    assert visitor.asked < 10


def test_steady_body_may_take_longer(tmp_path: Path) -> None:
    """Twice the time a small body has, at twice the least rate."""
    told = answer(mirror, Visitor(*[b"x" * 100] * 8, b"", pause=0.05), scope(), tmp_path)
    assert (told.status, told.headers["x-length"]) == (200, "800")


def test_body_has_a_longest_time(tmp_path: Path) -> None:
    quick = Patience(start=0.2, rate=1, body=0.3)
    visitor = Visitor(*[b"x" * 1_000] * 100, pause=0.02)
    told = answer(mirror, visitor, scope(), tmp_path, quick)
    assert told.status == 500  # `mirror` has no page for the refusal it reads
    assert visitor.parts


def test_large_body_is_not_kept(demo_app: Flask) -> None:
    """Four times the largest is read on, so that a browser sees our page; more than that is not read at all."""
    largest = longest_body(demo_app)
    half = Visitor(*[b"x" * 1_000_000] * 14, b"")
    told = pages_of(demo_app, half, scope("POST", b"/en/sign-in", FORM, (b"content-length", b"14000000")))
    assert (told.status, half.parts) == (413, [])
    unread = Visitor(b"x")
    told = pages_of(demo_app, unread, scope("POST", b"/en/sign-in", FORM, (b"content-length", b"%d" % (5 * largest))))
    assert (told.status, unread.asked) == (413, 0)
    endless = Visitor(*[b"x" * 1_000_000] * 100)
    told = pages_of(demo_app, endless, scope("POST", b"/en/sign-in", FORM))
    assert told.status == 413
    assert len(endless.parts) > 100 - 5 * largest // 1_000_000


def test_crowded_process_closes_the_connection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bridge, visitor = Bridge(mirror, longest_body=1, folder=tmp_path, headers=HEADERS), Visitor(b"")
    bridge.share_visitors(0)
    monkeypatch.setattr(Balance, "count_answer", lambda _self: True)
    asyncio.run(bridge(scope(), visitor.receive, visitor.send))
    assert (visitor.status, visitor.headers["connection"]) == (200, "close")


def test_full_disk_shares_no_visitors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_place: int) -> None:
        raise OSError(ENOSPC, "No space left on device")

    monkeypatch.setattr("os.posix_fallocate", full)  # a hole in the file would end the process when it is filled
    bridge, visitor = Bridge(mirror, longest_body=1, folder=tmp_path, headers=HEADERS), Visitor(b"")
    with capture_logs() as lines:
        bridge.share_visitors(0)
    assert [line["event"] for line in lines] == ["visitors_not_shared"]
    asyncio.run(bridge(scope(), visitor.receive, visitor.send))
    assert visitor.status == 200
    assert "connection" not in visitor.headers


def test_visitor_who_leaves_starts_nothing(tmp_path: Path) -> None:
    def never(_environ: dict[str, Any], _start: Any) -> Iterable[bytes]:
        raise AssertionError("half a body is no request")

    assert answer(never, Visitor(b"half", leaves=True), scope(), tmp_path).told == []


def test_full_disk_is_said(demo_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(BytesIO):
        def write(self, _data: Any) -> int:
            raise OSError(ENOSPC, "No space left on device")

    made = iter([Full(), BytesIO()])  # for the body, then for the answer
    monkeypatch.setattr("assembly.asgi.SpooledTemporaryFile", lambda *_args, **_kind: next(made))
    told = pages_of(demo_app, Visitor(b"x" * 200, b""), scope("POST", b"/en/sign-in", FORM))
    assert (told.status, told.headers["retry-after"]) == (503, "5")


def test_slow_reader_holds_no_thread(tmp_path: Path) -> None:
    """One thread, a long answer made piece by piece: it is closed before the first reader has taken half of it."""
    closed: list[str] = []

    def pieces() -> Iterator[bytes]:
        try:
            for _ in range(20):
                yield b"x" * PIECE
        finally:
            closed.append("closed")

    def download(_environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        start("200 OK", [])
        return pieces()

    bridge = Bridge(download, longest_body=LONGEST, folder=tmp_path, headers=HEADERS, threads=1, patience=HURRIED)
    slow, quick = Visitor(b"", takes=0.1), Visitor(b"")

    async def both() -> None:
        waiting = asyncio.create_task(bridge(scope("GET"), slow.receive, slow.send))
        await asyncio.sleep(0.05)
        await bridge(scope("GET"), quick.receive, quick.send)
        assert (len(slow.told) < 10, closed) == (True, ["closed", "closed"])
        await waiting

    asyncio.run(both())
    assert slow.content == quick.content == b"x" * PIECE * 20
    assert PIECE * 20 > IN_MEMORY


def test_reader_who_takes_nothing_is_dropped(tmp_path: Path) -> None:
    told = answer(mirror, Visitor(b"x" * 200_000, b"", takes=0.15), scope(), tmp_path, Patience(piece=0.1))
    assert told.content == b""


def test_broken_answer_has_our_headers(tmp_path: Path) -> None:
    def broken(_environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        start("200 OK", [("Content-Length", "5")])
        yield b"12"
        raise ZeroDivisionError

    told = answer(broken, Visitor(b""), scope("GET"), tmp_path)
    assert (told.status, told.content) == (500, b"")
    assert told.headers["content-security-policy"] == HEADERS["Content-Security-Policy"]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_head_tells_what_get_answers(demo_app: Flask, method: str) -> None:
    told = pages_of(demo_app, Visitor(b""), scope(method, b"/en/2023/"))
    assert (told.status, bool(told.content)) == (200, method == "GET")
    assert int(told.headers["content-length"]) > 5_000


def test_forwarded_address_needs_proxies(demo: Config) -> None:
    """Behind a proxy the last address it added counts; without one nothing a visitor says does."""
    seen = []
    for proxies in (0, 1):
        app = create_app(replace(demo, proxies=proxies))

        app.before_request(lambda: seen.append(request.remote_addr))

        pages_of(app, Visitor(b""), scope("GET", b"/healthz", (b"x-forwarded-for", b"203.0.113.1, 198.51.100.2")))
        with app.app_context():
            app.extensions["sqlalchemy"].engine.dispose()
    assert seen == ["192.0.2.7", "198.51.100.2"]
