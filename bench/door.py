"""The figures of the door and of badges: `make bench PART=door`, or `python bench/door.py postgresql`.

Scans with 10,000 and with 100,000 people registered, each in a production start of its own and in turns, so that both
meet the same load of the machine; the list of a phone for 10,000 people over HTTP; a thousand badges set in a child
process. Each line says what is promised (`docs/promises.md`).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support")]  # as pytest does

from bulk_data import crowd  # noqa: E402
from databases import Databases, postgresql_server  # noqa: E402
from factories import make_edition, make_user  # noqa: E402
from figures import NAME, Figure, keep, show  # noqa: E402
from over_http import environment, started, wait_until  # noqa: E402
from server import free_port  # noqa: E402
from sqlalchemy import select  # noqa: E402
from writes import DOORS, Doors, give_badges  # noqa: E402

from assembly import create_app  # noqa: E402
from assembly.badges import queries, service  # noqa: E402
from assembly.badges.faces import faces, insides  # noqa: E402
from assembly.badges.papers import Paper, PrintOptions  # noqa: E402
from assembly.badges.sheet import document  # noqa: E402
from assembly.checkin.service import phones  # noqa: E402
from assembly.extensions import db  # noqa: E402
from assembly.models import Edition  # noqa: E402
from assembly.transactions import writing  # noqa: E402
from config import Config  # noqa: E402

FEW, MANY = 10_000, 100_000
ROUNDS, SECONDS = 3, 5
BADGES = 1_000
_IDLE = 0.2
"Processor seconds within two that a server without visitors takes."
_RESTS = 4
"Times in a row that it took no more."
DOWNLOADS = 5
_SET = """import json, resource, sys, time
from assembly.badges.setting import set_apart
from assembly.i18n import set_language
sent = json.load(sys.stdin)
set_language("fr")
began = time.monotonic()
size = len(set_apart(*sent))
print(time.monotonic() - began, size, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"""
"Prints the seconds, the bytes of the file, and the memory of the process that set it in kB."


@dataclass
class Size:
    """A database with so many people registered, and how to begin its server."""

    people: int
    config: Config
    doors: Doors
    found: dict[str, list[Figure]]


def filled(stack: ExitStack, databases: Databases, people: int) -> Size:
    """A database of its own with so many people, all with an entry code, and a shift that has begun."""
    config = stack.enter_context(databases.fresh(Path(tempfile.mkdtemp()), with_demo=True))
    app = create_app(config)
    with app.app_context():
        doors = Doors(people, shown=FEW)
        with writing():
            phones.start_shift(db.session.scalars(select(Edition).where(Edition.slug == DOORS)).one())
        db.engine.dispose()
    return Size(people, config, doors, {})


@contextmanager
def serving(size: Size) -> Iterator[int]:
    """The server of this database, as in production; gives its port."""
    port, log = free_port(), size.config.data / "server.log"
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "serve", "--port", str(port)]
    with started(command, environment(size.config, port, free_port()), log) as process:
        wait_until(lambda: "Ready" in log.read_text(errors="replace"), 60)
        rest(process.pid)
        yield port


def rest(pid: int) -> None:
    """Wait until the worker has done what it does after a start: it sorts all people and says who represents whom, in
    jobs between which it rests for a second or two."""
    spent, idle = -1.0, 0
    end = time.monotonic() + 240
    while idle < _RESTS:
        if time.monotonic() > end:
            raise TimeoutError
        now = processor_seconds(pid)
        idle, spent = idle + 1 if now < spent + _IDLE else 0, now
        time.sleep(2)


def processor_seconds(pid: int) -> float:
    """What a process and its children have taken."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    fields = [Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split() for one in (str(pid), *children)]
    return sum(int(one[11]) + int(one[12]) for one in fields) / os.sysconf("SC_CLK_TCK")


def scans(sizes: list[Size]) -> Iterator[Figure]:
    """In turns, a few seconds each; the figure of a size is the median of its rounds."""
    for turn in range(ROUNDS):
        for size in sizes:
            with serving(size) as port:
                for one in size.doors.scans(port, SECONDS, turn):
                    size.found.setdefault(one.name, []).append(one)
    few, many = sizes
    for name in few.found:
        rates = [median(one.value for one in size.found[name]) for size in sizes]
        for size, rate, least in zip(sizes, rates, (250 if "POST" in name else 3_000, None), strict=True):
            slowest = median(one.p99 or 0 for one in size.found[name])
            promised = f"at least {least:,}{', p99 under 100 ms' if 'POST' in name else ''}" if least else ""
            yield Figure(f"{name}, {size.people:,} registered", rate, "/s", slowest, note=promised)
        yield Figure(f"{name}, {many.people:,} of {few.people:,}", rates[1] / rates[0], "", note="at least 0.80")


def roster(size: Size) -> Iterator[Figure]:
    """The list of a phone: the first download, which has it made, then those of the other phones."""
    with serving(size) as port:
        spans, length = [], 0
        for number in range(DOWNLOADS + 1):
            path, token = f"/api/v1/editions/{DOORS}/roster", size.doors.phones[number % len(size.doors.phones)]
            with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
                began = time.monotonic()
                connection.request("GET", path, headers={"Host": NAME, "Authorization": f"Bearer {token}"})
                answer = connection.getresponse()
                length = len(answer.read())
                spans.append(time.monotonic() - began)
            if answer.status != 200:
                raise RuntimeError(f"the list: {answer.status}")
    yield Figure(f"list of {size.people:,}, the first time", spans[0], "s", note="at most 1")
    yield Figure(f"list of {size.people:,}, every other phone", median(spans[1:]), "s", note="at most 1")
    yield Figure(f"list of {size.people:,}, its size", length / 1e6, "MB", note="at most 2")


def pages(config: Config) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """What is on a thousand badges of an assembly, and what they share."""
    with create_app(config).app_context():
        with writing():
            edition = make_edition("2033", size=0)
            crowd(edition, BADGES * 3, seed=13)
            give_badges(edition)
            user = make_user("organiser", "printer@bench.example", edition)
        with writing():
            batch = service.prepare_batch(edition, service.Which.NEW, user.id)
        found = faces(queries.of_batch(edition, batch)[:BADGES])
        if len(found) < BADGES:
            raise RuntimeError(f"only {len(found)} badges")
        return [one.page for one in found], insides(edition)


def badges(config: Config) -> Iterator[Figure]:
    """A thousand badges with codes, on one side and on two, each set three times."""
    all_pages, inside = pages(config)
    for two_sided, seconds in ((False, 5), (True, 12)):
        options = PrintOptions(Paper.A6, two_sided=two_sided)
        sent = json.dumps(document(all_pages, inside, options, "Badges"), ensure_ascii=False)
        told = [_set_once(sent) for _round in range(ROUNDS)]
        sides = "two-sided" if two_sided else "one-sided"
        spans, lengths, memories = zip(*told, strict=True)
        yield Figure(f"{BADGES:,} badges, {sides}", median(spans), "s", note=f"at most {seconds}")
        yield Figure(f"{BADGES:,} badges, {sides}, the file", max(lengths) / 1e6, "MB", note="at most 3")
        yield Figure(f"{BADGES:,} badges, {sides}, memory", max(memories) / 1024, "MiB", note="under 250")


def _set_once(sent: str) -> tuple[float, float, float]:
    child = [sys.executable, "-c", _SET]
    said = subprocess.run(child, input=sent, capture_output=True, text=True, check=True, cwd=ROOT).stdout
    seconds, length, memory = map(float, said.split())
    return seconds, length, memory


def measured(kind: str) -> Iterator[Figure]:
    """All of it."""
    databases = Databases(kind)
    with ExitStack() as stack:
        if kind == "postgresql":
            stack.enter_context(postgresql_server())
        few, many = (filled(stack, databases, people) for people in (FEW, MANY))
        yield from badges(few.config)
        yield from roster(few)
        yield from scans([few, many])
    databases.stop()


def main() -> None:
    """Measure, print the table, keep it as JSON beside the others."""
    kind = (sys.argv[1:] or ["sqlite"])[0]
    load = os.getloadavg()[0]
    keep(kind, show(kind, "door", measured(kind)), FEW, load, part="door")


if __name__ == "__main__":
    main()
