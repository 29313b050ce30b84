"""Somebody who has not registered is registered and let in at a door, in one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from assembly import clock
from assembly.checkin import rules
from assembly.checkin.phone_scans import scan_of_form
from assembly.checkin.queries.shown import stored_scans
from assembly.checkin.service.admitting import door_facts
from assembly.checkin.service.scanning import Verdict, record_scans
from assembly.checkin.service.shown import ShownCode
from assembly.errors import DomainError
from assembly.i18n import _l
from assembly.models import Door, Told
from assembly.registration.service.at_the_door import walk_in


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

    sentence = _l(
        "This name is not in the directory, or several places have it. Check the spelling or choose from the list. "
        "If it is right, tick the box below the name: the organisers will check it."
    )


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


def walk_in_refusal(door: Door) -> WalkInNotHere | None:
    """Say why nobody can be registered at this door now, or None."""
    told = rules.walk_in_refusal(door_facts(door, door.phase(clock.now())))
    return WalkInNotHere(told=told) if told else None


def admit_walk_in(came: WalkIn, door: Door, by_id: int) -> Verdict:
    """Register and admit in one: whoever is registered here stands inside. The same form twice is one person, let in
    once. Raises WalkInNotHere, RoomFull, ThereAlready, SentBefore, and Rehearsed on another day than those of the
    assembly, where somebody who is registered would count; nothing is stored then."""
    scan_id = scan_of_form(came.key)
    is_stored = bool(stored_scans([scan_id]))
    if not is_stored and (refused := walk_in_refusal(door)):
        raise refused
    guest = walk_in(
        door.edition,
        key=came.key,
        given=came.given,
        family=came.family,
        place=came.place,
        email=came.email,
        lang=came.lang,
        another=came.another,
    )
    shown = ShownCode(scan_id, "", door, clock.now(), by_id, guest)
    if shown.here.is_rehearsal and not is_stored:
        raise Rehearsed
    return record_scans([shown])[0]
