"""The server of `make run`, started as people start it: its processes and the worker, on a port of its own."""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import forked_servers
from databases import MASTER_KEY
from forked_servers import Forked

from assembly import serving
from assembly.watching import Child
from config import Config

ROOT = Path(__file__).resolve().parents[2]
SLEEP: Child = {
    "command": [sys.executable, "-c", "import time; time.sleep(60)"],
    "pid": 0,
    "replaced": False,
    "grace": 9,
}
"For whoever watches: a process that does nothing."


DATA: dict[int, Path] = {}
"Where the server that was started at a port keeps its data."


@dataclass
class Server:
    """A running server: its address, its main process, and where it logs."""

    port: int
    process: subprocess.Popen[bytes] | Forked
    log: Path

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def stop(self) -> None:
        """End as Ctrl-C would, and leave no process behind even if that fails."""
        self.process.terminate()
        try:
            self.process.wait(20)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)

    def kill(self, *, whole: bool) -> None:
        """SIGKILL the whole tree of processes, or one of the workers that answer requests."""
        if whole:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            return
        workers = answering(self.process.pid)
        if workers:
            with suppress(ProcessLookupError):
                os.kill(random.choice(workers), signal.SIGKILL)


def answering(pid: int) -> list[int]:
    """The processes that answer requests: the living children of the one that watches, but for the worker."""
    listing = subprocess.run(["ps", "-eo", "pid,ppid,comm,args"], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 3) for line in listing.splitlines()[1:] if "<defunct>" not in line]
    return [int(row[0]) for row in rows if int(row[1]) == pid and row[2] != "mail-worker"]


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def environment_of(config: Config, port: int) -> dict[str, str]:
    """The environment in which a process of its own uses these settings, at the moment of the test."""
    return os.environ | {
        "PYTHONPATH": os.pathsep.join(map(str, (ROOT, ROOT / "tests/support/processes"))),
        "DEMO": "1",
        "DATA": str(config.data),
        "DATABASE_URL": config.database_url,
        "SECRET_KEY": MASTER_KEY.decode(),
        "REDIS_URL": config.redis_url,
        "REGISTRATIONS_PER_HOUR": "100000",  # all visitors of a test come from this machine
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
    }


def _alone(port: int, settings: dict[str, str], log: Path) -> Forked:
    command = serving.command("127.0.0.1", port)
    return forked_servers.start(command[command.index("assembly.serving") :], settings, log)


def _forked(port: int, settings: dict[str, str], log: Path) -> Forked:
    return forked_servers.start(
        ["flask", "--app", "wsgi", "serve", "--port", str(port)], settings | {"TEST_QUICK_HASH": "1"}, log
    )


def _whole(port: int, settings: dict[str, str], log: Path, output: int | None) -> subprocess.Popen[bytes]:
    with log.open("ab") as file:
        return subprocess.Popen(
            [sys.executable, "-m", "flask", "--app", "wsgi", "serve", "--port", str(port)],
            cwd=ROOT,
            env=settings,
            stdout=file if output is None else output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def start(
    config: Config,
    port: int | None = None,
    *,
    alone: bool = False,
    forked: bool = False,
    output: int | None = None,
    **environment: str,
) -> Server:
    """Start on these settings and wait until it answers. Extra variables are for negative controls.

    What it prints goes to its log, or of a whole one to the file or pipe `output`.

    `alone` leaves out the mail worker and `serve` around both, which races do without, and loads no code again.
    Nor does one that is `forked`: it is whole, hashes passphrases as quickly as tests do, and never tells how it
    ended.
    """
    port = port or free_port()
    DATA[port] = config.data
    log = config.data / "server.log"
    settings = environment_of(config, port) | environment
    process: subprocess.Popen[bytes] | Forked
    if alone or forked:
        process = (_alone if alone else _forked)(port, settings, log)
    else:
        process = _whole(port, settings, log, output)
    server = Server(port, process, log)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(log.read_text(errors="replace")[-3000:])
        with closing(HTTPConnection("127.0.0.1", port, timeout=2)) as connection:
            try:
                connection.request("GET", "/healthz")
                if connection.getresponse().status == 200:
                    return server
            except (OSError, HTTPException):
                time.sleep(0.1)
    server.kill(whole=True)
    raise RuntimeError("the server did not answer within a minute")


@contextmanager
def running(config: Config, *, alone: bool = False, forked: bool = False, **environment: str) -> Iterator[Server]:
    """A server for the length of the block, ended as Ctrl-C would."""
    server = start(config, alone=alone, forked=forked, **environment)
    try:
        yield server
    finally:
        server.stop()
