"""The demonstration's coming assembly looks complete to the public, and shows an organiser each state of a draft."""

from __future__ import annotations

import pytest
from factories import sign_in
from flask import Flask
from inspector import InspectingClient
from sqlalchemy import select

from assembly.agenda.checks import Check, faults
from assembly.agenda.queries import draft, programme
from assembly.extensions import db
from assembly.models import AppearanceState, Edition, Quote, Session
from assembly.speakers.queries import among_confirmed, parts, published_appearances

UNPUBLISHED = ("Press briefing", "Meeting of the five networks", "Ionuț", "Teodor", "If a form needs a manual")


def coming() -> Edition:
    return db.session.scalars(select(Edition).where(Edition.slug == "2027")).one()


def published() -> list[Session]:
    """The sessions of the draft that are public."""
    public = {row.session_id for row in programme(coming())}
    return [one for one in draft(coming()) if one.id in public]


def test_the_public_programme_leaves_checks_silent(demo_app: Flask) -> None:
    with demo_app.app_context():
        people = among_confirmed(parts(coming()))
        assert faults(coming(), published(), people, frozenset()) == []
        assert max(one.ends_at for one in published()) == coming().ends_at


def test_every_public_text_has_two_languages(demo_app: Flask) -> None:
    with demo_app.app_context():
        rows = programme(coming())
        people = [one for those in published_appearances(coming()).values() for one in those]
        texts = [text for row in rows for text in (row.title, row.abstract)] + [one.function for one in people]
        assert len(rows) == 9
        assert [text for text in texts if text.missing()] == []


def test_the_draft_shows_each_state(demo_app: Flask) -> None:
    with demo_app.app_context():
        shown = [one for one in draft(coming()) if not one.hidden]
        found = faults(coming(), shown, parts(coming()), frozenset())
        assert {one.check for one in found} == {Check.UNCONFIRMED, Check.NO_INTERPRETATION}
        assert [one.title.en for one in draft(coming()) if one.hidden] == ["Press briefing"]
        states = {one.state for those in parts(coming()).values() for one in those}
        assert states == {AppearanceState.INVITED, AppearanceState.CONFIRMED, AppearanceState.DECLINED}
        approved = db.session.scalars(select(Quote.approved_at).where(Quote.edition_id == coming().id)).all()
        assert [at is None for at in approved] == [False, False, True]


@pytest.mark.turns(2)
@pytest.mark.parametrize("path", ["/en/2027/", "/en/2027/agenda", "/en/2027/speakers", "/en/2027/agenda.ics"])
def test_what_is_not_published_stays_inside(demo_client: InspectingClient, path: str) -> None:
    text = demo_client.get(path).get_data(as_text=True)
    assert [one for one in UNPUBLISHED if one in text] == []


def test_speakers_have_a_portrait_or_initials(demo_client: InspectingClient) -> None:
    cards = demo_client.page("/en/2027/speakers").select(".card")
    portraits = [one.select_one("img.portrait") for one in cards]
    assert [one.select_one("span.portrait").get_text() for one in cards if not one.select_one("img")] == ["HC"]
    pictures = set()
    for one in filter(None, portraits):
        with demo_client.get(one["src"]) as answer:
            pictures.add(answer.data)
    assert len(pictures) == len(cards) - 1 == 6


def test_a_newcomer_sees_what_is_missing(demo_client: InspectingClient) -> None:
    sign_in(demo_client)
    page = demo_client.page("/fr/manage/2027/speakers/")
    row = next(one for one in page.select("tbody tr") if "Drăgulescu" in one.get_text())
    assert {"Portrait", "Biographie en français"} <= set(row.stripped_strings)


def test_the_desk_has_work_for_co_chairs(demo_client: InspectingClient) -> None:
    sign_in(demo_client, ("cochair@example.org", "the floor is yours"))
    desk = demo_client.page("/en/manage/2027/desk/speakers")
    first, second, _third = desk.select('a[href*="/proposals/"]')
    assert "Aurelija Vaitkūnė-Stark" in first.get_text()
    assert "Domenico Fioravalle-Neri" in second.get_text()
    assert "Please ask her to bring the numbers." in demo_client.page(str(first["href"])).get_text()
    assert "If a form needs a manual" in demo_client.page("/en/manage/2027/desk/quotes").get_text()


def test_calendar_entries_say_where_it_is(demo_client: InspectingClient) -> None:
    assert "GEO:50.844000;4.356800" in demo_client.get("/en/2027/agenda.ics").get_data(as_text=True)
