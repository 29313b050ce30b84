"""Badges and doors in the office."""

from __future__ import annotations

import pytest
from factories import DOOR, make_edition, make_user, sign_in, submission
from flask import Flask
from inspector import InspectingClient

from assembly.extensions import db
from assembly.models import Edition, Mode, Registration
from assembly.registration.service.registering import register
from assembly.transactions import writing

BADGES = "/en/manage/2031/badges/"


@pytest.fixture
def office(app: Flask, client: InspectingClient) -> InspectingClient:
    with app.app_context(), writing():
        edition = make_edition(size=1)
        make_user("organiser", "here@example.org", edition)
        register(edition, submission(0))
        register(edition, submission(1))
        register(edition, submission(2, mode=Mode.ONLINE))
    sign_in(client, ("here@example.org", "a long enough passphrase"))
    return client


def guests(app: Flask) -> list[Registration]:
    with app.app_context():
        return list(db.session.query(Registration).order_by(Registration.id))


@pytest.mark.proof("the rules: checkin/test_door_rules")
def test_entrances_and_badges_that_open_them(office: InspectingClient) -> None:
    page = office.page(BADGES)
    assert "1 badge is valid" in page.get_text()
    assert [one.get_text() for one in page.select("main li a")] == ["Entrance A", "Entrance B"]


def test_one_badge_is_found_by_its_reference(app: Flask, office: InspectingClient) -> None:
    spoken = guests(app)[0].spoken_ref
    page = office.page(BADGES, query_string={"reference": f" {spoken.lower()} "})
    with office.get(str(page.select_one("main .card a")["href"])) as answer:
        assert answer.data.startswith(b"%PDF-")


def test_no_badge_for_people_not_coming_in(app: Flask, office: InspectingClient) -> None:
    for one in guests(app)[1:]:
        page = office.page(BADGES, query_string={"reference": one.spoken_ref})
        assert page.select_one("main .card a") is None
        assert office.get(f"{BADGES}{one.code}.pdf").status_code == 404


def test_badges_of_a_filtered_list(app: Flask, office: InspectingClient) -> None:
    guest, *_others = guests(app)
    people = f"/en/manage/2031/people?q={guest.spoken_ref}"
    address = office.page(people).select_one("a[href*='batches/list']")["href"]
    assert "1 badge is valid." in office.page(address).get_text()
    batch = office.submit(address).location
    assert "1 badge, with its current details" in office.page(batch).get_text()
    told = "Every badge of this list is already in a batch"
    assert told in office.page(address).get_text()
    assert told in office.submit(address, status=409).text
    again = {"again": "y", "key": "the-key-of-one-form"}
    second = office.submit(address, **again).location
    assert second != batch
    assert office.submit(address, **again).location == second  # pressed twice
    assert "went into a later batch" in office.page(batch).get_text()
    assert "1 badge, with its current details" in office.page(second).get_text()
    assert "No badge" in office.page(f"{address}&mode=online").get_text()


@pytest.mark.turns(6)
@pytest.mark.parametrize("reference", ["Z9-99", "%", "'", "\x00", "x" * 300])
def test_an_unknown_reference_is_said(office: InspectingClient, reference: str) -> None:
    found = office.page(BADGES, query_string={"reference": reference}).select_one("main [role=status]")
    assert bool(found) is (reference != "\x00")


def test_the_door_sees_no_badge_of_anybody(demo_app: Flask, demo_client: InspectingClient) -> None:
    sign_in(demo_client, DOOR)
    with demo_app.app_context():
        guest = db.session.query(Registration).join(Edition).filter(Edition.slug == "2027").first()
        assert guest is not None
        reference = guest.spoken_ref
    page = demo_client.page("/en/manage/2027/badges/", query_string={"reference": reference})
    assert reference not in page.get_text()


def test_names_no_font_can_print_are_listed(office: InspectingClient, app: Flask) -> None:
    assert "Names that cannot be printed on a badge" not in office.page(BADGES).get_text()
    with app.app_context(), writing():
        guest = db.session.query(Registration).order_by(Registration.id).first()
        assert guest is not None
        guest.badge_name = "Łucja 王 Жанна 😀 王"
        code = guest.code
    (told,) = office.page(BADGES).select(f"li:has(a[href$='/people/{code}/edit'])")
    assert told.get_text(" ", strip=True) == "Łucja 王 Жанна 😀 王 Missing characters: 王😀"
