"""The table of speed in a production start over HTTP: `make bench QUICK=1`, in under three minutes.

Each figure stands beside a limit measured in the same run (Flask's "hello" on the same server, plain inserts in SQL)
and beside the figure of the result before. Only ratios of one run tell anything: the machine and its load differ.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import asdict, replace
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support"), str(ROOT / "bench")]  # as pytest does

from aiosmtpd.controller import Controller  # noqa: E402
from bulk_data import crowd  # noqa: E402
from databases import MASTER_KEY, Databases, postgresql_server  # noqa: E402
from factories import make_edition, submission  # noqa: E402
from figures import NAME, Browser, Figure, keep, show  # noqa: E402
from load import together  # noqa: E402
from memory import memory  # noqa: E402
from server import free_port  # noqa: E402
from smtp_sink import Sink  # noqa: E402
from sqlalchemy import update  # noqa: E402
from writes import Doors, begin_jobs, emails, plain_emails, submission_alone, turns  # noqa: E402

from assembly import create_app, serving  # noqa: E402
from assembly.extensions import db  # noqa: E402
from assembly.models import Pool  # noqa: E402
from assembly.transactions import writing  # noqa: E402
from config import Config  # noqa: E402

EDITION = "2031"
PEOPLE = 10_000
SECONDS = 4
CLIENTS = 4


class MissingTool(SystemExit):
    """wrk is needed, and is not a package of Python."""


def environment(config: Config, port: int, mail_port: int) -> dict[str, str]:
    """The settings of a production start."""
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(map(str, (ROOT, ROOT / "bench" / "processes"))),
        "RECORD_TURNS": str(config.data / "turns"),
        "DATA": str(config.data),
        "DATABASE_URL": config.database_url,
        "SECRET_KEY": MASTER_KEY.decode(),
        "PUBLIC_URL": f"https://{NAME}",
        "PORT": str(port),
        "MAIL_SERVER": f"smtp://127.0.0.1:{mail_port}",
        "PROXIES": "1",
        "REGISTRATIONS_PER_HOUR": "1000000",
    }


@contextmanager
def started(command: list[str], settings: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A server for the length of the block, ended with all it started."""
    with log.open("wb") as file:
        process = subprocess.Popen(
            command, cwd=ROOT, env=settings, stdout=file, stderr=subprocess.STDOUT, start_new_session=True
        )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)


def wrk(port: int, path: str, *headers: str, seconds: int = SECONDS) -> tuple[float, float]:
    """Requests a second and the 99th percentile in milliseconds, with eight connections."""
    asked = [part for header in (f"Host: {NAME}", *headers) for part in ("-H", header)]
    command = ["wrk", "-t1", "-c8", f"-d{seconds}", "--latency", *asked, f"http://127.0.0.1:{port}{path}"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in told:
        raise RuntimeError(f"{path}: {told}")
    rate = float(re.findall(r"Requests/sec: +([\d.]+)", told)[0])
    span, unit = re.findall(r"99% +([\d.]+)(us|ms|s)", told)[0]
    return rate, float(span) * {"us": 0.001, "ms": 1, "s": 1_000}[unit]


class Person(Browser):
    """Registers as somebody does: the form, its sending, the page afterwards."""

    def register(self, number: int) -> None:
        """Register as somebody new."""
        self.cookie = ""
        path = f"/en/{EDITION}/register"
        self.get(path)
        facts: dict[str, Any] = asdict(submission(number)) | {"csrf_token": self.token}
        status, text = self.ask("POST", path, urlencode(facts | {"key": f"bench-key-{number:012d}"}))
        if status != 303:
            raise RuntimeError(f"{status}: {text[:500]}")
        self.get(f"{path}/received")


def registrations(port: int, seconds: float) -> float:
    """Whole registrations a second by some clients at once."""

    return sum(together(CLIENTS, lambda client: _register(port, client, seconds))) / seconds


def _register(port: int, client: int, seconds: float) -> int:
    person, done, until = Person(port), 0, time.monotonic() + seconds
    while time.monotonic() < until:
        person.register(PEOPLE * 10 + client * 1_000_000 + done)
        done += 1
    return done


def inserts(folder: Path) -> float:
    """Plain inserts a second, each in a transaction of its own and on disk: no registration can be faster."""
    with closing(sqlite3.connect(folder / "plain.db", isolation_level=None)) as file:
        file.execute("PRAGMA journal_mode=WAL")
        file.execute("PRAGMA synchronous=FULL")
        file.execute("CREATE TABLE one (id INTEGER PRIMARY KEY, text TEXT)")
        done, until = 0, time.monotonic() + 2
        while time.monotonic() < until:
            file.execute("INSERT INTO one (text) VALUES ('somebody registers')")
            done += 1
    return done / 2


def first_answer_after(port: int, path: str, change: Callable[[], None]) -> float:
    """Median milliseconds of the first request after a write."""
    spans = []
    with closing(HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        for _ in range(9):
            change()
            began = time.perf_counter()
            connection.request("GET", path, headers={"Host": NAME})
            connection.getresponse().read()
            spans.append((time.perf_counter() - began) * 1_000)
    return sorted(spans)[len(spans) // 2]


def wait_until(is_so: Callable[[], bool], seconds: float) -> float:
    """Seconds it took."""
    began = time.monotonic()
    while not is_so():
        if time.monotonic() - began > seconds:
            raise TimeoutError
        time.sleep(0.02)
    return time.monotonic() - began


def answers(port: int) -> bool:
    """Whether the server answers a page."""
    try:
        with closing(HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
            connection.request("GET", "/hello", headers={"Host": NAME})
            return connection.getresponse().status < 500
    except (OSError, HTTPException):
        return False


def limit_of_pages(folder: Path) -> float:
    """Answers a second of bare Flask."""
    port = free_port()
    command = serving.command("127.0.0.1", port, target="bare:bridge")
    settings = {**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'bench'}"}
    with started(command, settings, folder / "bare.log"):
        wait_until(lambda: answers(port), 30)
        return wrk(port, "/hello")[0]


def measured(kind: str) -> Iterator[Figure]:
    """Start as in production with ten thousand people, and measure."""
    folder = Path(tempfile.mkdtemp())
    hello, insert = limit_of_pages(folder), inserts(folder)
    yield Figure("bare Flask, hello", hello, "/s")
    yield Figure("plain insert in SQL", insert, "/s")
    sink, mail_port, port = Sink(), free_port(), free_port()
    mails = Controller(sink, hostname="127.0.0.1", port=mail_port)
    databases = Databases(kind)
    with ExitStack() as stack:
        if kind == "postgresql":
            stack.enter_context(postgresql_server())
        config = stack.enter_context(databases.fresh(folder, with_demo=True))
        app = create_app(config)
        with app.app_context():
            with writing():
                edition = make_edition(EDITION, size=PEOPLE * 3)
                crowd(edition, PEOPLE, with_places=True)
            doors = Doors()

            def change() -> None:
                with writing():
                    db.session.execute(update(Pool).values(size=Pool.size + 1))

            mails.start()
            yield from _of_server(config, port, mail_port, doors, sink, change, hello=hello, insert=insert)
            mails.stop()
            db.engine.dispose()
    databases.stop()


def _of_server(
    config: Config,
    port: int,
    mail_port: int,
    doors: Doors,
    sink: Sink,
    change: Callable[[], None],
    *,
    hello: float,
    insert: float,
) -> Iterator[Figure]:
    given_away = plain_emails(mail_port)
    yield Figure("plain emails by SMTP", given_away, "/s")
    sink.received.clear()
    log = config.data / "server.log"
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "serve", "--port", str(port)]
    began = time.monotonic()
    with started(command, environment(config, port, mail_port), log) as process:
        wait_until(lambda: "Ready" in log.read_text(errors="replace"), 60)
        yield Figure("from the start to Ready", time.monotonic() - began, "s")
        home, tag = f"/en/{EDITION}/", "If-None-Match: *"
        for name, path, headers in (
            ("home of the open edition", home, ()),
            ("the same, unchanged (304)", home, (tag,)),
            ("agenda", "/fr/2023/agenda", ()),
            ("agenda.ics", "/en/2023/agenda.ics", ()),
            ("agenda.ics, unchanged (304)", "/en/2023/agenda.ics", (tag,)),
            ("home, not from memory", home, ("Cookie: __Host-session=x",)),
            ("form", f"/en/{EDITION}/register", ()),
        ):
            wrk(port, path, *headers, seconds=1)  # both processes draw their first page slowly
            rate, p99 = wrk(port, path, *headers)
            yield Figure(name, rate, "/s", p99, hello)
        yield Figure("home, first answer after a write", first_answer_after(port, home, change), "ms")
        waiting = len(sink.received) + _register(port, 2 * CLIENTS, SECONDS)
        _end_of(sink, waiting)
        yield submission_alone(config.data / "turns", 1_000 / insert)
        began, waiting = time.monotonic(), len(sink.received)
        rate = registrations(port, 8)
        yield Figure("whole registrations", rate, "/s", None, insert)
        span = _end_of(sink, waiting + int(rate * 8)) - began
        yield Figure("emails sent, until the last has left", (len(sink.received) - waiting) / span, "/s")
        for one in doors.scans(port, SECONDS):
            yield replace(one, limit=insert)
        begin_jobs(config)
        together(CLIENTS, lambda client: _mixed(port, client, doors, 8))
        yield emails(sink, given_away)
        yield from turns(config.data / "turns", 1_000 / insert)
        yield Figure("memory after the load", sum(memory(process.pid)), "MiB")
        began = time.monotonic()
        process.terminate()
        process.wait(20)
        yield Figure("stopping", time.monotonic() - began, "s")


def _mixed(port: int, client: int, doors: Doors, seconds: float) -> None:
    """Three register and one scans, while the worker has its jobs to do."""
    if client:
        _register(port, client + CLIENTS, seconds)
    else:
        doors.one_by_one(port, client, seconds)


def _end_of(sink: Sink, expected: int) -> float:
    """Wait until so many emails have come, or none for twenty seconds; when the last one did."""
    last, received = time.monotonic(), 0
    while received < expected and time.monotonic() - last < 20:
        if len(sink.received) != received:
            last, received = time.monotonic(), len(sink.received)
        time.sleep(0.05)
    return last


def main() -> None:
    """Measure, print the table, keep it as JSON."""
    if shutil.which("wrk") is None:
        raise MissingTool("wrk is missing, which sends the requests. Debian: apt install wrk")
    kind = (sys.argv[1:] or ["sqlite"])[0]
    load = os.getloadavg()[0]
    keep(kind, show(kind, "", measured(kind)), PEOPLE, load)


if __name__ == "__main__":
    main()
