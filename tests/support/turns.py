"""Records how long writers hold the only turn of SQLite, in processor time: waiting for others is not their fault."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from assembly import transactions


@contextmanager
def recorded_turns(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    """The milliseconds of each write transaction inside the block, from the lock to the commit."""
    spans: list[float] = []
    turn = transactions._turn

    @contextmanager
    def timed() -> Iterator[None]:
        with turn():
            began = time.thread_time()
            try:
                yield
            finally:
                spans.append((time.thread_time() - began) * 1_000)

    with monkeypatch.context() as patched:
        patched.setattr(transactions, "_turn", timed)
        yield spans
