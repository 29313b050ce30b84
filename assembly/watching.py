"""Run the server, which starts the worker, until it is stopped: `serve` becomes this when all is ready.

Executed by its path and built on the standard library alone: a process that only waits holds 10 MiB this way, and not
the 130 of the application.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import NoReturn, TypedDict

ROOT = Path(__file__).resolve().parent.parent
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_GRACE = 10.0
"Seconds a child may take to end by itself."
_PR_SET_PDEATHSIG = 1
"Linux's number for it (prctl(2))."


class EndedByItself(Exception):
    """A command ended although nobody stopped it."""

    def __init__(self) -> None:
        super().__init__("the server or the worker ended by itself; see the log above")


class Watched(TypedDict):
    """What to run, and how one sees that it is ready."""

    commands: list[list[str]]
    inherited: int
    "The open file that holds the lock of DATA."
    host: str
    port: int
    name: str
    "The Host that the pages expect."
    authority: str
    "The file of who signed the server's own certificate; empty where it answers plain http."
    announcement: str
    "What to say when the first page is answered."


def watch(what: Watched) -> NoReturn:
    """Replace this process by one that runs these commands; a signal that comes meanwhile is kept for it."""
    signal.pthread_sigmask(signal.SIG_BLOCK, STOPPING)
    os.set_inheritable(what["inherited"], True)
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-I", __file__, json.dumps(what)])  # noqa: S606 -- our own file


def expect_stop() -> None:
    """Let Ctrl-C, SIGTERM and SIGHUP raise KeyboardInterrupt, whatever is going on.

    Ctrl-C too is set: a shell that starts us in the background has it ignored, by us but not by the server.
    """

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    for way in STOPPING:
        signal.signal(way, stop)


def run_until_stopped(
    commands: list[list[str]],
    announce: Callable[[], None],
    *,
    is_ready: Callable[[], bool] = lambda: True,
    inherited: int | None = None,
) -> None:
    """Run these commands until Ctrl-C, SIGTERM or SIGHUP, or until one of them ends; then end all of them.

    Announces once `is_ready` says so. The commands hold the open file `inherited`, and end if this process is killed.
    Raises EndedByItself.
    """
    children: list[subprocess.Popen[bytes]] = []
    stopped = told = False
    try:
        expect_stop()
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPPING)
        for command in commands:
            children.append(_child(command, inherited))
        while all(child.poll() is None for child in children):
            if not told and is_ready():
                told = True
                with suppress(BrokenPipeError):  # nobody reads it: the server runs all the same
                    announce()
            time.sleep(0.2)
    except KeyboardInterrupt:
        stopped = True
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        for child in children:
            child.terminate()
        deadline = time.monotonic() + _GRACE
        for child in children:
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
    if not stopped:
        raise EndedByItself


def _child(command: list[str], inherited: int | None) -> subprocess.Popen[bytes]:
    files = () if inherited is None else (inherited,)
    few_arenas = {"MALLOC_ARENA_MAX": "2"} | os.environ  # else the C library keeps memory for each thread apart
    return subprocess.Popen(command, cwd=ROOT, env=few_arenas, pass_fds=files, preexec_fn=end_with_parent)


def end_with_parent() -> None:
    """Ask Linux for SIGTERM when the parent ends, however it does; elsewhere DATA stays locked by those who live on."""
    with suppress(AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _answers(what: Watched) -> bool:
    """Whether the first page is answered: the home page, whatever it says."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(what["host"], what["host"])  # noqa: S104 -- read, not bound
    with closing(_connection(host, what["port"], what["authority"])) as connection:
        try:
            connection.request("GET", "/en/", headers={"Host": what["name"]})
            return connection.getresponse().status < 500
        except (OSError, HTTPException):
            return False


def _connection(host: str, port: int, authority: str) -> HTTPConnection:
    if not authority:
        return HTTPConnection(host, port, timeout=5)
    import ssl  # noqa: PLC0415 -- slow import: 2 MiB that a process without https does without
    from http.client import HTTPSConnection  # noqa: PLC0415 -- slow import

    return HTTPSConnection(host, port, timeout=5, context=ssl.create_default_context(cafile=authority))


def _say(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


def main(what: Watched) -> None:
    """Run what `watch` was given."""
    try:
        run_until_stopped(
            what["commands"],
            lambda: _say(what["announcement"]),
            is_ready=lambda: _answers(what),
            inherited=what["inherited"],
        )
    except EndedByItself as problem:
        sys.exit(f"Error: {problem}")


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
