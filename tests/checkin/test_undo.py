"""An admission is undone with a reason; who was let in and is set not to come is a contradiction to solve."""

from __future__ import annotations

import pytest
from factories import make_edition, make_user, open_doors, sign_in, submission
from flask import Flask
from inspector import InspectingClient
from sqlalchemy import select

from assembly.access.queries import valid_badge
from assembly.access.service.moving import NotPossible
from assembly.checkin.queries import doors
from assembly.checkin.service import ShownCode, record_scans
from assembly.extensions import db
from assembly.models import Admission, Edition, Mail, Registration, Scan, State, Told
from assembly.people.queries.listing import Among, counts
from assembly.people.service import answering
from assembly.registration.service import leaving, registering
from assembly.sealed import unseal
from assembly.stats.queries import participation
from assembly.transactions import writing

TODAY, CONTRADICTION = "/en/manage/2031/", "1 person was admitted but is recorded as not coming"


@pytest.fixture
def office(app: Flask, client: InspectingClient) -> InspectingClient:
    """An organiser of an edition whose doors are open, with one person let in."""
    with app.app_context(), writing():
        edition = make_edition()
        open_doors(edition)
        make_user("organiser", "organiser@example.org", edition)
        registering.register(edition, submission(1))
    with app.app_context():
        assert scan(1) is Told.ADMITTED
    sign_in(client, ("organiser@example.org", "a long enough passphrase"))
    return client


def scan(number: int) -> Told:
    """The badge is shown at entrance A."""
    badge = valid_badge(db.session.scalars(select(Registration)).one())
    assert badge is not None
    with writing():
        here = doors(db.session.scalars(select(Edition)).one())[0]
        shown = ShownCode(f"scan-{number:016d}", unseal(badge.token_sealed), here, here.edition.starts_at)
        return record_scans([shown])[0].told


def path(app: Flask) -> str:
    with app.app_context():
        return f"/en/manage/2031/people/{db.session.scalars(select(Registration.code)).one()}"


def admitted(app: Flask) -> int:
    with app.app_context():
        return participation(db.session.scalars(select(Edition)).one()).admitted.people


def undo(office: InspectingClient, person: str) -> None:
    office.submit(office.page(person).select_one("a[href$='/undo']")["href"], reason="The wrong badge was shown.")


@pytest.mark.database("proof")
def test_an_undone_admission_leaves_every_figure(app: Flask, office: InspectingClient) -> None:
    person = path(app)
    assert admitted(app) == 1
    assert "People present 1" in page_text(office, "/en/manage/2031/people")
    undo(office, person)
    assert admitted(app) == 0
    assert "People present 0" in page_text(office, "/en/manage/2031/people")
    text = page_text(office, person)
    assert "Admission undone" in text
    assert "The wrong badge was shown." in text
    with app.app_context():
        assert (db.session.query(Scan).count(), db.session.query(Admission).count()) == (2, 0)  # the undo is a fact


def page_text(client: InspectingClient, address: str) -> str:
    return " ".join(client.page(address).select_one("main").get_text(" ").split())


@pytest.mark.proof("test_merging: an undone scan leaves the next")
@pytest.mark.database
def test_badges_are_admitted_after_an_undo(app: Flask, office: InspectingClient) -> None:
    undo(office, path(app))
    with app.app_context():
        assert (scan(2), scan(3)) == (Told.ADMITTED, Told.ALREADY_IN)
    assert admitted(app) == 1


def test_an_undo_says_why_and_happens_once(app: Flask, office: InspectingClient) -> None:
    person = path(app)
    address = office.page(person).select_one("a[href$='/undo']")["href"]
    office.submit(address, reason="", status=422)
    assert admitted(app) == 1
    undo(office, person)
    assert office.get(address).location == person
    assert office.get(address.replace("/2031/", "/2099/")).status_code == 404


def test_only_organisers_undo_an_admission(app: Flask, office: InspectingClient) -> None:
    person = path(app)
    address = office.page(person).select_one("a[href$='/undo']")["href"]
    with app.app_context(), writing():
        make_user("co_chair", "chair@example.org", db.session.scalars(select(Edition)).one())
    office.delete_cookie("session")
    sign_in(office, ("chair@example.org", "a long enough passphrase"))
    assert office.page(person).select("a[href$='/undo']") == []
    assert office.get(address).status_code == 403


@pytest.fixture
def contradiction(app: Flask, office: InspectingClient) -> str:
    """The address of somebody who was let in and is set not to come."""
    with app.app_context(), writing():
        leaving.cancel_by_hand(db.session.scalars(select(Registration)).one(), "They wrote that they are ill.")
    return path(app)


def test_admitted_and_not_coming_is_on_today(app: Flask, office: InspectingClient, contradiction: str) -> None:
    assert CONTRADICTION in office.page(TODAY).get_text()
    assert "1 person" in page_text(office, "/en/manage/2031/people?state=admitted_not_coming")
    assert "but is marked “Will not come”" in page_text(office, contradiction)
    undo(office, contradiction)
    assert CONTRADICTION not in office.page(TODAY).get_text()
    with app.app_context():
        assert counts(db.session.scalars(select(Edition)).one())[Among.ADMITTED_NOT_COMING] == 0


def test_who_did_come_is_confirmed_again(app: Flask, office: InspectingClient, contradiction: str) -> None:
    with app.app_context():
        mails = db.session.query(Mail).count()
    form = "form:has(button[formaction$='confirm-again'])"
    data = {tag["name"]: tag.get("value", "") for tag in office.page(contradiction).select_one(form).select("input")}
    assert office.post(f"{contradiction}/confirm-again", data=data).status_code == 422
    assert office.post(f"{contradiction}/confirm-again", data=data | {"reason": "She was there."}).status_code == 303
    assert CONTRADICTION not in office.page(TODAY).get_text()
    with app.app_context():
        one = db.session.scalars(select(Registration)).one()
        assert (one.state, one.pool_id is not None, db.session.query(Mail).count()) == (State.CONFIRMED, True, mails)
    assert admitted(app) == 1


@pytest.mark.proof("the refusal of the other answer")
def test_who_never_came_is_not_confirmed_again(app: Flask, office: InspectingClient, contradiction: str) -> None:
    undo(office, contradiction)
    with app.app_context():
        one = db.session.scalars(select(Registration)).one()
        for act in (answering.confirm_again, answering.give_place):
            with pytest.raises(NotPossible), writing():
                act(one, "A reason")
