"""A new date, a cancellation and their correction: who is told, in which words."""

from __future__ import annotations

from typing import Any

import pytest
from changed_plans import told
from directory import make
from factories import submission
from flask import Flask
from invitees import invitee
from mails import deliver, text_of
from people import appear
from plans import COMES, FOLLOWS, OFFERED, WAITS, change, changed, furnish
from sqlalchemy import select

from assembly import clock
from assembly.communities.service.networks import add_network
from assembly.extensions import db
from assembly.invitations.service import making as inviting
from assembly.models import Bilingual, Invitation, Mode
from assembly.registration.service import registering
from assembly.transactions import writing


@pytest.mark.turns(4)
@pytest.mark.parametrize(
    ("kind", "french", "english"),
    [
        ("cancelled", "Cette assemblée est annulée.", "This assembly is cancelled."),
        ("postponed", "Cette assemblée est reportée.", "This assembly is postponed."),
        ("online", "Cette assemblée a lieu en ligne uniquement", "This assembly will take place online only"),
        ("rescheduled", "Cette assemblée a une nouvelle date", "This assembly has a new date"),
    ],
)
@pytest.mark.database("proof")
def test_everybody_is_told_in_their_language(app: Flask, kind: str, french: str, english: str) -> None:
    changed(app, kind, days=40)
    mails = told(app)

    assert set(mails) == {COMES, OFFERED, WAITS, FOLLOWS}
    assert french in text_of(mails[COMES])
    assert "Une tempête approche." in text_of(mails[COMES])
    assert english in text_of(mails[FOLLOWS])
    assert "A storm is coming." in text_of(mails[FOLLOWS])


def test_email_says_what_it_means(app: Flask) -> None:
    changed(app, "online")
    mails = told(app)

    assert "L’inscription est conservée" in text_of(mails[COMES])
    assert "il n’est plus nécessaire d’attendre" in text_of(mails[WAITS]).lower()
    assert "nothing changes" in text_of(mails[FOLLOWS])


@pytest.mark.proof("a change before sending")
def test_earlier_announcement_is_not_sent_late(app: Flask) -> None:
    changed(app, "postponed", "cancelled")

    assert all("annulée" in text_of(one) or "cancelled" in text_of(one) for one in told(app).values())
    assert len(told(app)) == 4


@pytest.mark.database("proof")
def test_assistants_invited_and_speakers_are_told(app: Flask) -> None:
    with app.app_context():
        with writing():
            edition = furnish()
            make("porto", "Porto")
            add_network(code="eurocities", short_name="E", name="E", role=Bilingual())
            sent = submission(7, mode=Mode.ONLINE, lang="en", assistant_email="office@example.org")
            registering.register(edition, sent)
            inviting.invite(edition, invitee())
            appear(edition, "Ada", "Speaker", "porto", email="ada@example.org")
            db.session.scalars(select(Invitation)).one().sent_at = clock.now()
        with writing():
            change("cancelled")
    mails = told(app)

    assert "You registered" in text_of(mails["office@example.org"])
    assert "no need to answer the invitation" in text_of(mails["guest0@example.org"])
    assert "no longer needed" in text_of(mails["ada@example.org"])


FLOOD = Bilingual("A flood.", "Une inondation.")


def correct(app: Flask, **more: Any) -> None:
    with app.app_context(), writing():
        change("corrected", message=FLOOD, **more)


@pytest.mark.proof("a change before sending")
def test_correction_replaces_the_waiting_announcement(app: Flask) -> None:
    changed(app, "cancelled")
    correct(app)
    mails = {str(one["To"]): text_of(one) for one in deliver(app) if "Cancelled" in one["Subject"]}
    assert set(mails) == {FOLLOWS}
    assert "A flood." in mails[FOLLOWS]
    assert "There is nothing to do." in mails[FOLLOWS], "whoever reads of it first reads what it means"
    assert len([one for one in deliver(app) if "inondation" in text_of(one)]) == 3


@pytest.mark.proof("a change before sending")
def test_untold_correction_rewords_the_waiting_announcement(app: Flask) -> None:
    changed(app, "cancelled")
    correct(app, tell=False)
    mails = told(app)
    assert set(mails) == {COMES, OFFERED, WAITS, FOLLOWS}
    assert "A flood." in text_of(mails[FOLLOWS])


def test_correction_follows_what_was_sent(app: Flask) -> None:
    changed(app, "cancelled")
    before = len(deliver(app))
    correct(app)
    correct(app)
    later = deliver(app)[before:]
    assert sorted(str(one["To"]) for one in later) == sorted([COMES, OFFERED, WAITS, FOLLOWS])
    assert all("Only the explanation" in text_of(one) for one in later if one["To"] == FOLLOWS)


@pytest.mark.proof("test_correction_follows_what_was_sent, of a move online")
def test_correction_means_what_the_change_meant(app: Flask) -> None:
    changed(app, "online")
    correct(app)
    assert "il n’est plus nécessaire d’attendre" in text_of(told(app)[WAITS]).lower()
