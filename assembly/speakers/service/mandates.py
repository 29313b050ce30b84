"""Verbs on mandates: what somebody was, for whom and when."""

from typing import Any

from sqlalchemy import exists, select

from assembly import clock, history
from assembly.errors import DomainError
from assembly.extensions import db
from assembly.i18n import _l
from assembly.models import Appearance, Community, Edition, Mandate, MandateRole, Person, Quote, Session
from assembly.sealed import new_code
from assembly.speakers.facts import MandateFacts
from assembly.transactions import lock_row
from assembly.values import values_of


class MandateUsed(DomainError):
    """Something that was said or planned names it."""

    sentence = _l("A quote or a session refers to this mandate, so it cannot be removed. Enter its last day instead.")


def add_mandate(person: Person, role: MandateRole, **facts: Any) -> Mandate:
    """A function somebody holds, with its wording in both languages and its dates: `facts` by name."""
    mandate = Mandate(code=new_code(), person=person, role=role, **facts)
    db.session.add(mandate)
    history.record("mandate", person.code, "added", role=role.value)
    return mandate


def enter_mandate(person: Person, facts: MandateFacts) -> Mandate:
    """The same from a form: one that says exactly this is there once. Sessions to come in which they speak without a
    position name this one, if they hold it on the day."""
    lock_row(person)
    mine = db.session.scalars(select(Mandate).where(Mandate.person_id == person.id))
    known = next((one for one in mine if MandateFacts.of(one) == facts), None)
    if known is not None:
        return known
    community = db.session.get(Community, facts.community_id) if facts.community_id else None
    made = add_mandate(
        person,
        facts.role,
        community=community,
        **values_of(facts, "body", "function", "from_on", "to_on"),
    )
    _name_in_sessions(made)
    return made


def _name_in_sessions(mandate: Mandate) -> None:
    """Let sessions to come in which its holder speaks without a position name this one, if they hold it on the day."""
    bare = select(Appearance).join(Session).join(Edition).order_by(Appearance.id)
    theirs = Appearance.person_id == mandate.person.id, Appearance.mandate_id.is_(None), Session.removed_at.is_(None)
    for one in db.session.scalars(bare.where(*theirs, Edition.ends_at > clock.now())):
        session, day = one.session, one.session.edition.day
        if (mandate.from_on or day) <= day <= (mandate.to_on or day):
            one.mandate = mandate
            facts = {"session": session.code, "role": one.role.value}
            history.record("appearance", mandate.person.code, "mandate set", edition_id=session.edition_id, **facts)


def change_mandate(mandate: Mandate, facts: MandateFacts, *, seen: str) -> None:
    """Make it say this: a correction, or the day on which it ends. What is published keeps its words until the next
    release; with other dates it is named in sessions as a new one would be. Raises ChangedMeanwhile.
    """
    mandate = lock_row(mandate)
    now = MandateFacts.of(mandate)
    if not facts.differs(now, seen):
        return
    facts.write(mandate)
    if (facts.from_on, facts.to_on) != (now.from_on, now.to_on):
        _name_in_sessions(mandate)
    verb = "ended" if facts.to_on and not now.to_on else "changed"
    history.record("mandate", mandate.person.code, verb, code=mandate.code)


def remove_mandate(mandate: Mandate) -> None:
    """It was entered by mistake. Raises MandateUsed."""
    uses = [exists().where(Quote.mandate_id == mandate.id), exists().where(Appearance.mandate_id == mandate.id)]
    if any(db.session.scalar(select(one)) for one in uses):
        raise MandateUsed
    history.record("mandate", mandate.person.code, "removed", code=mandate.code, role=mandate.role.value)
    db.session.delete(mandate)


def keep_past_names(person: Person) -> None:
    """Write the present name into mandates that are over and approved quotes, before the person is called something
    else. What is published has its own copy.
    """
    today = clock.now().date()
    over = select(Mandate).where(Mandate.person_id == person.id, Mandate.to_on < today, Mandate.name == "")
    for mandate in db.session.scalars(over):
        mandate.name = person.full_name
    approved = select(Quote).where(Quote.person_id == person.id, Quote.approved_at.is_not(None), Quote.name == "")
    for quote in db.session.scalars(approved):
        quote.name = quote.said_by
