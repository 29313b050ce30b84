"""What an office reports of its mayor’s needs waits for the mayor’s word."""

from __future__ import annotations

from datetime import timedelta

import pytest
from details import CONSENTS, DETAILS, MAYOR, OFFICE, only_registration, prepared, press, registered, said
from flask import Flask
from inspector import InspectingClient, filled
from mails import html_of, link_in, text_of
from sqlalchemy import select
from stated_needs import MARKER, needs_of, say, signed_in, told

from assembly import clock
from assembly.extensions import db
from assembly.models import AccessLink, Entry, NeedKind, NoticeKind, Purpose
from assembly.privacy.queries import consents as consent_queries
from assembly.privacy.service import consents
from assembly.questions import queries as question_queries
from assembly.questions.service import needs
from assembly.questions.service.needs import NONE, Needs
from assembly.transactions import writing


@pytest.fixture
def reported(app: Flask) -> dict[str, InspectingClient]:
    """An office that has reported what its mayor needs; both devices."""
    prepared(app)
    devices = registered(app, assistant_email=OFFICE)
    say(devices[OFFICE], "halal", text=MARKER)
    return devices


def is_reported_by_office(app: Flask) -> bool:
    with app.app_context():
        return question_queries.needs_wait_for(only_registration())


def test_reported_needs_wait_for_the_person(app: Flask, reported: dict[str, InspectingClient]) -> None:
    office, mayor = reported[OFFICE], reported[MAYOR]
    assert is_reported_by_office(app)
    assert "halal" in [one["value"] for one in office.page(DETAILS).select("[name=needs][checked]")]
    assert mayor.page("/en/my/").select_one(".state a[href$='/my/consents']")
    press(mayor, CONSENTS, **said("needs", "right"))
    assert not is_reported_by_office(app)
    with app.app_context():
        assert consent_queries.consents_of(only_registration()).keys() == {"needs"}
    assert MARKER not in office.page(DETAILS).get_text()  # from now on it is hers alone
    office.submit(DETAILS, badge_name="Zosia")
    assert needs_of(app) == Needs((NeedKind.HALAL,), MARKER)
    forged = dict(filled(office.page(DETAILS).select_one("main form"), {})) | {"needs": ["kosher"], "needs_text": ""}
    office.post(DETAILS, data=forged)
    assert needs_of(app) == Needs((NeedKind.HALAL,), MARKER)


def test_the_person_is_told_once_a_day(app: Flask, reported: dict[str, InspectingClient]) -> None:
    say(reported[OFFICE], "step_free", text=MARKER)
    say(reported[OFFICE], "step_free", text=MARKER)
    (mail,) = told(app)
    assert mail["To"] == MAYOR
    assert MARKER.encode() not in mail.as_bytes()
    for words in (text_of(mail), html_of(mail)):
        assert not any(kind.label in words for kind in NeedKind)
        assert f"{link_in(mail)}?to=consents" in words
    with clock.at(clock.now() + timedelta(days=1)):
        say(reported[OFFICE], "step_free", text=MARKER)  # nothing new: nobody is written to
        assert len(told(app)) == 1
        say(reported[OFFICE], "halal", text=MARKER)
        assert len(told(app)) == 2


@pytest.mark.proof("test_an_objection_deletes_at_once answers the same")
def test_answering_before_the_email_prevents_it(app: Flask, reported: dict[str, InspectingClient]) -> None:
    press(reported[MAYOR], CONSENTS, **said("needs", "delete"))
    assert told(app) == []


@pytest.mark.proof("words; test_reported_needs_wait_for_the_person")
@pytest.mark.turns(2)
@pytest.mark.parametrize(
    ("lang", "mark"),
    [
        ("en", "reported by their office, not confirmed"),
        ("fr", "signalé par le cabinet ou le secrétariat, pas encore confirmé"),
    ],
)
def test_unconfirmed_needs_are_marked(app: Flask, reported: dict[str, InspectingClient], lang: str, mark: str) -> None:
    path, office = f"/{lang}/manage/2031/needs", signed_in(app, "organiser")
    assert mark in office.submit(path, status=200).get_data(as_text=True)
    press(reported[MAYOR], CONSENTS, **said("needs", "right"))
    answer = office.submit(path, status=200).get_data(as_text=True)
    assert MARKER in answer
    assert mark not in answer


def test_an_objection_deletes_at_once(app: Flask, reported: dict[str, InspectingClient]) -> None:
    press(reported[MAYOR], CONSENTS, **said("needs", "delete"))
    assert needs_of(app) == NONE
    with app.app_context():
        consent = consent_queries.consents_of(only_registration())
        assert [one.said_yes for one in consent.values()] == [False]
        verbs = db.session.scalars(select(Entry.verb).where(Entry.noun == "needs").order_by(Entry.n)).all()
        assert verbs == ["reported by office", "deleted on objection"]


@pytest.mark.turns(3)
@pytest.mark.parametrize("spoken", ["objected", "objected and took it back", "said and took it back"])
def test_afterwards_the_office_reports_nothing_more(
    app: Flask, reported: dict[str, InspectingClient], spoken: str
) -> None:
    office, mayor = reported[OFFICE], reported[MAYOR]
    drawn = filled(office.page(DETAILS).select_one("main form"), {}) | {"needs": ["kosher"], "needs_text": MARKER}
    if spoken == "said and took it back":
        say(mayor, "vegetarian")
        say(mayor)
    else:
        press(mayor, CONSENTS, **said("needs", "delete"))
    if spoken == "objected and took it back":
        with app.app_context(), writing():
            mine = db.session.scalars(select(AccessLink).where(AccessLink.purpose == Purpose.OWN)).one()
            consents.withdraw(mine, NoticeKind.NEEDS)
    assert needs_of(app) == NONE
    office.post(DETAILS, data=drawn)
    assert office.page(DETAILS).select("[name=needs]") == []
    with app.app_context(), writing():
        link = db.session.scalars(select(AccessLink).where(AccessLink.purpose == Purpose.ASSISTANT)).one()
        needs.say(link, Needs((NeedKind.KOSHER,), MARKER))
    assert needs_of(app) == NONE


@pytest.mark.proof("test_reported_needs_wait_for_the_person confirms")
def test_saving_the_same_confirms_it(app: Flask, reported: dict[str, InspectingClient]) -> None:
    say(reported[MAYOR], "halal", text=MARKER)
    assert not is_reported_by_office(app)


@pytest.mark.proof("test_the_person_is_told_once_a_day reports again and again")
def test_the_office_changes_what_it_reported_itself(app: Flask, reported: dict[str, InspectingClient]) -> None:
    say(reported[OFFICE], "halal", "step_free")
    assert needs_of(app) == Needs((NeedKind.HALAL, NeedKind.STEP_FREE))
    assert is_reported_by_office(app)
