"""Who is in a session: found by name, added once, changed, ordered, removed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from factories import make_edition, make_user, sign_in
from flask import Flask
from inspector import InspectingClient, filled

from assembly.accounts.service.people import add_person
from assembly.agenda.service.sessions import add_session
from assembly.extensions import db
from assembly.models import Bilingual, Edition, EditionStatus, Entry, MandateRole, Person, Session, SessionKind, User
from assembly.speakers.queries import in_session
from assembly.speakers.service.mandates import add_mandate
from assembly.transactions import writing


@pytest.fixture
def office(app: Flask, client: InspectingClient) -> InspectingClient:
    with app.app_context(), writing():
        edition = make_edition()
        make_user("organiser", "here@example.org", edition)
        add_session(
            edition,
            kind=SessionKind.PANEL,
            title=Bilingual("Opening", "Ouverture"),
            abstract=Bilingual(),
            starts_at=edition.starts_at,
            ends_at=edition.starts_at + timedelta(minutes=30),
        )
        for given, family in (("Γεωργία", "Παππά"), ("Jordi", "Puigverd i Mas")):
            known(given, family)
        add_person(given="Nobody", family="Known", name_lang="", grammatical_form=None, mail_lang="en")
    sign_in(client, ("here@example.org", "a long enough passphrase"))
    return client


def known(given: str, family: str) -> None:
    person = add_person(given=given, family=family, name_lang="", grammatical_form=None, mail_lang="en")
    function = Bilingual("Mayor", "Maire")
    add_mandate(
        person, MandateRole.MAYOR, community=None, body=Bilingual(), function=function, from_on=None, to_on=None
    )


def path(app: Flask) -> str:
    with app.app_context():
        return f"/en/manage/2031/programme/{db.session.query(Session).one().code}"


def here(app: Flask) -> list[tuple[str, str, str]]:
    with app.app_context():
        found = in_session(db.session.query(Session).one())
        return [(one.person.family, one.role.value, one.state.value) for one in found]


def add(app: Flask, office: InspectingClient, name: str, **answers: str) -> None:
    office.submit(f"{path(app)}/people/add?q={name}", form="form[method=post]:has([name=person])", **answers)


def test_known_person_is_added_once(app: Flask, office: InspectingClient) -> None:
    for _press in range(2):
        add(app, office, "PUIGVERD", state="confirmed")
    assert here(app) == [("Puigverd i Mas", "panellist", "confirmed")]
    page = office.page(path(app))
    assert "Mayor" in page.select_one("#people ~ .card").get_text()


def test_whoever_nobody_knows_is_not_found(app: Flask, office: InspectingClient) -> None:
    assert "We could not find anyone with this name." in office.page(f"{path(app)}/people/add?q=known").get_text()


def test_same_role_twice_is_refused(app: Flask, office: InspectingClient) -> None:
    add(app, office, "jordi")
    address = f"{path(app)}/people/add?q=jordi"
    answer = office.submit(address, form="form[method=post]:has([name=person])", presence="remote", status=409)
    assert "This person already has this role in the session." in answer.get_data(as_text=True)
    assert len(here(app)) == 1


def test_nobody_chosen_is_said(app: Flask, office: InspectingClient) -> None:
    page = office.page(f"{path(app)}/people/add?q=jordi")
    form = page.select_one("form[method=post]:has([name=person])")
    data = filled(form, {}) | {"person": "somebody"}
    answer = office.post(f"{path(app)}/people/add?q=jordi", data=data)
    assert (answer.status_code, "Choose a person from the list." in answer.get_data(as_text=True)) == (422, True)


def test_outdated_form_of_a_part_is_refused(app: Flask, office: InspectingClient) -> None:
    add(app, office, "jordi")
    with app.app_context():
        person = db.session.query(Person).filter_by(given="Jordi").one().code
    address = f"{path(app)}/people/{person}/panellist"
    old = office.page(address)
    office.submit(address, form="main form", state="confirmed")
    assert here(app) == [("Puigverd i Mas", "panellist", "confirmed")]
    answer = office.post(address, data=filled(old.select_one("main form"), {"state": "declined"}))
    assert answer.status_code == 409
    again = BeautifulSoup(answer.get_data(), "html.parser").select_one("main form")
    assert office.post(address, data=filled(again, {})).status_code == 303
    assert here(app) == [("Puigverd i Mas", "panellist", "declined")]


@pytest.mark.proof("test_one_press_confirms_everybody_open is refused the same way")
def test_cancelled_assembly_confirms_nobody(app: Flask, office: InspectingClient) -> None:
    add(app, office, "jordi")
    with app.app_context(), writing():
        db.session.query(Edition).one().status = EditionStatus.CANCELLED
        person = db.session.query(Person).filter_by(given="Jordi").one().code
    for address, form in (
        (f"{path(app)}/people/{person}/panellist", "main form"),
        (f"{path(app)}/people/add?q=παππα", "form[method=post]:has([name=person])"),
    ):
        answer = office.submit(address, form=form, role="moderator", state="confirmed", status=409)
        assert "This assembly is cancelled, so no contribution can be confirmed." in answer.get_data(as_text=True)
        kept = filled(BeautifulSoup(answer.get_data(), "html.parser").select_one(form), {})
        assert (kept["role"], kept["state"]) == ("moderator", "confirmed")
    assert here(app) == [("Puigverd i Mas", "panellist", "idea")]


def test_people_are_ordered_and_removed(app: Flask, office: InspectingClient) -> None:
    add(app, office, "jordi")
    add(app, office, "παππα", role="moderator")
    office.submit(path(app), form='form[action$="/up"]')
    assert [family for family, _role, _state in here(app)] == ["Παππά", "Puigverd i Mas"]
    office.submit(path(app), form='.card form[action$="/remove"]')
    assert [family for family, _role, _state in here(app)] == ["Puigverd i Mas"]


@pytest.mark.proof("a way through another page")
def test_a_new_speaker_returns_to_the_session(app: Flask, office: InspectingClient) -> None:
    page = office.page(f"{path(app)}/people/add?q=Tomasz+Wielgosz")
    adding = str(page.find("a", string="Add a new speaker")["href"])
    said = {"address": "not_said", "name_lang": "pl"}
    back = office.submit(adding, form="form:has([name=given])", **said).headers["Location"]
    chosen = office.page(back).select_one("[name=person][checked]")
    assert chosen is not None
    assert "Tomasz Wielgosz" in chosen.find_parent().get_text()
    form = "form[method=post]:has([name=person])"
    following = office.submit(back, form=form, state="confirmed", more="1").headers["Location"]
    assert here(app) == [("Wielgosz", "panellist", "confirmed")]
    again = office.page(f"{following}&q=jordi").select_one("[name=state] [selected]")
    assert again is not None
    assert again["value"] == "confirmed"


@pytest.mark.proof("test_checks finds them")
def test_two_sessions_at_once_are_said(app: Flask, office: InspectingClient) -> None:
    add(app, office, "jordi", state="confirmed")
    office.submit(path(app), form='form[action$="/duplicate"]')
    with app.app_context(), writing():
        _first, copy = db.session.query(Session).order_by(Session.id)
        copy.hidden, code = False, copy.code
    office.submit(
        f"/en/manage/2031/programme/{code}/people/add?q=jordi", form="form:has([name=person])", state="confirmed"
    )
    page = office.page("/en/manage/2031/programme/")
    said = "Jordi Puigverd i Mas is in two sessions at the same time."
    assert said in page.select_one(".flash").get_text()
    assert [one.get_text() for one in page.select(".plan .tag.no")] == [said, said]
    with app.app_context(), writing():
        db.session.query(Session).filter_by(code=code).one().title = Bilingual()
    office.submit(f"/en/manage/2031/programme/{code}", form='form[action$="/duplicate"]')
    with app.app_context(), writing():
        third = db.session.query(Session).order_by(Session.id).all()[-1]
        third.hidden, code = False, third.code
    add_to = f"/en/manage/2031/programme/{code}/people/add?q=jordi"
    office.submit(add_to, form="form:has([name=person])", state="confirmed")
    assert f"{said} (Opening and No title)" in office.page("/en/manage/2031/programme/").select_one(".flash").get_text()


def test_one_press_confirms_everybody_open(app: Flask, office: InspectingClient) -> None:
    add(app, office, "jordi")
    add(app, office, "παππα", state="declined")
    add(app, office, "παππα", role="moderator", state="invited")
    publishing = office.page("/en/manage/2031/programme/publishing")
    address = str(publishing.find("a", string="Record confirmations")["href"])
    page = office.page(address)
    names = [one.get_text() for one in page.select("fieldset .who")]
    assert names == ["Jordi Puigverd i Mas", "Γεωργία Παππά"]
    press: dict[str, Any] = filled(page.select_one("form:has([name=parts])"), {})
    press["parts"] = [str(one["value"]) for one in page.select("[name=parts][checked]")]
    assert office.post(address, data=press | {"parts": []}).status_code == 422
    for said in ("2 contributions confirmed.", "Answers already recorded have not changed."):
        assert office.post(address, data=press).status_code == 303
        assert said in office.page("/en/manage/2031/programme/").select_one(".flash").get_text()
    assert [state for _family, _role, state in here(app)] == ["confirmed", "declined", "confirmed"]
    assert "Everyone in the programme has answered." in office.page(address).get_text()
    with app.app_context():
        kept = db.session.query(Entry).filter_by(noun="appearance", verb="confirmed").all()
        user = db.session.query(User).one()
        assert [one.actor_ref for one in kept] == [f"user:{user.id}"] * 2
    with app.app_context(), writing():
        db.session.query(Edition).one().status = EditionStatus.CANCELLED
    assert office.post(address, data=press).status_code == 409


@pytest.mark.proof("a way through another page")
def test_first_co_chair_comes_by_mandate(app: Flask, office: InspectingClient) -> None:
    page = office.page(f"{path(app)}/people/add?q=jordi")
    adding = str(page.find("a", string="Add a co-chair")["href"])
    said = {"given": "Solveig", "family": "Aasen", "address": "not_said", "name_lang": "fi"}
    refused = office.submit(adding, form="form:has([name=given])", status=422, **said)
    assert "Enter the position." in refused.get_data(as_text=True)
    office.submit(adding, form="form:has([name=given])", **said, function_en="Mayor of Nordby")
    assert "Co-chairs of this assembly: Solveig Aasen." in office.page("/en/manage/2031/speakers/").get_text()
    office.submit(f"{path(app)}/people/add", form="form:has([name=person])", state="confirmed")
    assert here(app) == [("Aasen", "panellist", "confirmed")]
