"""People of one city or region who come in together."""

from assembly import clock
from assembly.checkin import queries
from assembly.checkin.queries.paper import expected_from, with_ids
from assembly.checkin.service.scanning import refusal
from assembly.models import Door, Registration

_FEW = 4
"People who are read first where a few of them are enough; twice as many each time they are not."


def group_of(door: Door, place_code: str, enough: int | None = None) -> list[Registration]:
    """People of a city or region, by its code, who would be let in here now and are not inside yet, by name; with
    `enough`, some of them, but at least so many if there are."""
    coming = expected_from(door.edition, place_code)
    inside = queries.inside_today(coming, door, clock.now())
    left = [one for one in coming if one not in inside]
    size = len(left) if enough is None else _FEW
    found: list[Registration] = []
    while left and (enough is None or len(found) < enough):
        found += [one for one in with_ids(left[:size]) if refusal(door, one) is None]
        left, size = left[size:], 2 * size
    return found
