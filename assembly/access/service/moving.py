"""Changing the state of one registration: legal moves alone, each kept with who, when and why."""

from assembly import clock, history, mail
from assembly.access import queries as access_queries
from assembly.access.registration_history import CHANGED
from assembly.delegations import service as delegations
from assembly.errors import DomainError, Rejected
from assembly.extensions import db
from assembly.fold import email_key
from assembly.i18n import _l
from assembly.models import MOVES, AccessLink, Move, Registration, State
from assembly.quotas import service as quotas
from assembly.quotas.service import Places


class NotPossible(DomainError):
    """The registration stands elsewhere by now: somebody was quicker, or the page is old."""

    sentence = _l("This registration has changed in the meantime. Check it again.")


class ReasonMissing(Rejected):
    """What is done by hand says why."""

    sentence = _l("Give a short reason. We keep it on record.")


def move(registration: Registration, to: State, reason: str = "") -> None:
    """Take a legal step and note it. Places are the caller's to count. Raises NotPossible."""
    before = registration.state
    if to not in MOVES[before]:
        raise NotPossible
    registration.moves.append(Move(from_state=before, to_state=to, at=clock.now(), by=history.actor(), reason=reason))
    registration.state = to
    history.record("registration", registration.code, to.value, edition_id=registration.edition_id, before=before.value)
    if State.CONFIRMED in (before, to):
        delegations.settle(registration)


def note_change(registration: Registration, what: str, **details: str) -> None:
    """Keep in the history what was changed, never its words."""
    history.record("registration", registration.code, CHANGED[what], edition_id=registration.edition_id, **details)


def lock_places(registration: Registration) -> Places:
    """Lock the places of its edition until the transaction ends, and read the registration again under the lock."""
    places = quotas.lock(registration.edition)
    reread(registration)
    return places


def reread(registration: Registration) -> None:
    """What stands now, under the lock of its edition's places."""
    db.session.refresh(registration)


def write(kind: str, registration: Registration, about: str = "", to: AccessLink | None = None) -> None:
    """Put a mail about this registration into the outbox: to the person, or to the assistant a link was made for.

    `about` makes the same event one mail; by default that is the latest move. Whom the office added without an address
    nobody writes to.
    """
    if to is None and registration.person.email is None:
        return
    mail.post(
        kind,
        to=to if to is not None and to.sent_to else registration.person,
        lang=registration.lang,
        dedupe_key=f"{kind}:{registration.code}:{about or len(registration.moves)}",
        facts={"registration": registration.code, "assistant": bool(to and to.sent_to)},
        edition=registration.edition,
    )


def write_to_all(kind: str, registration: Registration, about: str = "") -> None:
    """The same to the person and to those who act for them, each address once: both know where it stands."""
    write(kind, registration, about)
    event, told = about or str(len(registration.moves)), {registration.person.email_key}
    for link in access_queries.assistants_of(registration):
        key = email_key(link.sent_to or "")
        if key not in told:
            write(kind, registration, f"{event}:{link.id}", to=link)
        told.add(key)
