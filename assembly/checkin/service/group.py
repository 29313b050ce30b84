"""People of one city or region who come in together."""

from __future__ import annotations

from assembly import clock
from assembly.checkin import queries
from assembly.checkin.queries.paper import expected
from assembly.checkin.service.scanning import refusal
from assembly.models import Door, Registration


def group_of(door: Door, place_code: str) -> list[Registration]:
    """Those of a city or region, by its code, who would be let in here now and are not inside yet, by name."""
    coming = expected(door.edition, place_code)
    inside = queries.inside_today(coming, door, clock.now())
    return [one for one in coming if one.id not in inside and refusal(door, one) is None]
