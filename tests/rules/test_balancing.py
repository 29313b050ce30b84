"""Visitors who keep their connections are shared by the processes of the server, whatever chance gave to each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from assembly.balancing import Balance

Clock = Callable[[float], None]


@pytest.fixture
def waited(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Lets so many seconds pass on the clock that the processes have in common."""
    now = [100.0]
    monkeypatch.setattr("assembly.balancing.time", SimpleNamespace(monotonic=lambda: now[0]))

    def wait(seconds: float) -> None:
        now[0] += seconds

    return wait


def test_crowded_process_lets_one_go(tmp_path: Path, waited: Clock) -> None:
    """Three of four visitors are here: one goes, and while that is not seen yet nobody else does. Two and two stay."""
    crowded, free = Balance(tmp_path / "load", 0), Balance(tmp_path / "load", 1)
    for each in (crowded, crowded, crowded, free):
        each.count_request()
    waited(1)
    assert not free.count_answer()
    free.count_request()
    assert crowded.count_answer()
    crowded.count_request()
    waited(0.1)
    assert not crowded.count_answer()
    free.count_request()
    waited(1)
    assert not crowded.count_answer()
    assert not free.count_answer()


def test_process_alone_keeps_its_visitors(tmp_path: Path, waited: Clock) -> None:
    """Until the other has started, a visitor who is let go would come back to this one; a moment is no load."""
    alone = Balance(tmp_path / "load", 1)
    for _visitor in range(4):
        alone.count_request()
    waited(1)
    assert not alone.count_answer()
    Balance(tmp_path / "load", 0)
    assert alone.count_answer()
    replaced = Balance(tmp_path / "load", 1)
    for _visitor in range(4):
        replaced.count_request()
    waited(0.01)
    assert not replaced.count_answer()
