"""Arrivals of several people, ticked on paper or in a group, become scans like any other."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from assembly.checkin.phone_scans import scan_of_form
from assembly.checkin.service.scanning import record_scans
from assembly.checkin.service.shown import ShownCode
from assembly.extensions import db
from assembly.models import Door, Registration, Told
from assembly.transactions import writing

AT_ONCE = 10
"Arrivals in one transaction, so that nobody at a door waits for paper."


def enter_arrivals(
    guests: Sequence[Registration], door: Door, at: datetime, by_id: int, key: str = ""
) -> dict[int, Told]:
    """Store that these people came in at a door at that moment, and tell of each, by the id of the registration, what
    the door would have been told.

    Each entry is a scan of its own, judged by what is true now: who was not confirmed the first time, or was undone,
    can be entered again, and whoever is in stays in once. With the key of a form the same form sent again is the same
    scans, and raises ScanUndone if one of them was taken back. It opens its own short transactions; what was stored
    before a failure stays, and sending the same again completes it.
    """
    told: dict[int, Told] = {}
    door_id = door.id
    for first in range(0, len(guests), AT_ONCE):
        ids = [one.id for one in guests[first : first + AT_ONCE]]
        with writing():
            here = db.session.get_one(Door, door_id)
            some = [db.session.get_one(Registration, one) for one in ids]
            names = [scan_of_form(f"{key} {one.code}") if key else secrets.token_hex(16) for one in some]
            shown = [ShownCode(name, "", here, at, by_id, one) for name, one in zip(names, some, strict=True)]
            verdicts = record_scans(shown)
            told |= {one.id: verdict.told for one, verdict in zip(some, verdicts, strict=True)}
    return told
