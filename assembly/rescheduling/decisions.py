"""What can be decided about an edition, and the state it leads to: pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from assembly import clock
from assembly.models import Bilingual, Edition, EditionChange, EditionChangeKind, EditionStatus, Mode, State

_Kind = EditionChangeKind
_HELD = (EditionStatus.SCHEDULED, EditionStatus.RESCHEDULED)


class Involvement(StrEnum):
    """What somebody was to an assembly when its plan changed."""

    COMES = "comes"
    FOLLOWS = "follows"
    WAITS = "waits"
    OFFERED = "offered"
    ASKED = "asked"
    "Their registration awaits an answer of the organisers."
    INVITED = "invited"
    SPEAKS = "speaks"


def part_of(kind: EditionChangeKind, mode: Mode, state: State) -> Involvement:
    """What a registration is, before a change of this kind: one that is online already keeps out of moving there."""
    if mode is Mode.ONLINE and (state is State.CONFIRMED or kind in (_Kind.ONLINE, _Kind.IN_PERSON)):
        return Involvement.FOLLOWS
    return {
        State.CONFIRMED: Involvement.COMES,
        State.WAITING: Involvement.WAITS,
        State.OFFERED: Involvement.OFFERED,
    }.get(state, Involvement.ASKED)


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody is about to announce. The times are instants and belong to a new date alone; `tell` is whether
    everybody concerned gets an email."""

    kind: EditionChangeKind
    message: Bilingual
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    tell: bool = True


def possible(edition: Edition, *, has_begun: bool) -> list[EditionChangeKind]:
    """What can be decided now; nothing once people have come (`has_begun`) or the assembly has ended."""
    if has_begun or (edition.takes_place and edition.is_over):
        return []
    found = [_Kind.RESCHEDULED]
    if edition.takes_place:
        found += [_Kind.POSTPONED, _Kind.IN_PERSON if edition.is_online else _Kind.ONLINE, _Kind.CANCELLED]
    else:
        if edition.status is EditionStatus.POSTPONED:
            found.append(_Kind.CANCELLED)
        if before(edition) is EditionStatus.POSTPONED or edition.starts_at > clock.now():
            found.append(_Kind.REINSTATED)
    return [*found, _Kind.CORRECTED] if edition.changes else found


def before(edition: Edition) -> EditionStatus:
    """The status an edition that is not held had before, and has again once it is reinstated."""
    earlier = _HELD if edition.status is EditionStatus.POSTPONED else (*_HELD, EditionStatus.POSTPONED)
    found = (one.status for one in reversed(edition.changes) if one.status in earlier)
    return next(found, EditionStatus.SCHEDULED)


def decided(edition: Edition, decision: Decision) -> EditionChange:
    """The change this decision makes, with the state it leads to; not stored, and still without a number."""
    last = edition.changes[-1] if edition.changes else None
    made = EditionChange(
        edition_id=edition.id,
        kind=decision.kind,
        status=edition.status,
        is_online=edition.is_online,
        starts_at=decision.starts_at or edition.starts_at,
        ends_at=decision.ends_at or edition.ends_at,
        previous_starts_at=last.previous_starts_at if last else None,
        message=decision.message,
    )
    if decision.kind is _Kind.RESCHEDULED:
        made.status, made.previous_starts_at = EditionStatus.RESCHEDULED, edition.starts_at
    elif decision.kind in (_Kind.POSTPONED, _Kind.CANCELLED):
        made.status = EditionStatus(decision.kind.value)
    elif decision.kind is _Kind.REINSTATED:
        made.status = before(edition)
    elif decision.kind in (_Kind.ONLINE, _Kind.IN_PERSON):
        made.is_online = decision.kind is _Kind.ONLINE
    return made


def mail_key(edition: Edition, change: EditionChange, key: str) -> str:
    """Name the email about a change to whom it concerns (`Concerned.key`): one event is one email."""
    return f"edition_changed:{edition.slug}:{change.number}:{key}"
