"""Visitors by the dozen: real requests over the network, each visitor in a process of its own."""

from __future__ import annotations

import itertools
import multiprocessing
import re
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from http.client import HTTPConnection, HTTPException
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any
from urllib.parse import urlencode

REGISTER = "/en/2031/register"
RECEIVED = f"{REGISTER}/received"
PATIENCE = 120.0
"Seconds after which even a patient visitor gives up."
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
_WHOSE = re.compile(r'name="whose" value="([^"]+)"')
_ADDRESS = re.compile(r"<b data-typed>([^<@]+@[^<]+)</b>")
fork = multiprocessing.get_context("fork")


@dataclass(frozen=True)
class Answer:
    """What came back, and at which try."""

    status: int
    text: str
    tries: int = 1

    @property
    def address(self) -> str:
        """The address to which the page after the form says that the email goes."""
        return _ADDRESS.findall(self.text)[0]


@dataclass
class Visitor:
    """A browser without eyes: keeps its connection, its cookies, the CSRF token of the last form and whose it is."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""
    whose: str = ""

    def __post_init__(self) -> None:
        self._connection = HTTPConnection("127.0.0.1", self.port, timeout=30)

    def get(self, path: str) -> Answer:
        """A page; its form, if it has one, may be sent afterwards."""
        answer = self._ask("GET", path)
        self.token = (_TOKEN.findall(answer.text) or [self.token])[0]
        self.whose = (_WHOSE.findall(answer.text) or [self.whose])[0]
        return answer

    def post(self, path: str, facts: dict[str, Any]) -> Answer:
        """Send a form; follows nothing."""
        return self._ask("POST", path, urlencode(facts | {"csrf_token": self.token, "whose": self.whose}, doseq=True))

    def close(self) -> None:
        """Leave."""
        self._connection.close()

    def _ask(self, method: str, path: str, body: str | None = None) -> Answer:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            self._connection.request(method, path, body, headers)
            response = self._connection.getresponse()
            answer = Answer(response.status, response.read().decode())
        except (OSError, HTTPException):
            self.close()
            raise
        for cookie in response.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer


def insist(ask: Callable[[], Answer]) -> Answer:
    """Ask again, as people do, while the connection breaks or the server is at fault."""
    deadline = time.monotonic() + PATIENCE
    for tries in itertools.count(1):
        try:
            answer = ask()
            if answer.status < 500:
                return replace(answer, tries=tries)
        except (OSError, HTTPException):
            pass
        if time.monotonic() > deadline:
            break
        time.sleep(0.1)
    raise TimeoutError("no answer, however patient")


class Crowd:
    """As many processes as asked for, all doing `visit(number)` at once. What they do is inherited, never pickled."""

    def __init__(self, size: int, visit: Callable[[int], Any]) -> None:
        self._visits = [_send_off(visit, number) for number in range(size)]

    @property
    def is_busy(self) -> bool:
        """Whether somebody has not finished."""
        return not all(pipe.poll() for _process, pipe in self._visits)

    def results(self) -> list[Any]:
        """What each brought home, by number. EOFError if one fell over; its trace is on stderr."""
        found = [pipe.recv() for _process, pipe in self._visits]
        for process, pipe in self._visits:
            pipe.close()
            process.join()
        return found


def _send_off(visit: Callable[[int], Any], number: int) -> tuple[BaseProcess, Connection]:
    ours, theirs = fork.Pipe(duplex=False)
    process = fork.Process(target=lambda: theirs.send(visit(number)), daemon=True)
    with warnings.catch_warnings():  # Python 3.12 warns of other threads' locks, and ours only speak to sockets
        warnings.simplefilter("ignore", DeprecationWarning)
        process.start()
    theirs.close()
    return process, ours


def together(size: int, visit: Callable[[int], Any]) -> list[Any]:
    """The results of a crowd nobody disturbs."""
    return Crowd(size, visit).results()
