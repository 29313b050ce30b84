"""What organisers decide about one registration. What is done by hand, out of turn, says why."""

from assembly import clock, history
from assembly.access import queries as access_queries
from assembly.access import registration_history
from assembly.access.service.moving import NotPossible, ReasonMissing, lock_places, move, write_to_all
from assembly.errors import DomainError
from assembly.extensions import db
from assembly.i18n import _l
from assembly.models import Edition, EditionStatus, Office, Registration, State
from assembly.protocol.service.sorting import sort
from assembly.quotas import service as quotas
from assembly.quotas.service import Places, Room
from assembly.registration.service.attendance import NotFree
from assembly.registration.service.leaving import TooLate, leave_along
from assembly.registration.service.waiting_list import fill
from assembly.sign_ups import service as sign_ups
from assembly.values import present


class AssemblyCancelled(DomainError):
    """The assembly is cancelled: nobody is told that they may come, or may not."""

    sentence = _l("This assembly is cancelled.")


def refusal_to_answer(edition: Edition) -> type[DomainError] | None:
    """Why people can no longer be told whether they may come; None if they can."""
    if edition.status is EditionStatus.CANCELLED:
        return AssemblyCancelled
    return None if edition.takes_answers else TooLate


def look_at(registration: Registration, reason: str = "") -> None:
    """Take a registration aside to clear something up; one that was not accepted is looked at again."""
    lock_places(registration)
    if registration.state is State.DECLINED and not reason:
        raise ReasonMissing
    if (
        not registration.state.is_active
        and access_queries.active_of(registration.edition, registration.person) is not None
    ):
        raise NotPossible  # the person has registered anew
    move(registration, State.IN_REVIEW, reason)


def approve(registration: Registration) -> None:
    """Accept a registration that awaits an answer: confirmed while places are left, else on the waiting list.

    Raises TooLate, AssemblyCancelled, NotPossible.
    """
    places = _places_to_answer(registration)
    if not registration.state.awaits_answer:
        raise NotPossible
    room = places.room_for(registration.mode, registration.category, registration.reserves)
    move(registration, room.state)
    if room.is_free:
        room.take(registration)
    write_to_all("registration_received", registration)


def decline(registration: Registration, reason: str) -> None:
    """Not accepted. The reason is kept and told to the person. Raises ReasonMissing, TooLate, AssemblyCancelled."""
    if not reason:
        raise ReasonMissing
    places = _places_to_answer(registration)
    quotas.free(places, registration)
    registration.offered_until = None
    leave_along(places, registration)
    move(registration, State.DECLINED, reason)
    sign_ups.free(registration)
    write_to_all("registration_declined", registration)
    fill(places, registration.mode)


def give_place(registration: Registration, reason: str) -> None:
    """Confirm somebody who waits, out of turn. Places kept for others may be used: the reason says why.

    Raises ReasonMissing, TooLate, AssemblyCancelled, and NotFree when every place is given or offered.
    """
    if not reason:
        raise ReasonMissing
    places = _places_to_answer(registration)
    if not registration.state.is_active:
        raise NotPossible
    if not registration.state.holds_place:
        _any_room(places, registration).take(registration)
    registration.offered_until = None
    move(registration, State.CONFIRMED, reason)
    write_to_all("registration_received", registration)


def confirm_again(registration: Registration, reason: str) -> None:
    """Confirm somebody who was set not to come although they had been let in: they did come.

    Raises ReasonMissing, NotFree, and NotPossible where they were never let in or have registered anew.
    """
    if not reason:
        raise ReasonMissing
    places = lock_places(registration)
    anew = access_queries.active_of(registration.edition, registration.person) is not None
    if registration.state.is_active or anew or not registration_history.admissions_of(registration):
        raise NotPossible
    _any_room(places, registration).take(registration)
    move(registration, State.CONFIRMED, reason)


def _places_to_answer(registration: Registration) -> Places:
    places = lock_places(registration)
    if refused := refusal_to_answer(registration.edition):
        raise refused
    return places


def _any_room(places: Places, registration: Registration) -> Room:
    pools = places.of(registration.mode)
    if not registration.category.takes_place or not pools:
        return Room(True)
    own_first = sorted(pools, key=lambda pool: pool.open_to not in registration.reserves)
    free = present(next((pool for pool in own_first if pool.left), None), NotFree)
    return Room(True, free)


def set_office(registration: Registration, office: Office) -> None:
    """Set right what somebody is where they come from: it decides which reserved places are for them."""
    lock_places(registration)
    history.record(
        "registration", registration.code, "office set", edition_id=registration.edition_id, office=office.value
    )
    registration.office, registration.office_set_at = office, clock.now()
    db.session.flush()
    sort(registration)
