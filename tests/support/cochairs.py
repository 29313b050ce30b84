"""A day of an assembly with people on stage, of whom some have come in."""

from __future__ import annotations

from datetime import datetime, timedelta

from directory import make
from factories import make_edition, make_user, submission
from sqlalchemy import or_, select

from assembly.accounts.service.people import add_person
from assembly.agenda.service.sessions import add_room, add_session
from assembly.calendar.service import publish_programme
from assembly.checkin.queries import doors
from assembly.checkin.service import ShownCode, record_scans
from assembly.cochairs.readers import Reader, key_of, named
from assembly.cochairs.service import ceremony, proposals
from assembly.extensions import db
from assembly.models import (
    AppearanceRole,
    AppearanceState,
    Bilingual,
    Edition,
    EditionRole,
    MandateRole,
    Person,
    Presence,
    Registration,
    Session,
    SessionKind,
    User,
)
from assembly.registration.service.registering import register
from assembly.sealed import new_code
from assembly.speakers.facts import MandateFacts, ProfileFacts, QuoteFacts
from assembly.speakers.queries import co_chairs, mandates_on
from assembly.speakers.service.appearances import add_appearance
from assembly.speakers.service.asking import ask_speaker
from assembly.speakers.service.mandates import enter_mandate
from assembly.speakers.service.people import add_speaker
from assembly.speakers.service.quotes import add_quote, send_back_quote

PASSPHRASE = "a long enough passphrase"
CHAIR, OFFICE = ("chair@example.org", PASSPHRASE), ("here@example.org", PASSPHRASE)
LEAK = "zebra"
DESK = "/en/manage/2031/desk"


def person(given: str, family: str, function: str = "") -> Person:
    """Somebody in office, with what a co-chair may not read."""
    made = add_person(given=given, family=family, name_lang="", grammatical_form=None, mail_lang="en")
    made.email = made.email_key = f"{LEAK}-{family.lower()}@example.org"
    if function:
        facts = MandateFacts(MandateRole.MAYOR, None, Bilingual(), Bilingual(function, f"{function} (fr)"), None, None)
        enter_mandate(made, facts)
    return made


def speak(
    session: Session,
    who: Person,
    state: AppearanceState = AppearanceState.CONFIRMED,
    presence: Presence = Presence.IN_PERSON,
    role: AppearanceRole = AppearanceRole.SPEAKER,
) -> None:
    """Put somebody into a session."""
    db.session.flush()
    mandate = next(iter(mandates_on(who, session.edition)), None)
    add_appearance(session, who, role, presence=presence, mandate=mandate, state=state)


def add(edition: Edition, title: str, begins: int, ends: int, **facts: object) -> Session:
    """A session that begins and ends so many minutes after the assembly begins."""
    said: dict[str, object] = {"kind": SessionKind.PANEL, "abstract": Bilingual()}
    return add_session(
        edition,
        title=Bilingual(title, f"{title} (fr)"),
        starts_at=edition.starts_at + timedelta(minutes=begins),
        ends_at=edition.starts_at + timedelta(minutes=ends),
        **(said | facts),  # type: ignore[arg-type]
    )


def a_day(days_ahead: int = 30) -> Edition:
    """An assembly with a published programme, a co-chair's account and an organiser's, inside `writing()`.

    Ana and Bo speak in person in the opening, Cleo remotely; Dag has not said yes.
    """
    edition = make_edition(days_ahead=days_ahead)
    make("rzeszow", "Rzeszów")
    make_user("co_chair", CHAIR[0], edition)
    make_user("organiser", OFFICE[0], edition)
    hall = add_room(edition.venue, Bilingual("Great Hall", "Grande Salle"))
    opening = add(edition, "Opening", 0, 60, room=hall, spoken=["fi"], into=["en", "fr"])
    picture = add(edition, "On the steps", 60, 75, kind=SessionKind.FAMILY_PICTURE)
    ana, bo = person("Ana", "Álvarez", "Mayor of Here"), person("Bo", "Berg", "Mayor of There")
    cleo, dag = person("Cleo", "Conti"), person("Dag", "Dahl")
    for who in (ana, bo):
        speak(opening, who)
    speak(opening, cleo, presence=Presence.REMOTE)
    speak(opening, dag, AppearanceState.INVITED)
    speak(picture, ana)
    ProfileFacts(Bilingual("Ana’s life", "La vie d’Ana"), "AL-va-reth", f"{LEAK} liaison", True).write(
        add_speaker(edition, ana)
    )
    publish_programme(edition, name="Programme", note=Bilingual())
    db.session.flush()
    return edition


def register_as(edition: Edition, given: str, family: str, number: int, **changes: object) -> Registration:
    """A confirmed registration for the room, with an internal note, inside `writing()`."""
    facts = {"given": given, "family": family, "email": f"{LEAK}{number}@example.org"} | changes
    register(edition, submission(number, **facts))
    made = db.session.scalars(select(Registration).order_by(Registration.id.desc()).limit(1)).one()
    made.note, made.phone = f"{LEAK} note", f"{LEAK} phone"
    return made


def come_in(registration: Registration, at: datetime) -> None:
    """Let somebody in by the first entrance, inside `writing()`."""
    door = doors(registration.edition)[0]
    record_scans([ShownCode(new_code(20), "", door, at, named=registration)])


def chair_of(edition: Edition) -> User:
    """The account of the co-chair that came last."""
    at = or_(EditionRole.edition_id == edition.id, EditionRole.edition_id.is_(None))
    mine = select(User).join(EditionRole).where(EditionRole.role == "co_chair", at)
    return db.session.scalars(mine.order_by(User.id.desc()).limit(1)).one()


def reader_of(edition: Edition) -> Reader:
    """The same as whom the card is for."""
    key = key_of(chair_of(edition))
    return next(one for one in named(edition) if one.key == key)


def fill_the_desk(edition: Edition) -> None:
    """A proposal with a comment, a quote sent back, a place in the ceremony, inside `writing()`."""
    session = db.session.scalars(select(Session).where(Session.edition_id == edition.id)).first()
    assert session is not None
    one = proposals.propose(edition, session, name="Eva Ek", why="She knows", by=chair_of(edition))
    proposals.comment_on(one, "Ask her soon", by="Someone")
    facts = MandateFacts(MandateRole.MAYOR, None, Bilingual(), Bilingual("Mayor", "Maire"), None, None)
    who = next((one.person for one in co_chairs(edition)), None) or person("Fay", "Falk")
    mandate = enter_mandate(who, facts)
    quote = add_quote(edition, mandate, Bilingual("Together", "Ensemble"), original_lang="en", source="here")
    db.session.flush()
    send_back_quote(quote, "Too short", by="Someone", seen=QuoteFacts.of(quote).mark)
    ask_speaker(quote, email="fay@example.org", lang="en", seen="").amended = "All together"
    place = ceremony.add_place(edition, make("ceremony", "Ceremony"), signatory="Gro Gran", function="Mayor")
    ceremony.mark_signed(place, by="Someone")
