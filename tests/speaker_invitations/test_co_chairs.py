"""A co-chair who is in no session is invited to the role: they accept or decline it, and come with a badge."""

from __future__ import annotations

from datetime import timedelta

import pytest
from asked_speakers import (
    AT,
    CABINET,
    MINNA,
    OWN,
    at_the_desk,
    edition,
    invitation,
    invite,
    make_co_chair,
    minna,
    opened,
    registrations,
)
from flask import Flask
from inspector import InspectingClient
from mails import deliver, text_of
from sqlalchemy import select

from assembly.extensions import db
from assembly.models import Mandate, MandateRole, RoleAnswer, State
from assembly.office.queries import the_day
from assembly.speaker_invitations import queries
from assembly.speaker_invitations.facts import ROLE, Ask, mark_of
from assembly.speaker_invitations.jobs import register_speakers
from assembly.speaker_invitations.service import answering, inviting
from assembly.speakers import board
from assembly.transactions import writing


@pytest.fixture
def chair(stage: Flask) -> Flask:
    make_co_chair(stage)
    return stage


def answer(app: Flask, choice: str, **more: str) -> None:
    """Answer to being co-chair, as whoever has just seen the page."""
    with app.app_context(), writing():
        seen = mark_of(queries.parts_of(invitation()), queries.role_in(invitation()))
        answering.answer(invitation(), answering.Answers({ROLE: choice}, seen, **more))


def states(app: Flask) -> list[State]:
    with app.app_context():
        return [one.state for one in registrations()]


def test_invitation_is_for_the_role(chair: Flask) -> None:
    client = opened(chair, invite(chair, office_email=CABINET))
    mails = sorted(deliver(chair), key=lambda mail: str(mail["To"]) == CABINET)
    own, office = (text_of(one) for one in mails)
    assert [str(one["Subject"]).partition(" –")[0] for one in mails] == [
        "Invitation to co-chair the assembly",
        "Invitation for Minna Arve to co-chair the assembly",
    ]
    assert "You are invited to co-chair the assembly." in own
    assert "Minna Arve is invited to co-chair the assembly." in office
    page = client.page(OWN)
    assert "Co-chair of the assembly" in page.get_text()
    client.submit(OWN, **{ROLE: "in_person"})
    text = client.page(OWN).get_text(" ")
    assert "Registered." in text
    assert "Still missing:" in text
    with chair.app_context():
        (row,) = queries.rows(edition())
        assert (row.role, row.registration.category.value) == ("in_person", "speaker")
    (told,) = [one for one in deliver(chair) if one["To"] == MINNA and one["Subject"].startswith("Your answers")]
    assert "Co-chair of the assembly: Yes, in person" in text_of(told)


@pytest.mark.proof("test_office_notes_answer_and_source")
def test_office_notes_answer_of_co_chair(chair: Flask) -> None:
    invite(chair)
    desk: InspectingClient = at_the_desk(chair)
    with chair.app_context():
        page = f"{AT}{minna().code}"
    desk.submit(page, form="form[action$='/answer']", **{ROLE: "declines"}, given_to="her assistant")
    assert "No, I cannot take part" in desk.page(AT).get_text()
    assert states(chair) == []
    with chair.app_context():
        (row,) = queries.rows(edition())
        assert (row.asks, row.gaps) == ([], [])


@pytest.mark.database("proof")
def test_co_chair_who_declines_is_not_registered(chair: Flask) -> None:
    invite(chair)
    answer(chair, "in_person")
    assert states(chair) == [State.CONFIRMED]
    answer(chair, "declines", reason="Ill")
    assert states(chair) == [State.CANCELLED]
    (told,) = [one for one in deliver(chair) if "can no longer take part" in one["Subject"]]
    assert "Co-chair of the assembly" in text_of(told)
    with chair.app_context():
        register_speakers()
        assert queries.unsettled() == []
        assert the_day(edition()).guests == []
        assert board.incomplete(edition()) == 0


@pytest.mark.proof("cochairs/test_card_links: the link ends with the role")
@pytest.mark.database
def test_answer_ends_with_the_mandate(chair: Flask) -> None:
    invite(chair)
    answer(chair, "in_person")
    with chair.app_context():
        with writing():
            mine = select(Mandate).where(Mandate.role == MandateRole.CO_CHAIR)
            db.session.scalars(mine).one().to_on = edition().day - timedelta(days=1)
        assert queries.role_in(invitation()) is None
        assert queries.unsettled() == [invitation().id]
        register_speakers()
        assert queries.unsettled() == []
    assert states(chair) == [State.CANCELLED]


@pytest.mark.proof("test_co_chair_who_declines_is_not_registered")
def test_withdrawn_co_chair_is_not_registered(chair: Flask) -> None:
    invite(chair)
    answer(chair, "in_person")
    with chair.app_context(), writing():
        inviting.withdraw(invitation())
    assert states(chair) == [State.CANCELLED]
    with chair.app_context():
        assert invitation().role_answer is None


def test_remote_needs_to_be_on_offer(chair: Flask) -> None:
    invite(chair)
    with pytest.raises(answering.NotOffered):
        answer(chair, "remote")
    with chair.app_context(), writing():
        invitation().ways = ["remote"]
    answer(chair, "remote")
    with chair.app_context():
        assert invitation().role_answer is RoleAnswer.REMOTE
    assert states(chair) == []


def test_unanswered_role_is_reminded(chair: Flask) -> None:
    invite(chair)
    with chair.app_context():
        assert queries.asks(invitation()) == [Ask.ANSWER]
        with writing():
            assert inviting.remind(invitation())
    (reminder,) = [one for one in deliver(chair) if "part in the programme" in one["Subject"]]
    assert "You are invited to co-chair the assembly." in text_of(reminder)


def test_speaker_with_sessions_answers_for_them(stage: Flask) -> None:
    invite(stage)
    with stage.app_context():
        assert queries.role_in(invitation()) is None
    with pytest.raises(answering.PartChanged):
        answer(stage, "in_person")
