"""Today's programme in the office: what is seen is published, once, and nothing of a draft with it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from inspector import InspectingClient
from on_the_day_office import FORM, PAGE, code, drafts, look, notes, press, public, unpublished, words_of
from queries_counted import counted

from assembly import clock
from assembly.agenda.queries import latest_rows
from assembly.agenda.service.sessions import add_session
from assembly.calendar.service import publish_programme
from assembly.extensions import db
from assembly.models import Bilingual, Edition, EditionStatus, Entry, Session, SessionKind
from assembly.transactions import writing

pytestmark = pytest.mark.asks_clock


@pytest.mark.database("proof")
def test_a_delay_moves_draft_and_release(app: Flask, office: InspectingClient) -> None:
    page = look(app, office, "delay_all", "Debate")
    assert [one.get_text() for one in page.select("#preview ins")] == ["09:45 – 10:15", "10:15 – 10:45"]
    press(office, page)
    assert public(app) == [
        ("Opening", 0, "scheduled", 0),
        ("Debate", 45, "scheduled", 1),
        ("Close", 75, "scheduled", 1),
    ]
    assert drafts(app) == {"Opening": 0, "Debate": 45, "Close": 75}
    assert unpublished(app) == []
    assert notes(app) == [
        Bilingual(
            "“Debate” now begins at 09:45. The times of later sessions have changed too.",
            "«\u00a0Débat\u00a0» commence désormais à 9\u00a0h\u00a045. "
            "Les horaires des séances suivantes changent aussi.",
        )
    ]
    with app.app_context():
        assert db.session.query(Entry).filter_by(noun="release", verb="published").count() == 2


@pytest.mark.database
def test_two_presses_at_once_delay_once(app: Flask, office: InspectingClient) -> None:
    pages = [look(app, office, "delay_all") for _organiser in range(2)]
    for page in pages:
        press(office, page)
    assert public(app)[0] == ("Opening", 15, "scheduled", 1)
    assert "Nothing was published twice." in office.page(PAGE).get_text()


def test_what_was_not_seen_is_not_published(app: Flask, office: InspectingClient) -> None:
    page = look(app, office, "delay", "Close")
    press(office, look(app, office, "delay", "Opening"), confirmed="y")
    answer = press(office, page, 409)
    assert "The programme has changed since you opened this page." in answer.get_data(as_text=True)
    assert public(app)[2] == ("Close", 60, "scheduled", 0)
    press(office, answer.soup)  # type: ignore[attr-defined]
    assert public(app)[2] == ("Close", 75, "scheduled", 1)


@pytest.mark.proof("test_what_was_not_seen_is_not_published refuses the stale page")
def test_a_stale_ready_note_is_replaced(app: Flask, office: InspectingClient) -> None:
    page = look(app, office, "delay_all")
    press(office, look(app, office, "delay_all"))
    press(office, look(app, office, "delay_all"))
    answer = press(office, page, 409)
    assert "“Opening” now begins at 09:45." in str(answer.soup.select_one("#note_en"))  # type: ignore[attr-defined]
    answer = press(office, page, 409, note_en="Patience please", note_fr="Un peu de patience")
    assert "Patience please" in answer.get_data(as_text=True)


@pytest.mark.proof("test_a_delay_moves_draft_and_release")
def test_no_draft_is_published_with_it(app: Flask, office: InspectingClient) -> None:
    with app.app_context(), writing():
        opening, debate, _close = db.session.query(Session).order_by(Session.id)
        opening.title = Bilingual("Half-finished", "")
        debate.starts_at += timedelta(minutes=5)
    assert "Unpublished changes" in office.page(PAGE).get_text()
    press(office, office.page(f"{PAGE}?act=delay_all&session={code(app, 'Half-finished')}"))
    assert [one[:2] for one in public(app)] == [("Opening", 15), ("Debate", 45), ("Close", 75)]
    assert drafts(app) == {"Half-finished": 15, "Debate": 35, "Close": 75}
    assert unpublished(app) == ["Half-finished", "Debate"]


def test_a_problem_is_confirmed_first(app: Flask, office: InspectingClient) -> None:
    page = look(app, office, "delay")
    assert "Two sessions are in the same room at the same time." in page.get_text()
    answer = press(office, page, 422)
    assert "Confirm that you want to publish despite the problems" in answer.get_data(as_text=True)
    assert public(app)[0][1] == 0
    press(office, page, confirmed="y")
    assert public(app)[0][1] == 15


def test_a_change_of_room_names_the_room(app: Flask, office: InspectingClient) -> None:
    page = look(app, office, "room")
    assert page.select_one(FORM) is None
    options = {one.get_text(): str(one["value"]) for one in page.select("#room option")}
    assert list(options) == ["Annex"]
    press(office, look(app, office, "room", room=options["Annex"]))
    with app.app_context():
        edition, session = db.session.query(Edition).one(), db.session.query(Session).order_by(Session.id).first()
        assert latest_rows(edition)[0].room == Bilingual("Annex", "Annexe")
        assert session is not None
        assert session.room is not None
        assert session.room.name.en == "Annex"
    assert unpublished(app) == []
    assert notes(app)[0].en == "“Opening” will now take place in this room: Annex."


def test_a_forged_room_changes_nothing(app: Flask, office: InspectingClient) -> None:
    page = look(app, office, "delay")
    press(office, page, 422, act="room", room="nowhere1")
    assert len(notes(app)) == 0


def test_nothing_changes_while_not_held(app: Flask, office: InspectingClient) -> None:
    page = look(app, office, "delay")
    with app.app_context(), writing():
        db.session.query(Edition).one().status = EditionStatus.POSTPONED
    answer = press(office, page, 409)
    assert "so today’s sessions cannot be changed" in answer.get_data(as_text=True)
    shown = office.page(PAGE)
    assert "so today’s sessions cannot be changed" in shown.get_text()
    assert shown.select('a[href*="act="]') == []
    assert public(app)[0][1] == 0


def test_an_unknown_act_is_not_found(app: Flask, office: InspectingClient) -> None:
    assert office.get(f"{PAGE}?act=explode&session={code(app, 'Opening')}").status_code == 404
    assert office.get(f"{PAGE}?act=delay&session=elsewhere").status_code == 404


@pytest.mark.database("proof")
def test_more_sessions_cost_no_more_statements(app: Flask, office: InspectingClient) -> None:
    def statements() -> int:
        with counted(app) as sent:
            office.page(PAGE)
        return len(sent)

    few = statements()
    with app.app_context(), writing():
        edition = db.session.query(Edition).one()
        for number in range(20):
            begins = edition.starts_at + timedelta(minutes=number)
            add_session(
                edition,
                kind=SessionKind.PANEL,
                title=Bilingual(f"S{number}", f"S{number}"),
                abstract=Bilingual(),
                starts_at=begins,
                ends_at=begins + timedelta(minutes=30),
            )
        publish_programme(edition, name="2", note=Bilingual())
    assert statements() <= few


@pytest.mark.turns(2)
@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.database("proof")
def test_the_public_reads_what_changed(app: Flask, office: InspectingClient, lang: str) -> None:
    press(office, look(app, office, "delay_all"))
    press(office, look(app, office, "cancel", "Debate"))
    press(office, look(app, office, "notice", "Close"), notice_en="Bring a headset", notice_fr="Prenez un casque")
    words = {
        "en": ("New time.", "09:15 – 09:45 instead of 09:00 – 09:30", "has been cancelled.", "Bring a headset"),
        "fr": ("Nouvel horaire.", "9 h 15 – 9 h 45 au lieu de 9 h 00 – 9 h 30", "est annulée.", "Prenez un casque"),
    }[lang]
    programme = office.page(f"/{lang}/2031/agenda")
    assert [one for one in words if one not in words_of(programme)] == []
    assert len(programme.select("del")) == 3
    assert words[1] in words_of(office.page(f"/{lang}/2031/agenda/{code(app, 'Opening')}"))
    assert words[1] in words_of(office.page(f"/{lang}/2031/"))
    with app.app_context():
        starts_at = db.session.query(Edition).one().starts_at
    with clock.at(starts_at + timedelta(days=1)):
        assert office.page(f"/{lang}/2031/agenda").select("del") == []
