"""Confirmed = on disk, not only in memory (SQLite). kill -9 cannot tell the difference, `strace` can."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest
from application import new_application
from server import ROOT, environment_of

from assembly import transactions
from assembly.extensions import db
from config import Config

pytestmark = pytest.mark.sqlite_only
COMMITS = """
import os
from assembly import create_app, history
from assembly.transactions import writing
with create_app().app_context():
    for number in range(int(os.environ["COMMITS"])):
        with writing():
            history.record("edition", str(number), "added")
"""


def flushes_to_disk(config: Config, synchronous: str, commits: int) -> int:
    """How often a process that commits so many times tells the disk to keep what it has been given."""
    trace = config.data / f"{synchronous}.trace"
    subprocess.run(
        ["strace", "-f", "-e", "trace=fsync,fdatasync", "-o", trace, sys.executable, "-c", COMMITS],
        cwd=ROOT,
        env=environment_of(config, port=0) | {"TEST_SYNCHRONOUS": synchronous, "COMMITS": str(commits)},
        check=True,
    )
    return len(re.findall(r"\b(?:fsync|fdatasync)\(", Path(trace).read_text()))


def test_every_commit_reaches_the_disk(empty: Config, full_scale: bool) -> None:
    if shutil.which("strace") is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("strace is not installed")
    commits = 100 if full_scale else 30
    assert flushes_to_disk(empty, "FULL", commits) >= commits
    assert flushes_to_disk(empty, "NORMAL", commits) < 20


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
