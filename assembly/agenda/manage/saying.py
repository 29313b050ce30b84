"""Words for what would be published and for what the checks found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from assembly import clock
from assembly.agenda.checks import Check, Fault
from assembly.agenda.difference import Change, ChangeKind, Detail, Part
from assembly.formats import day, language, listing, time
from assembly.i18n import _, _l
from assembly.models import AppearanceState, Bilingual, Edition, Presence, Release

_LABELS = {
    "time": _l("When"),
    "room": _l("Room"),
    "people": _l("People"),
    "kind": _l("Type"),
    "title": _l("Title"),
    "abstract": _l("Description"),
    "spoken": _l("Languages spoken"),
    "into": _l("Interpretation languages"),
    "signed": _l("Sign languages"),
    "captions": _l("Caption languages"),
}
_OF_A_NEW_ONE = ("time", "room", "people")
"What is worth reading of a session that was not there; the rest is on its page."


@dataclass(frozen=True, slots=True)
class Said:
    """A fault with its sentence."""

    fault: Fault
    sentence: str

    @property
    def is_untranslated(self) -> bool:
        """Whether nothing at all can be published while it stands."""
        return self.fault.check is Check.UNTRANSLATED


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that differs: before and after as words, or as bilingual texts."""

    label: str
    before: str | Bilingual
    after: str | Bilingual


def change(one: Change, edition: Edition) -> tuple[Change, list[Line]]:
    """A change with the lines that say it."""
    wanted = _LABELS.keys() if one.kind is ChangeKind.CHANGED else _OF_A_NEW_ONE
    shown = [detail for detail in one.details if detail.field in wanted]
    return one, [_line(detail, edition) for detail in shown]


def undo(found: tuple[Release, list[Change]] | None, edition: Edition) -> tuple[Release, list[Any]] | None:
    """The release one may take back, and what becomes of its sessions."""
    return (found[0], [change(one, edition) for one in found[1]]) if found else None


def _line(detail: Detail, edition: Edition) -> Line:
    return Line(str(_LABELS[detail.field]), _value(detail.before, edition), _value(detail.after, edition))


def _value(value: Any, edition: Edition) -> str | Bilingual:
    if isinstance(value, Bilingual):
        return value
    if isinstance(value, tuple):
        begins, ends = value
        return hours(begins, ends, edition)
    if isinstance(value, list):
        return listing([_part(one) if isinstance(one, Part) else language(one) for one in value]) if value else ""
    return str(value.label) if value else ""


def _part(one: Part) -> str:
    elsewhere = f", {one.presence.label}" if one.presence is not Presence.IN_PERSON else ""
    return f"{one.name} ({one.role.label}{elsewhere})"


def hours(begins: datetime, ends: datetime, edition: Edition) -> str:
    """`11:00 – 12:00`, with the day before it where the edition has several or it is another one."""
    span = f"{time(begins, edition.zone)} – {time(ends, edition.zone)}"
    on = clock.local_day(begins, edition.zone)
    if on == edition.day == clock.local_day(edition.ends_at, edition.zone):
        return span
    return f"{day(on)}, {span}"


def sentence(fault: Fault, edition: Edition) -> str:
    """What a check found; the sessions it found it in are named beside."""
    name = fault.appearance.person.full_name if fault.appearance else ""
    langs = listing([language(code) for code in fault.langs])
    begins, ends = (time(at, edition.zone) for at in (*fault.times, *fault.times)[:2]) if fault.times else ("", "")
    return {
        Check.UNTRANSLATED: lambda: _("Text missing: %(languages)s.", languages=langs),
        Check.ROOM: lambda: _("Two sessions are in the same room at the same time."),
        Check.PERSON: lambda: _("%(name)s is in two sessions at the same time.", name=name),
        Check.OUTSIDE: lambda: _(
            "Outside the hours of the assembly (%(begins)s to %(ends)s).", begins=begins, ends=ends
        ),
        Check.UNCONFIRMED: lambda: _("%(name)s has not confirmed and is not shown.", name=name),
        Check.STALE: lambda: _("One language version is newer than the other."),
        Check.NO_INTERPRETATION: lambda: _("There is no interpretation from %(languages)s.", languages=langs),
        Check.HOLE: lambda: _("Nothing is planned from %(begins)s to %(ends)s.", begins=begins, ends=ends),
        Check.END: lambda: _(
            "The programme ends at %(begins)s; the practical information says %(ends)s.", begins=begins, ends=ends
        ),
    }[fault.check]()


def answer(state: AppearanceState) -> str:
    """What somebody answered, in the words of the office."""
    words = {
        AppearanceState.IDEA: _l("not invited yet"),
        AppearanceState.INVITED: _l("not confirmed yet"),
        AppearanceState.CONFIRMED: _l("confirmed"),
        AppearanceState.DECLINED: _l("cannot come"),
        AppearanceState.CANCELLED: _l("cancelled"),
    }
    return str(words[state])
