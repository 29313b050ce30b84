"""People of one city or region who come in together."""

from assembly import clock
from assembly.checkin import queries
from assembly.checkin.queries.paper import expected_from, with_ids
from assembly.checkin.service.scanning import refusal
from assembly.models import Door, Registration

_SLICE = 20
"People who are read at once where a few of them are enough."


def group_of(door: Door, place_code: str, enough: int | None = None) -> list[Registration]:
    """People of a city or region, by its code, who would be let in here now and are not inside yet, by name; with
    `enough`, some of them, but at least so many if there are."""
    coming = expected_from(door.edition, place_code)
    inside = queries.inside_today(coming, door, clock.now())
    left = [one for one in coming if one not in inside]
    step = len(left) if enough is None else _SLICE
    found: list[Registration] = []
    while left and (enough is None or len(found) < enough):
        found += [one for one in with_ids(left[:step]) if refusal(door, one) is None]
        left = left[step:]
    return found
