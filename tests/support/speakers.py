"""Speakers entered in the pages of the office."""

from __future__ import annotations

from inspector import InspectingClient
from sqlalchemy import delete, select

from assembly import clock
from assembly.extensions import db
from assembly.models import (
    Announcement,
    Appearance,
    Bilingual,
    Edition,
    Mandate,
    MandateRole,
    Person,
    Quote,
    Session,
    Speaker,
    SpeakerInvitation,
    StoredFile,
)
from assembly.sealed import unseal
from assembly.speaker_invitations.facts import Wanted
from assembly.speaker_invitations.service import inviting
from assembly.speakers.facts import AnnouncementFacts, MandateFacts, PersonFacts
from assembly.speakers.service.announcements import add_announcement
from assembly.speakers.service.mandates import enter_mandate
from assembly.speakers.service.people import create_speaker
from assembly.speakers.service.quotes import add_quote

LIST = "/en/manage/2027/speakers/"
MINNA = {
    "given": "Minna",
    "family": "Arve",
    "name_lang": "fi",
    "address": "f",
    "role": "mayor",
    "function_en": "Mayor of Turku",
    "function_fr": "Maire de Turku",
}


def add(office: InspectingClient, **changes: str) -> str:
    """The address of a new speaker's page at the coming assembly."""
    answer = office.submit(f"{LIST}add", **(MINNA | changes))
    return str(answer.headers["Location"])


def code_of(page: str) -> str:
    """The code of the person in the address of their page."""
    return page.rpartition("/")[2]


def change(office: InspectingClient, page: str, *, status: int = 303, **answers: object) -> str:
    """Change person and profile; the text of the answer."""
    answer = office.submit(page, form="main form[enctype]", status=status, **answers)  # type: ignore[arg-type]
    return str(answer.get_data(as_text=True))


def announce(edition: Edition) -> None:
    """A speaker in office, a quote of theirs and an announcement at this edition, inside `writing()`."""
    person = PersonFacts("Minna", "Arve", "fi", "f", in_public_office=True)
    speaker = create_speaker(edition, person)
    words, nothing = Bilingual("Yes", "Oui"), Bilingual()
    facts = MandateFacts(MandateRole.MAYOR, None, nothing, Bilingual("Mayor", "Maire"), None, None)
    mandate = enter_mandate(speaker.person, facts)
    add_quote(edition, mandate, words, original_lang="fi", source="test")
    add_announcement(edition, AnnouncementFacts(words, words, nothing, nothing, None, "", "test"))


def forget_speakers(edition: Edition) -> None:
    """An edition of the demonstration as if nobody had been asked to speak yet, inside `writing()`."""
    speakers = db.session.scalars(select(Speaker).where(Speaker.edition_id == edition.id)).all()
    here = select(Session.id).where(Session.edition_id == edition.id)
    asked = db.session.scalars(select(Appearance.person_id).where(Appearance.session_id.in_(here))).all()
    people = {*asked, *(one.person_id for one in speakers)}
    portraits = [one.portrait.id for one in speakers if one.portrait]
    for one in speakers:
        db.session.delete(one)
    db.session.flush()
    db.session.execute(delete(StoredFile).where(StoredFile.id.in_(portraits)))
    db.session.execute(delete(Appearance).where(Appearance.session_id.in_(here)))
    for noun in (Quote, Announcement):
        db.session.execute(delete(noun).where(noun.edition_id == edition.id))
    db.session.flush()
    db.session.execute(delete(Mandate).where(Mandate.person_id.in_(people)))


def speaker_of(edition: Edition) -> Speaker:
    """The first speaker of an edition."""
    return db.session.scalars(
        select(Speaker).where(Speaker.edition_id == edition.id).order_by(Speaker.id).limit(1)
    ).one()


def ask_by_email(edition: Edition, person: Person) -> SpeakerInvitation:
    """An invitation both the speaker and an office hold a link of, answered by telephone, inside `writing()`."""
    wanted = Wanted("minna@example.org", "cabinet@example.org", "en", edition.day, [])
    made = inviting.prepare(edition, person, wanted, liaison="Ana", seen="")
    made.sent_at = made.answered_at = clock.now()
    made.reason, made.answered_for = "Away", "her assistant"
    return made


def link_of(made: SpeakerInvitation) -> str:
    """The path of the speaker's own link."""
    return f"/en/s/{unseal(made.token_sealed)}"
