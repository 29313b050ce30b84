"""On the day: a cancellation, a notice and a delay are taken back; other days."""

from __future__ import annotations

from datetime import timedelta

import pytest
from factories import sign_in
from flask import Flask
from inspector import InspectingClient
from on_the_day_office import PAGE, code, drafts, look, notes, press, public, unpublished, words_of

from assembly import clock
from assembly.accounts.service.people import add_person
from assembly.agenda.queries import latest_rows
from assembly.agenda.service.sessions import add_session
from assembly.calendar.service import publish_programme
from assembly.extensions import db
from assembly.models import (
    Appearance,
    AppearanceRole,
    AppearanceState,
    Bilingual,
    Edition,
    Presence,
    Session,
    SessionKind,
)
from assembly.speakers.queries import published_appearances
from assembly.speakers.service.appearances import add_appearance
from assembly.transactions import writing

UNDO = 'form[action$="/undo"]'

pytestmark = pytest.mark.asks_clock


@pytest.mark.database("proof")
def test_cancelled_session_comes_back_with_its_people(app: Flask, office: InspectingClient) -> None:
    with app.app_context(), writing():
        session = db.session.query(Session).order_by(Session.id).first()
        assert session is not None
        for name in ("Stays", "Declines"):
            person = add_person(given="Ada", family=name, name_lang="", grammatical_form=None, mail_lang="en")
            facts = {"presence": Presence.REMOTE, "mandate": None, "state": AppearanceState.CONFIRMED}
            add_appearance(session, person, AppearanceRole.SPEAKER, **facts)  # type: ignore[arg-type]
        publish_programme(db.session.query(Edition).one(), name="2", note=Bilingual())
    press(office, look(app, office, "cancel"))
    assert public(app)[0] == ("Opening", 0, "cancelled", 2)
    assert unpublished(app) == []
    with app.app_context(), writing():
        gone = db.session.query(Appearance).join(Appearance.person).filter_by(family="Declines").one()
        gone.state = AppearanceState.DECLINED
    press(office, look(app, office, "reinstate"))
    assert public(app)[0] == ("Opening", 0, "scheduled", 3)
    with app.app_context():
        rows = published_appearances(db.session.query(Edition).one())
        assert [one.name for those in rows.values() for one in those] == ["Ada Stays"]
        assert unpublished(app) == []


@pytest.mark.proof("test_the_public_reads_what_changed has a notice; live/test_office takes one away")
def test_a_notice_is_shown_and_taken_away(app: Flask, office: InspectingClient) -> None:
    page = look(app, office, "notice", ready="delay")
    assert "Please stay nearby." in str(page.select_one("#notice_en"))
    answer = press(office, page, 422, notice_fr="")
    assert "The French text is missing." in answer.get_data(as_text=True)
    press(office, page, notice_en="Bring your headset", notice_fr="Prenez votre casque")
    assert notes(app)[-1] == Bilingual(
        "“Opening”: Bring your headset", "«\u00a0Ouverture\u00a0»\u00a0: Prenez votre casque"
    )
    assert unpublished(app) == []
    press(office, look(app, office, "notice"), notice_en="", notice_fr="")
    assert notes(app)[-1].en == "The notice about “Opening” no longer applies."
    with app.app_context():
        assert [row.notice for row in latest_rows(db.session.query(Edition).one())] == [Bilingual()] * 3


@pytest.mark.proof("a second editor: test_what_was_not_seen_is_not_published")
def test_second_notice_over_another_is_told(app: Flask, office: InspectingClient) -> None:
    page = look(app, office, "notice")
    press(office, page, notice_en="First", notice_fr="Première")
    answer = press(office, page, 409, notice_en="Second", notice_fr="Seconde")
    assert "Second" in answer.get_data(as_text=True)
    assert "First" in answer.get_data(as_text=True)


def test_an_undo_takes_the_draft_back(app: Flask, office: InspectingClient) -> None:
    press(office, look(app, office, "delay_all"))
    page = office.page(PAGE)
    for _press in range(2):
        press(office, page, form=UNDO)
    assert [one[1:] for one in public(app)] == [(0, "scheduled", 2), (30, "scheduled", 2), (60, "scheduled", 2)]
    assert drafts(app) == {"Opening": 0, "Debate": 30, "Close": 60}
    assert unpublished(app) == []
    assert office.page(PAGE).select_one(UNDO) is None


@pytest.mark.proof("test_acts: moving back")
def test_a_correction_moves_back_by_fifteen(app: Flask, office: InspectingClient) -> None:
    for _twice in range(2):
        press(office, look(app, office, "delay_all"))
    press(office, look(app, office, "earlier_all"))
    assert [one[1] for one in public(app)] == [15, 45, 75]


@pytest.mark.proof("test_acts: past sessions stay as they were")
def test_past_sessions_offer_nothing(app: Flask, office: InspectingClient) -> None:
    page = look(app, office, "delay")
    with app.app_context():
        starts_at = db.session.query(Edition).one().starts_at
    with clock.at(starts_at + timedelta(minutes=15)):
        office.page(PAGE)
    with clock.at(starts_at + timedelta(minutes=31)):
        answer = press(office, page, 409)
        assert "This action is no longer possible" in answer.get_data(as_text=True)
        links = office.page(PAGE).select(f'a[href*="session={code(app, "Opening")}"]')
    assert links == []


def test_other_days_have_no_sessions(app: Flask, office: InspectingClient) -> None:
    with app.app_context():
        starts_at = db.session.query(Edition).one().starts_at
    with clock.at(starts_at + timedelta(days=1)):
        sign_in(office, ("here@example.org", "a long enough passphrase"))
        assert "No sessions are published for today." in office.page(PAGE).get_text()
        assert office.get(f"{PAGE}?act=delay&session={code(app, 'Opening')}").status_code == 404


@pytest.mark.proof("test_other_days_have_no_sessions")
def test_second_day_has_its_own_times(app: Flask, office: InspectingClient) -> None:
    with app.app_context(), writing():
        edition = db.session.query(Edition).one()
        edition.ends_at += timedelta(days=1)
        starts_at = edition.starts_at + timedelta(days=1)
        more = {"kind": SessionKind.PANEL, "abstract": Bilingual(), "ends_at": starts_at + timedelta(minutes=30)}
        add_session(edition, title=Bilingual("Return", "Retour"), starts_at=starts_at, **more)
        publish_programme(edition, name="2", note=Bilingual())
    with clock.at(starts_at - timedelta(minutes=10)):
        sign_in(office, ("here@example.org", "a long enough passphrase"))
        page = look(app, office, "delay", "Return")
        assert [one.get_text() for one in page.select(".programme h2")] == ["Return"]
        press(office, page)
        assert public(app)[-1][:2] == ("Return", 24 * 60 + 15)
        assert "New time. 09:15 – 09:45 instead of 09:00 – 09:30" in words_of(office.page(PAGE))
