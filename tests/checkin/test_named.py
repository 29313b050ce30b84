"""Guests without a code: found by name, city or reference, and let in like the others."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from factories import DOOR, make_edition, make_user, open_doors, sign_in, submission
from flask import Flask
from inspector import InspectingClient, filled
from queries_counted import counted
from sqlalchemy import select

from assembly.access.queries import valid_badge
from assembly.checkin import service
from assembly.checkin.app import SCANNER_CSP
from assembly.checkin.queries import doors
from assembly.extensions import db
from assembly.models import Admission, Mode, Registration, Scan, Told
from assembly.registration.service import registering
from assembly.sealed import unseal
from assembly.transactions import writing


@pytest.fixture
def door(demo_client: InspectingClient) -> InspectingClient:
    """A phone at entrance A of 2027."""
    sign_in(demo_client, DOOR)
    assert demo_client.submit("/en/checkin/2027/", door="A").location == "/en/checkin/2027/"
    return demo_client


def hits(page: InspectingClient, search: str) -> list[str]:
    return [hit.get_text() for hit in page.page(f"/en/checkin/2027/?q={search}").select(".hits b")]


@pytest.mark.database
@pytest.mark.parametrize("search", ["jedrzejewicz", "GDANSK zulawicki", "Wojciech"])
def test_a_guest_is_found_blind_to_accents(door: InspectingClient, search: str) -> None:
    assert hits(door, search) == ["Wojciech Jędrzejewicz-Żuławicki"]


@pytest.mark.turns(3)
@pytest.mark.database
@pytest.mark.parametrize("change", [str.lower, lambda said: said.replace("-", ""), lambda said: said.replace("-", " ")])
def test_a_reference_is_read_leniently(door: InspectingClient, change: Callable[[str], str]) -> None:
    guest = door.page("/en/checkin/2027/?q=jedrzejewicz").select_one(".hits .piece").get_text()
    assert hits(door, change(guest))[0] == "Wojciech Jędrzejewicz-Żuławicki"


@pytest.mark.turns(2)
@pytest.mark.database
@pytest.mark.parametrize("typed", ["%00", "-", "%E2%80%AE", "x" * 300])
def test_odd_searches_find_nobody_and_break_nothing(door: InspectingClient, typed: str) -> None:
    assert hits(door, typed) == []


def test_nobody_of_that_name_is_said(door: InspectingClient) -> None:
    page = door.page("/en/checkin/2027/?q=nobody-of-this-name")
    assert page.select_one(".note").get_text() == "No one found. Try the city or part of the name."


@pytest.mark.database("proof")
def test_a_guest_found_by_name_enters_once(door: InspectingClient) -> None:
    path = "/en/checkin/2027/?q=jedrzejewicz"
    first = door.submit(path, form="#found form", status=200)
    assert '<h1 class="word">IN</h1>' in first.get_data(as_text=True)
    assert "Already checked in" in door.page(path).select_one(".hits").get_text()
    again = door.submit(path, form="#found form", status=200)
    assert "Already checked in at" in again.get_data(as_text=True)


@pytest.mark.proof("the first step of test_online_becomes_in_person_at_the_door")
def test_who_follows_online_is_asked_about(door: InspectingClient) -> None:
    amber = door.submit("/en/checkin/2027/?q=lo nigero", form="#found form", status=200).soup
    assert amber.select_one(".word").get_text() == "ASK"
    assert amber.select_one(".note").get_text() == "Registered to follow online"
    first = amber.select(".anyway > form > button")
    assert [one["value"] for one in first] == ["in_person", "supervisor"]
    change = amber.select_one("form[action$=in-person]")
    green = door.post(change["action"], data=filled(change, {})).soup  # a rehearsal: nothing changes
    assert green.select_one(".word").get_text() == "IN"


@pytest.mark.turns(2)
@pytest.mark.parametrize(("size", "told"), [(1, "IN"), (0, "ASK")])
def test_online_becomes_in_person_at_the_door(app: Flask, client: InspectingClient, size: int, told: str) -> None:
    with app.app_context(), writing():
        edition = make_edition(size=size)
        open_doors(edition)
        make_user("door", "door@example.org", edition)
        registering.register(edition, submission(1, mode=Mode.ONLINE))
    sign_in(client, ("door@example.org", "a long enough passphrase"))
    client.submit("/en/checkin/2031/", door="A")
    amber = client.submit("/en/checkin/2031/?q=1", form="#found form", status=200).soup
    change = amber.select_one("form[action$=in-person]")
    answer = client.post(change["action"], data=filled(change, {})).soup
    assert answer.select_one(".word").get_text() == told
    with app.app_context():
        assert db.session.scalars(select(Registration)).one().mode is (Mode.ON_SITE if size else Mode.ONLINE)
        assert db.session.query(Admission).count() == size


def test_guests_of_another_assembly_stay_out(demo_app: Flask, door: InspectingClient) -> None:
    with demo_app.app_context():
        other = db.session.scalars(select(Registration).where(Registration.edition.has(slug="2023"))).first()
        assert other is not None
        path = f"/en/checkin/2027/named/{other.code}"
    token = door.page("/en/checkin/2027/").select_one("#scan input[name=csrf_token]")["value"]
    assert door.post(path, data={"csrf_token": token, "scan_id": "s" * 32}).status_code == 404
    assert door.post(path.replace("2027", "2023"), data={"csrf_token": token, "scan_id": "s" * 32}).status_code == 303


@pytest.mark.proof("test_a_guest_found_by_name_enters_once")
def test_name_and_code_are_one_admission(ctx: Flask) -> None:
    with writing():
        edition = make_edition()
        registering.register(edition, submission(1))
    guest = db.session.scalars(select(Registration)).one()
    code = unseal(valid_badge(guest).token_sealed)  # type: ignore[union-attr]
    here, at = doors(edition)[0], edition.starts_at
    with writing():
        by_name = service.ShownCode("named-00000000000001", "", here, at, named=guest)
        assert [one.told for one in service.record_scans([by_name, by_name])] == [Told.ADMITTED] * 2
    with writing():
        by_code = service.ShownCode("shown-00000000000001", code, here, at)
        assert service.record_scans([by_code])[0].told is Told.ALREADY_IN
    with pytest.raises(service.ScanReused), writing():
        service.record_scans([service.ShownCode("named-00000000000001", code, here, at)])
    assert len(db.session.scalars(select(Admission)).all()) == 1
    assert db.session.scalars(select(Scan.token_hash).where(Scan.scan_id.startswith("named"))).one() is None


def test_only_the_scanner_may_use_the_camera(door: InspectingClient) -> None:
    scanner, which = door.get("/en/checkin/2027/"), door.get("/en/checkin/2027/which")
    assert scanner.headers["Content-Security-Policy"] == SCANNER_CSP
    assert "camera=(self)" in scanner.headers["Permissions-Policy"]
    assert "camera=()" in which.headers["Permissions-Policy"]
    assert "wasm" not in which.headers["Content-Security-Policy"]


def test_one_scan_asks_little(door: InspectingClient) -> None:
    """The edition and its door, who is signed in with which roles, the guest by name; then four under the lock, since
    it is a rehearsal; nothing for the page."""
    form = door.page("/en/checkin/2027/?q=jedrzejewicz").select_one("#found form")
    facts = {one["name"]: one["value"] for one in form.select("input")}
    with counted(door.application) as sent:
        assert door.post(form["action"], data=facts).status_code == 200
    assert len(sent) == 8
