"""Session sign-up on pages: a person's own, and the office's."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from factories import make_edition, make_user
from factories import sign_in as sign_in_as
from flask import Flask
from inspector import InspectingClient, hidden
from mails import deliver, html_of, text_of
from seats import guest
from sessions import SESSIONS, add_one, come, link_path, offer_sessions, tick, ticked
from sqlalchemy import select

from assembly.calendar.service import publish_programme
from assembly.extensions import db
from assembly.models import Bilingual, Edition, Mode
from assembly.transactions import writing


@pytest.fixture
def codes(app: Flask) -> list[str]:
    """One seat in the first session, two in the second, both at other times; three people."""
    with app.app_context(), writing():
        edition = make_edition()
        made = [one.code for one in offer_sessions(edition, 1, 2)]
        for number in range(3):
            come(edition, number)
        make_user("organiser", "here@example.org", edition)
        make_user("co_chair", "chair@example.org", edition)
    return made


@pytest.fixture
def as_guest(app: Flask, codes: list[str]) -> Callable[[int], InspectingClient]:
    """The device of one of the people, their link opened."""

    def enter(number: int) -> InspectingClient:
        client: InspectingClient = app.test_client()  # type: ignore[assignment]
        with app.app_context():
            path = link_path(guest(number))
        client.submit(path)
        return client

    return enter


def turn_off(app: Flask) -> None:
    with app.app_context(), writing():
        db.session.scalars(select(Edition)).one().extras = []


def text(page: BeautifulSoup) -> str:
    return " ".join(page.get_text(" ").split())


def test_sessions_are_chosen_on_own_page(as_guest: Callable[[int], InspectingClient], codes: list[str]) -> None:
    first, second = as_guest(0), as_guest(1)
    assert first.page("/en/my/").select_one("a[href='/en/my/sessions']")
    assert "1 seat left" in text(first.page(SESSIONS))
    tick(first, *codes)
    assert ticked(first.page(SESSIONS)) == set(codes)
    assert text(first.page(SESSIONS)).count("You have a seat") == 2
    assert text(second.page(SESSIONS)).count("no seats left") == 1
    tick(second, codes[0])
    assert "Number 1 on the waiting list" in text(second.page(SESSIONS))
    assert "no seats left, 1 person waiting" in text(as_guest(2).page(SESSIONS))
    assert "Position 1 sur la liste d’attente" in text(second.page("/fr/my/sessions"))
    tick(first)
    assert not ticked(first.page(SESSIONS))
    assert "You have a seat" in text(second.page(SESSIONS))


def test_freed_seat_is_told_in_own_language(
    app: Flask, as_guest: Callable[[int], InspectingClient], codes: list[str]
) -> None:
    first = as_guest(0)
    tick(first, codes[0])
    tick(as_guest(1), codes[0])
    before = len(deliver(app))
    tick(first)
    (told,) = deliver(app)[before:]
    assert told["To"] == "mayor1@example.org"
    assert "Séance 1" in told["Subject"]
    assert "/fr/r/" in text_of(told)
    for body in (text_of(told), html_of(told)):
        assert "Séance 1" in body
        assert "Une place s’est libérée" in body


@pytest.mark.proof("a change before sending: test_freed_seat_is_told_in_own_language sends")
def test_seat_given_up_again_sends_nothing(
    app: Flask, as_guest: Callable[[int], InspectingClient], codes: list[str]
) -> None:
    first, second = as_guest(0), as_guest(1)
    tick(first, codes[0])
    tick(second, codes[0])
    before = len(deliver(app))
    tick(first)
    tick(second)
    assert len(deliver(app)) == before


@pytest.mark.proof("test_while_off_nothing_is_shown")
def test_sign_up_turned_off_sends_nothing(
    app: Flask, as_guest: Callable[[int], InspectingClient], codes: list[str]
) -> None:
    first = as_guest(0)
    tick(first, codes[0])
    tick(as_guest(1), codes[0])
    before = len(deliver(app))
    tick(first)
    turn_off(app)
    assert len(deliver(app)) == before


def test_overlapping_sessions_are_refused_by_name(
    app: Flask, as_guest: Callable[[int], InspectingClient], codes: list[str]
) -> None:
    with app.app_context(), writing():
        edition = db.session.scalars(select(Edition)).one()
        codes.append(add_one(edition, 2, at=1).code)
        publish_programme(edition, name="More options", note=Bilingual())
    mine = as_guest(0)
    for lang, names in (("en", "“Session 2” and “Session 3”"), ("fr", "« Séance 2 » et « Séance 3 »")):
        page = mine.page(f"/{lang}/my/sessions")
        form = hidden(page) | {"session": codes[1:]}
        answer = mine.post(f"/{lang}/my/sessions", data=form)
        assert answer.status_code == 422
        back = answer.soup
        assert names in text(back.select_one("[role=alert]"))  # type: ignore[arg-type]
        assert ticked(back) == set(codes[1:])
    assert not ticked(mine.page(SESSIONS))


@pytest.mark.proof("test_sign_ups: an older page undoes nothing")
def test_older_tab_sees_newer_choice_first(as_guest: Callable[[int], InspectingClient], codes: list[str]) -> None:
    mine = as_guest(0)
    older = mine.page(SESSIONS)
    tick(mine, codes[0])
    refused = tick(mine, codes[1], page=older, status=409)
    back = refused.soup
    assert ticked(back) == {codes[1]}
    assert "You have a seat" in text(back)
    assert ticked(mine.page(SESSIONS)) == {codes[0]}
    tick(mine, codes[1], page=back)
    assert ticked(mine.page(SESSIONS)) == {codes[1]}


@pytest.mark.proof("test_sign_ups: a second click changes nothing")
def test_page_sent_twice_is_one_choice(as_guest: Callable[[int], InspectingClient], codes: list[str]) -> None:
    mine = as_guest(0)
    page = mine.page(SESSIONS)
    for _click in range(2):
        tick(mine, codes[0], page=page)
    assert ticked(mine.page(SESSIONS)) == {codes[0]}


@pytest.mark.proof("test_sign_ups: who follows online needs no seat")
def test_online_guests_read_why_nothing_is_offered(app: Flask, codes: list[str]) -> None:
    with app.app_context(), writing():
        path = link_path(come(db.session.scalars(select(Edition)).one(), 7, mode=Mode.ONLINE))
    client: InspectingClient = app.test_client()  # type: ignore[assignment]
    client.submit(path)
    assert not client.page("/en/my/").select_one("a[href='/en/my/sessions']")
    page = client.page(SESSIONS)
    assert "attend in person" in text(page)
    assert not page.select("main form")


def test_while_off_nothing_is_shown(app: Flask, as_guest: Callable[[int], InspectingClient], codes: list[str]) -> None:
    mine, office = as_guest(0), app.test_client()
    sign_in_as(office, ("here@example.org", "a long enough passphrase"))
    seen: dict[str, list[bool]] = {}
    for _turn in range(2):
        for client, path in (
            (mine, "/en/my/"),
            (mine, f"/en/2031/agenda/{codes[0]}"),
            (office, "/en/manage/2031/people"),
            (office, "/en/manage/2031/programme/"),
        ):
            links = client.page(path).select("main a")  # type: ignore[attr-defined]
            leads = any("/sign-ups" in str(one["href"]) or one["href"] == SESSIONS for one in links)
            seen.setdefault(path, []).append(leads)
        turn_off(app)
    assert all(links == [True, False] for links in seen.values()), seen
    assert mine.get(SESSIONS).status_code == 404
    for path in ("", f"/{codes[0]}", f"/{codes[0]}/seats"):
        assert office.get(f"/en/manage/2031/sign-ups{path}").status_code == 404


def test_office_sees_attendees_and_sets_seats(
    app: Flask, as_guest: Callable[[int], InspectingClient], codes: list[str]
) -> None:
    for number in range(3):
        tick(as_guest(number), codes[0])
    office: InspectingClient = app.test_client()  # type: ignore[assignment]
    sign_in_as(office, ("here@example.org", "a long enough passphrase"))
    listing = text(office.page("/en/manage/2031/sign-ups"))
    assert "1 seat taken · 1 seat in total · 2 people waiting" in listing
    names = [row.get_text() for row in office.page(f"/en/manage/2031/sign-ups/{codes[0]}").select("tbody th")]
    assert names == [f"Żaneta Łukaszewicz {number}" for number in range(3)]
    seats = f"/en/manage/2031/sign-ups/{codes[0]}/seats"
    office.submit(seats, seats="many", status=422)
    office.submit(seats, seats="2")
    assert "2 seats taken · 2 seats in total · 1 person waiting" in text(office.page("/en/manage/2031/sign-ups"))
    assert "Someone else has changed this" in text(office.submit(seats, seats="5", shown="7", status=409).soup)
    office.submit(seats, seats="1")
    assert "1 person over the limit keeps their seat" in text(office.page("/en/manage/2031/sign-ups"))
    office.submit(seats, seats="")
    assert "3 seats taken · no limit" in text(office.page("/en/manage/2031/sign-ups"))
    assert "No limit" in text(office.page("/en/manage/2031/programme/"))


def test_co_chair_sees_attendees_changes_nothing(app: Flask, codes: list[str]) -> None:
    chair: InspectingClient = app.test_client()  # type: ignore[assignment]
    sign_in_as(chair, ("chair@example.org", "a long enough passphrase"))
    assert not chair.page("/en/manage/2031/sign-ups").select("a[href$=seats]")
    chair.page(f"/en/manage/2031/sign-ups/{codes[0]}/seats", status=403)


def test_sessions_of_another_edition_are_not_there(app: Flask, codes: list[str]) -> None:
    with app.app_context(), writing():
        foreign = offer_sessions(make_edition("2032"), 5)[0].code
    office: InspectingClient = app.test_client()  # type: ignore[assignment]
    sign_in_as(office, ("here@example.org", "a long enough passphrase"))
    for path in ("", "/seats"):
        office.page(f"/en/manage/2031/sign-ups/{foreign}{path}", status=404)


def test_before_publication_nothing_can_be_chosen(app: Flask) -> None:
    with app.app_context(), writing():
        edition = make_edition()
        offer_sessions(edition, 1, publish=False)
        path = link_path(come(edition, 0))
        make_user("organiser", "here@example.org", edition)
    client: InspectingClient = app.test_client()  # type: ignore[assignment]
    client.submit(path)
    assert "no sessions to choose from yet" in text(client.page(SESSIONS))
    sign_in_as(client, ("here@example.org", "a long enough passphrase"))
    assert "once the programme is published" in text(client.page("/en/manage/2031/sign-ups"))
