"""Tests have a moment of their own, and so have the processes they start."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from databases import config_for
from moments import MOMENTS, clock_set_to, depends_on_the_date, instant_of
from server import ROOT, environment_of

from assembly import clock


@pytest.mark.turns(2)
@pytest.mark.parametrize("name", ["in-2031", "before-2023"])
def test_processes_of_tests_share_their_moment(tmp_path: Path, name: str) -> None:
    command = [sys.executable, "-c", "from assembly import clock; print(clock.now().isoformat())"]
    with clock_set_to(name):
        environment = environment_of(config_for(tmp_path, "sqlite://"), port=0)
        told = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout
        here = clock.now()
    assert abs(datetime.fromisoformat(told.strip()) - here) < timedelta(minutes=1)
    assert timedelta() <= here - instant_of(name) < timedelta(minutes=1)


def asks() -> datetime:
    return clock.now()


def test_tests_that_ask_the_clock_are_found() -> None:
    assert depends_on_the_date(asks)
    assert depends_on_the_date(lambda: asks())
    assert not depends_on_the_date(lambda: MOMENTS)
