"""Somebody who has not registered is registered and let in at a door, in one."""

from contextlib import suppress
from dataclasses import dataclass
from typing import ClassVar

from assembly import clock
from assembly.checkin import rules
from assembly.checkin.phone_scans import WrittenDown, scan_of_form
from assembly.checkin.queries.shown import StoredScan, stored_scans
from assembly.checkin.service.admitting import door_facts
from assembly.checkin.service.scanning import Verdict, record_scans
from assembly.checkin.service.shown import ShownCode
from assembly.errors import DomainError
from assembly.extensions import db
from assembly.i18n import _l
from assembly.models import AdmitReason, Door, Edition, Mode, Registration, Scan, ScanKind, Told
from assembly.registration.service.at_the_door import OnlineOnlyHere, RoomFull, walk_in
from assembly.registration.service.submission import ThereAlready
from assembly.transactions import insert_once
from assembly.values import values_of


class Rehearsed(DomainError):
    """A walk-in on another day than those of the assembly would have been let in; nothing is stored."""

    sentence = _l("Rehearsal: no one was registered and nothing was saved.")


class WalkInNotHere(DomainError):
    """The rules of this door let nobody in who has not registered; `told` says which. Nothing is stored."""

    _SENTENCES: ClassVar = {
        Told.CLOSED: _l("This entrance is closed, so no one can be registered here. Nothing has been saved."),
        Told.NOT_FOR_ROLE: _l(
            "This entrance is only for certain roles, so no one can be registered here. Nothing has been saved."
        ),
        Told.NOT_INVITED: _l(
            "This entrance is by invitation only, so no one can be registered here. Nothing has been saved."
        ),
    }

    def __str__(self) -> str:
        return str(self._SENTENCES[self.facts["told"]])


class NotInDirectory(DomainError):
    """Nobody can say at the door what a name is that the directory does not know: it may be none of a city."""

    sentence = _l("This name is unknown or shared by several places. Choose from the list, or tick the box to keep it.")


@dataclass(frozen=True, slots=True)
class WalkIn:
    """What a volunteer wrote about somebody who is not in the list; `key` was made with the empty form."""

    key: str
    given: str
    family: str
    place: str
    email: str
    lang: str
    another: bool = False
    is_allowed: bool = False
    "Whether the supervisor said yes, though there is no place or the rules are against it."


def walk_in_refusal(door: Door) -> WalkInNotHere | None:
    """Say why nobody can be registered at this door now, or None."""
    told = rules.walk_in_refusal(door_facts(door, door.phase(clock.now())))
    return WalkInNotHere(told=told) if told else None


def admit_walk_in(came: WalkIn, door: Door, by_id: int) -> Verdict:
    """Register and admit in one: whoever is registered here stands inside. The same form twice is one person, let in
    once. Whom the supervisor allowed comes in without a place, and by name alone where nobody can register them.

    Raises WalkInNotHere, RoomFull, OnlineOnlyHere, ThereAlready, SentBefore, and Rehearsed on another day than those of
    the assembly, where somebody who is registered would count; nothing is stored then.
    """
    scan_id = scan_of_form(came.key)
    stored = stored_scans([scan_id]).get(scan_id)
    if stored is None and not came.is_allowed and (refused := walk_in_refusal(door)):
        raise refused
    guest = _allowed(came, door.edition, stored) if came.is_allowed else _registered(came, door.edition)
    why = AdmitReason.SUPERVISOR if came.is_allowed else None
    shown = ShownCode(scan_id, "", door, clock.now(), by_id, guest, why)
    if shown.here.is_rehearsal and stored is None:
        raise Rehearsed
    if guest is None and stored is None:
        _write_down(came, shown)
    return record_scans([shown])[0]


def _registered(came: WalkIn, edition: Edition, mode: Mode = Mode.ON_SITE, *, or_wait: bool = False) -> Registration:
    return walk_in(
        edition,
        **values_of(came, "key", "given", "family", "place", "email", "lang", "another"),
        or_wait=or_wait,
        mode=mode,
    )


def _allowed(came: WalkIn, edition: Edition, stored: StoredScan | None) -> Registration | None:
    """Register whom the supervisor allowed in: on the waiting list or online where there is no place; None where there
    is not even that, as `register_written` does."""
    if stored is not None:
        return db.session.get(Registration, stored.registration_id) if stored.registration_id else None
    try:
        return _registered(came, edition)
    except RoomFull as full:
        if full.facts and not full.facts["certain"]:  # who waits may be another person of that name
            raise ThereAlready(**full.facts) from None
        return _registered(came, edition, or_wait=True)
    except OnlineOnlyHere:
        with suppress(DomainError):
            return _registered(came, edition, Mode.ONLINE, or_wait=True)
    return None


def _write_down(came: WalkIn, shown: ShownCode) -> None:
    """Keep the name of somebody who is in without a registration, until the supervisor has decided."""
    row = {
        "scan_id": shown.scan_id,
        "door_id": shown.here.id,
        "by_id": shown.by_id,
        "kind": ScanKind.ENTRY,
        "effective_at": shown.at,
        "received_at": shown.at,
        "told": Told.ADMITTED_ANYWAY,
        "body_hash": shown.body_hash,
        "reason": shown.reason,
        "against": Told.ONLINE_ONLY,
        "written": WrittenDown(came.given, came.family, came.place, came.lang).line,
    }
    db.session.execute(insert_once(Scan).values(row))
