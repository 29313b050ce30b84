"""The page of the door does what the app of the phones does: groups, undo, the last scans, the supervisor."""

from __future__ import annotations

from typing import Any

import pytest
from directory import make
from factories import make_edition, make_user, open_doors, sign_in, submission
from flask import Flask
from inspector import InspectingClient, filled
from sqlalchemy import func, select

from assembly.checkin import queries, service
from assembly.extensions import db
from assembly.models import Admission, Registration, Scan
from assembly.registration.service import registering
from assembly.transactions import writing

START, WALK_IN, PHONES = "/en/checkin/2031/", "/en/checkin/2031/walk-in", "/en/manage/2031/phones/"
PASSPHRASE = "a long enough passphrase"


@pytest.fixture
def door(app: Flask, client: InspectingClient) -> InspectingClient:
    """A volunteer at entrance A; three people of one city are expected."""
    with app.app_context(), writing():
        edition = make_edition(size=9)
        open_doors(edition)
        make("rzeszow", "Rzeszów")
        for role in ("door", "organiser"):
            make_user(role, f"{role}@example.org", edition)
        make_user("door", "other@example.org", edition)
        for number in range(3):
            registering.register(edition, submission(number))
    sign_in(client, ("door@example.org", PASSPHRASE))
    client.submit(START, door="A")
    return client


def inside(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Admission)) or 0


def press(client: InspectingClient, page: Any, form: str) -> Any:
    """Press the button of a form of a page that was answered."""
    found = page.select_one(form)
    return client.post(found["action"], data=filled(found, {}))


def admit(client: InspectingClient, number: int) -> Any:
    return client.submit(f"{START}?q=Łukaszewicz {number}", form="#found form", status=200).soup


@pytest.mark.database("proof")
def test_own_scan_is_undone_once(app: Flask, door: InspectingClient) -> None:
    hit = door.page(f"{START}?q=Łukaszewicz 1").select_one("#found form")
    green = door.post(hit["action"], data=filled(hit, {})).soup
    for _press in range(2):
        assert press(door, green, ".undo").soup.select_one("h1").get_text() == "Undone"
    with app.app_context():
        assert (inside(app), db.session.query(Scan).count()) == (0, 2)
    assert "This check-in was undone." in door.post(hit["action"], data=filled(hit, {})).text
    assert inside(app) == 0
    assert admit(door, 1).select_one(".word").get_text() == "IN"
    lines = door.page(f"{START}last").select(".hits li")
    assert [("Undone" in one.get_text(), len(one.select("a"))) for one in lines] == [(False, 1), (True, 0)]
    undo = lines[0].select_one("a")["href"]
    assert "Undo this scan?" in door.page(undo).select_one("h1").get_text()
    sign_in(door, ("other@example.org", PASSPHRASE))
    assert door.get(undo).status_code == 404  # not theirs
    assert (inside(app), door.page(f"{START}last").select(".hits li")) == (1, [])


@pytest.mark.database("proof")
def test_group_is_admitted_once(app: Flask, door: InspectingClient) -> None:
    link = door.page(f"{START}?q=rzeszow").select_one("#found > a")
    assert link.get_text() == "Admit the group from Rzeszów"
    form = door.page(link["href"]).select_one("#group")
    with app.app_context():
        codes = [one["value"] for one in form.select("[name=guest]")]
        assert len(codes) == 3
    data = filled(form, {}) | {"guest": codes[:2]}
    for _press in range(2):
        page = door.post(link["href"], data=data).soup
        assert (page.select_one(".word").get_text(), page.select_one(".who").get_text()) == (
            "IN",
            "2 people from Rzeszów",
        )
        assert inside(app) == 2
    assert door.page(f"{START}?q=rzeszow").select("#found > a") == []  # one is left
    found = page.select_one(".undo")
    scans = [one["value"] for one in found.select("[name=scan]")]
    assert door.post(found["action"], data=filled(found, {}) | {"scan": scans}).status_code == 200
    assert inside(app) == 0
    again = door.post(link["href"], data=data).soup  # the browser's Back, and the same form
    assert (again.select_one(".word").get_text(), inside(app)) == ("ASK", 0)
    assert "This check-in was undone." in again.get_text()
    empty = door.post(link["href"], data=filled(form, {}) | {"guest": []})
    assert empty.soup.select_one("#group") is not None


@pytest.mark.database("proof")
@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({}, True),
        ({"roles": ["participant"]}, True),
        ({"roles": ["speaker"]}, False),
        ({"invited_only": True}, False),
        ({"days": [2]}, False),
    ],
)
def test_group_button_agrees_with_its_page(
    app: Flask, door: InspectingClient, rule: dict[str, Any], expected: bool
) -> None:
    with app.app_context():
        with writing():
            here = queries.door_by_slug("2031", "A")
            assert here is not None
            for name, value in rule.items():
                setattr(here, name, value)
        assert service.is_group_expected(here, "rzeszow") is expected
        assert (len(service.group_of(here, "rzeszow")) > 1) is expected


def test_supervisor_comes_where_the_page_calls(app: Flask, door: InspectingClient) -> None:
    admit(door, 1)
    amber = admit(door, 1)
    assert amber.select_one("a[href$='/group/rzeszow']") is not None
    for _press in range(2):
        called = press(door, amber, "form[action$='/call']").soup
        notes = [one.get_text() for one in called.select(".note")]
        assert "The supervisor has been called." in notes
        assert called.select_one("form[action$='/call']") is None
    assert called.select_one(".anyway") is None  # her word is the reason
    noted = press(door, called, "form[action$='/refuse']").soup
    assert any("The supervisor said no at" in one.get_text() for one in admit(door, 1).select(".note"))
    assert door.page(f"{START}last").select(".hits li")[1].select_one("a") is not None
    assert press(door, noted, ".undo").soup.select_one("h1").get_text() == "Undone"
    assert "was undone" in press(door, called, "form[action$='/refuse']").soup.get_text()  # by the way back
    assert "The supervisor said no at" not in admit(door, 1).get_text()
    green = called.select_one("form:has([name=reason])")
    answer = door.post(green["action"], data=filled(green, {"reason": "supervisor"})).soup
    assert answer.select_one(".word").get_text() == "IN"
    ways = [one.get_text() for one in door.page(f"/b/{'x' * 43}").select(".acts .button")]
    assert ways == ["Search for the name", "Call the supervisor", "Next guest"]
    sign_in(door, ("organiser@example.org", PASSPHRASE))
    page = door.page(PHONES)
    assert "Has been calling you since" in page.select_one("#live .state").get_text()
    assert press(door, page, "form[action$='/doors/A/answered']").status_code == 303
    assert door.page(PHONES).select("#live .state") == []


def test_walk_in_keeps_offers_after_call(app: Flask, door: InspectingClient) -> None:
    typed = {"given": "Żaneta", "family": "Łukaszewicz 1", "place": "Rzeszów"}
    form = door.submit(WALK_IN, **typed, status=409).soup.select_one("#walk-in")
    data = filled(form, {"walk_in": "y"})
    called = door.post(f"{START}call", data=data).soup
    assert "The supervisor has been called." in called.get_text()
    assert called.select_one("#walk-in [name=another]")["value"] == "Żaneta Łukaszewicz 1, Rzeszów"
    assert press(door, called, ".hits form").soup.select_one(".word").get_text() == "IN"
    assert inside(app) == 1
    sure = door.post(f"{START}call", data=data | {"certain": "y"}).soup
    assert (len(sure.select(".hits form")), sure.select("[name=another]")) == (1, [])
    other = door.post(f"{START}call", data=data | {"given": "Zofia"}).soup  # of somebody else: it is asked again
    assert (len(other.select("#walk-in")), other.select(".hits, #walk-in [name=another]")) == (1, [])
    with app.app_context(), writing():
        registering.register(make_edition("2032"), submission(9))
        elsewhere = db.session.scalars(select(Registration.code).order_by(Registration.id.desc())).first()
    forged = door.post(f"{START}call", data=data | {"there": elsewhere}).soup
    assert (len(forged.select("#walk-in")), forged.select(".hits, #walk-in [name=another]")) == (1, [])


def test_unknown_place_stays_possible_after_call(app: Flask, door: InspectingClient) -> None:
    typed = {"given": "Ana", "family": "Silva", "place": "Nowhere City"}
    form = door.submit(WALK_IN, **typed, status=422).soup.select_one("#walk-in")
    called = door.post(f"{START}call", data=filled(form, {"walk_in": "y"})).soup.select_one("#walk-in")
    box = called.select_one("[name=unlisted]")
    assert (box is not None, box.has_attr("checked")) == (True, False)
    answer = door.post(WALK_IN, data=filled(called, {"unlisted": "y"})).soup
    assert (answer.select_one(".word").get_text(), inside(app)) == ("IN", 1)
