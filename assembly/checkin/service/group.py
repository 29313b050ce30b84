"""People of one city or region who come in together."""

from assembly import clock
from assembly.checkin import queries
from assembly.checkin.queries.paper import expected_from, is_group_left, with_ids
from assembly.checkin.service.scanning import refusal
from assembly.models import Door, DoorPhase, Registration


def group_of(door: Door, place_code: str) -> list[Registration]:
    """People of a city or region, by its code, who would be let in here now and are not inside yet, by name."""
    coming = expected_from(door.edition, place_code)
    inside = queries.inside_today(coming, door, clock.now())
    return [one for one in with_ids(set(coming) - inside) if refusal(door, one) is None]


def is_group_expected(door: Door, place_code: str) -> bool:
    """Say whether there is more than one in `group_of`: on the days of the assembly by one statement, as each amber
    verdict asks."""
    now = clock.now()
    phase = door.phase(now)
    if phase is DoorPhase.REHEARSAL:
        return len(group_of(door, place_code)) > 1
    return phase is DoorPhase.OPEN and is_group_left(door, place_code, clock.local_day(now, door.edition.zone))
