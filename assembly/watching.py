"""Wait for the processes of the server until it is stopped: `serve` becomes this when it has started them.

Executed by its path and built on the standard library alone: a process that only waits holds 10 MiB this way, and not
the 130 of the application (`docs/decisions/0030`).
"""

import ctypes
import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import NoReturn, Protocol, TypedDict

ROOT = Path(__file__).resolve().parent.parent
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_GRACE = 10.0
"Seconds a child may take to end by itself."
_SOON = 5.5
"Seconds: what ends again so soon after it was replaced would never stay."
FEW_ARENAS = {"MALLOC_ARENA_MAX": "2"}
"Else the C library keeps memory for each thread apart."
_PR_SET_PDEATHSIG = 1
"Linux's number for it (prctl(2))."


_UNKNOWN = -1
"The status of a child that nobody can tell us."


class EndedByItself(Exception):
    """A command ended although nobody stopped it."""

    def __init__(self) -> None:
        super().__init__("the server or the worker ended by itself; see the log above")


class Child(TypedDict):
    """One process to look after."""

    command: list[str]
    "What starts it."
    pid: int
    "The one that runs already, a fork of the process that became us; 0 if it is to be started."
    replaced: bool
    "Whether another takes its place when it ends: so do those that answer, each alone, with no state of its own."
    grace: float
    "Seconds it may take to end when asked."


class Watched(TypedDict):
    """What to look after, and how one sees that it is ready."""

    children: list[Child]
    inherited: int
    "The open file that holds the lock of DATA; -1 where nobody holds it."
    host: str
    port: int
    name: str
    "The Host that the pages expect."
    authority: str
    "The file of who signed the server's own certificate; empty where it answers plain http."
    announcement: str
    "What to say when the first page is answered; empty where nobody asks."


class _Process(Protocol):
    """What we do with a child: `subprocess.Popen`, or one that was forked before."""

    def poll(self) -> int | None: ...
    def terminate(self) -> None: ...
    def kill(self) -> None: ...


class _Forked:
    """A child that this process forked before it became what it is."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._status: int | None = None

    def poll(self) -> int | None:
        if self._status is None:
            try:
                pid, status = os.waitpid(self._pid, os.WNOHANG)
            except ChildProcessError:  # it has ended, and somebody else was told how
                self._status = _UNKNOWN
            else:
                self._status = os.waitstatus_to_exitcode(status) if pid else None
        return self._status

    def terminate(self) -> None:
        self._send(signal.SIGTERM)

    def kill(self) -> None:
        self._send(signal.SIGKILL)

    def _send(self, way: signal.Signals) -> None:
        if self.poll() is None:
            os.kill(self._pid, way)


def watch(what: Watched) -> NoReturn:
    """Replace this process by one that looks after these; a signal that comes meanwhile is kept for it."""
    signal.pthread_sigmask(signal.SIG_BLOCK, STOPPING)
    if what["inherited"] >= 0:
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
    children: list[Child],
    announce: Callable[[], None],
    *,
    is_ready: Callable[[], bool] = lambda: True,
    inherited: int = -1,
) -> None:
    """Run these until Ctrl-C, SIGTERM or SIGHUP, or until one ends that nothing replaces; then end all of them.

    Announces once `is_ready` says so. The children hold the open file `inherited`, and end if this process is killed.
    Raises EndedByItself.
    """
    running: list[_Process] = []
    replaced_at = [0.0] * len(children)
    stopped = told = False
    try:
        expect_stop()
        running += [_Forked(child["pid"]) for child in children if child["pid"]]
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPPING)
        running += [_started(child["command"], inherited) for child in children[len(running) :]]
        while _stay(children, running, replaced_at, inherited):
            if not told and is_ready():
                told = True
                with suppress(BrokenPipeError):  # nobody reads it: the server runs all the same
                    announce()
            time.sleep(0.2 if told else 0.05)
    except KeyboardInterrupt:
        stopped = True
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        _end(children, running)
    if not stopped:
        raise EndedByItself


def _stay(children: list[Child], running: list[_Process], replaced_at: list[float], inherited: int) -> bool:
    """Replace whoever has ended; False where that does not help, or is not wanted."""
    for number, (child, process) in enumerate(zip(children, running, strict=True)):
        if (status := process.poll()) is None:
            continue
        now = time.monotonic()
        if not child["replaced"] or (replaced_at[number] and now - replaced_at[number] < _SOON):
            return False
        replaced_at[number] = now
        running[number] = _started(child["command"], inherited)
        _note({"event": "server_replaced", "level": "error", "status": status})
    return True


def _note(event: dict[str, object]) -> None:
    """One line of the log, if standard error takes it now: a pipe that nobody empties must not stop us."""
    with suppress(OSError):  # nobody reads it
        if select.select([], [2], [], 0)[1]:
            os.write(2, json.dumps(event).encode() + b"\n")


def _end(children: list[Child], running: list[_Process]) -> None:
    """Ask all to end; kill each that has not when its time is over."""
    for process in running:
        process.terminate()
    began = time.monotonic()
    left = list(zip(children, running, strict=False))  # fewer run where a signal came while they were started
    while left:
        left = [(child, process) for child, process in left if process.poll() is None]
        for child, process in left:
            if time.monotonic() - began > child["grace"]:
                process.kill()
        if left:
            time.sleep(0.01)


def _started(command: list[str], inherited: int) -> subprocess.Popen[bytes]:
    files = () if inherited < 0 else (inherited,)
    return subprocess.Popen(command, cwd=ROOT, env=FEW_ARENAS | os.environ, pass_fds=files, preexec_fn=end_with_parent)


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
    """Look after what `watch` was given."""
    try:
        run_until_stopped(
            what["children"],
            lambda: _say(what["announcement"]),
            is_ready=lambda: bool(what["announcement"]) and _answers(what),
            inherited=what["inherited"],
        )
    except EndedByItself as problem:
        sys.exit(f"Error: {problem}")


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
