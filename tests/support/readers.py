"""Calendar files read by two other programs than ours: ical.js (Thunderbird's reader) and khal."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
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


def as_thunderbird(content: bytes) -> list[dict[str, Any]]:
    """The events with their instants in UTC, as ical.js understands them; `content` may be several files in a row."""
    script = ROOT / "tests/support/read_ics.mjs"
    beside_python = Path(sys.executable).with_name("node")
    node = shutil.which("node") or beside_python
    result = subprocess.run([node, script], input=content, capture_output=True, check=True, cwd=ROOT)
    events: list[dict[str, Any]] = json.loads(result.stdout)
    return events


def as_khal(content: bytes, folder: Path) -> list[str]:
    """`start end title` of each event, in UTC, as khal understands them."""
    (folder / "calendar").mkdir(exist_ok=True)
    (folder / "khal.conf").write_text(_KHAL.format(folder=folder / "calendar"), encoding="utf-8")
    (folder / "read.ics").write_bytes(content)
    khal = Path(sys.executable).with_name("khal")
    command = [khal, "-c", folder / "khal.conf", "printics", "--format", "{start-long} {end-long} {title}"]
    result = subprocess.run([*command, folder / "read.ics"], capture_output=True, check=True, text=True)
    return result.stdout.splitlines()[1:]
