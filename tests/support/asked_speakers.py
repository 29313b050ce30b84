"""Speakers who are invited by email: a stage with one session, and the links they get."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from directory import make
from factories import make_edition, make_user, sign_in
from flask import Flask
from inspector import InspectingClient
from mails import deliver, html_of, text_of
from sessions import add_one
from sqlalchemy import select

from assembly.extensions import db
from assembly.models import (
    Appearance,
    AppearanceRole,
    AppearanceState,
    Bilingual,
    Edition,
    MandateRole,
    Person,
    Presence,
    Registration,
    Session,
    SpeakerInvitation,
)
from assembly.speaker_invitations import queries
from assembly.speaker_invitations.facts import Wanted, key_of, mark_of
from assembly.speaker_invitations.service import answering, inviting
from assembly.speakers.facts import MandateFacts, PersonFacts
from assembly.speakers.service.appearances import add_appearance
from assembly.speakers.service.mandates import enter_mandate
from assembly.speakers.service.people import create_speaker
from assembly.transactions import writing

AT = "/en/manage/2031/speaker-invitations/"
OWN = "/en/speaker"
MINNA, CABINET = "minna.arve@turku.example.org", "cabinet@turku.example.org"
OFFICE = ("someone@example.org", "a long enough passphrase")


def furnish(sessions: int = 1, **edition: Any) -> Edition:
    """An edition with its organiser and a mayor who may speak in each session, inside `writing()`."""
    made = make_edition(days_ahead=60, **edition)
    make_user("organiser", edition=made)
    place = make("turku", "Turku", country="FI")
    minna = create_speaker(made, PersonFacts("Minna", "Arve", "fi", None, in_public_office=True)).person
    words = Bilingual("Mayor of Turku", "Maire de Turku")
    facts = MandateFacts(MandateRole.MAYOR, place.id, Bilingual(), words, None, None)
    mandate = enter_mandate(minna, facts)
    for number in range(sessions):
        how = {"presence": Presence.IN_PERSON, "mandate": mandate, "state": AppearanceState.IDEA}
        add_appearance(add_one(made, number), minna, AppearanceRole.KEYNOTE, **how)  # type: ignore[arg-type]
    return made


def ask_another(edition: Edition) -> SpeakerInvitation:
    """Ask somebody for two sessions, who says yes to the first, inside `writing()`."""
    person = create_speaker(edition, PersonFacts("Outi", "Ylönen-Mäkinen", "fi", None, in_public_office=True)).person
    function = Bilingual("Mayor of Hyvinkää", "Maire de Hyvinkää")
    mandate = enter_mandate(person, MandateFacts(MandateRole.MAYOR, None, Bilingual(), function, None, None))
    how = {"presence": Presence.IN_PERSON, "mandate": mandate, "state": AppearanceState.IDEA}
    sessions = select(Session).where(Session.edition == edition).order_by(Session.starts_at, Session.id).limit(2)
    for session in db.session.scalars(sessions).all():
        add_appearance(session, person, AppearanceRole.SPEAKER, **how)  # type: ignore[arg-type]
    by = Wanted("outi@hyvinkaa.example.org", "", "fr", edition.day - timedelta(days=30), [])
    asked = inviting.prepare(edition, person, by, liaison="", seen="")
    inviting.send(asked, seen=asked.version)
    first, *others = queries.parts_of(asked)
    answering.answer(asked, answering.Answers({key_of(first): Presence.IN_PERSON.value}, mark_of([first, *others])))
    return asked


def edition() -> Edition:
    """The edition of these tests."""
    return db.session.scalars(select(Edition).where(Edition.slug == "2031")).one()


def minna() -> Person:
    """The mayor who speaks."""
    return db.session.scalars(select(Person).where(Person.family == "Arve").order_by(Person.id).limit(1)).one()


def parts() -> list[Appearance]:
    """What she does, in time."""
    return list(db.session.scalars(select(Appearance).join(Session).order_by(Session.starts_at)))


def invitation() -> SpeakerInvitation:
    """Her invitation."""
    return db.session.scalars(select(SpeakerInvitation)).one()


def registrations() -> list[Registration]:
    """Everybody who is or was registered, in their order."""
    return list(db.session.scalars(select(Registration).order_by(Registration.id)))


def wanted(**changes: Any) -> Wanted:
    """What the office enters: an answer within thirty days, in English."""
    facts: dict[str, Any] = {
        "email": MINNA,
        "office_email": "",
        "lang": "en",
        "answer_by_on": edition().day - timedelta(days=30),
        "ways": [],
    }
    return Wanted(**(facts | changes))


def invite(app: Flask, **changes: Any) -> str:
    """Write down whom we ask and send it; the path of the speaker's link."""
    with app.app_context():
        with writing():
            inviting.prepare(edition(), minna(), wanted(**changes), liaison="", seen="")
        with writing():
            inviting.send(invitation(), seen=invitation().version)
    return links(app)[MINNA]


def links(app: Flask) -> dict[str, str]:
    """The path of the newest link each address was sent."""
    found = {}
    for mail in deliver(app):
        paths = set(re.findall(r"http://localhost(/\w\w/s/[\w-]{43})", text_of(mail)))
        if paths:
            (path,) = paths
            assert path in html_of(mail)
            found[str(mail["To"])] = path
    return found


def opened(app: Flask, path: str) -> InspectingClient:
    """A device on which a link has been opened."""
    client: InspectingClient = app.test_client()  # type: ignore[assignment]
    client.submit(path)
    return client


def answers(*said: str) -> dict[str, str]:
    """The fields of the form for so many answers, in the order of the sessions; inside the application's context."""
    keys = [f"{one.session.code}-{one.role.value}" for one in parts()]
    return dict(zip(keys, said, strict=False))


def says(app: Flask, client: InspectingClient, *said: str, status: int = 303, **more: str) -> str:
    """Answer on the page; the text of the page that follows, or of the refusal."""
    with app.app_context():
        fields = answers(*said)
    answer = client.submit(OWN, status=status, **fields, **more)
    page = answer if status != 303 else client.get(OWN)
    return " ".join(page.soup.select_one("main").get_text(" ", strip=True).split())  # type: ignore[attr-defined]


def at_the_desk(app: Flask) -> InspectingClient:
    """A device of the organiser."""
    client: InspectingClient = app.test_client()  # type: ignore[assignment]
    sign_in(client, OFFICE)
    return client


def make_co_chair(app: Flask) -> None:
    """Make her co-chair of the day, in no session."""
    with app.app_context(), writing():
        for one in parts():
            db.session.delete(one)
        words = Bilingual("Co-chair", "Coprésidente")
        enter_mandate(
            minna(), MandateFacts(MandateRole.CO_CHAIR, None, Bilingual("Assembly", "Assemblée"), words, None, None)
        )
