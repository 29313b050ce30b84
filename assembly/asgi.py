"""Answers ASGI requests with the WSGI application, so that a slow visitor never holds one of its threads.

A body is read in the event loop, within a time limit and at a minimum rate, before a thread runs the application. The
answer is collected, in memory or beyond that in a file without a name, and sent as fast as its reader takes it. What
the page cache holds is answered in the event loop itself.
"""

from __future__ import annotations

import asyncio
import sys
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from io import BufferedIOBase, BytesIO
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes

import structlog
from werkzeug.exceptions import HTTPException, RequestTimeout, ServiceUnavailable

from assembly.balancing import Balance
from assembly.page_cache import PageCache, Reply
from assembly.versions import VersionReader, Versions

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

IN_MEMORY = 100_000
"Bytes of one body or answer kept in memory; more goes to a file."
PIECE = 65_536
"Bytes sent at once."


@dataclass(frozen=True)
class Patience:
    """How long a visitor may take. Seconds, and bytes a second."""

    start: float = 10
    "Time for a body however small."
    rate: int = 4_000
    "Each so many bytes received give another second: a quarter of what slow mobile data carry."
    body: float = 300
    "Time for a body however large."
    piece: float = 60
    "Time in which a piece of an answer must be taken."


class Gone(Exception):
    """The visitor has closed the connection."""


class Bridge:
    """An ASGI application around a WSGI application.

    `longest_body` is what the most generous page takes, in bytes; of a larger body nothing is kept, and the application
    refuses it by its length. `folder` is where files without a name are made. `headers` go with an answer to a request
    that the application could not finish. `cache` is the one in front of the application, if any.
    """

    def __init__(
        self,
        app: WSGIApplication,
        *,
        longest_body: int,
        folder: Path,
        headers: dict[str, str],
        cache: PageCache | None = None,
        threads: int = 4,
        patience: Patience = Patience(),
    ) -> None:
        self._app = app
        self._longest = longest_body
        self._folder = folder
        self._headers = headers
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="request")
        self._patience = patience
        self._cache = cache
        self._versions = _VersionsSoon(cache.versions) if cache else None
        self._balance: Balance | None = None

    def share_visitors(self, number: int) -> None:
        """Share them from now on with the other processes of this server; this one is `number`, from 0. On a full or
        read-only disk it keeps its own, and says so in the log."""
        try:
            self._balance = Balance(self._folder / "load", number)
        except OSError as problem:
            structlog.get_logger().warning("visitors_not_shared", problem=type(problem).__name__)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request; do nothing if its visitor leaves before it is complete."""
        environ = environ_of(scope)
        reply = await self._reply(environ)
        if reply is not None:
            with suppress(TimeoutError):
                await self._send(_Answer(BytesIO(reply.body), reply.status, reply.headers), send)
            return
        with self._spool() as body, self._spool() as content:
            try:
                environ["CONTENT_LENGTH"] = str(await self._read(environ, receive, body))
                body.seek(0)
                environ["wsgi.input"] = body
            except Gone:
                return
            except HTTPException as problem:
                environ["wsgi.input"] = Unreadable(problem)
            answer = await self._answer(environ, content)
            with suppress(TimeoutError):  # whoever takes nothing for so long gets no more
                await self._send(answer, send)

    async def _answer(self, environ: WSGIEnvironment, content: IO[bytes]) -> _Answer:
        """What the application answers, collected in `content`."""
        answer, lets_go = _Answer(content), False
        if self._balance:
            self._balance.count_request()
        try:
            await asyncio.get_running_loop().run_in_executor(self._threads, answer.collect, self._app, environ)
        except Exception as problem:  # noqa: BLE001 -- whatever it is, an answer has our headers
            structlog.get_logger().error("unfinished", problem=type(problem).__name__)
            answer = _Answer(BytesIO(), 500, [("Content-Length", "0"), *self._headers.items()])
        finally:
            if self._balance:
                lets_go = self._balance.count_answer()
        if lets_go:
            answer.headers = [*answer.headers, ("Connection", "close")]
        return answer

    async def _reply(self, environ: WSGIEnvironment) -> Reply | None:
        """What the cache holds for this request, if it is right."""
        if self._cache is None or self._versions is None:
            return None
        answer = self._cache.kept_for(environ)
        if answer is None:
            return None
        return self._cache.reply(answer, await self._versions.read() if answer.versions else {}, environ)

    def _spool(self) -> SpooledTemporaryFile[bytes]:
        return SpooledTemporaryFile(IN_MEMORY, dir=str(self._folder))

    async def _read(self, environ: WSGIEnvironment, receive: Receive, body: IO[bytes]) -> int:
        """Keep the body and return its length.

        A body that is too large for every page is read on to four times that length without being kept, because a
        browser shows our answer only after it has sent all. Raises Gone, RequestTimeout, or ServiceUnavailable if it
        cannot be kept.
        """
        announced = int(environ.get("CONTENT_LENGTH") or 0)
        if announced > 4 * self._longest:
            return announced
        loop, patience, received = asyncio.get_running_loop(), self._patience, 0
        began = loop.time()
        try:
            while True:
                allowed = min(patience.start + received / patience.rate, patience.body)
                async with asyncio.timeout_at(began + allowed):
                    message = await receive()
                if message["type"] != "http.request":
                    raise Gone
                chunk = message.get("body", b"")
                received += len(chunk)
                if received <= self._longest:
                    body.write(chunk)
                if not message.get("more_body") or received > 4 * self._longest:
                    return received
        except TimeoutError:
            raise RequestTimeout from None
        except OSError as problem:
            raise ServiceUnavailable(retry_after=5) from problem

    async def _send(self, answer: _Answer, send: Send) -> None:
        headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in answer.headers]
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        answer.content.seek(0)
        piece = answer.content.read(PIECE)
        while True:
            following = answer.content.read(PIECE)
            async with asyncio.timeout(self._patience.piece):
                await send({"type": "http.response.body", "body": piece, "more_body": bool(following)})
            if not following:
                return
            piece = following


class _VersionsSoon:
    """Reads the counters for the event loop: at once where that is quick, else in a thread, for all who wait together.

    Whoever asks while a read is under way gets the next one, which begins after they have asked.
    """

    def __init__(self, reader: VersionReader) -> None:
        self._reader = reader
        self._next: asyncio.Task[Versions | None] | None = None
        self._turn = asyncio.Lock()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="versions")

    async def read(self) -> Versions | None:
        """Return the counters as they are now; None while the database cannot be asked."""
        if self._reader.is_quick:
            return self._reader.read()
        if self._next is None:
            self._next = asyncio.create_task(self._read())
        return await asyncio.shield(self._next)

    async def _read(self) -> Versions | None:
        async with self._turn:
            self._next = None
            return await asyncio.get_running_loop().run_in_executor(self._thread, self._reader.read)


def environ_of(scope: Message) -> WSGIEnvironment:
    """Describe a request as WSGI does (PEP 3333), its body apart.

    A header that came twice is one with both values. One with an underscore is left out: it could pass for another.
    """
    client, server = scope.get("client") or ("", 0), scope.get("server") or ("", 0)
    environ: WSGIEnvironment = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1]),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": client[0],
        "REMOTE_PORT": str(client[1]),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "wsgi.input_terminated": True,
    }
    headers: dict[str, list[str]] = defaultdict(list)
    for name, value in scope["headers"]:
        headers[name.decode("latin-1")].append(value.decode("latin-1"))
    for name, values in headers.items():
        if "_" in name or name in {"transfer-encoding", "connection"}:
            continue
        key = name.upper().replace("-", "_")
        key = key if key in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{key}"
        environ[key] = ("; " if name == "cookie" else ",").join(values)
    return environ


class Unreadable(BufferedIOBase):
    """A body that could not be received: whoever reads it gets the reason."""

    def __init__(self, reason: HTTPException) -> None:
        self._reason = reason

    def read(self, _size: int | None = -1, /) -> bytes:
        raise self._reason

    readinto = readline = readlines = read  # type: ignore[assignment]


@dataclass
class _Answer:
    """What the application answers to one request."""

    content: IO[bytes]
    status: int = 500
    headers: list[tuple[str, str]] = field(default_factory=list)

    def collect(self, app: WSGIApplication, environ: WSGIEnvironment) -> None:
        """Run the application to its end, in a thread of ours."""
        parts: Iterable[bytes] = app(environ, self._start)
        try:
            for part in parts:
                self.content.write(part)
        finally:
            if hasattr(parts, "close"):
                parts.close()

    def _start(self, status: str, headers: list[tuple[str, str]], _problem: Any = None, /) -> Callable[[bytes], object]:
        self.status, self.headers = int(status.partition(" ")[0]), headers
        return self.content.write
