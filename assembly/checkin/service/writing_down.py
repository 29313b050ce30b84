"""People whom phones wrote down at the door are registered, by the rules of who may take a place."""

from collections.abc import Iterable
from contextlib import suppress

from assembly.checkin.phone_scans import PhoneScan, WrittenDown, form_key
from assembly.errors import DomainError
from assembly.models import Edition, Mode, Told
from assembly.registration.service.at_the_door import OnlineOnlyHere, walk_in
from assembly.values import values_of


def register_written(edition: Edition, scans: Iterable[PhoneScan]) -> tuple[dict[str, str], dict[str, Told]]:
    """Register whom these scans wrote down; gives the code of each registration by its scan, and what is held against
    those that the rules of the form refuse.

    The name of the scan is the key of the form, so that a batch sent again registers nobody twice. Nobody is registered
    where the assembly takes nobody in person. Who may only follow online is registered so, if there is an online part.
    """
    codes: dict[str, str] = {}
    refused: dict[str, Told] = {}
    for scan in scans:
        if (who := scan.written) is None:
            continue
        try:
            codes[scan.scan_id] = _registered(edition, scan.scan_id, who, Mode.ON_SITE)
        except OnlineOnlyHere:
            refused[scan.scan_id] = Told.ONLINE_ONLY
            with suppress(DomainError):
                codes[scan.scan_id] = _registered(edition, scan.scan_id, who, Mode.ONLINE)
        except DomainError:
            continue
    return codes, refused


def _registered(edition: Edition, scan_id: str, who: WrittenDown, mode: Mode) -> str:
    return walk_in(
        edition,
        key=form_key(scan_id),
        **values_of(who, "given", "family", "place", "lang"),
        or_wait=True,
        mode=mode,
    ).code
