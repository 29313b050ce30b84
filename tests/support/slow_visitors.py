"""Visitors on a bad network: they send a form a byte a second, or take an answer a few bytes a second."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection, HTTPException

FORM = (
    b"POST /en/sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 5000\r\n\r\n"
)
PAGES = ("/healthz", "/en/2027/", "/fr/2023/", "/en/2027/register", "/static/css/base.css")


class _Visitor:
    """One connection, opened anew whenever the server has ended it."""

    def __init__(self, port: int, request: bytes) -> None:
        self._port, self._request = port, request
        self._connect()

    def _connect(self) -> None:
        self._socket = socket.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)  # else the machine reads for the visitor
        self._socket.settimeout(5)
        self._socket.connect(("127.0.0.1", self._port))
        self._socket.sendall(self._request)
        self._socket.setblocking(False)

    def one_byte(self, *, sends: bool) -> None:
        """Send or take one byte; begin again if the connection has ended."""
        try:
            if sends:
                self._socket.send(b"x")
            elif self._socket.recv(1) == b"":
                raise ConnectionError
        except BlockingIOError:
            pass
        except OSError:
            self.leave()
            with suppress(OSError):
                self._connect()

    def leave(self) -> None:
        """Close the connection."""
        self._socket.close()


@contextmanager
def slow_visitors(port: int, senders: int, readers: int, download: bytes) -> Iterator[None]:
    """So many slow senders and readers for the length of the block, each with a byte a second.

    `download` is a path whose answer is too long for the buffers of the machine.
    """
    asked = b"GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" % download
    visitors = [(_Visitor(port, FORM), True) for _ in range(senders)]
    visitors += [(_Visitor(port, asked), False) for _ in range(readers)]
    over = threading.Event()

    def tick() -> None:
        while not over.wait(1):
            for visitor, sends in visitors:
                visitor.one_byte(sends=sends)

    ticking = threading.Thread(target=tick)
    ticking.start()
    try:
        yield
    finally:
        over.set()
        ticking.join()
        for visitor, _sends in visitors:
            visitor.leave()


def times_of_pages(port: int, seconds: float, patience: float = 10) -> list[float]:
    """Seconds each of our pages took, asked one after the other, sorted; one that was not answered took `patience`."""
    spans: list[float] = []
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        began = time.monotonic()
        with closing(HTTPConnection("127.0.0.1", port, timeout=patience)) as connection:
            try:
                connection.request("GET", PAGES[len(spans) % len(PAGES)])
                answer = connection.getresponse()
                answer.read()
                spans.append(time.monotonic() - began if answer.status == 200 else patience)
            except (OSError, HTTPException):
                spans.append(patience)
    return sorted(spans)


def share(spans: list[float], part: float) -> float:
    """The time within which this part of the pages was answered."""
    return spans[min(len(spans) - 1, int(len(spans) * part))]
