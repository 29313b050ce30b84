"""An invitation set right: a mistyped address, the one given on the telephone, nobody's work undone unseen."""

from __future__ import annotations

from typing import Any

import pytest
from directory import make
from factories import make_edition, submission
from flask import Flask
from inspector import InspectingClient, filled
from invitees import AT, at_the_desk, code_of, furnish, invited, invitee, link_in_last_mail
from mails import deliver
from sqlalchemy import select

from assembly.extensions import db
from assembly.invitations.service import making as inviting
from assembly.models import Edition, Entry, Invitation, Person
from assembly.registration.service import registering
from assembly.transactions import writing

FORM = "form[action$='/edit']"


@pytest.fixture
def office(app: Flask) -> InspectingClient:
    with app.app_context(), writing():
        furnish(size=2)
    return at_the_desk(app)


def edition() -> Edition:
    return db.session.scalars(select(Edition).where(Edition.slug == "2031")).one()


def invite(app: Flask, number: int = 0, **changes: Any) -> str:
    """The path of the page that edits it."""
    with app.app_context(), writing():
        return f"{AT}{inviting.invite(edition(), invitee(number, **changes)).code}/edit"


def verbs(app: Flask) -> set[str]:
    with app.app_context():
        return set(db.session.scalars(select(Entry.verb).where(Entry.noun == "invitation")))


def test_a_corrected_address_ends_the_old_link(app: Flask, office: InspectingClient) -> None:
    old = invited(app)
    page = f"{AT}{code_of(app, 'Gość 000')}"
    assert office.page(page).select_one(f"a[href='{page}/edit']") is not None
    office.submit(f"{page}/edit", form=FORM, email="anna@rzeszow.example.org")
    shown = office.page(page).get_text(" ", strip=True)
    assert "Send the invitation again" in shown
    assert "anna@rzeszow.example.org" in shown
    guest: Any = app.test_client()
    assert guest.get(old).status_code == 410 or "not valid" in guest.get(old).text
    office.submit(page, form=f"form[action='{page}/send']")
    assert deliver(app)[-1]["To"] == "anna@rzeszow.example.org"
    new = link_in_last_mail(app)
    assert new != old
    assert guest.submit(f"{new}?answer=comes", answer="comes").location == "/en/invitation"
    assert {"address corrected", "link renewed"} <= verbs(app)
    with app.app_context():
        assert db.session.query(Person).count() == 1  # it is this person, written right


def test_every_fact_is_written_and_noted(app: Flask, office: InspectingClient) -> None:
    path = invite(app, email="", phone="+48 1")
    with app.app_context(), writing():
        make("porto", "Porto")
    changes = {
        "given": "Hanna",
        "family": "Nowak",
        "place": "porto",
        "function": "President",
        "email": "hanna@example.org",
        "phone": "+351 2",
        "network": "oasc",
        "lang": "fr",
        "note": "rang back",
    }
    office.submit(path, form=FORM, **changes)
    with app.app_context():
        one = db.session.scalars(select(Invitation)).one()
        assert (one.person.full_name, one.person.email, one.community.code) == (  # type: ignore[union-attr]
            "Hanna Nowak",
            "hanna@example.org",
            "porto",
        )
        assert (one.function, one.phone, one.lang, one.note) == ("President", "+351 2", "fr", "rang back")
        assert one.invited_by.code == "oasc"  # type: ignore[union-attr]
    assert [row.th.get_text() for row in office.page(f"{AT}?q=porto+nowak").select("tbody tr")] == ["Hanna Nowak"]
    said = {"name", "place", "function", "telephone", "network", "language", "note"}
    assert verbs(app) == {"invited", "address corrected"} | {f"{one} changed" for one in said}


@pytest.mark.proof("test_every_fact_is_written_and_noted")
def test_an_untouched_place_stays(app: Flask, office: InspectingClient) -> None:
    with app.app_context(), writing():
        make("villa", "Villa", country="ES")
        make("villa-it", "Villa", country="IT")
    office.submit(invite(app, place="Villa (IT)"), form=FORM, phone="+39")
    with app.app_context():
        assert db.session.scalars(select(Invitation)).one().community.code == "villa-it"  # type: ignore[union-attr]
    assert verbs(app) == {"invited", "telephone changed"}


def test_saving_over_a_change_shows_both(app: Flask, office: InspectingClient) -> None:
    path = invite(app)
    drawn = filled(office.page(path).select_one(FORM), {"email": "first@example.org", "place": "rzeszow"})
    assert [office.post(path, data=drawn).status_code for _click in range(2)] == [303, 303]
    answer = office.post(path, data=drawn | {"email": "second@example.org"})
    assert answer.status_code == 409
    page = answer.soup
    assert [one.get_text() for one in page.select(".state dd")] == ["Rzeszów", "first@example.org"]
    assert page.select_one("#email")["value"] == "second@example.org"
    version = page.select_one("[name=version]")["value"]
    assert office.post(path, data=drawn | {"email": "second@example.org", "version": version}).status_code == 303
    with app.app_context():
        assert db.session.scalars(select(Invitation)).one().person.email == "second@example.org"


@pytest.mark.proof("test_nobody_is_invited_twice_or_when_registered")
def test_nobody_becomes_an_invited_person(app: Flask, office: InspectingClient) -> None:
    path = invite(app)
    invite(app, 1)
    with app.app_context(), writing():
        registering.register(edition(), submission(2))
    name = {"given": "Anna", "family": "gosc 001"}
    for twice in (name | {"email": "GUEST1@example.org"}, name | {"email": "other@example.org"}):
        refused = office.submit(path, form=FORM, status=409, **twice)
        assert "This person is already on the invitation list." in refused.text
        assert code_of(app, "Gość 001") in refused.text
    mayor = {"given": "Żaneta", "family": "Łukaszewicz 2", "email": "mayor2@example.org"}
    assert "This person is already registered." in office.submit(path, form=FORM, status=409, **mayor).text
    assert "Enter an email address or" in office.submit(path, form=FORM, status=422, email="", phone="").text
    with app.app_context():
        assert db.session.get_one(Invitation, 1).person.email == "guest0@example.org"
    office.submit(path, form=FORM, phone="+48 17")  # and nobody stands in their own way


@pytest.mark.proof("people/test_corrected_address: known elsewhere")
def test_people_known_elsewhere_keep_their_name(app: Flask, office: InspectingClient) -> None:
    with app.app_context(), writing():
        inviting.invite(make_edition("2029"), invitee())
    path = invite(app)
    assert "already appears elsewhere" in office.submit(path, form=FORM, status=422, given="Ánna").text
    office.submit(path, form=FORM, email="new@example.org")
    with app.app_context():
        there, here = db.session.scalars(select(Invitation).order_by(Invitation.id)).all()
        assert (there.person.email, here.person.email) == ("guest0@example.org", "new@example.org")


@pytest.mark.proof("a stale page: test_saving_over_a_change_shows_both")
def test_an_answered_invitation_is_not_edited(app: Flask, office: InspectingClient) -> None:
    link = invited(app)
    page = f"{AT}{code_of(app, 'Gość 000')}"
    drawn = filled(office.page(f"{page}/edit").select_one(FORM), {"note": "late"})
    app.test_client().submit(link, answer="declines")  # type: ignore[attr-defined]
    assert office.get(f"{page}/edit").location == page
    assert office.page(page).select_one(f"a[href='{page}/edit']") is None
    refused = office.post(f"{page}/edit", data=drawn)
    assert refused.status_code == 409
    with app.app_context():
        drawn["version"] = str(db.session.scalars(select(Invitation.version)).one())
    refused = office.post(f"{page}/edit", data=drawn)
    assert (refused.status_code, "can no longer be edited" in refused.text) == (409, True)
