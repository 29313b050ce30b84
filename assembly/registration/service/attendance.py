"""How somebody takes part: in another way, or in another capacity."""

from assembly import clock, history
from assembly.access.service.moving import (
    NotPossible,
    ReasonMissing,
    lock_places,
    move,
    note_change,
    write_to_all,
)
from assembly.delegations import service as delegations
from assembly.errors import DomainError
from assembly.extensions import db
from assembly.i18n import _l
from assembly.models import Category, Mode, Move, Registration, State
from assembly.quotas import service as quotas
from assembly.quotas.service import Places
from assembly.registration.service.leaving import leave_along
from assembly.registration.service.submission import RegistrationClosed
from assembly.registration.service.waiting_list import fill
from assembly.sign_ups import service as sign_ups


def recategorise(places: Places, registration: Registration, category: Category) -> None:
    """Who takes no place any more gives theirs back; who takes one now must find one."""
    took = registration.category.takes_place
    if registration.category.counts_as_participant and not category.counts_as_participant:
        registration.head_id = None  # whoever comes in another capacity is of no delegation, and nobody's company
    registration.category = category
    note_change(registration, "category")
    if took and not category.takes_place:
        quotas.free(places, registration)
        registration.offered_until = None
        if registration.state in (State.OFFERED, State.WAITING):
            move(registration, State.CONFIRMED)
            write_to_all("registration_received", registration)
        fill(places, registration.mode)
    elif category.takes_place and not took and registration.state.holds_place:
        _take(places, registration)


def _take(places: Places, registration: Registration) -> None:
    room = places.room_for(registration.mode, registration.category, registration.reserves)
    if not room.is_free:
        raise NotFree
    room.take(registration)


def change_mode(registration: Registration, mode: Mode, reason: str) -> None:
    """From the room to online or back, with a new number there. A place given back is offered on at once.

    Whoever waits in the room and goes online is confirmed there. Nobody loses what they have: who is confirmed needs a
    free place on the other side. A second click changes nothing. Raises ReasonMissing, RegistrationClosed, NotFree,
    NotPossible.
    """
    if not reason:
        raise ReasonMissing
    places = lock_places(registration)
    if registration.mode is mode:
        return
    if mode not in places.counts:
        raise RegistrationClosed
    if not registration.state.is_active:
        raise NotPossible
    left, before = registration.mode, registration.state
    leave_along(places, registration)
    sign_ups.free(registration)
    quotas.free(places, registration)
    registration.offered_until = registration.asked_again_from = None
    note_mode(registration, mode)
    registration.seq = places.number(mode)
    if not before.awaits_answer:
        room = places.room_for(mode, registration.category, registration.reserves)
        if room.is_free:
            room.take(registration)
        elif before is State.CONFIRMED:
            raise NotFree
        registration.state = room.state
    registration.moves.append(
        Move(from_state=before, to_state=registration.state, at=clock.now(), by=history.actor(), reason=reason)
    )
    db.session.flush()
    delegations.settle(registration)
    write_to_all("registration_received", registration)
    fill(places, left)


def note_mode(registration: Registration, mode: Mode) -> None:
    """Let somebody take part in another way, and keep that in the history; number and place are the caller's."""
    registration.mode = mode
    note_change(registration, "mode", mode=mode.value)


class NotFree(DomainError):
    """Every place is given or offered."""

    sentence = _l("There are no places left. Add places first, or leave the person on the waiting list.")
