"""The performance table: `make bench`. Medians of real requests through the whole application, on SQLite.

Seconds depend on the machine; what must hold everywhere (statements, counts) is asserted in the tests instead.
"""

from __future__ import annotations

import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support")]  # as pytest does

from bulk_data import crowd  # noqa: E402
from databases import Databases  # noqa: E402
from factories import DOOR, ORGANISER, draft, submission  # noqa: E402
from flask import Flask  # noqa: E402
from flask.testing import FlaskClient  # noqa: E402
from sqlalchemy import select  # noqa: E402

from assembly import clock, create_app  # noqa: E402
from assembly.badges import qr  # noqa: E402
from assembly.badges.faces import badge_to_print  # noqa: E402
from assembly.extensions import db  # noqa: E402
from assembly.mail import render  # noqa: E402
from assembly.messages.service import groups  # noqa: E402
from assembly.models import Badge, Edition, Mail, Pool  # noqa: E402
from assembly.people.columns import columns_of  # noqa: E402
from assembly.people.queries.listing import Sort, Wanted  # noqa: E402
from assembly.people.queries.table import table as people_table  # noqa: E402
from assembly.registration.service import registering  # noqa: E402
from assembly.sealed import unseal  # noqa: E402
from assembly.tables import csv_lines, joined  # noqa: E402
from assembly.transactions import writing  # noqa: E402

MANY = 10_000
ROUNDS = 15


def timed(action: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Median milliseconds."""
    spans = []
    for _round in range(rounds):
        start = time.perf_counter()
        action()
        spans.append((time.perf_counter() - start) * 1000)
    return median(spans)


def sign_in(client: FlaskClient, who: tuple[str, str]) -> None:
    """Through the real form."""
    page = client.get("/en/sign-in").get_data(as_text=True)
    token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    client.post("/en/sign-in", data={"csrf_token": token, "email": who[0], "passphrase": who[1]})


def posted_at_once(edition: Edition) -> float:
    """Median milliseconds of one transaction, while the whole edition is written to."""
    with writing():
        message = groups.write(edition, draft(), "the key of the bench")
    with writing():
        groups.send(message, None)

    def post() -> None:
        with writing():
            groups.post_next(message)

    with clock.at(clock.now() + groups.GRACE):
        return timed(post, rounds=10)


def table(office: FlaskClient, shape: str) -> int:
    """The whole list of people as the office takes it along, read to its end piece by piece; its length."""
    path = "/en/manage/2027/people/table"
    token = office.get(path).get_data(as_text=True).partition('name="csrf_token" value="')[2].partition('"')[0]
    columns = ["reference", "family", "given", "function", "place", "country", "category", "mode", "state", "email"]
    answer = office.post(path, data={"csrf_token": token, "shape": shape, "column": columns})
    return sum(map(len, answer.iter_encoded()))


def peak_of(action: Callable[[], object]) -> float:
    """The most memory (MB) Python holds at once for it, beyond what it held before."""
    tracemalloc.start()
    action()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


def more_people(app: Flask, count: int) -> None:
    """So many more, written set-wise."""
    with app.app_context(), writing():
        crowd(db.session.scalars(select(Edition).where(Edition.slug == "2027")).one(), count, seed=count)


def lists(app: Flask, office: FlaskClient) -> list[tuple[str, float]]:
    """What the office's list of people costs: tables of ten thousand, pages of a hundred thousand."""
    rows = [
        (f"CSV of {MANY:,} people", timed(lambda: table(office, "csv"), rounds=5)),
        (f"XLSX of {MANY:,} people", timed(lambda: table(office, "xlsx"), rounds=3)),
    ]
    people = "/en/manage/2027/people"
    few = peak_of(lambda: streamed(app))
    more_people(app, MANY * 4)
    rows.append((f"peak memory (MB) of the CSV of {MANY:,} people", few))
    rows.append((f"peak memory (MB) of the CSV of {MANY * 5:,} people", peak_of(lambda: streamed(app))))
    more_people(app, MANY * 5)
    for label, query in (
        ("first page", ""),
        ("last page", "?page=1990"),
        ("searched", "?q=lukaszewicz+77"),
        ("searched for nobody, in protocol order", "?q=qqqq&sort=protocol"),
        ("confirmed, mails in French, by city", "?state=confirmed&language=fr&sort=place"),
        ("of one country, in protocol order", "?country=PL&sort=protocol"),
        ("press with an address", "?address=yes&category=press"),
    ):
        rows.append((f"the list of {MANY * 10:,}, {label}", timed(lambda query=query: office.get(people + query))))
    return rows


def streamed(app: Flask) -> int:
    """The same CSV without the web around it, so that nothing but the table is measured."""
    with app.app_context():
        edition = db.session.scalars(select(Edition).where(Edition.slug == "2027")).one()
        columns = columns_of(["family", "place", "country", "email"], [], [], edition.zone)
        found = people_table(edition, Wanted(), Sort.NAME, answers=False).rows()
        return sum(map(len, joined(csv_lines(columns.heads, (columns.line(*row) for row in found)))))


def main() -> None:
    """Fill an edition with ten thousand registrations, then measure."""
    folder = Path(tempfile.mkdtemp())
    rows: list[tuple[str, float]] = []
    with Databases("sqlite").fresh(folder, with_demo=True) as config:
        app = create_app(config)
        with app.app_context():
            start = time.perf_counter()
            with writing():
                edition = db.session.scalars(select(Edition).where(Edition.slug == "2027")).one()
                db.session.scalars(select(Pool).where(Pool.edition_id == edition.id)).one().size = MANY * 2
                for number in range(MANY):
                    registering.register(edition, submission(number))
            rows.append(
                (f"one of {MANY:,} registrations in one transaction", (time.perf_counter() - start) * 1000 / MANY)
            )
            numbers = iter(range(MANY, MANY * 2))

            def register_one() -> None:
                with writing():
                    registering.register(edition, submission(next(numbers)))

            rows.append((f"a registration beside {MANY:,} others, committed", timed(register_one)))
            rows.append(("five hundred mails of a message to a group, into the outbox", posted_at_once(edition)))
            mail = db.session.scalars(select(Mail).where(Mail.state == "queued")).first()
            rows.append(("a mail rendered, with its code", timed(lambda: render(mail))))
            badges = db.session.scalars(select(Badge.token_sealed).order_by(Badge.id.desc()).limit(ROUNDS)).all()
            codes = iter([unseal(sealed) for sealed in badges])
            rows.append(("a code as SVG", timed(lambda: qr.svg(f"{config.public_url}/b/{'x' * 43}", "code"))))
            badge = db.session.scalars(select(Badge).order_by(Badge.id.desc())).first()
            with app.test_request_context():
                rows.append(("a badge as PDF", timed(lambda: badge_to_print(badge))))
        anonymous, office, door = app.test_client(), app.test_client(), app.test_client()
        for client, who in ((office, ORGANISER), (door, DOOR)):
            sign_in(client, who)
        which = door.get("/en/checkin/2027/which").get_data(as_text=True)
        token = which.partition('name="csrf_token" value="')[2].partition('"')[0]
        door.post("/en/checkin/2027/which", data={"csrf_token": token, "door": "A"})
        for label, client, path in (
            ("home of the edition", anonymous, "/en/2027/"),
            ("the form", anonymous, "/fr/2027/register"),
            ("home of a past edition", anonymous, "/fr/2023/"),
            ("the report, page", anonymous, "/fr/2023/report"),
            ("the report, PDF", anonymous, "/fr/2023/report.pdf"),
            ("guests found by name at the door", door, "/en/checkin/2027/?q=lukaszewicz+77"),
            ("the outbox, first page", office, "/en/manage/2027/messages/"),
            ("Today", office, "/en/manage/2027/"),
            ("the list of people, first page", office, "/en/manage/2027/people"),
            ("the list of people, searched", office, "/en/manage/2027/people?q=lukaszewicz+77"),
        ):
            rows.append((label, timed(lambda client=client, path=path: client.get(path))))
        rows += lists(app, office)
        rows.append(("a code opened at the door", timed(lambda: door.get(f"/b/{next(codes)}"))))
    width = max(len(label) for label, _ms in rows)
    print(f"{'median of ' + str(ROUNDS):<{width}}        ms")
    for label, milliseconds in rows:
        print(f"{label:<{width}}  {milliseconds:8.2f}")


if __name__ == "__main__":
    main()
