"""The server of `make run`, started as people start it: granian's processes and the worker, on a port of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from databases import MASTER_KEY

from config import Config

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Server:
    """A running server: its address, its main process, and where it logs."""

    port: int
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def kill(self, *, whole: bool) -> None:
        """SIGKILL the whole tree of processes, or one of the workers that answer requests."""
        if whole:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            return
        workers = answering(self.process.pid)
        if workers:
            os.kill(workers[int(time.monotonic() * 1000) % len(workers)], signal.SIGKILL)


def answering(pid: int) -> list[int]:
    """The processes of granian that answer requests: the grandchildren that are no resource trackers."""
    listing = subprocess.run(["ps", "-eo", "pid,ppid,args"], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 2) for line in listing.splitlines()[1:]]
    masters = {int(row[0]) for row in rows if int(row[1]) == pid and "granian" in row[2]}
    return [int(row[0]) for row in rows if int(row[1]) in masters and "resource_tracker" not in row[2]]


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def environment_of(config: Config, port: int) -> dict[str, str]:
    """The environment in which a process of its own uses these settings."""
    return os.environ | {
        "DEMO": "1",
        "DATA": str(config.data),
        "DATABASE_URL": config.database_url,
        "SECRET_KEY": MASTER_KEY.decode(),
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
    }


def start(config: Config, port: int | None = None, **environment: str) -> Server:
    """Start on these settings and wait until it answers. Extra variables are for negative controls."""
    port = port or free_port()
    log = config.data / "server.log"
    process = subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "wsgi", "serve", "--port", str(port)],
        cwd=ROOT,
        env=environment_of(config, port) | environment,
        stdout=log.open("ab"),
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    server = Server(port, process, log)
    for _ in range(150):
        if process.poll() is not None:
            raise RuntimeError(log.read_text(errors="replace")[-3000:])
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=2)
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return server
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server did not answer within 15 seconds")


@contextmanager
def running(config: Config, **environment: str) -> Iterator[Server]:
    """A server for the length of the block, ended as Ctrl-C would."""
    server = start(config, **environment)
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.process.terminate()
            server.process.wait(20)
