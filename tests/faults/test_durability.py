"""Confirmed = on disk, not only in memory (SQLite). kill -9 cannot tell the difference, `strace` can."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import ExitStack

import pytest
from application import new_application
from server import ROOT, environment_of

from assembly import transactions
from assembly.extensions import db
from config import Config

pytestmark = pytest.mark.sqlite_only
COMMITS = """
import os
from assembly import create_app, history, transactions
from assembly.extensions import db
for synchronous in ("FULL", "NORMAL"):
    transactions.SYNCHRONOUS = synchronous
    with create_app().app_context():
        for number in range(int(os.environ["COMMITS"])):
            with transactions.writing():
                history.record("edition", str(number), "added")
        db.session.remove()
        db.engine.dispose()
    os.getsid(0)
"""
"At the end of each half it asks for something that nothing else does, which divides the trace."


def flushes_to_disk(config: Config, commits: int) -> tuple[int, int]:
    """How often a process tells the disk to keep what it has been given: while it commits so many times as we do, and
    while it leaves the time to the database. One process for both: to load the code under strace costs most."""
    trace = config.data / "trace"
    traced = ("strace", "-f", "--seccomp-bpf", "-e", "trace=fsync,fdatasync,getsid", "-o", trace)
    subprocess.run(
        [*traced, sys.executable, "-c", COMMITS],
        cwd=ROOT,
        env=environment_of(config, port=0) | {"COMMITS": str(commits)},
        check=True,
    )
    ours, left, _end = trace.read_text().split("getsid(")
    return ours.count("sync("), left.count("sync(")


def test_every_commit_reaches_the_disk(empty: Config, full_scale: bool) -> None:
    if shutil.which("strace") is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("strace is not installed")
    commits = 100 if full_scale else 30
    ours, left = flushes_to_disk(empty, commits)
    assert ours >= commits
    assert left < 20


def test_every_pooled_connection_has_our_settings(empty: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    """As many connections at once as the pool gives out."""
    monkeypatch.setattr(transactions, "SYNCHRONOUS", "FULL")
    app = new_application(empty)
    with ExitStack() as stack:
        stack.enter_context(app.app_context())
        stack.callback(db.engine.dispose)
        connections = [stack.enter_context(db.engine.connect()) for _ in range(15)]
        for connection in connections:
            settings = {
                name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
                for name in ("synchronous", "journal_mode", "foreign_keys", "busy_timeout")
            }
            assert settings.pop("busy_timeout") >= 10_000
            assert settings == {"synchronous": 2, "journal_mode": "wal", "foreign_keys": 1}
