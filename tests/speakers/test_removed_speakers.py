"""A speaker is removed, unless something of theirs counts; what of them is public."""

from __future__ import annotations

import pytest
from flask import Flask
from inspector import InspectingClient
from office_speakers import edition, person, picture
from speakers import add, change, code_of
from sqlalchemy import select

from assembly import clock
from assembly.agenda.queries import draft
from assembly.calendar.service import publish_programme
from assembly.extensions import db
from assembly.models import (
    Appearance,
    AppearanceRole,
    AppearanceState,
    Bilingual,
    Mandate,
    Person,
    Presence,
    Session,
    Speaker,
    StoredFile,
)
from assembly.speakers.service.appearances import add_appearance
from assembly.speakers.service.people import add_speaker
from assembly.transactions import writing


def speak(app: Flask, state: AppearanceState, *, publish: bool = False) -> None:
    """Put the speaker into the first session."""
    with app.app_context(), writing():
        mandate = db.session.scalars(select(Mandate).where(Mandate.person_id == person().id)).first()
        session, role = draft(edition())[0], AppearanceRole.SPEAKER
        add_appearance(session, person(), role, presence=Presence.IN_PERSON, mandate=mandate, state=state)
        if publish:
            db.session.flush()
            publish_programme(edition(), name="Programme", note=Bilingual())


@pytest.mark.database("proof")
def test_a_removed_speaker_leaves_nothing(demo_app: Flask, office: InspectingClient) -> None:
    page = add(office)
    change(office, page, portrait=picture())
    speak(demo_app, AppearanceState.INVITED)
    office.submit(page, form='form[action$="remove"]')
    with demo_app.app_context():
        gone = select(Person).where(Person.family == "Arve")
        assert db.session.scalars(gone).all() == db.session.scalars(select(Speaker)).all() == []
        assert db.session.scalars(select(Appearance).join(Session).where(Session.edition == edition())).all() == []
        assert not db.session.scalars(select(StoredFile).where(StoredFile.mime == "image/jpeg")).all()


@pytest.mark.proof("an exception of test_a_speaker_who_counts_stays")
def test_a_cancelled_session_keeps_nobody(demo_app: Flask, office: InspectingClient) -> None:
    page = add(office)
    speak(demo_app, AppearanceState.CONFIRMED)
    with demo_app.app_context(), writing():
        draft(edition())[0].removed_at = clock.now()
    assert "Not in a session yet" in office.page(page).get_text()
    office.submit(page, form='form[action$="remove"]')
    with demo_app.app_context():
        assert not db.session.scalars(select(Person).where(Person.family == "Arve")).all()


@pytest.mark.turns(2)
@pytest.mark.parametrize(
    ("publish", "why"), [(False, "has confirmed they will take part"), (True, "is in the published programme")]
)
def test_a_speaker_who_counts_stays(demo_app: Flask, office: InspectingClient, publish: bool, why: str) -> None:
    page = add(office)
    speak(demo_app, AppearanceState.CONFIRMED, publish=publish)
    answer = office.submit(page, form='form[action$="remove"]', status=409)
    assert why in answer.get_data(as_text=True)
    assert office.get(page).status_code == 200


@pytest.mark.proof("test_a_removed_speaker_leaves_nothing, with a mandate")
def test_a_co_chair_stays_on_the_list(demo_app: Flask, office: InspectingClient) -> None:
    page = add(office, role="co_chair", function_en="Co-chair", function_fr="Coprésidente")
    answer = office.submit(page, form='form[action$="remove"]', status=409)
    assert "is a co-chair on the day" in answer.get_data(as_text=True)


def test_nothing_of_a_draft_is_public(demo_app: Flask, office: InspectingClient) -> None:
    page = add(office, given="Zebrana")
    change(office, page, biography_en="Secret life", biography_fr="Vie", portrait=picture(), agreed="yes")
    speak(demo_app, AppearanceState.INVITED)
    anybody = demo_app.test_client()
    for path in ("", "speakers", "agenda"):
        assert "Zebrana" not in anybody.get(f"/en/2027/{path}").text
    assert anybody.get(f"/en/2027/speakers/{code_of(page)}").status_code == 404
    assert anybody.get(f"/en/2027/speakers/{code_of(page)}/portrait").status_code == 404


@pytest.mark.turns(2)
@pytest.mark.parametrize(("agreed", "status"), [("yes", 200), ("no", 404), ("not_asked", 404)])
def test_a_biography_is_public_once_agreed(demo_app: Flask, office: InspectingClient, agreed: str, status: int) -> None:
    page = add(office)
    change(office, page, biography_en="Grew up.", biography_fr="A grandi.", portrait=picture(), agreed=agreed)
    speak(demo_app, AppearanceState.CONFIRMED, publish=True)
    anybody = demo_app.test_client()
    shown = anybody.get(f"/en/2027/speakers/{code_of(page)}")
    assert shown.status_code == 200
    assert ("Grew up." in shown.text) is (status == 200)
    with anybody.get(f"/en/2027/speakers/{code_of(page)}/portrait") as portrait:
        assert portrait.status_code == status


@pytest.mark.proof("test_a_biography_is_public_once_agreed")
def test_an_earlier_biography_is_taken_along(demo_app: Flask, office: InspectingClient) -> None:
    page = add(office)
    change(office, page, biography_en="Grew up.", agreed="yes")
    with demo_app.app_context(), writing():
        later = add_speaker(edition("2026"), person())
        assert (later.biography.en, later.agreed, later.portrait_id) == ("Grew up.", None, None)
