"""The demonstration as people start it: it keeps its data, and Ctrl-C ends all it started."""

from __future__ import annotations

import os
import signal
import subprocess
from contextlib import closing
from http.client import HTTPConnection

from server import Server, start

from config import Config


def home(server: Server) -> str:
    with closing(HTTPConnection("127.0.0.1", server.port, timeout=10)) as connection:
        connection.request("GET", "/en/2023/")
        return connection.getresponse().read().decode()


def processes_of(server: Server) -> dict[int, str]:
    """The processes started by this server that still live, by number."""
    listing = subprocess.run(["ps", "-eo", "pid,pgid,args"], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 2) for line in listing.splitlines()[1:]]
    return {int(pid): command for pid, group, command in rows if group == str(server.process.pid)}


def test_ctrl_c_ends_all_and_the_next_start_keeps_the_data(demo: Config) -> None:
    first = start(demo)
    assert "More than 130 participants" in home(first)
    assert len(processes_of(first)) >= 4  # ours, granian with two workers, the mail worker
    os.killpg(first.process.pid, signal.SIGINT)
    assert first.process.wait(20) == 0
    assert processes_of(first) == {}
    second = start(demo)
    try:
        assert "More than 130 participants" in home(second)
        printed = second.log.read_text()
        assert "organiser@example.org" in printed
        assert "Łukaszewicz" not in printed
    finally:
        second.process.terminate()
        second.process.wait(20)


def test_a_worker_that_dies_ends_the_whole_with_a_word(demo: Config) -> None:
    server = start(demo)
    worker = next(pid for pid, command in processes_of(server).items() if command.endswith("wsgi worker"))
    os.kill(worker, signal.SIGKILL)
    assert server.process.wait(20) == 1
    assert "ended by itself" in server.log.read_text()
