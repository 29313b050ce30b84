"""A corrected address: new links, nothing to the old one."""

from __future__ import annotations

from typing import Any

import pytest
from edited_people import one, page_of
from factories import make_edition, submission
from flask import Flask
from inspector import InspectingClient
from invitees import invitee
from mails import deliver, link_in

from assembly.access import queries as access_queries
from assembly.access.service import links as access_links
from assembly.extensions import db
from assembly.invitations.service import answering as invitation_answering
from assembly.invitations.service import making as inviting
from assembly.models import (
    AccessLink,
    Badge,
    Edition,
    Entry,
    Invitation,
    Mail,
    MailState,
    Person,
    Registration,
    Reply,
)
from assembly.registration.service.handing_over import Successor, hand_over
from assembly.registration.service.leaving import cancel
from assembly.registration.service.registering import register
from assembly.sealed import unseal
from assembly.transactions import writing


def badges_of(registration: Registration) -> list[Badge]:
    return db.session.query(Badge).filter_by(registration_id=registration.id).order_by(Badge.id).all()


def test_a_corrected_address_gets_a_new_link(app: Flask, office: InspectingClient) -> None:
    with app.app_context():
        links = db.session.query(AccessLink).filter_by(registration_id=one().id).all()
        old, code = unseal(links[0].token_sealed), one().code
        badge = access_queries.valid_badge(one()).token_hash  # type: ignore[union-attr]
    deliver(app)
    office.submit(page_of(app, part="/edit"), form="#another-address", email="right@example.org")
    mail = deliver(app)[-1]
    assert mail["To"] == "right@example.org"
    visitor: Any = app.test_client()
    visitor.page(f"/en/r/{old}", status=404)
    visitor.submit(link_in(mail))
    assert visitor.page("/en/my/").select_one("h1")
    with app.app_context():
        assert [found.token_hash for found in badges_of(one())] == [badge]  # it may be on paper
        assert {entry.verb for entry in db.session.query(Entry).filter_by(noun_ref=code)} >= {"address corrected"}
        mails = db.session.query(Mail).count()
    office.submit(page_of(app, part="/edit"), form="#another-address", email="RIGHT@example.org")
    with app.app_context():
        assert db.session.query(Mail).count() == mails
    office.submit(page_of(app, part="/edit"), form="#another-address", email="other@example.org", code_lost="y")
    with app.app_context():
        assert [(found.revoked_at is None, found.number) for found in badges_of(one())] == [(False, 1), (True, 2)]
        assert db.session.query(Mail).count() == mails + 1


def test_people_known_elsewhere_keep_the_old_address(app: Flask, office: InspectingClient) -> None:
    with app.app_context(), writing():
        register(make_edition("2032"), submission(0))
    office.submit(page_of(app, part="/edit"), form="#another-address", email="new@example.org")
    with app.app_context():
        assert [found.person.email for found in (one(0), one(2))] == ["new@example.org", "mayor0@example.org"]
        assert db.session.query(Person).filter_by(email_key="new@example.org").count() == 1


def an_invitation(edition: Edition) -> Invitation:
    """Of the first of those who are registered, by their own address."""
    return inviting.invite(
        edition, invitee(given="Żaneta", family="Łukaszewicz 0", email="mayor0@example.org", network="")
    )


def test_the_old_address_opens_no_invitation(app: Flask, office: InspectingClient) -> None:
    """Whoever reads the old address could else answer it, and cancel the registration."""
    with app.app_context(), writing():
        cancel(one())
        invitation = an_invitation(one().edition)
        old = unseal(invitation.token_sealed)
        invitation_answering.answer(invitation, invitation_answering.Answer(Reply.ONLINE))
    guest: Any = app.test_client()
    guest.submit(f"/en/i/{old}?answer=online", answer="online")
    assert guest.get("/en/invitation").status_code == 200
    office.submit(page_of(app, 2, "/edit"), form="#another-address", email="right@example.org")
    assert guest.get("/en/invitation").status_code == 403
    assert guest.get(f"/en/i/{old}").status_code == 404
    with app.app_context():
        assert db.session.query(Invitation).one().person.email == "right@example.org"


@pytest.mark.proof("test_the_old_address_opens_no_invitation")
def test_the_invitation_goes_with_its_person(app: Flask, office: InspectingClient) -> None:
    with app.app_context(), writing():
        cancel(one())
        here = one().edition
        invitation_answering.answer(an_invitation(here), invitation_answering.Answer(Reply.ONLINE))
        there = an_invitation(make_edition("2032"))
        old = there.token_hash
    office.submit(page_of(app, 2, "/edit"), form="#another-address", email="right@example.org")
    with app.app_context():
        here, there = db.session.query(Invitation).order_by(Invitation.id)
        assert (here.person.email, there.person.email) == ("right@example.org", "mayor0@example.org")
        assert here.person_id == one(2).person_id
        assert there.token_hash == old


def test_a_waiting_email_holds_no_new_link(app: Flask, office: InspectingClient) -> None:
    with app.app_context(), writing():
        register(make_edition("2032"), submission(0))  # so that the old address stays a person's
    deliver(app)
    with app.app_context(), writing():
        access_links.send_again(one(), "a key")
    office.submit(page_of(app, part="/edit"), form="#another-address", email="right@example.org")
    assert [mail["To"] for mail in deliver(app)][-1:] == ["right@example.org"]
    with app.app_context():
        waited = db.session.query(Mail).filter(Mail.dedupe_key.startswith("again:")).one()
        assert waited.state is MailState.DROPPED


@pytest.mark.proof("test_a_corrected_address_gets_a_new_link, of a place handed over")
def test_the_former_holder_can_still_be_reached(app: Flask, office: InspectingClient) -> None:
    with app.app_context(), writing():
        hand_over(one(), Successor("Ewa", "Zastępczyni", "Deputy", "ewa@example.org", "en"))
    deliver(app)
    office.submit(page_of(app, part="/edit"), form="#another-address", email="right@example.org")
    mail = deliver(app)[-1]
    assert mail["To"] == "right@example.org"
    with app.app_context():
        kinds = [row.template for row in db.session.query(Mail).order_by(Mail.id)]
        assert kinds[-1] == "registration_cancelled"
        assert access_queries.valid_badge(one()) is None


@pytest.mark.proof("people/test_edit_person: a faulty form")
def test_a_form_without_address_removes_none(app: Flask, office: InspectingClient) -> None:
    page = office.page(page_of(app, part="/edit"))
    own = page.select_one("[name=csrf_token]")["value"]
    assert office.post(page_of(app, part="/address"), data={"csrf_token": own}).status_code == 422
    assert office.post(page_of(app, part="/edit"), data={"csrf_token": own}).status_code == 422
    with app.app_context():
        assert one().person.email == "mayor0@example.org"
