"""What writing costs: scans at the doors, emails, and how long anybody keeps the only write lock.

Parts of the table of `over_http.py`, measured while the server runs as in production.
"""

from __future__ import annotations

import secrets
import smtplib
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from email.policy import SMTP
from itertools import chain
from json import dumps
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from bulk_data import crowd
from factories import draft, make_edition, make_user, open_doors
from figures import Browser, Figure, at_99
from load import together
from phones import make_phone, raw_scan
from smtp_sink import Sink
from sqlalchemy import insert, select, update

from assembly import clock, create_app
from assembly.extensions import db, tasks
from assembly.messages.jobs import post_due
from assembly.messages.service import groups
from assembly.models import Badge, Edition, Registration, State
from assembly.protocol.jobs import keep_sorted
from assembly.registration.jobs import keep_moving
from assembly.sealed import new_token
from assembly.transactions import writing
from config import Config

DOORS = "2032"
GUESTS = 1_500
CLIENTS = 4
BATCH = 100
_PASSPHRASE = "a long enough passphrase"
_SUBMISSION, _SCAN = "assembly.registration.public._answered", "assembly.checkin.manage.verdicts.record"


def give_badges(edition: Edition) -> list[str]:
    """Give everybody of an edition an entry code, inside `writing()`."""
    guests = db.session.scalars(select(Registration.id).where(Registration.edition_id == edition.id)).all()
    tokens = [new_token() for _guest in guests]
    now = clock.now()
    badges = [
        {"registration_id": guest, "token_hash": one.hash, "token_sealed": one.sealed, "issued_at": now}
        for guest, one in zip(guests, tokens, strict=True)
    ]
    db.session.execute(insert(Badge), badges)
    return [one.clear for one in tokens]


class Doors:
    """An assembly whose doors are open, with guests who have entry codes, and phones."""

    def __init__(self, guests: int = GUESTS, shown: int = GUESTS) -> None:
        """Fill the database, inside an application context; so many codes, from among all, are shown at the doors."""
        with writing():
            edition = make_edition(DOORS, size=0)
            open_doors(edition)
            crowd(edition, guests, seed=11)
            # there is room for all: thousands of offers and their emails would be measured with the scans
            waits = Registration.state == State.WAITING
            db.session.execute(update(Registration).where(waits).values(state=State.CONFIRMED))
            volunteer = make_user("door", "volunteer@bench.example", edition)
            self.phones = [new_token().clear for _each in range(CLIENTS)]
            for number, token in enumerate(self.phones):
                make_phone(edition, number + 1, by_id=volunteer.id, token=token)
            self.codes = give_badges(edition)[:: max(1, guests // shown)]

    def scans(self, port: int, seconds: float, turn: int = 0) -> Iterator[Figure]:
        """One scan after the other by some volunteers, then batches of as many phones; another turn begins with other
        guests."""
        spans = [*chain(*together(CLIENTS, lambda client: self.one_by_one(port, client, seconds, turn)))]
        yield Figure("scans, one POST each", len(spans) / seconds, "/s", at_99(spans))
        spans = [*chain(*together(CLIENTS, lambda client: self._in_batches(port, client + CLIENTS * turn, seconds)))]
        yield Figure(f"scans, {BATCH} in a batch", len(spans) * BATCH / seconds, "/s", at_99(spans))

    def one_by_one(self, port: int, client: int, seconds: float, turn: int = 0) -> list[float]:
        """The milliseconds of each scan by a volunteer who is signed in."""
        browser = Browser(port)
        browser.get("/en/sign-in")
        facts = {"email": "volunteer@bench.example", "passphrase": _PASSPHRASE}
        browser.ask("POST", "/en/sign-in", urlencode(facts | {"csrf_token": browser.token}))
        browser.get(f"/en/checkin/{DOORS}/which")
        browser.ask("POST", f"/en/checkin/{DOORS}/which", urlencode({"door": "A", "csrf_token": browser.token}))
        browser.get(f"/b/{self.codes[0]}")
        spans, until = [], time.monotonic() + seconds
        codes = self.codes[client::CLIENTS]
        first = turn * len(codes) // 4 % len(codes)
        for code in (codes[first:] + codes[:first]) * 10:
            began = time.monotonic()
            if began > until:
                break
            sent = urlencode({"scan_id": secrets.token_hex(16), "csrf_token": browser.token})
            status, text = browser.ask("POST", f"/b/{code}", sent)
            if status != 200:
                raise RuntimeError(f"{status}: {text[:500]}")
            spans.append((time.monotonic() - began) * 1_000)
        return spans

    def _in_batches(self, port: int, client: int, seconds: float) -> list[float]:
        browser, spans, until, sent = Browser(port), [], time.monotonic() + seconds, client * 1_000_000
        while (began := time.monotonic()) < until:
            scans = []
            for _each in range(BATCH):
                sent += 1
                scans.append(raw_scan(sent, self.codes[sent % len(self.codes)], clock.now()))
            path = f"/api/v1/editions/{DOORS}/scans"
            status, text = browser.ask(
                "POST",
                path,
                dumps({"scans": scans}),
                "application/json",
                Authorization=f"Bearer {self.phones[client % CLIENTS]}",
            )
            if status != 200:
                raise RuntimeError(f"{status}: {text[:500]}")
            spans.append((time.monotonic() - began) * 1_000)
        return spans


def begin_jobs(config: Config) -> None:
    """Ask the worker for the jobs that have the most to do: sorting, offers, a message to a thousand people."""
    with clock.at(clock.now() - groups.GRACE - timedelta(minutes=1)), writing():
        edition = db.session.scalars(select(Edition).where(Edition.slug == DOORS)).one()
        db.session.execute(Registration.__table__.update().values(protocol_key="0"))  # type: ignore[attr-defined]
        message = groups.write(edition, draft(), "the message of the bench")
        db.session.flush()
        groups.send(message, None)
    app = create_app(replace(config, testing=False))
    for job in (keep_sorted, keep_moving, post_due):
        tasks.enqueue(app, job)


def emails(sink: Sink, limit: float) -> Figure:
    """How many emails a second the worker sends while it has enough of them and nobody else does anything."""
    began, before = time.monotonic(), len(sink.received)
    last, received = began, before
    while time.monotonic() - last < 3 and time.monotonic() - began < 30:
        if len(sink.received) != received:
            last, received = time.monotonic(), len(sink.received)
        time.sleep(0.05)
    return Figure("emails of a message", (received - before) / max(0.1, last - began), "/s", None, limit)


def plain_emails(port: int) -> float:
    """The limit of it: how many emails of that size a second one connection gives away that are written already."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@bench.example", "b@bench.example", "As many as possible"
    message.set_content("All of it, as fast as it goes.\n" * 700)
    content, done = message.as_bytes(policy=SMTP), 0
    with closing(smtplib.SMTP("127.0.0.1", port)) as connection:
        until = time.monotonic() + 2
        while time.monotonic() < until:
            connection.sendmail("a@bench.example", ["b@bench.example"], content)
            done += 1
    return done / 2


def submission_alone(record: Path, limit: float) -> Figure:
    """How long the submissions so far kept the write lock, while one person after the other registered."""
    found = _spans(record)[_SUBMISSION]
    return Figure("write lock, a submission, one at a time", median(found), "ms", at_99(found), limit)


def _spans(record: Path) -> dict[str, list[float]]:
    spans: dict[str, list[float]] = defaultdict(list)
    for line in record.read_text().splitlines():
        writer, span = line.split()
        spans[writer].append(float(span))
    return spans


def turns(record: Path, limit: float) -> Iterator[Figure]:
    """How long a submission, a scan and the longest of all kept the write lock; a plain insert is the limit."""
    spans = _spans(record)
    for name, writer in (("a submission", _SUBMISSION), ("a scan", _SCAN)):
        found = spans[writer]
        yield Figure(f"write lock, {name}", median(found), "ms", at_99(found), limit, f"at most {max(found):.0f}")
    worst = sorted(spans, key=lambda one: max(spans[one]), reverse=True)
    note = ", ".join(f"{one.removeprefix('assembly.')} {max(spans[one]):.0f}" for one in worst[:4])
    every = [*chain(*spans.values())]
    yield Figure("write lock, all", median(every), "ms", at_99(every), limit, note)
    yield Figure("write lock, the longest", max(every), "ms", None, limit)
