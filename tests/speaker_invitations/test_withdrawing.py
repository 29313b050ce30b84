"""An invitation of a speaker is withdrawn: who is told, what stays."""

from __future__ import annotations

import pytest
from asked_speakers import CABINET, MINNA, edition, invitation, invite, minna, parts, wanted
from factories import submission
from flask import Flask
from inspector import InspectingClient
from mails import deliver, html_of, text_of
from sqlalchemy import select

from assembly.extensions import db
from assembly.models import AppearanceState, EditionStatus, Registration, State
from assembly.registration.service.registering import register
from assembly.speaker_invitations.service import inviting
from assembly.transactions import writing

INVITE = "main form:not([action])"


def test_a_withdrawn_invitation_begins_anew(stage: Flask, desk: InspectingClient, page: str) -> None:
    old = invite(stage)
    desk.submit(page, form="form[action$='/withdraw']")
    desk.submit(page, form=INVITE)
    with stage.app_context(), writing():
        parts()[0].state = AppearanceState.IDEA
    desk.submit(page, form="form[action$='/send']")
    assert stage.test_client().get(old).status_code == 404
    with stage.app_context():
        assert [one.state.value for one in parts()] == ["invited", "cancelled"]


def test_withdrawing_tells_both_addresses_once(stage: Flask) -> None:
    invite(stage, office_email=CABINET, lang="fr")
    deliver(stage)
    for _press in range(2):
        with stage.app_context(), writing():
            inviting.withdraw(invitation())
    sent = {str(mail["To"]): mail for mail in deliver(stage) if "Retrait" in mail["Subject"]}
    assert set(sent) == {MINNA, CABINET}
    assert "Nous avons retiré notre invitation" in text_of(sent[MINNA])
    assert "Séance 1" in html_of(sent[MINNA])
    assert "faite à Minna Arve" in html_of(sent[CABINET])
    assert len(deliver(stage)) == 4


def withdraw(app: Flask) -> list[str]:
    """Withdraw her invitation; the emails this sends, each as its text."""
    before = len(deliver(app))
    with app.app_context(), writing():
        inviting.withdraw(invitation())
    return [text_of(one) for one in deliver(app)[before:]]


@pytest.mark.proof("an exception of test_withdrawing_tells_both_addresses_once")
def test_who_has_declined_is_not_told(stage: Flask) -> None:
    invite(stage)
    with stage.app_context(), writing():
        for one in parts():
            one.state = AppearanceState.DECLINED
    assert withdraw(stage) == []


@pytest.mark.proof("an exception of test_withdrawing_tells_both_addresses_once")
def test_withdrawing_after_the_cancellation_is_silent(stage: Flask) -> None:
    invite(stage)
    with stage.app_context(), writing():
        edition().status = EditionStatus.CANCELLED
    assert withdraw(stage) == []


@pytest.mark.turns(2)
@pytest.mark.parametrize(
    ("state", "status", "stays"),
    [
        (State.CONFIRMED, EditionStatus.SCHEDULED, True),
        (State.CONFIRMED, EditionStatus.POSTPONED, False),
        (State.WAITING, EditionStatus.SCHEDULED, False),
    ],
)
def test_withdrawal_says_what_stays_valid(stage: Flask, state: State, status: EditionStatus, stays: bool) -> None:
    with stage.app_context(), writing():
        register(edition(), submission(0, given="Minna", family="Arve", email=MINNA, place="Turku"))
    invite(stage)
    with stage.app_context(), writing():
        edition().status = status
        db.session.scalars(select(Registration)).one().state = state
    (text,) = withdraw(stage)
    assert ("stays valid" in text) is stays


def test_withdrawing_what_was_not_sent_is_silent(stage: Flask) -> None:
    with stage.app_context():
        with writing():
            inviting.prepare(edition(), minna(), wanted(), liaison="", seen="")
        with writing():
            inviting.withdraw(invitation())
    assert deliver(stage) == []
