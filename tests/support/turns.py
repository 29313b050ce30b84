"""Records what writers do while they hold the only turn of SQLite: statements and rows, which are the same on every
machine. `make bench` records the milliseconds."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from assembly import transactions
from assembly.extensions import db

_PASSED = {"assembly.transactions", "contextlib", __name__}


@dataclass
class Turn:
    """One write transaction: whose it is, how many statements it sends, and how many rows they are given or find."""

    writer: str
    statements: int = 0
    rows: int = 0


@contextmanager
def recorded_turns(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Turn]]:
    """The write transactions inside the block, from the lock to the commit."""
    turns: list[Turn] = []
    running: list[Turn] = []
    turn = transactions._turn

    @contextmanager
    def watched() -> Iterator[None]:
        with turn():
            running.append(Turn(_writer()))
            try:
                yield
            finally:
                turns.append(running.pop())

    def note(_connection: object, cursor: Any, statement: str, parameters: Any, _context: object, many: bool) -> None:
        if running and not statement.startswith("BEGIN"):
            running[-1].statements += 1
            running[-1].rows += len(parameters) if many else max(0, cursor.rowcount)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "after_cursor_execute", note)
    try:
        with monkeypatch.context() as patched:
            patched.setattr(transactions, "_turn", watched)
            yield turns
    finally:
        event.remove(engine, "after_cursor_execute", note)


def _writer() -> str:
    """The function whose `with writing():` this is, by module and name."""
    frame: Any = sys._getframe(1)
    while frame.f_globals["__name__"] in _PASSED:
        frame = frame.f_back
    return f"{frame.f_globals['__name__']}.{frame.f_code.co_name}"
