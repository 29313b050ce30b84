"""Of an assembly that was cancelled or postponed, nothing is asked that can no longer be done."""

from __future__ import annotations

from datetime import timedelta

from factories import sign_in, submission
from flask import Flask
from inspector import InspectingClient
from sqlalchemy import select

from assembly import clock, mail
from assembly.extensions import db
from assembly.models import Edition, EditionStatus, Registration, State
from assembly.office.todo import to_do
from assembly.office.todo.desk import Desk
from assembly.registration.service.registering import register
from assembly.transactions import writing


def asked(status: EditionStatus, days: int) -> set[str]:
    """What Today asks of the demo's next assembly, with this status, so many days after its own."""
    with writing():
        edition = db.session.scalars(select(Edition).where(Edition.slug == "2027")).one()
        edition.status = status
    with clock.at(edition.ends_at + timedelta(days=days)):
        return {one.words for one in to_do(Desk(edition), lambda _permission: True)}


def test_only_what_can_still_be_done(demo_app: Flask) -> None:
    inviting = {"2 invitations to send", "1 invited person can only be reached by phone"}
    with demo_app.app_context():
        planned, postponed, cancelled = (
            asked(one, -100) for one in (EditionStatus.SCHEDULED, EditionStatus.POSTPONED, EditionStatus.CANCELLED)
        )
        assert inviting < planned
        assert postponed == planned - inviting | {"Set a new date for the assembly"}
        assert cancelled == {"The text of the declaration is missing"}
        assert "Publish the report" in asked(EditionStatus.SCHEDULED, 5)
        assert asked(EditionStatus.CANCELLED, 5) == set()


def test_requests_wait_for_a_date(demo_app: Flask) -> None:
    """Whoever asked has been told that there is no answer before a new date, or none at all."""
    with demo_app.app_context():
        with writing(), mail.withheld():
            edition = db.session.scalars(select(Edition).where(Edition.slug == "2027")).one()
            register(edition, submission(1))
            register(edition, submission(2, family="Other"))
            first, second = db.session.scalars(select(Registration).order_by(Registration.id.desc()).limit(2))
            first.state, second.state = State.IN_REVIEW, State.OFFERED
            second.person.email = None
        answer = {"Answer 1 request", "1 person offered a place can only be reached by phone"}
        assert answer < asked(EditionStatus.SCHEDULED, -100)
        assert not answer & asked(EditionStatus.SCHEDULED, 5)  # no answer can be given any more
        for status in (EditionStatus.POSTPONED, EditionStatus.CANCELLED):
            assert not answer & asked(status, -100)


def test_no_day_without_an_assembly(demo_app: Flask, demo_client: InspectingClient) -> None:
    with demo_app.app_context():
        asked(EditionStatus.CANCELLED, 0)
        at = db.session.scalars(select(Edition.starts_at).where(Edition.slug == "2027")).one()
    with clock.at(at):
        sign_in(demo_client)
        text = demo_client.page("/en/manage/2027/").get_text()
    assert "Cancelled" in text
    assert not [words for words in ("Expected in the room", "Now and next", "On stage") if words in text]
