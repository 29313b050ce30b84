"""Whom a change of plan concerns: each person once, at the address we write to, and whoever acts for them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Select, and_, exists, or_, select

from assembly import clock
from assembly.extensions import db
from assembly.fold import email_key
from assembly.models import (
    AccessLink,
    Appearance,
    AppearanceState,
    BadAddress,
    Edition,
    EditionChangeKind,
    Invitation,
    Mode,
    Person,
    Purpose,
    Registration,
    RoleAnswer,
    Session,
    SpeakerInvitation,
    State,
)
from assembly.rescheduling.decisions import Involvement, part_of
from assembly.speakers.queries import co_chair_answers

ACTIVE = [one for one in State if one.is_active]


@dataclass(frozen=True, slots=True)
class Concerned:
    """Somebody a change concerns: what they were before it, in which language they read, what their email speaks of,
    and whether one reaches them. `address` is that of a speaker's invitation; else the person's own, or the link's."""

    part: Involvement
    lang: str
    key: str
    facts: dict[str, Any]
    person_id: int = 0
    link: AccessLink | None = None
    address: str = ""
    is_reached: bool = True

    @property
    def acts(self) -> bool:
        """Whether they act for somebody else, who is counted already."""
        return self.link is not None or bool(self.facts.get("office"))


def concerned(edition: Edition, kind: EditionChangeKind) -> list[Concerned]:
    """Everybody a change of this kind concerns, each person once, and those who act for them, each by their link."""
    back = moved_online(edition) if kind is EditionChangeKind.IN_PERSON else {}
    found, people = [], set[int]()
    parts: dict[int, Involvement] = {}
    written = set[tuple[str, str]]()
    "The folded address and name of each email: somebody may be two entries in the list of people."
    for row in db.session.execute(_registrations(edition)):
        part = part_of(kind, row.mode, row.state)
        if str(row.id) in back and row.mode is Mode.ONLINE:
            was = State(back[str(row.id)]["state"])
            waits = row.state is State.CONFIRMED and was in (State.WAITING, State.OFFERED)
            part = part_of(kind, Mode.ON_SITE, was if waits else row.state)
        parts[row.id] = part
        people.add(row.person_id)
        written.add((row.email_key or "", row.name_key))
        facts = {"registration": row.code}
        key = f"registration:{row.code}"
        found.append(Concerned(part, row.lang, key, facts, row.person_id, is_reached=row.is_reached))
    for link, lang, code, name_key in db.session.execute(_assistants(edition)):
        written.add((email_key(link.sent_to or ""), name_key))
        facts = {"registration": code}
        found.append(Concerned(parts[link.registration_id], lang, f"link:{link.id}", facts, link=link))
    for person, lang, code in db.session.execute(_invited(edition)):
        if person.id not in people:
            people.add(person.id)
            written.add((person.email_key or "", person.name_key))
            found.append(Concerned(Involvement.INVITED, lang, f"{Involvement.INVITED}:{code}", {}, person.id))
    speakers = list(db.session.execute(_speakers(edition)))
    bad = _bad_addresses(speakers)
    for person, invitation in speakers:
        for one in _to_speaker(person, invitation):
            at = email_key(one.address or person.email or "")
            if (at, person.name_key) not in written and (one.acts or person.id not in people):
                written.add((at, person.name_key))
                found.append(replace(one, is_reached=at not in bad))
    return found


def moved_online(edition: Edition) -> dict[str, dict[str, Any]]:
    """What was noted of each registration, by its id, when the assembly moved online last."""
    moves = (one.moved for one in reversed(edition.changes) if one.kind is EditionChangeKind.ONLINE)
    return next(moves, {})


def _to_speaker(person: Person, invitation: SpeakerInvitation | None) -> list[Concerned]:
    """The emails to a speaker and to their office: where they were invited, else at the person's own address."""
    key = f"{Involvement.SPEAKS}:{person.code}"
    if invitation is None or not invitation.email:
        return [Concerned(Involvement.SPEAKS, person.mail_lang, key, {}, person.id)] if person.email else []
    facts, lang = {"speaker": invitation.code, "office": False}, invitation.lang
    found = [Concerned(Involvement.SPEAKS, lang, key, facts, person.id, address=invitation.email)]
    if invitation.office_email:
        office = facts | {"office": True}
        found.append(
            Concerned(Involvement.SPEAKS, lang, f"{key}:office", office, person.id, address=invitation.office_email)
        )
    return found


def _registrations(edition: Edition) -> Select[int, str, int, str, Mode, State, str | None, str, bool]:
    reached = ~exists().where(BadAddress.email_key == Person.email_key) & Person.email_key.is_not(None)
    return (
        select(
            Registration.id,
            Registration.code,
            Registration.person_id,
            Registration.lang,
            Registration.mode,
            Registration.state,
            Person.email_key,
            Person.name_key,
            reached.label("is_reached"),
        )
        .join(Person)
        .where(Registration.edition_id == edition.id, Registration.state.in_(ACTIVE))
        .order_by(Registration.id)
    )


def _assistants(edition: Edition) -> Select[AccessLink, str, str, str]:
    valid = AccessLink.revoked_at.is_(None), or_(AccessLink.ends_at.is_(None), AccessLink.ends_at > clock.now())
    return (
        select(AccessLink, Registration.lang, Registration.code, Person.name_key)
        .join(Registration, Registration.id == AccessLink.registration_id)
        .join(Person, Person.id == Registration.person_id)
        .where(Registration.edition_id == edition.id, Registration.state.in_(ACTIVE))
        .where(AccessLink.purpose == Purpose.ASSISTANT, AccessLink.sent_to.is_not(None), *valid)
        .order_by(AccessLink.id)
    )


def _invited(edition: Edition) -> Select[Person, str, str]:
    """Those who have our invitation and have not answered."""
    return (
        select(Person, Invitation.lang, Invitation.code)
        .join(Invitation, Invitation.person_id == Person.id)
        .where(Invitation.edition_id == edition.id, Invitation.sent_at.is_not(None), Invitation.reply.is_(None))
        .where(Invitation.withdrawn_at.is_(None), Person.email_key.is_not(None))
        .where(~exists().where(BadAddress.email_key == Person.email_key))
        .order_by(Invitation.id)
    )


def _speakers(edition: Edition) -> Select[Person, SpeakerInvitation | None]:
    """Those who are asked to speak or to be co-chair, or have said yes, with our invitation, if one was sent."""
    here = Session.edition_id == edition.id, Session.removed_at.is_(None)
    in_a_session = select(Appearance.person_id).join(Session).where(*here)
    not_asked = Appearance.state.in_([AppearanceState.IDEA, AppearanceState.CANCELLED])
    asked = Appearance.state.in_([AppearanceState.INVITED, AppearanceState.CONFIRMED])
    theirs = and_(
        SpeakerInvitation.person_id == Person.id,
        SpeakerInvitation.edition_id == edition.id,
        SpeakerInvitation.sent_at.is_not(None),
        SpeakerInvitation.withdrawn_at.is_(None),
    )
    is_chair = Person.id.in_([one.person_id for one, _answer in co_chair_answers(edition)])
    says_yes = SpeakerInvitation.role_answer.in_([one for one in RoleAnswer if one.is_yes])
    unanswered = SpeakerInvitation.role_answer.is_(None) & Person.id.not_in(in_a_session.where(~not_asked))
    for_the_role = SpeakerInvitation.sent_at.is_not(None) & is_chair & or_(says_yes, unanswered)
    return (
        select(Person, SpeakerInvitation)
        .outerjoin(SpeakerInvitation, theirs)
        .where(or_(Person.id.in_(in_a_session.where(asked)), for_the_role))
        .order_by(Person.id)
    )


def _bad_addresses(speakers: Iterable[Any]) -> set[str]:
    """Those addresses of speakers and their offices at which nobody reads emails."""
    pairs = [(person.email, one.email if one else "", one.office_email if one else "") for person, one in speakers]
    keys = {email_key(address) for three in pairs for address in three if address}
    return set(db.session.scalars(select(BadAddress.email_key).where(BadAddress.email_key.in_(keys))))
