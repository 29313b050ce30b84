"""Calendar files read by two other programs than ours: ical.js (Thunderbird's reader) and khal.

Either is started once in a process and reads one file after the other: starting takes it longer than reading.
"""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from static_checks import ROOT

_KHAL = """[calendars]
[[one]]
path = {folder}
[locale]
local_timezone = UTC
default_timezone = UTC
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
"""


class _Reader:
    """A program that answers a line in Base64 with a line of JSON, and ends with this process."""

    def __init__(self, *command: str | Path) -> None:
        self._command = command
        self._process: subprocess.Popen[str] | None = None

    def read(self, content: bytes) -> Any:
        """What it makes of a file; an assertion fails with what it says of one that it cannot read."""
        process = self._process or self._start()
        assert process.stdin
        assert process.stdout
        process.stdin.write(base64.b64encode(content).decode() + "\n")
        process.stdin.flush()
        answer = process.stdout.readline()
        if not answer:
            self._process = None
            raise AssertionError(process.communicate()[1])
        return json.loads(answer)

    def _start(self) -> subprocess.Popen[str]:
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(self._command, stdin=pipe, stdout=pipe, stderr=pipe, cwd=ROOT, text=True)
        return self._process


@cache
def _thunderbird() -> _Reader:
    beside_python = Path(sys.executable).with_name("node")
    return _Reader(shutil.which("node") or beside_python, ROOT / "tests/support/read_ics.mjs")


@cache
def _khal() -> _Reader:
    folder = Path(tempfile.mkdtemp(prefix="khal"))
    (folder / "calendar").mkdir()
    (folder / "khal.conf").write_text(_KHAL.format(folder=folder / "calendar"), encoding="utf-8")
    return _Reader(sys.executable, "-P", ROOT / "tests/support/read_with_khal.py", folder / "khal.conf")


def as_thunderbird(content: bytes) -> list[dict[str, Any]]:
    """The events with their instants in UTC, as ical.js understands them; `content` may be several files in a row."""
    events: list[dict[str, Any]] = _thunderbird().read(content)
    return events


def as_khal(content: bytes) -> list[str]:
    """`start end title` of each event, in UTC, as khal understands them."""
    events: list[str] = _khal().read(content)
    return events
