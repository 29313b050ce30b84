"""What numbers mean, in words. Pure: the same numbers give the same sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assembly.formats import number
from assembly.i18n import _, _n
from assembly.models import Phase

if TYPE_CHECKING:
    from assembly.stats.queries import Group, Participation


def rounded_down(count: int, step: int = 10) -> int | None:
    """The round figure `count` is strictly more than, or None where only the exact one is honest (below `step`)."""
    floor = (count - 1) // step * step
    return floor if floor >= step else None


def more_than(count: int) -> str:
    """`more than 130 participants` for 131 to 140; the exact number where it is small."""
    floor = rounded_down(count)
    if floor is None:
        return _n("%(num)s participant", "%(num)s participants", count, num=number(count))
    return _n("more than %(num)s participant", "more than %(num)s participants", floor, num=number(floor))


def headline(people: Participation, phase: Phase) -> str:
    """One sentence on who takes part, or took part."""
    if phase is Phase.AFTER and people.admitted.people:
        return _(
            "%(participants)s from %(places)s in %(countries)s",
            participants=_capitalised(more_than(people.admitted.people)),
            places=places(people.admitted),
            countries=_countries(people.admitted),
        )
    if not people.registered.people:
        return "" if phase is Phase.AFTER else _("Be the first to register")
    return _(
        "Registered so far: %(places)s, %(countries)s",
        places=places(people.registered),
        countries=_countries(people.registered),
    )


def places(group: Group) -> str:
    """`91 cities and regions`: what the dots of the hemicycle stand for."""
    count = group.communities
    return _n("%(num)s city or region", "%(num)s cities and regions", count, num=number(count))


def _countries(group: Group) -> str:
    return _n("%(num)s country", "%(num)s countries", group.countries, num=number(group.countries))


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
