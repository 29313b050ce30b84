"""Emails, calendars, offers, sessions and doors follow each change of plan, and come back with the assembly."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pdf_samples
import pytest
from directory import make
from factories import draft, submission
from flask import Flask
from icalendar import Calendar
from inspector import InspectingClient
from invitees import invitee
from mails import deliver, text_of
from people import appear
from plans import COMES, FOLLOWS, OFFERED, WAITS, change, changed, furnish, here, registration_of, scan
from sqlalchemy import select

from assembly import clock
from assembly.agenda.documents.content import checked
from assembly.agenda.documents.facts import DocumentFacts
from assembly.agenda.documents.service import add_document
from assembly.agenda.queries import latest_rows
from assembly.calendar.queries import undoing
from assembly.calendar.service import publish_programme
from assembly.communities.service.networks import add_network
from assembly.extensions import db
from assembly.invitations.service import making as inviting
from assembly.messages.queries.series import due_steps, steps
from assembly.messages.service.groups import send, write
from assembly.models import (
    Admission,
    Bilingual,
    GroupMessage,
    Invitation,
    MessageState,
    Mode,
    Pool,
    Session,
    SessionDocument,
    State,
    Told,
)
from assembly.registration.jobs import keep_moving
from assembly.registration.service import leaving, registering, waiting_list
from assembly.registration.service.submission import NotHeld
from assembly.registration.service.waiting_list import OfferOver
from assembly.transactions import writing


def told(app: Flask) -> dict[str, Any]:
    """The emails about the change, by address."""
    subjects = ("Cancelled", "Annulée", "Postponed", "Reportée", "New date", "Nouvelle date", "Now online")
    subjects += ("Désormais en ligne", "Change of plan", "Changement")
    return {one["To"]: one for one in deliver(app) if any(word in str(one["Subject"]) for word in subjects)}


def entry_in(mail: Any) -> dict[str, str]:
    (part,) = (one for one in mail.walk() if one.get_content_type() == "text/calendar")
    event = Calendar.from_ical(part.get_content()).walk("VEVENT")[0]
    return {name: str(event.get(name)) for name in ("UID", "SEQUENCE", "STATUS", "SUMMARY", "LOCATION")} | {
        "METHOD": part.get_param("method"),
        "DTSTART": event.decoded("DTSTART").isoformat(),
    }


def entries(client: InspectingClient, path: str) -> list[dict[str, str]]:
    events = Calendar.from_ical(client.get(path).data).walk("VEVENT")
    return [{name: str(one.get(name)) for name in ("SEQUENCE", "STATUS", "SUMMARY", "LOCATION")} for one in events]


def states() -> dict[str, tuple[Mode, State]]:
    return {who: (registration_of(who).mode, registration_of(who).state) for who in (COMES, OFFERED, WAITS, FOLLOWS)}


BEFORE = {
    COMES: (Mode.ON_SITE, State.CONFIRMED),
    OFFERED: (Mode.ON_SITE, State.OFFERED),
    WAITS: (Mode.ON_SITE, State.WAITING),
    FOLLOWS: (Mode.ONLINE, State.CONFIRMED),
}


@pytest.mark.turns(2)
@pytest.mark.parametrize(
    ("kind", "french", "english"),
    [
        ("cancelled", "Cette assemblée est annulée.", "This assembly is cancelled."),
        ("postponed", "Cette assemblée est reportée.", "This assembly is postponed."),
        ("online", "Cette assemblée a lieu en ligne uniquement", "This assembly will take place online only"),
        ("rescheduled", "Cette assemblée a une nouvelle date", "This assembly has a new date"),
    ],
)
@pytest.mark.database
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


def test_earlier_announcement_is_not_sent_late(app: Flask) -> None:
    changed(app, "postponed", "cancelled")

    assert all("annulée" in text_of(one) or "cancelled" in text_of(one) for one in told(app).values())
    assert len(told(app)) == 4


@pytest.mark.database
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


@pytest.mark.parametrize(("kind", "word"), [("cancelled", "Annulée"), ("postponed", "Reportée")])
def test_email_cancels_the_calendar_entry(app: Flask, kind: str, word: str) -> None:
    changed(app, kind)
    entry = entry_in(told(app)[COMES])

    assert (entry["METHOD"], entry["STATUS"]) == ("CANCEL", "CANCELLED")
    assert word in entry["SUMMARY"]


def test_calendar_entry_comes_back_with_date(app: Flask) -> None:
    changed(app, "postponed")
    before = entry_in(told(app)[COMES])
    with app.app_context():
        with writing():
            change("rescheduled", days=40)
        starts_at = here().starts_at
    after = entry_in(told(app)[COMES])

    assert after["UID"] == before["UID"]
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])
    assert after["STATUS"] == "CONFIRMED"
    assert clock.local(starts_at, "Europe/Brussels").isoformat() == after["DTSTART"]


@pytest.mark.database
def test_feeds_follow_each_change(app: Flask, client: InspectingClient) -> None:
    changed(app)
    paths = ("/en/2031/day.ics", "/en/2031/agenda.ics")
    before = {path: entries(client, path) for path in paths}
    for kind, status, where in (
        ("cancelled", "CANCELLED", ""),
        ("reinstated", "CONFIRMED", ""),
        ("online", "CONFIRMED", "Online"),
    ):
        with app.app_context(), writing():
            change(kind)
        for path in paths:
            now = entries(client, path)
            assert {one["STATUS"] for one in now} == {status}, (kind, path)
            assert all(int(new["SEQUENCE"]) > int(old["SEQUENCE"]) for new, old in zip(now, before[path], strict=True))
            assert not where or {one["LOCATION"] for one in now} == {where}
            before[path] = now


@pytest.mark.database
def test_sessions_and_dates_move_with_the_day(app: Flask) -> None:
    changed(app)
    with app.app_context():
        with writing():
            here().lead_up_from_on = here().day - timedelta(days=10)
        edition = here()
        old = [one.starts_at - edition.starts_at for one in latest_rows(edition)]
        lead_up = edition.day - edition.lead_up_from_on
        closes = {one.mode: edition.day - clock.local_day(one.closes_at, edition.zone) for one in edition.places}
        with writing():
            db.session.scalars(select(Session)).first().title = Bilingual("Secret", "Secret")
        with writing():
            change("rescheduled", days=40, hours=1)
        edition, rows = here(), latest_rows(here())

        assert [clock.local(one.starts_at, edition.zone).hour for one in rows] == [10, 10]
        assert [one.starts_at - edition.starts_at for one in rows] == old
        assert edition.day - edition.lead_up_from_on == lead_up
        assert "Secret" not in [one.title.en for one in rows], "what was not published stays unpublished"
        assert [one.starts_at for one in db.session.scalars(select(Session))] == [one.starts_at for one in rows]
        assert closes == {
            one.mode: edition.day - clock.local_day(one.closes_at, edition.zone) for one in edition.places
        }
        assert undoing(edition) is None, "the old day does not come back by undoing a publication"


def test_a_lead_up_that_began_stays(app: Flask) -> None:
    changed(app)
    with app.app_context():
        with writing():
            here().lead_up_from_on = began = clock.local_day(clock.now(), here().zone)
        with writing():
            change("rescheduled", days=40)
        assert here().lead_up_from_on == began


@pytest.mark.database
def test_documents_are_shown_later_with_their_session(app: Flask) -> None:
    changed(app)
    with app.app_context():
        with writing():
            session = db.session.scalars(select(Session).order_by(Session.id)).first()
            facts = DocumentFacts(Bilingual("Slides", "Présentation"), "en", Bilingual(), session.starts_at)
            add_document(session, facts, checked(pdf_samples.scan()))
        with writing():
            change("rescheduled", days=40)
        document = db.session.scalars(select(SessionDocument)).one()
        assert document.shown_from_at == document.session.starts_at


def test_documents_already_shown_stay(app: Flask) -> None:
    changed(app)
    with app.app_context():
        with writing():
            session = db.session.scalars(select(Session).order_by(Session.id)).first()
            shown = clock.now() - timedelta(days=1)
            add_document(
                session, DocumentFacts(Bilingual("A", "B"), "en", Bilingual(), shown), checked(pdf_samples.scan())
            )
        with writing():
            change("rescheduled", days=40)
        assert db.session.scalars(select(SessionDocument)).one().shown_from_at == shown


FLOOD = Bilingual("A flood.", "Une inondation.")


def correct(app: Flask, **more: Any) -> None:
    with app.app_context(), writing():
        change("corrected", message=FLOOD, **more)


def test_correction_replaces_the_waiting_announcement(app: Flask) -> None:
    changed(app, "cancelled")
    correct(app)
    mails = {str(one["To"]): text_of(one) for one in deliver(app) if "Cancelled" in one["Subject"]}
    assert set(mails) == {FOLLOWS}
    assert "A flood." in mails[FOLLOWS]
    assert "There is nothing to do." in mails[FOLLOWS], "whoever reads of it first reads what it means"
    assert len([one for one in deliver(app) if "inondation" in text_of(one)]) == 3


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


def test_correction_means_what_the_change_meant(app: Flask) -> None:
    changed(app, "online")
    correct(app)
    assert "il n’est plus nécessaire d’attendre" in text_of(told(app)[WAITS]).lower()


def test_speakers_stay_with_moved_sessions(app: Flask, client: InspectingClient) -> None:
    with app.app_context():
        with writing():
            edition = furnish()
            make("porto", "Porto")
            appear(edition, "Ada", "Speaker", "porto")
        with writing():
            publish_programme(here(), name="Again", note=Bilingual("New", "Nouveau"))
        with writing():
            change("rescheduled", days=40)

    assert "Ada Speaker" in client.get("/en/2031/agenda").get_data(as_text=True)


@pytest.mark.parametrize("kind", ["cancelled", "postponed"])
@pytest.mark.database
def test_offers_are_frozen_and_renewed(app: Flask, kind: str) -> None:
    changed(app, kind)
    with app.app_context():
        with writing(), pytest.raises(OfferOver):
            waiting_list.accept_offer(registration_of(OFFERED))
        with writing():
            registration_of(OFFERED).offered_until = clock.now() - timedelta(days=1)
        keep_moving()
        assert states() == BEFORE
        with writing():
            change("reinstated")
        assert registration_of(OFFERED).offer_is_open
        with writing():
            waiting_list.accept_offer(registration_of(OFFERED))
        assert registration_of(OFFERED).state is State.CONFIRMED


def test_nobody_is_added_to_a_cancelled_assembly(app: Flask) -> None:
    changed(app, "cancelled")
    with app.app_context(), pytest.raises(NotHeld), writing():
        registering.add_by_hand(here(), submission(8))


@pytest.mark.database
def test_moving_online_and_back_restores_everything(app: Flask) -> None:
    changed(app)
    with app.app_context():
        before = {who: registration_of(who).seq for who in (COMES, WAITS)}
        taken = db.session.scalars(select(Pool.taken)).one()
        with writing():
            change("online")
        assert set(states().values()) == {(Mode.ONLINE, State.CONFIRMED)}
        assert db.session.scalars(select(Pool.taken)).one() == 0
        with writing():
            change("in_person")
        assert states() == BEFORE
        assert {who: registration_of(who).seq for who in (COMES, WAITS)} == before
        assert db.session.scalars(select(Pool.taken)).one() == taken


def test_who_left_online_does_not_come_back(app: Flask) -> None:
    changed(app, "online")
    with app.app_context():
        with writing():
            leaving.cancel(registration_of(COMES))
        with writing():
            change("in_person")

        assert registration_of(COMES).state is State.CANCELLED
        assert states()[WAITS] == (Mode.ON_SITE, State.OFFERED), "the place that is free goes to the next"


def test_reinstating_goes_back_step_by_step(app: Flask) -> None:
    changed(app, "postponed", "cancelled", "reinstated")
    with app.app_context():
        assert here().status == "postponed"
        with writing():
            change("reinstated")
        assert here().status == "scheduled"
        assert states() == BEFORE


@pytest.mark.parametrize(
    ("kind", "verdict"),
    [("cancelled", Told.NOT_HELD), ("postponed", Told.NOT_HELD), ("online", Told.REGISTERED_ONLINE)],
)
def test_door_lets_nobody_in(app: Flask, kind: str, verdict: Told) -> None:
    changed(app, kind)
    with app.app_context():
        with writing():
            found = scan(here(), here().starts_at)
        assert (found.told, found.is_rehearsal) == (verdict, True)
        assert not db.session.query(Admission).count()


def test_door_counts_on_the_new_day_alone(app: Flask) -> None:
    changed(app)
    with app.app_context():
        old = here().starts_at
        with writing():
            change("rescheduled", days=40)
        with writing():
            assert scan(here(), old, "1").is_rehearsal
        with writing():
            assert not scan(here(), here().starts_at, "2").is_rehearsal


def test_reminders_wait_and_follow_the_new_date(app: Flask) -> None:
    changed(app)
    with app.app_context():
        leaves = steps(here())[0].leaves_at
        for kind in ("postponed", "cancelled"):
            with writing():
                change(kind)
            with clock.at(leaves):
                assert not due_steps(), kind
        with writing():
            change("rescheduled", days=40)
        with clock.at(leaves):
            assert not due_steps()
        with clock.at(leaves + timedelta(days=40)):
            assert due_steps()


def test_scheduled_messages_become_drafts(app: Flask) -> None:
    with app.app_context():
        with writing():
            message = write(furnish(), draft(), "key-0000000000000001")
            db.session.flush()
            send(message, clock.now() + timedelta(days=2))
        with writing():
            change("postponed")

        assert db.session.scalars(select(GroupMessage.state)).one() is MessageState.DRAFT


@pytest.mark.database
def test_data_wait_for_the_new_date(app: Flask) -> None:
    changed(app)
    with app.app_context():
        before = here().contacts_end_on
        with writing():
            change("postponed")
        assert here().contacts_end_on == before + timedelta(days=365)
