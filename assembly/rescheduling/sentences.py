"""What is said of a change of plan: its state in one sentence, words to begin with, and what it means to somebody."""

from datetime import datetime
from typing import Any

from assembly import clock
from assembly.formats import day, time, zone_name
from assembly.i18n import _, _l
from assembly.models import Bilingual, EditionChange, EditionChangeKind, EditionStatus
from assembly.rescheduling.decisions import Involvement

_Kind = EditionChangeKind


def state_of(change: EditionChange, zone: str, starts_at: datetime | None = None) -> str:
    """Say what holds since this change, for everybody; `zone` is that of the edition.

    `starts_at` is the day it has now, for “Date and venue” may have corrected it since; else the day of the change.
    """
    on = weekday(starts_at or change.starts_at, zone)
    if change.status is EditionStatus.CANCELLED:
        return _("This assembly is cancelled.")
    if change.status is EditionStatus.POSTPONED:
        return _("This assembly is postponed. The new date is not known yet.")
    if change.is_online:
        return _("This assembly will take place online only, on %(day)s.", day=on)
    if change.status is EditionStatus.RESCHEDULED:
        return _("This assembly has a new date: %(day)s.", day=on)
    return _("This assembly will take place as planned, on %(day)s.", day=on)


def before_of(change: EditionChange, zone: str, starts_at: datetime | None = None) -> str:
    """Say for which day it was planned; nothing where that is the day it has (`starts_at` as in `state_of`)."""
    if change.status is EditionStatus.RESCHEDULED and change.previous_starts_at:
        was, is_now = weekday(change.previous_starts_at, zone), weekday(starts_at or change.starts_at, zone)
        return _("The assembly was planned for %(day)s.", day=was) if was != is_now else ""
    if change.status is EditionStatus.POSTPONED:
        return _("The assembly was planned for %(day)s.", day=weekday(change.starts_at, zone))
    return ""


def weekday(instant: datetime, zone: str) -> str:
    """The day of an instant, with its weekday, as it stands within a sentence."""
    return day(clock.local_day(instant, zone), weekday=True)


def when(change: EditionChange, zone: str, starts_at: datetime | None = None) -> str:
    """Day, time and whose time it is; nothing while there is no day (`starts_at` as in `state_of`)."""
    if change.status in (EditionStatus.CANCELLED, EditionStatus.POSTPONED):
        return ""
    at = starts_at or change.starts_at
    return f"{weekday(at, zone)}, {time(at, zone)}, {zone_name(zone)}"


_TO_BEGIN_WITH = {
    _Kind.RESCHEDULED: _l("We have had to move the assembly to another date. We apologise for the inconvenience."),
    _Kind.POSTPONED: _l("We have had to postpone the assembly. We will tell you the new date as soon as it is set."),
    _Kind.ONLINE: _l("We cannot meet in person. The assembly will take place online at the planned time."),
    _Kind.CANCELLED: _l("We have had to cancel the assembly. We are sorry and thank you for your interest."),
    _Kind.REINSTATED: _l("Our last announcement no longer applies. We apologise for the confusion."),
    _Kind.IN_PERSON: _l("We can meet in person after all. We look forward to welcoming you."),
}


def to_begin_with(kind: EditionChangeKind) -> Bilingual:
    """Words an organiser may send as they are or change, in both languages."""
    return Bilingual.of(_TO_BEGIN_WITH.get(kind, ""))


def sessions_moved() -> Bilingual:
    """The note of the release that moves the programme."""
    return Bilingual.of(_l("All sessions have been moved to the new date of the assembly."))


_COMES = {
    _Kind.RESCHEDULED: _l("The registration and the entry code are valid for the new date."),
    _Kind.POSTPONED: _l("The registration and the entry code stay valid for the new date."),
    _Kind.ONLINE: _l(
        "The registration has been kept and changed to online participation. The entry code is no longer needed."
    ),
    _Kind.CANCELLED: _l("There is nothing to do. The entry code is no longer valid."),
    _Kind.REINSTATED: _l("The registration and the entry code are valid again."),
    _Kind.IN_PERSON: _l("The registration has been changed to in-person attendance, with the same entry code."),
}
_FOLLOWS = {
    _Kind.RESCHEDULED: _l("The registration to take part online is valid for the new date."),
    _Kind.POSTPONED: _l("The registration to take part online stays valid for the new date."),
    _Kind.ONLINE: _l("The registration was already for online participation, so nothing changes."),
    _Kind.CANCELLED: _l("There is nothing to do."),
    _Kind.REINSTATED: _l("The registration to take part online is valid again."),
    _Kind.IN_PERSON: _l("The registration to take part online stays as it is."),
}
_WAITS = {
    _Kind.RESCHEDULED: _l("The place on the waiting list is kept for the new date."),
    _Kind.POSTPONED: _l(
        "The place on the waiting list has been kept. No places will be offered until there is a new date."
    ),
    _Kind.ONLINE: _l("There is no need to wait any longer: the registration to take part online is confirmed."),
    _Kind.CANCELLED: _l("There is nothing to do: the waiting list is closed."),
    _Kind.REINSTATED: _l("The place on the waiting list has been restored."),
    _Kind.IN_PERSON: _l("The place on the waiting list has been restored."),
}
_OFFERED = {
    _Kind.RESCHEDULED: _l("The place offered for the new date is held until %(moment)s."),
    _Kind.POSTPONED: _l("The place offered is held, and can be accepted once there is a new date."),
    _Kind.ONLINE: _WAITS[_Kind.ONLINE],
    _Kind.CANCELLED: _l("There is nothing to do: the place offered can no longer be accepted."),
    _Kind.REINSTATED: _l("The place offered is held until %(moment)s."),
    _Kind.IN_PERSON: _WAITS[_Kind.IN_PERSON],
}
_ASKED = {
    _Kind.RESCHEDULED: _l(
        "The registration is kept for the new date. The organisers still have to decide whether to accept it."
    ),
    _Kind.POSTPONED: _l(
        "The registration is kept. The organisers will decide whether to accept it once there is a new date."
    ),
    _Kind.ONLINE: _l(
        "The registration has been kept and changed to online participation. The organisers still "
        "have to decide whether to accept it."
    ),
    _Kind.CANCELLED: _l("There is nothing to do."),
    _Kind.REINSTATED: _l("The registration is valid again. The organisers still have to decide whether to accept it."),
    _Kind.IN_PERSON: _l(
        "The registration has been changed to in-person attendance. The organisers still have to decide "
        "whether to accept it."
    ),
}
_INVITED = {
    _Kind.RESCHEDULED: _l("The invitation is valid for the new date."),
    _Kind.POSTPONED: _l("The invitation stays valid. It can be answered once there is a new date."),
    _Kind.ONLINE: _l("The invitation is now to take part online."),
    _Kind.CANCELLED: _l("There is no need to answer the invitation."),
    _Kind.REINSTATED: _l("The invitation is valid again."),
    _Kind.IN_PERSON: _l("The invitation is now to attend in person."),
}
_SPEAKS = {
    _Kind.RESCHEDULED: _l(
        "The sessions have been moved to the new date. Please tell us if the new date does not suit you."
    ),
    _Kind.POSTPONED: _l("We will contact you about your contribution once there is a new date."),
    _Kind.ONLINE: _l("We will contact you about how to take part online."),
    _Kind.CANCELLED: _l("Your contribution is no longer needed. Thank you for your time."),
    _Kind.REINSTATED: _l(
        "We would be glad to have your contribution after all. Please tell us if you are no longer available."
    ),
    _Kind.IN_PERSON: _l("We will contact you about the venue."),
}


_PARTS: dict[Involvement, dict[EditionChangeKind, Any]] = {
    Involvement.COMES: _COMES,
    Involvement.FOLLOWS: _FOLLOWS,
    Involvement.WAITS: _WAITS,
    Involvement.OFFERED: _OFFERED,
    Involvement.ASKED: _ASKED,
    Involvement.INVITED: _INVITED,
    Involvement.SPEAKS: _SPEAKS,
}


def effective_kind(change: EditionChange) -> EditionChangeKind:
    """Give the decision that says what a change means: reinstated without a day is postponed again."""
    is_postponed = change.kind is _Kind.REINSTATED and change.status is EditionStatus.POSTPONED
    return _Kind.POSTPONED if is_postponed else change.kind


def meaning(kind: EditionChangeKind, part: Involvement, until: str = "") -> str:
    """Say what a change means to somebody; `until` is the moment until which a place offered is held."""
    if kind is _Kind.CORRECTED:
        return _("Only the explanation has changed.")
    return str(_PARTS[part][kind]) % {"moment": until}
