"""Who was admitted is shown with when and where: on their page, in the list, in what happened and in the table."""

from __future__ import annotations

import csv
from datetime import timedelta
from io import StringIO

import pytest
from factories import make_edition, make_user, open_doors, sign_in, submission
from flask import Flask
from inspector import InspectingClient
from sqlalchemy import select

from assembly import clock
from assembly.checkin.queries import doors
from assembly.checkin.service import ShownCode, record_scans
from assembly.extensions import db
from assembly.models import DoorKind, Edition, Registration
from assembly.registration.service import registering
from assembly.transactions import writing

pytestmark = pytest.mark.database

PEOPLE = "/en/manage/2031/people"


@pytest.fixture
def office(app: Flask, client: InspectingClient) -> InspectingClient:
    """An organiser; one of two people came in at A, a day later at B, where the door of a room is C."""
    with app.app_context(), writing():
        edition = make_edition(doors="ABC")
        open_doors(edition)
        make_user("organiser", "organiser@example.org", edition)
        registering.register(edition, submission(1))
        registering.register(edition, submission(2))
    with app.app_context(), writing():
        edition = db.session.scalars(select(Edition)).one()
        guest = db.session.scalars(select(Registration).order_by(Registration.id)).first()
        at_a, at_b, room = doors(edition)
        room.kind = DoorKind.ROOM
        moments = ((at_a, 0), (room, 1), (at_b, 24))
        record_scans(
            [
                ShownCode(f"scan-{hours:016d}", "", door, edition.starts_at + timedelta(hours=hours), named=guest)
                for door, hours in moments
            ]
        )
    sign_in(client, ("organiser@example.org", "a long enough passphrase"))
    return client


def wall(app: Flask, hours: int, form: str) -> str:
    """When somebody came in, on the clocks of the assembly."""
    with app.app_context():
        edition = db.session.scalars(select(Edition)).one()
        return f"{clock.local(edition.starts_at + timedelta(hours=hours), edition.zone):{form}}"


def test_the_list_says_when_and_where(app: Flask, office: InspectingClient) -> None:
    cells = [" ".join(row.select("td")[3].get_text(" ").split()) for row in office.page(PEOPLE).select("tbody tr")]
    last = f"{wall(app, 24, '%H:%M')} , entrance B"
    assert sorted(cell.startswith("Admitted") and cell.endswith(last) for cell in cells) == [False, True]


@pytest.mark.proof("the same arrivals: test_the_list_says_when_and_where")
def test_person_pages_tell_each_arrival(app: Flask, office: InspectingClient) -> None:
    page = office.page(office.page(PEOPLE).select_one("tbody tr:has(.ok) a")["href"])
    fact = page.find("dt", string="Admitted").find_next("dd").get_text()
    happened = page.find("h2", string="History").find_next("ol").get_text()
    for hours, where in ((0, "entrance A"), (1, "C"), (24, "entrance B")):
        for text in (fact, happened):
            assert f"{wall(app, hours, '%H:%M')} Brussels time, {where}" in text


@pytest.mark.database("proof")
def test_tables_have_each_days_arrival(app: Flask, office: InspectingClient) -> None:
    form = office.page(f"{PEOPLE}/table").select_one("main form")
    data = {tag["name"]: tag["value"] for tag in form.select("input[type=hidden]")}
    answer = office.post(form["action"], data=data | {"column": ["arrived_at", "entrance"], "shape": "csv"})
    rows = list(csv.reader(StringIO(answer.data.decode("utf-8-sig"))))
    moments = "; ".join(wall(app, hours, "%Y-%m-%d %H:%M") for hours in (0, 24))
    assert rows[0] == ["Arrived", "Entrance"]
    assert sorted(rows[1:]) == [["", ""], [moments, "A; B"]]
