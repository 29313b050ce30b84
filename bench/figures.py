"""One line of the table, how a table is shown and kept, and the browser that the parts of the bench share."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "bench" / "results"
NAME = "bench.example"
FORM = "application/x-www-form-urlencoded"
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass(frozen=True)
class Figure:
    """One line of the table; `limit` is measured in the same run, `unit` says which way is better by its form."""

    name: str
    value: float
    unit: str
    p99: float | None = None
    limit: float | None = None
    note: str = ""


class Browser:
    """Keeps its connection, its cookie and the token of the last form."""

    def __init__(self, port: int) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=30)
        self.cookie = self.token = ""

    def ask(self, method: str, path: str, body: str | None = None, kind: str = FORM, **more: str) -> tuple[int, str]:
        """Status and text of an answer."""
        headers = {"Host": NAME, "Cookie": self.cookie} | more
        if body is not None:
            headers["Content-Type"] = kind
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        text = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            self.cookie = cookie.partition(";")[0]
        self.token = (_TOKEN.findall(text) or [self.token])[0]
        return answer.status, text

    def get(self, path: str) -> str:
        """The text of a page. Raises RuntimeError for anything else."""
        status, text = self.ask("GET", path)
        if status != 200:
            raise RuntimeError(f"{path}: {status}: {text[:500]}")
        return text


def at_99(spans: list[float]) -> float:
    """The 99th percentile."""
    return sorted(spans)[int(len(spans) * 0.99)]


def before(kind: str, part: str = "") -> dict[str, float]:
    """The figures of the latest result on this database, by name."""
    files = sorted(RESULTS.glob(f"*-{kind}{part and '-'}{part}.json"))
    return {one["name"]: one["value"] for one in json.loads(files[-1].read_text())["figures"]} if files else {}


def show(kind: str, part: str, found: Iterable[Figure]) -> list[Figure]:
    """Print each figure as soon as it is measured; gives all."""
    earlier, figures = before(kind, part), []
    print(f"{'':45} {'figure':>10}     {'p99 ms':>8} {'of limit':>9} {'before':>10}")
    for one in found:
        figures.append(one)
        ratio = f"{one.value / one.limit:.2f}" if one.limit else ""
        p99 = "" if one.p99 is None else f"{one.p99:.1f}"
        last = f"{earlier[one.name]:.1f}" if one.name in earlier else ""
        print(f"{one.name:45} {one.value:10.2f} {one.unit:3} {p99:>8} {ratio:>9} {last:>10} {one.note}", flush=True)
    return figures


def keep(kind: str, figures: list[Figure], people: int, load: float, part: str = "") -> None:
    """Write a result as JSON beside the earlier ones; `load` is that of the machine before."""
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True).stdout
    now = datetime.now(UTC)
    told = {
        "at": now.isoformat(timespec="seconds"),
        "commit": commit.strip(),
        "database": kind,
        "people": people,
        "cores": os.cpu_count(),
        "load_before": load,
        "figures": [asdict(one) for one in figures],
    }
    RESULTS.mkdir(exist_ok=True)
    file = RESULTS / f"{now:%Y-%m-%d-%H%M}-{kind}{part and '-'}{part}.json"
    file.write_text(json.dumps(told, indent=1) + "\n")
    print(f"load before: {load:.1f}; kept as {file.relative_to(ROOT)}")
