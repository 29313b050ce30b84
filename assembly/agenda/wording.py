"""Words for what has changed in the programme: the office reads them before publishing, visitors afterwards."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from assembly import clock
from assembly.agenda.difference import Change, ChangeKind, Detail, PersonInSession
from assembly.formats import day, in_line, language, listing, time
from assembly.i18n import _l, in_each_language
from assembly.models import Bilingual, Edition, Presence

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
    "notice": _l("Notice"),
}
_OF_A_NEW_ONE = ("time", "room", "people")
"What is worth reading of a session that was not there; the rest is on its page."


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that differs: before and after as words, or as bilingual texts."""

    label: str
    before: str | Bilingual
    after: str | Bilingual


def change(one: Change, edition: Edition, *, leaving_out: Collection[str] = ()) -> tuple[Change, list[Line]]:
    """A change with the lines that say it, but for the fields (by name) in `leaving_out`."""
    wanted = _LABELS.keys() if one.kind is ChangeKind.CHANGED else _OF_A_NEW_ONE
    shown = [detail for detail in one.details if detail.field in wanted and detail.field not in leaving_out]
    return one, [_line(detail, edition) for detail in shown]


def _line(detail: Detail, edition: Edition) -> Line:
    before, after = (_value(value, edition) for value in (detail.before, detail.after))
    if detail.field == "time" and detail.before and detail.after:
        with_day = len({clock.local_day(begins, edition.zone) for begins, _ends in (detail.before, detail.after)}) > 1
        before, after = (
            hours(begins, ends, edition, with_day=with_day) for begins, ends in (detail.before, detail.after)
        )
    if before == after and detail.field == "people":  # a position has been corrected: only then is it said
        before, after = _with_positions(detail.before), _with_positions(detail.after)
    return Line(str(_LABELS[detail.field]), before, after)


def _with_positions(parts: list[PersonInSession]) -> Bilingual:
    """The people with the positions in which they speak, in both languages: it may have changed in one alone."""

    def say() -> str:
        return listing(
            [f"{one.name}, {function}" if (function := in_line(one.function)) else one.name for one in parts]
        )

    return Bilingual(**in_each_language(say))


def _value(value: Any, edition: Edition) -> str | Bilingual:
    if isinstance(value, Bilingual):
        return value
    if isinstance(value, tuple):
        begins, ends = value
        return hours(begins, ends, edition)
    if isinstance(value, list):
        return (
            listing([_part(one) if isinstance(one, PersonInSession) else language(one) for one in value])
            if value
            else ""
        )
    return str(value.label) if value else ""


def _part(one: PersonInSession) -> str:
    elsewhere = f", {one.presence.label}" if one.presence is not Presence.IN_PERSON else ""
    return f"{one.name} ({one.role.label}{elsewhere})"


def hours(begins: datetime, ends: datetime, edition: Edition, *, with_day: bool = False) -> str:
    """`11:00 – 12:00`, with the day before it where it is asked for, or the edition has several or another one."""
    span = f"{time(begins, edition.zone)} – {time(ends, edition.zone)}"
    on = clock.local_day(begins, edition.zone)
    if not with_day and on == edition.day == clock.local_day(edition.ends_at, edition.zone):
        return span
    return f"{day(on)}, {span}"
