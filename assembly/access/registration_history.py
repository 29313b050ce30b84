"""What was done about one registration besides its moves, who can open it, and what else knows its person."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import joinedload

from assembly.extensions import db, read_all
from assembly.fold import email_key
from assembly.i18n import _l
from assembly.models import (
    AccessLink,
    Admission,
    Appearance,
    Entry,
    EntryDetail,
    Invitation,
    Mandate,
    Mode,
    Person,
    Registration,
    User,
)
from assembly.sealed import unseal

CHANGED = {
    "name": "name changed",
    "badge_name": "badge name changed",
    "function": "function changed",
    "place": "place changed",
    "lang": "language changed",
    "category": "category changed",
    "phone": "telephone changed",
    "note": "note changed",
    "desk_note": "note for the entrance changed",
    "external": "code of another event changed",
    "mode": "mode changed",
    "address": "address corrected",
    "link": "link renewed",
    "code": "entry code renewed",
    "assistant": "assistant's access ended",
    "mail": "mail sent again",
}
"What can be done, and the verb of the history that says it was."
ADMISSION_UNDONE = "admission undone"
_READ = (CHANGED["mode"], ADMISSION_UNDONE)
"Of these the page reads the details, while the history still has them."
_WORDS: dict[str, Any] = {
    "name changed": _l("Name corrected"),
    "badge name changed": _l("Name on the badge changed"),
    "function changed": _l("Position changed"),
    "place changed": _l("City, region or organisation changed"),
    "language changed": _l("Language changed"),
    "category changed": _l("Category changed"),
    "telephone changed": _l("Telephone changed"),
    "note changed": _l("Internal note changed"),
    "note for the entrance changed": _l("Note for the entrance changed"),
    "code of another event changed": _l("Badge code from another event changed"),
    "mode changed": _l("Attendance changed"),
    "address corrected": _l("Email address corrected"),
    "link renewed": _l("Personal link replaced"),
    "entry code renewed": _l("Entry code replaced"),
    "assistant's access ended": _l("Assistant’s access removed"),
    "mail sent again": _l("Email sent again"),
    "office set": _l("Elected office changed"),
    ADMISSION_UNDONE: _l("Admission undone"),
}


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that was done: when, by whom (as the history calls them), and what in the office's words."""

    at: datetime
    by: str
    words: str
    mode: Mode | None = None
    "In which way they take part since, if that is what was changed and the history still says so."
    arrived_at: datetime | None = None
    door: str = ""
    reason: str = ""
    "Which admission was undone, and why, if the history still says so."


def acts_of(registration: Registration) -> list[Act]:
    """What was done, in its order; the words themselves are nowhere but in the registration."""
    rows = db.session.execute(
        select(Entry, EntryDetail.sealed)
        .outerjoin(EntryDetail, and_(EntryDetail.entry_n == Entry.n, Entry.verb.in_(_READ)))
        .where(Entry.noun == "registration", Entry.noun_ref == registration.code, Entry.verb.in_(_WORDS))
        .order_by(Entry.n)
    )
    return [Act(row.at, row.actor_ref, str(_WORDS[row.verb]), **_details(sealed)) for row, sealed in rows]


def _details(sealed: str | None) -> dict[str, Any]:
    details = json.loads(unseal(sealed)) if sealed else {}
    return {
        "mode": Mode(details["mode"]) if details.get("mode") else None,
        "arrived_at": datetime.fromisoformat(details["first_at"]) if "first_at" in details else None,
        "door": details.get("door", ""),
        "reason": details.get("reason", ""),
    }


def admissions_of(registration: Registration) -> list[Admission]:
    """Return when and at which door somebody came in, day by day."""
    return read_all(
        select(Admission)
        .where(Admission.registration_id == registration.id)
        .order_by(Admission.first_at)
        .options(joinedload(Admission.door))
    )


def modes_of_moves(registration: Registration, done: Sequence[Act]) -> dict[int, Mode]:
    """To which way of taking part an organiser moved somebody, by the id of the move that keeps the reason: the last
    one before the history noted it."""
    found = {}
    for act in done:
        before = [move.id for move in registration.moves if move.at <= act.at]
        if act.mode is not None and before:
            found[before[-1]] = act.mode
    return found


def names_of(actors: set[str]) -> dict[str, str]:
    """Who acted, as the office knows them: `user:3` by name."""
    ids = [int(one.removeprefix("user:")) for one in actors if one.startswith("user:")]
    rows = db.session.execute(select(User.id, User.name).where(User.id.in_(ids))) if ids else ()
    return {f"user:{user_id}": name for user_id, name in rows}


def links_of(registration: Registration) -> list[AccessLink]:
    """Every link this registration ever had, the newest last."""
    return read_all(select(AccessLink).where(AccessLink.registration_id == registration.id).order_by(AccessLink.id))


def known_elsewhere(registration: Registration) -> bool:
    """Whether something besides this edition knows its person: another edition, by a registration or an invitation,
    a mandate, an appearance."""
    person, here = registration.person_id, registration.edition_id
    other = exists().where(Registration.person_id == person, Registration.edition_id != here)
    invited = exists().where(Invitation.person_id == person, Invitation.edition_id != here)
    speaks = exists().where(Appearance.person_id == person)
    holds = exists().where(Mandate.person_id == person)
    return bool(db.session.scalar(select(or_(other, invited, speaks, holds))))


def somebody_else(person: Person, address: str, key: str) -> bool:
    """Whether another person of this folded name is known under this address."""
    return bool(
        db.session.scalar(
            select(
                exists().where(
                    Person.email_key == email_key(address),
                    Person.name_key == key,
                    Person.id != person.id,
                    Person.merged_into_id.is_(None),
                )
            )
        )
    )
