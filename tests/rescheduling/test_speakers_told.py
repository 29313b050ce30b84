"""A change of plan reaches speakers where they were invited, and the office that acts for them, each once."""

from __future__ import annotations

from typing import Any

import pytest
from asked_speakers import (
    CABINET,
    MINNA,
    edition,
    furnish,
    invitation,
    invite,
    make_co_chair,
    minna,
    opened,
    parts,
    says,
    wanted,
)
from factories import submission
from flask import Flask
from mails import deliver, text_of
from plans import change, decision

from assembly import clock
from assembly.extensions import db
from assembly.models import AppearanceState, BadAddress, RoleAnswer
from assembly.registration.service import registering
from assembly.rescheduling.queries import outlook
from assembly.speaker_invitations.service import inviting
from assembly.transactions import writing

pytestmark = pytest.mark.database


@pytest.fixture
def stage(app: Flask) -> Flask:
    with app.app_context(), writing():
        furnish(sessions=1, size=3)
    return app


def told(app: Flask, kind: str = "cancelled") -> list[tuple[str, Any]]:
    """Who gets an email about this change, with the email, by address."""
    deliver(app)
    with app.app_context(), writing():
        change(kind)
    found = [one for one in deliver(app) if str(one["Subject"]).startswith(("Cancelled", "Minna Arve: Cancelled"))]
    return sorted(((str(one["To"]), one) for one in found), key=lambda pair: pair[0])


@pytest.mark.database("proof")
def test_invited_speaker_and_office_are_told(stage: Flask) -> None:
    invite(stage, office_email=CABINET)
    with stage.app_context():
        assert minna().email is None
    (_to, office), (_at, own) = mails = told(stage)
    assert [to for to, _mail in mails] == [CABINET, MINNA]
    assert "Dear Minna Arve" in text_of(own)
    assert "no longer needed" in text_of(own)
    assert "because you act for Minna Arve" in text_of(office)


@pytest.mark.proof("test_invited_speaker_and_office_are_told, after the answer")
def test_registered_speaker_and_office_are_told_once(stage: Flask) -> None:
    says(stage, opened(stage, invite(stage, office_email=CABINET)), "in_person")
    assert [to for to, _mail in told(stage)] == [CABINET, MINNA]


@pytest.mark.proof("test_invited_speaker_and_office_are_told, registered otherwise")
def test_speaker_registered_under_another_entry_once(stage: Flask) -> None:
    with stage.app_context(), writing():
        facts = {"given": "Minna", "family": "Arve", "email": MINNA, "place": "Turku", "lang": "en"}
        registering.register(edition(), submission(0, **facts))
    invite(stage, office_email=CABINET)
    assert [to for to, _mail in told(stage)] == [CABINET, MINNA]


@pytest.mark.database("proof")
def test_co_chair_without_session_is_told(stage: Flask) -> None:
    make_co_chair(stage)
    invite(stage)
    with stage.app_context():
        told_of = [one.address for one in outlook(edition(), decision("cancelled")).told]
        assert told_of == [MINNA]
        with writing():
            invitation().role_answer = RoleAnswer.DECLINES
        assert outlook(edition(), decision("cancelled")).told == []


@pytest.mark.proof("an exception of test_invited_speaker_and_office_are_told")
def test_unsent_invitation_leaves_their_own_address(stage: Flask) -> None:
    with stage.app_context():
        with writing():
            inviting.prepare(edition(), minna(), wanted(office_email=CABINET), liaison="", seen="")
            minna().email = minna().email_key = "own@turku.example.org"
            parts()[0].state = AppearanceState.CONFIRMED
        (one,) = outlook(edition(), decision("cancelled")).told
        assert (one.address, one.facts, one.person_id) == ("", {}, minna().id)


@pytest.mark.proof("an exception of test_invited_speaker_and_office_are_told")
def test_withdrawn_speaker_is_not_told(stage: Flask) -> None:
    invite(stage, office_email=CABINET)
    with stage.app_context(), writing():
        inviting.withdraw(invitation())
    assert told(stage) == []


@pytest.mark.database("proof")
def test_preview_counts_each_speaker_once(stage: Flask) -> None:
    invite(stage, office_email=CABINET)
    with stage.app_context():
        with writing():
            db.session.add(BadAddress(email_key=CABINET, at=clock.now(), reason="550"))
        seen = outlook(edition(), decision("cancelled"))
        assert (sum(seen.parts.values()), [one.address for one in seen.told]) == (1, [MINNA])
