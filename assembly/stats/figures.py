"""What numbers mean, in words. Pure: the same numbers give the same sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from assembly.i18n import _, _n
from assembly.models import Phase

if TYPE_CHECKING:
    from assembly.stats.queries import Group, Participation


def rounded(count: int, words: Callable[[int], str]) -> str:
    """Say a count as it is below twenty and as a multiple of ten, any other as more than the ten below it.

    `words` says a number with what is counted: `19 cities`, `130 cities`, `more than 130 cities` for 131 to 139.
    """
    ten = count // 10 * 10
    return words(count) if count < 20 or count == ten else _("more than %(figure)s", figure=words(ten))


def participants(count: int) -> str:
    """Say how many took part, rounded: `more than 130 participants`."""
    return rounded(count, lambda figure: _n("%(num)s participant", "%(num)s participants", figure))


def caption(people: Participation, phase: Phase, *, is_closed: bool) -> str:
    """Say how many have registered, whom the bright dots of the hemicycle stand for, and what the pale ones are.

    Once registration is closed they wait for nobody. Afterwards the figures stand beside it; nothing where no city or
    region took part.
    """
    if phase is Phase.AFTER:
        dots = _("Each city or region that took part has a bright dot; the pale dots complete the chamber.")
        return dots if people.admitted.communities else ""
    if not people.registered.people:
        return "" if is_closed else _("Each city or region that registers gets a bright dot.")
    complete = _("Each city or region has a bright dot; the pale dots complete the chamber.")
    dots = complete if is_closed else _("Each city or region has a bright dot; the pale dots wait for others.")
    return f"{_registered(people.registered)}. {dots}"


def _registered(group: Group) -> str:
    if not group.communities:
        return _("Registered: %(participants)s", participants=participants(group.people))
    return _("Registered: %(places)s, %(countries)s", places=places(group), countries=_countries(group))


def places(group: Group) -> str:
    """`91 cities and regions`: what the dots of the hemicycle stand for."""
    count = group.communities
    return _n("%(num)s city or region", "%(num)s cities and regions", count)


def _countries(group: Group) -> str:
    return _n("%(num)s country", "%(num)s countries", group.countries)
