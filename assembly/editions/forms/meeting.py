"""A new edition; when and where it meets; its rooms and doors."""

import re
from datetime import time
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from wtforms import SelectField
from wtforms.validators import ValidationError

from assembly.editions.service.doors import AdmissionRules
from assembly.forms import AnyOf, BilingualField, Day, EmailLine, Form, OneOf, TextLine, Tick, Version, WallTime
from assembly.i18n import _, _l
from assembly.models import Category, DoorKind

_SLUG = re.compile(r"[0-9]{4}(-[a-z0-9]+)*")
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_DOOR = re.compile(r"[^\W_]([\w -]*\w)?")
_DEGREES = re.compile(r"(-?[0-9]{1,2}(?:[.,][0-9]+)?)\s*[,;\s]\s*(-?[0-9]{1,3}(?:[.,][0-9]+)?)")
_AREAS = ("Europe", "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Indian", "Pacific")
_MOST_DAYS = 31
_BOTH = _l("Complete this field in both languages.")


@cache
def zones() -> tuple[str, ...]:
    """Every zone named after a place, ours first; others (`EST`, `Etc/GMT+3`) know no summer time."""
    named = [one for one in available_timezones() if one.partition("/")[0] in _AREAS and "/" in one]
    return tuple(sorted(named, key=lambda one: (_AREAS.index(one.partition("/")[0]), one)))


class Whole(TextLine):
    """A whole number between two others, or nothing."""

    number: int | None = None

    def __init__(self, label: Any, *, least: int, most: int, **options: Any) -> None:
        self.least, self.most = least, most
        super().__init__(label, longest=6, **options)

    def process_data(self, value: Any) -> None:
        """As the page holds it."""
        self.data = "" if value is None else str(value)

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        if not self.data:
            return
        known = self.data.isascii() and self.data.isdecimal()
        if not known or not self.least <= int(self.data) <= self.most:
            raise ValidationError(
                _("Enter a whole number from %(least)s to %(most)s.", least=self.least, most=self.most)
            )
        self.number = int(self.data)


class ZoneLine(TextLine):
    """A time zone by its name, chosen from a list."""

    def pre_validate(self, form: Any) -> None:
        if self.data not in zones():
            raise ValidationError(_("Choose a time zone from the list."))


class Coordinates(TextLine):
    """Where something lies, as maps write it (`50.8467, 4.3525`), or nothing; `point` is latitude and longitude."""

    point: tuple[float, float] | None = None

    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(label, longest=60, **options)

    @staticmethod
    def written(point: tuple[float, float] | None) -> str:
        """Write latitude and longitude as they are typed; nothing for None."""
        return ", ".join(f"{one:.6f}".rstrip("0").rstrip(".") for one in point or ())

    def process_data(self, value: Any) -> None:
        """As the page holds it."""
        self.data = self.written(value)

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        if not self.data:
            return
        found = _DEGREES.fullmatch(self.data.replace("\N{MINUS SIGN}", "-"))
        north, east = (round(float(one.replace(",", ".")), 6) for one in found.groups()) if found else (100.0, 0.0)
        if abs(north) > 90 or abs(east) > 180:
            example = "50.8467, 4.3525"
            raise ValidationError(_("Enter the latitude, then the longitude, like %(example)s.", example=example))
        self.point = north, east


class _Naming(Form):
    """What a new edition is called."""

    slug = TextLine(_l("Web address"), longest=40, required=_l("Enter a year for the web address, for example 2028."))
    ordinal = Whole(_l("Assembly number"), least=1, most=999, required=_l("Enter a number."))
    name = BilingualField(_l("Name of the assembly"), longest=200, required=_BOTH)
    body_name = BilingualField(_l("Name of the body"), longest=200, required=_BOTH)
    purpose = BilingualField(_l("Purpose, in one line"), longest=300, required=_BOTH)
    host_event = BilingualField(_l("Host event"), longest=200)
    contact_email = EmailLine(_l("Contact email address"), required=_l("Enter the contact email address."))

    def validate_slug(self, field: Any) -> None:
        """As in every address of it."""
        if not _SLUG.fullmatch(field.data or ""):
            raise ValidationError(
                _(
                    "Enter a year, or a year followed by a hyphen and lower-case letters or digits, "
                    "for example 2028 or 2028-lyon."
                )
            )


class _Meeting(Form):
    """When and where."""

    zone_name = ZoneLine(_l("Time zone"), longest=64)
    starts = WallTime(_l("Starts"), required=_l("Enter the start date and time."))
    ends = WallTime(_l("Ends"), required=_l("Enter the end date and time."))
    lead_up = Day(_l("First day of the lead-up period"), required=_l("Enter the first day of the lead-up period."))
    venue_name = BilingualField(_l("Name of the venue"), longest=200, required=_BOTH)
    venue_city = BilingualField(_l("City"), longest=120, required=_BOTH)
    venue_address = TextLine(_l("Venue address"), longest=300, required=_l("Enter the address of the venue."))

    @property
    def zone(self) -> str:
        """On whose clocks the times are; anything known while the zone itself is at fault."""
        return str(self.zone_name.data) if self.zone_name.data in zones() else "UTC"

    def validate_ends(self, field: Any) -> None:
        """It lasts a while."""
        if self.starts.instant and field.instant and field.instant <= self.starts.instant:
            raise ValidationError(_("The end must be later than the start. Check both."))


class NewEditionForm(_Naming, _Meeting):
    """An edition nobody sees yet."""

    source = TextLine("", longest=40)


class DayAndPlaceForm(_Meeting):
    """The same of an edition that exists, with the version it was read at."""

    version = Version()
    coordinates = Coordinates(_l("Map coordinates of the venue"))


class RoomForm(Form):
    """A room of the venue."""

    version = Version()
    name = BilingualField(_l("Name of the room"), longest=120, required=_BOTH)
    capacity = Whole(_l("Capacity (number of people)"), least=1, most=100_000)
    access = BilingualField(_l("Accessibility"), longest=500)


class _Letter(Form):
    code = TextLine(_l("Name of the door"), longest=16, required=_l("Enter the door’s name."))

    def validate_code(self, field: Any) -> None:
        """What can be read on a sign and said on the telephone."""
        if not _DOOR.fullmatch(field.data or ""):
            raise ValidationError(_("Use letters and digits, for example A or North 2."))


class NewDoorForm(_Letter):
    """A door by what stands on it."""

    kind = OneOf(_l("Where this door leads"), among=DoorKind, sentence=_l("Choose where this door leads."))


class ClockTime(TextLine):
    """A time on the clocks of the assembly, as browsers send it (`08:30`); `wall` is None where nothing was typed."""

    wall: time | None = None

    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(label, longest=8, **options)

    def process_data(self, value: Any) -> None:
        """As the page holds it."""
        self.data = f"{value:%H:%M}" if value else ""

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        if self.data and not _CLOCK.fullmatch(self.data):
            raise ValidationError(_("Enter a time, like %(example)s.", example="08:30"))
        self.wall = time.fromisoformat(self.data) if self.data else None


class ChangeDoorForm(_Letter):
    """Its name, its hours and for whom it is."""

    version = Version()
    opens = ClockTime(_l("Opens at"))
    closes = ClockTime(_l("Closes at"))
    days = AnyOf(_l("Days"), among=[str(number) for number in range(1, _MOST_DAYS + 1)])
    roles = AnyOf(_l("Roles"), among=Category)
    invited_only = Tick(_l("By invitation only"))
    session = SelectField(_l("Session whose attendance is counted here"))

    @property
    def admission(self) -> AdmissionRules:
        """On which days it is used, and who may enter."""
        days = tuple(map(int, self.days.data or ()))
        return AdmissionRules(days, tuple(map(str, self.roles.data or ())), bool(self.invited_only.data))

    @property
    def hours(self) -> tuple[time, time] | None:
        """From when to when it is open on each day, None for the usual hours."""
        opens, closes = self.opens.wall, self.closes.wall
        return (opens, closes) if opens is not None and closes is not None else None

    def validate_closes(self, field: Any) -> None:
        """Refuse one time without the other."""
        if bool(self.opens.data) != bool(field.data):
            raise ValidationError(_("Enter both times, or leave both empty."))
