"""What happens by itself or on a day that is fixed: dated, nearest first.

A new source is a function from an edition to dated things, and one line in `SOURCES`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from assembly import clock
from assembly.i18n import _, _n
from assembly.messages.queries import coming
from assembly.models import Edition, PlaceCount
from assembly.security import Permission

AT_MOST = 7


@dataclass(frozen=True, slots=True)
class Dated:
    """Something that comes at an instant, and the page where one sees more of it, if there is one."""

    at: datetime
    words: str
    endpoint: str = ""
    permission: Permission = Permission.SEE_PEOPLE
    values: dict[str, str] = field(default_factory=dict)


Source = Callable[[Edition], list[Dated]]


def registration(edition: Edition) -> list[Dated]:
    """When registration opens and closes, once for both ways of taking part where they go together."""
    places = [one for one in edition.places if one.has_hours]
    opens = _together(places, {one.mode.value: one.opens_at for one in places})
    closes = _together(places, {one.mode.value: one.closes_at for one in places})
    return [
        *(
            Dated(at, _("Registration opens (%(mode)s)", mode=who) if who else _("Registration opens"))
            for at, who in opens
        ),
        *(
            Dated(at, _("Registration closes (%(mode)s)", mode=who) if who else _("Registration closes"))
            for at, who in closes
        ),
    ]


def _together(places: list[PlaceCount], instants: dict[str, datetime]) -> list[tuple[datetime, str]]:
    if len(set(instants.values())) == 1:
        return [(next(iter(instants.values())), "")]
    return [(instants[one.mode.value], one.mode.label) for one in places]


def assembly(edition: Edition) -> list[Dated]:
    """The day itself; the report follows its end."""
    return [
        Dated(edition.starts_at, _("The assembly begins"), "programme.draft", Permission.PUBLISH),
        Dated(edition.ends_at, _("The assembly ends"), "results.results", Permission.PUBLISH),
    ]


def mails(edition: Edition) -> list[Dated]:
    """Mails that leave by themselves, with how many they go to if to anybody, those on hold too, or a mail would be
    forgotten; their pages preview, pause, resume, take back."""
    return [
        Dated(
            one.at,
            _("%(what)s (on hold)", what=_said(one)) if one.paused else _said(one),
            "series.one" if one.step else "groups.one",
            Permission.SEE_MAILS,
            {"code": one.step or one.code},
        )
        for one in coming.coming_up(edition)
        if one.count
    ]


def _said(one: coming.ComingMail) -> str:
    return _n("%(what)s (for %(num)s person)", "%(what)s (for %(num)s people)", one.count, what=one.what)


SOURCES: tuple[Source, ...] = (registration, assembly, mails)


def coming_up(edition: Edition) -> list[Dated]:
    """The next dated things, nearest first; while the assembly is not held, only what is sent all the same."""
    found = [
        one
        for source in (SOURCES if edition.takes_place else (mails,))
        for one in source(edition)
        if one.at > clock.now()
    ]
    return sorted(found, key=lambda one: one.at)[:AT_MOST]
