"""The demonstration as people start it: it keeps its data, and Ctrl-C ends all it started."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from http.client import HTTPConnection

import pytest
from flask import Flask
from server import SLEEP, Server, start

from assembly.tasks import Queue
from assembly.watching import run_until_stopped
from config import Config


def home(server: Server) -> str:
    with closing(HTTPConnection("127.0.0.1", server.port, timeout=10)) as connection:
        connection.request("GET", "/en/2023/")
        return connection.getresponse().read().decode()


def processes_of(server: Server) -> dict[int, str]:
    """The processes started by this server that still live, by number, with their names."""
    listing = subprocess.run(["ps", "-eo", "pid,pgid,comm,args"], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 3) for line in listing.splitlines()[1:]]
    return {int(pid): name for pid, group, name, _command in rows if group == str(server.process.pid)}


def test_ctrl_c_and_lost_workers_end_all(demo: Config, full_scale: bool) -> None:
    """The first start is ended by Ctrl-C; the second has kept the data, and ends with a word when a process is lost.

    `make test` has the first alone: test_start.py loses processes without a server."""
    first = start(demo)
    assert "<dd>138</dd>" in home(first)
    assert len(processes_of(first)) == 4  # the one that watches, two that answer, the worker
    os.killpg(first.process.pid, signal.SIGINT)
    assert first.process.wait(60) == 0, first.log.read_text()
    assert processes_of(first) == {}
    if not full_scale:
        return
    second = start(demo)
    assert "<dd>138</dd>" in home(second)
    worker = next(pid for pid, name in processes_of(second).items() if name == "mail-worker")
    os.kill(worker, signal.SIGKILL)
    assert second.process.wait(60) == 1, second.log.read_text()
    printed = second.log.read_text()
    assert "ended by itself" in printed
    assert "organiser@example.org" in printed
    assert "Łukaszewicz" not in printed


@pytest.fixture
def signals() -> Iterator[None]:
    """The handlers of this process, put back at the end."""
    kept = {way: signal.getsignal(way) for way in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    yield
    for way, handler in kept.items():
        signal.signal(way, handler)


@pytest.mark.usefixtures("signals")
def test_ctrl_c_while_announcing_is_no_failure() -> None:
    """On a busy machine the server answers, and is stopped, while its addresses are still being printed."""

    def interrupt() -> None:
        raise KeyboardInterrupt

    run_until_stopped([SLEEP], interrupt)


@pytest.mark.usefixtures("signals")
def test_ctrl_c_ends_background_starts_too() -> None:
    """So does a shell for what it starts in the background; the server has a handler of its own and ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    run_until_stopped([SLEEP], lambda: os.kill(os.getpid(), signal.SIGINT))


@pytest.mark.usefixtures("signals")
def test_long_jobs_delay_neither_emails_nor_end(empty: Config) -> None:
    """As many as there are threads: the urgent job finds one all the same, and Ctrl-C waits for none of them."""
    queue, over, urgent = Queue(), threading.Event(), threading.Event()

    @queue.job()
    def endless() -> None:
        over.wait(60)

    @queue.job(urgent=True)
    def soon() -> None:
        urgent.set()

    app = Flask(__name__)
    app.config["ASSEMBLY"] = replace(empty, testing=False)
    queue.init_app(app)
    for job in (endless, endless, endless, endless, soon):
        queue.enqueue(app, job)
    worker = queue.consumer(app)
    worker.start()
    assert urgent.wait(30)
    worker.stop(graceful=True)
    assert not over.is_set()
    over.set()
