"""A start takes what belongs to it alone, or says in a sentence why it cannot."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from io import StringIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from alembic.script import ScriptDirectory
from flask import Flask
from server import ROOT, SLEEP, environment_of, free_port
from sqlalchemy import text

from assembly import create_app, serving
from assembly.extensions import db
from assembly.starting import (
    CannotStart,
    bring_up_to_date,
    check_key,
    check_port,
    data_of_its_own,
    known_as_running,
    migrations,
)
from assembly.watching import Child, EndedByItself, run_until_stopped
from config import Config


@contextmanager
def bound(config: Config) -> Iterator[Flask]:
    app = create_app(config)
    with app.app_context():
        yield app
    with app.app_context():
        db.engine.dispose()


def test_second_server_on_data_is_refused(empty: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assembly.starting._PATIENCE", 0)
    refused = pytest.raises(CannotStart, match=r"DATA=second PORT=8001$")
    with data_of_its_own(empty, 8000), refused, data_of_its_own(empty, 8000):
        pass
    with data_of_its_own(empty, 8000):
        pass  # once the first has ended


@pytest.mark.parametrize(("url", "proxies", "warned"), [("https", 0, True), ("https", 1, False), ("http", 0, False)])
def test_start_warns_of_unknown_proxy(
    app: Flask, monkeypatch: pytest.MonkeyPatch, url: str, proxies: int, warned: bool
) -> None:
    def refuse(*_: object) -> None:
        raise CannotStart("the test is over")

    monkeypatch.setattr("assembly.cli.expect_stop", refuse)
    app.config["ASSEMBLY"] = replace(app.config["ASSEMBLY"], public_url=f"{url}://assembly.example.eu", proxies=proxies)
    assert ("Set PROXIES=1" in app.test_cli_runner().invoke(args=["serve"]).output) == warned


def test_taken_port_is_refused() -> None:
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CannotStart, match=f"Use another: PORT={port + 1}"):
            check_port("127.0.0.1", port)
    check_port("127.0.0.1", port)


def test_impossible_address_is_refused() -> None:
    with pytest.raises(CannotStart, match="cannot listen on"):
        check_port("192.0.2.1", 8000)  # for documentation: no machine has it


@pytest.mark.database
def test_another_key_is_refused(empty: Config) -> None:
    with bound(empty):
        check_key()
        check_key()
    with bound(replace(empty, master_key=b"k" * 40)), pytest.raises(CannotStart, match="belongs to another key"):
        check_key()


@pytest.mark.database
def test_migration_beside_a_server_is_refused(ctx: Flask, empty: Config) -> None:
    """An older version runs here, or on PostgreSQL on another machine with data of its own."""
    bring_up_to_date()
    with db.engine.begin() as connection:
        head = connection.scalar(text("SELECT version_num FROM alembic_version"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0019'"))
    if empty.is_sqlite:
        with data_of_its_own(empty, 8000), pytest.raises(CannotStart, match="older version uses the data"):
            bring_up_to_date()
    else:
        with known_as_running(), pytest.raises(CannotStart, match="on every machine"):
            bring_up_to_date(alone=True)
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :head"), {"head": head})
    with data_of_its_own(empty, 8000), known_as_running():
        bring_up_to_date()  # nothing to do


def test_latest_migration_is_read_as_alembic_does(ctx: Flask) -> None:
    script = ScriptDirectory.from_config(ctx.extensions["migrate"].migrate.get_config())
    steps, latest = migrations()
    assert latest == set(script.get_heads())
    assert steps == {one.revision for one in script.walk_revisions()}


def test_database_of_a_newer_version_is_refused(ctx: Flask) -> None:
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(CannotStart, match="a newer version"):
        bring_up_to_date()


@pytest.mark.proof("the command as a process; what it refuses is tested without")
def test_serve_refuses_in_one_sentence(empty: Config) -> None:
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "serve", "--port", str(free_port())]
    environment = environment_of(empty, 8000)
    with bound(empty):
        check_key()
    told = subprocess.run(
        command, cwd=ROOT, env=environment | {"SECRET_KEY": "k" * 40}, capture_output=True, text=True, check=False
    )
    assert told.returncode == 1
    assert told.stderr.startswith("Error: this database belongs to another key")
    assert told.stderr.count("\n") == 1


def test_children_end_with_a_killed_parent() -> None:
    """The parent alone is killed; what it started does not live on."""
    script = (
        "from assembly.watching import run_until_stopped\n"
        f"run_until_stopped([{SLEEP!r}], lambda: print('ready', flush=True))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, env=os.environ | {"PYTHONPATH": str(ROOT)}
    ) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"ready\n"
        os.kill(parent.pid, signal.SIGKILL)
        assert parent.stdout.read() == b""  # the child holds the pipe as long as it lives


@pytest.fixture
def signals() -> Iterator[None]:
    kept = {way: signal.getsignal(way) for way in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    yield
    for way, handler in kept.items():
        signal.signal(way, handler)


@pytest.mark.usefixtures("signals")
def test_ready_is_said_when_pages_answer() -> None:
    answers, told = iter([False, False, True]), []

    def announce() -> None:
        told.append(list(answers))
        raise KeyboardInterrupt

    run_until_stopped([SLEEP], announce, is_ready=lambda: next(answers))
    assert told == [[]]


@pytest.mark.usefixtures("signals")
def test_ended_server_is_replaced_until_hopeless(capfd: pytest.CaptureFixture[str]) -> None:
    """One that was forked before is replaced by its command; what that starts ends at once, again and again. So is one
    whose end somebody else was told."""
    pid = os.posix_spawn("/bin/sh", ["sh", "-c", "exit 3"], {})
    child: Child = {"command": ["/bin/sh", "-c", "exit 4"], "pid": pid, "replaced": True, "grace": 1}
    with pytest.raises(EndedByItself):
        run_until_stopped([child], lambda: None)
    assert capfd.readouterr().err.count("server_replaced") == 1
    gone = os.posix_spawn("/bin/true", ["true"], {})
    os.waitpid(gone, 0)
    with pytest.raises(EndedByItself):
        run_until_stopped([child | {"pid": gone}], lambda: None)


@pytest.mark.usefixtures("signals")
def test_full_log_keeps_nobody_from_replacing() -> None:
    """A pipe that nobody empties: the server that ended is replaced, and nothing waits."""
    reads, writes = os.pipe()
    os.set_blocking(writes, False)
    with suppress(BlockingIOError):
        while os.write(writes, bytes(65536)):
            pass
    os.set_blocking(writes, True)
    before = os.dup(2)
    os.dup2(writes, 2)
    pid = os.posix_spawn("/bin/true", ["true"], {})
    try:
        with pytest.raises(EndedByItself):
            run_until_stopped([{"command": ["/bin/true"], "pid": pid, "replaced": True, "grace": 1}], lambda: None)
    finally:
        os.dup2(before, 2)
        for one in (reads, writes, before):
            os.close(one)


@pytest.mark.proof("what a fork inherits")
def test_nothing_is_open_before_forks(empty: Config, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A first start of the demonstration has enqueued emails; what replaces a server starts in another folder."""
    app = create_app(replace(empty, testing=False))
    queue = app.extensions["huey"].storage
    queue.enqueue(b"an email")
    open_at_fork: list[object] = []

    def fork(*_: object) -> int:
        open_at_fork.append(queue._conn)
        return 0

    wsgi = SimpleNamespace(__name__="wsgi", app=app, cache=SimpleNamespace(versions=StringIO()))
    monkeypatch.setattr(serving, "import_module", lambda _name: wsgi)
    monkeypatch.setattr(serving, "_forked", fork)
    monkeypatch.setattr(serving, "_use_few_arenas", lambda: None)
    monkeypatch.setattr("gc.freeze", lambda: None)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATA", "here")
    serving.launched("127.0.0.1", 8000, worker=True)
    assert open_at_fork == [None, None, None]
    assert os.environ["DATA"] == str(tmp_path / "here")
