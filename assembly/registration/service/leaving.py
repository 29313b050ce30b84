"""Giving up one's place."""

from assembly.access.service.moving import ReasonMissing, lock_places, move, write_to_all
from assembly.errors import DomainError
from assembly.i18n import _l
from assembly.models import Registration, State
from assembly.quotas import service as quotas
from assembly.quotas.service import Places
from assembly.registration.queries import own as own_queries
from assembly.registration.service.waiting_list import fill
from assembly.sign_ups import service as sign_ups


class TooLate(DomainError):
    """The assembly is over, so nothing can be cancelled any more."""

    sentence = _l("The assembly is over, so no more changes can be made.")


def cancel(registration: Registration, reason: str = "", *, tell: bool = True) -> None:
    """The person will not come, nor will those they bring along; whoever is first on the waiting list is offered their
    place. A second click changes nothing. Without `tell` what it means to them is the caller's to write.

    Raises TooLate.
    """
    places = lock_places(registration)
    if registration.state is State.CANCELLED:
        return
    if not registration.can_be_cancelled:
        raise TooLate
    leave_along(places, registration)
    _leave(places, registration, reason, tell)
    fill(places, registration.mode)


def cancel_by_hand(registration: Registration, reason: str) -> None:
    """The office says that somebody will not come, and why. Raises ReasonMissing, TooLate."""
    if not reason:
        raise ReasonMissing
    cancel(registration, reason)


def leave_along(places: Places, registration: Registration) -> None:
    """Those somebody brings along do not come without them: their places are free."""
    for one in own_queries.along_with(registration):
        _leave(places, one, "")


def _leave(places: Places, registration: Registration, reason: str, tell: bool = True) -> None:
    quotas.free(places, registration)
    registration.offered_until = None
    move(registration, State.CANCELLED, reason)
    sign_ups.free(registration)
    if tell:
        write_to_all("registration_cancelled", registration)
