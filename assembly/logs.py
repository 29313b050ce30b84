"""Structured logs: one JSON line an event, with the request's id and without any personal data.

Addresses may carry tokens, so the line names the route, never the path; it holds no user agent and no IP address.
"""

import errno
import logging
import os
import secrets
import sys
import time
import traceback
from contextlib import suppress
from multiprocessing.util import Finalize
from pathlib import Path
from queue import Empty, Full, Queue
from threading import Lock, Thread
from typing import TextIO, cast

import structlog
from flask import Flask, Response, g, request

_TOGETHER = 0.01
"Seconds in which lines are collected: for each by itself the thread would interrupt the request that wrote it."
_AT_ONCE = 1_000


class Losable:
    """A file for the log, written to by a thread of its own: if nobody reads it, lines are lost and never a request.

    Standard error may be closed, on a full disk, or a pipe whose reader has stopped, where each write waits for ever.
    """

    def __init__(self, most: int = 10_000) -> None:
        self._most = most
        self._begin()

    def _begin(self) -> None:
        self._lines: Queue[bytes] = Queue(self._most)
        self._starting = Lock()
        self._writer: Thread | None = None
        self._process = os.getpid()

    def write(self, text: str) -> None:
        """Have this written soon, or forget it if so many others wait already."""
        if self._process != os.getpid():  # a fork has neither its parent's thread nor what waited for it
            self._begin()
        with self._starting:
            if self._writer is None:
                self._writer = Thread(target=self._write, name="log", daemon=True)
                self._writer.start()
                Finalize(None, self.drain, exitpriority=0)  # unlike atexit, in the processes of the server too
        with suppress(Full):
            self._lines.put_nowait(text.encode("utf-8", "backslashreplace"))

    def flush(self) -> None:
        """Do nothing, since nobody may wait."""

    def drain(self, seconds: float = 1) -> None:
        """Wait until all is written, but no longer than this."""
        until = time.monotonic() + seconds
        while self._lines.unfinished_tasks and time.monotonic() < until:
            time.sleep(0.005)

    def _write(self) -> None:
        while True:
            lines = [self._lines.get()]
            time.sleep(_TOGETHER)
            with suppress(Empty):
                while len(lines) < _AT_ONCE:
                    lines.append(self._lines.get_nowait())
            text = b"".join(lines)
            with suppress(OSError):
                while text:
                    text = text[os.write(2, text) :]
            for _line in lines:
                self._lines.task_done()


def described(problem: BaseException) -> dict[str, object]:
    """Say what an exception is and where it was raised, without its message, which may quote what somebody typed.

    The code is the one the database or the system gives it (`SQLITE_FULL`, `53100`, `ENOSPC`).
    """
    places = [f"{Path(one.filename).name}:{one.lineno}" for one in traceback.extract_tb(problem.__traceback__)]
    inner = getattr(problem, "orig", None) or problem.__cause__ or problem
    code = getattr(inner, "sqlite_errorname", None) or getattr(inner, "sqlstate", None)
    if code is None and isinstance(inner, OSError):
        code = errno.errorcode.get(inner.errno or 0)
    return {"problem": type(inner).__name__, "code": code, "places": places[-6:]}


class _OneLine(logging.Handler):
    """Writes what a library reports as a line of ours: its logger, where it said so, and what went wrong."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write the line; the words of the library are left out, since they may quote anything."""
        problem = record.exc_info[1] if record.exc_info else None
        facts = described(problem) if problem else {}
        said_at = f"{record.filename}:{record.lineno}"
        structlog.get_logger().log(record.levelno, "library", logger=record.name, said_at=said_at, **facts)


def init_app(app: Flask) -> None:
    """Write one line a request and turn the log of every library into the same shape."""
    testing, log = app.config["ASSEMBLY"].testing, cast(TextIO, Losable())
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=lambda *_: structlog.WriteLogger(sys.stderr if testing else log),
    )
    root = logging.getLogger()
    root.setLevel(logging.WARNING)
    root.handlers = [one for one in root.handlers if not isinstance(one, _OneLine)] + [_OneLine()]
    app.logger.handlers = [logging.NullHandler()]
    app.logger.propagate = False

    @app.before_request
    def _start() -> None:
        g.started = time.perf_counter()
        g.request_id = secrets.token_hex(6)
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=g.request_id)

    @app.after_request
    def _line(response: Response) -> Response:
        if request.endpoint != "static":
            structlog.get_logger().info(
                "request",
                method=request.method,
                route=request.url_rule.rule if request.url_rule else None,
                status=response.status_code,
                ms=round((time.perf_counter() - g.started) * 1000, 1) if "started" in g else None,
            )
        return response


def request_id() -> str:
    """The number a person can read to us from an error page, and we find in the log."""
    return str(g.get("request_id", "-"))
