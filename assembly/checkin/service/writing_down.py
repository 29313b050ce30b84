"""People whom phones wrote down at the door are registered, by the rules of who may take a place."""

from __future__ import annotations

from collections.abc import Iterable

from assembly.checkin.phone_scans import PhoneScan, form_key
from assembly.errors import DomainError
from assembly.models import Edition
from assembly.registration.service.at_the_door import walk_in


def register_written(edition: Edition, scans: Iterable[PhoneScan]) -> dict[str, str]:
    """Register whom these scans wrote down; gives the code of each registration by its scan.

    The name of the scan is the key of the form, so that a batch sent again registers nobody twice. Nobody is registered
    where the assembly takes nobody in person.
    """
    codes: dict[str, str] = {}
    for scan in scans:
        if (who := scan.written) is None:
            continue
        try:
            guest = walk_in(
                edition,
                key=form_key(scan.scan_id),
                given=who.given,
                family=who.family,
                place=who.place,
                lang=who.lang,
                or_wait=True,
            )
        except DomainError:
            continue
        codes[scan.scan_id] = guest.code
    return codes
