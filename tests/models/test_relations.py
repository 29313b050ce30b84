"""Who succeeds whom, which invitation made a registration, who left a place to whom, who was asked the two questions:
columns, in old databases too."""

from __future__ import annotations

import pytest
from directory import make
from factories import make_edition, submission
from flask import Flask
from flask_migrate import downgrade, upgrade
from invitees import invitee
from sqlalchemy import select, text

from assembly.access import queries as access_queries
from assembly.communities.service.networks import add_network
from assembly.extensions import db
from assembly.invitations.service import answering as invitation_answering
from assembly.invitations.service import making as inviting
from assembly.invitations.service.answering import Answer
from assembly.models import Bilingual, Invitation, Office, Registration, Reply
from assembly.people.service import answering
from assembly.registration.queries import own as own_queries
from assembly.registration.service import handing_over, registering
from assembly.registration.service.handing_over import Successor
from assembly.transactions import writing

pytestmark = pytest.mark.database
OLD = pytest.param("0020", marks=pytest.mark.proof("all the way from the first invitations"))
RELATIONS = (
    "SELECT succeeds_id, invitation_id, office_set_at IS NOT NULL, consents_asked_at IS NOT NULL FROM registration"
    " ORDER BY id",
    "SELECT registration_id, left_by_id FROM representation ORDER BY id",
)
KEYS = "SELECT idempotency_key FROM registration WHERE idempotency_key LIKE 'heir:%'"


def read() -> list[list[tuple[object, ...]]]:
    with db.engine.connect() as connection:
        return [[tuple(row) for row in connection.execute(text(one))] for one in RELATIONS]


def happen() -> None:
    """A mayor comes by an invitation and hands her place over; another leaves his to a colleague."""
    with writing():
        make("rzeszow", "Rzeszów")
        make("porto", "Porto")
        add_network(code="eurocities", short_name="Eurocities", name="Eurocities network", role=Bilingual())
        edition = make_edition()
        inviting.invite(edition, invitee())
        invitation_answering.answer(db.session.scalars(select(Invitation)).one(), Answer(Reply.COMES))
        invited = db.session.scalars(select(Registration)).one()
        other, colleague = (
            access_queries.by_code(registering.register(edition, submission(number, place="Porto", **by)).reference)
            for number, by in ((1, {}), (2, {"assistant_email": "office@example.org"}))
        )
        answering.set_office(colleague, Office.ELECTED)
        assert handing_over.hand_over(
            other, Successor("Żaneta", "Łukaszewicz 2", "Deputy", "mayor2@example.org", "en")
        ) is (colleague)
        after = handing_over.hand_over(invited, Successor("Ewa", "Nowak", "Deputy", "ewa@example.org", "en"))
        assert own_queries.hand_over_of(after) == (invited, None)
        assert own_queries.hand_over_of(other) == (None, colleague)


@pytest.mark.parametrize("revision", ["0078", OLD])
def test_relations_of_an_old_database_are_found(ctx: Flask, revision: str) -> None:
    happen()
    before = read()
    assert before == [
        [(None, 1, False, False), (None, None, False, False), (None, None, True, True), (1, None, False, False)],
        [(1, None), (2, None), (3, 2), (4, None)],
    ]
    db.session.remove()
    downgrade(revision=revision)
    with db.engine.connect() as connection:
        assert len(connection.execute(text(KEYS)).all()) == 1
    upgrade()
    assert read() == before
