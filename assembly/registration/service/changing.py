"""What somebody changes of their own registration until the deadline."""

from dataclasses import dataclass

from assembly import history
from assembly.access.service.moving import lock_places, move, write_to_all
from assembly.communities import queries as directory
from assembly.delegations import queries as delegation_queries
from assembly.delegations import service as delegations
from assembly.delegations.offices import office_of
from assembly.errors import DomainError, NoMoreChanges, Rejected, check_unchanged
from assembly.extensions import db
from assembly.fold import fold
from assembly.i18n import _l
from assembly.models import Community, Mode, Registration, Represents
from assembly.protocol.service.updating import place_folded, place_of, update_search_and_sort_keys
from assembly.quotas import service as quotas
from assembly.quotas.service import Places
from assembly.registration.service.leaving import leave_along
from assembly.registration.service.submission import OnlineOnly, RegistrationClosed
from assembly.registration.service.waiting_list import fill
from assembly.sign_ups import service as sign_ups


class AnotherPerson(Rejected):
    """The name is nothing like the one the registration was made for."""

    sentence = _l("This name belongs to another person. If someone else is coming instead, transfer the place to them.")


class WouldWait(DomainError):
    """No place is free in the mode one would like to change to, and nothing was said of waiting."""

    sentence = _l(
        "There are no places left for this option at the moment. Tick the box below if you would rather "
        "join the waiting list."
    )


class DecidedByOffice(DomainError):
    """In this mode organisers answer each registration, or invite."""

    sentence = _l(
        "The organisers review each registration of this kind. To switch to this way of attending, please contact them."
    )


@dataclass(frozen=True, slots=True)
class Change:
    """What the form says, all of it. `version` is the one it was opened on; `though_waiting`, that a place on the
    waiting list will do."""

    version: int
    name: str
    function: str
    place: str
    mode: Mode
    though_waiting: bool = False


def change(registration: Registration, to: Change) -> bool:
    """Apply what differs and tell the person and their office; False if nothing does.

    Raises NoMoreChanges, ChangedMeanwhile, AnotherPerson, DelegationFull, and for another mode RegistrationClosed,
    DecidedByOffice or WouldWait.
    """
    places = lock_places(registration)
    if not registration.can_be_changed:
        raise NoMoreChanges
    changed = _differences(registration, to)
    if not changed:
        return False
    check_unchanged(registration.version, to.version)
    if "name" in changed and not set(fold(to.name).split()) & set(registration.person.name_key.split()):
        raise AnotherPerson
    _words(registration, to, changed)
    came_from = registration.mode
    community = _move_to_place(registration, to) if {"place", "mode"} & set(changed) else registration.community
    if registration.represents is Represents.COMMUNITY and {"place", "mode"} & set(changed):
        _check_size(registration, community or place_folded(to.place), to.mode)
    if "mode" in changed:
        _change_mode(places, registration, to)
    if {"place", "mode"} & set(changed):
        delegations.settle(registration)
    update_search_and_sort_keys(registration)
    history.record("registration", registration.code, "changed", edition_id=registration.edition_id, fields=changed)
    db.session.flush()
    write_to_all("registration_changed", registration, f"v{registration.version}")
    if "mode" in changed:
        fill(places, came_from)
    return True


def _differences(registration: Registration, to: Change) -> list[str]:
    now = {
        "name": registration.badge_name,
        "function": registration.function,
        "place": place_of(registration),
        "mode": registration.mode,
    }
    return [field for field, value in now.items() if value != getattr(to, field)]


def _words(registration: Registration, to: Change, changed: list[str]) -> None:
    registration.badge_name = to.name
    registration.function = to.function
    if "function" in changed and registration.office_set_at is None:
        registration.office = office_of(to.function)


def _move_to_place(registration: Registration, to: Change) -> Community | None:
    """Looked up again only where the field says something new: one of two cities of a name may have been chosen."""
    stays = to.place == place_of(registration)
    entry = (registration.community if stays else None) or directory.meant(to.place)
    if to.mode not in registration.represents.modes_for(entry.kind if entry else None):
        raise OnlineOnly
    if stays:
        return registration.community
    community = entry if registration.represents is Represents.COMMUNITY else None
    registration.community = community
    registration.org_text = "" if community else to.place
    return community


def _check_size(registration: Registration, origin: Community | str, mode: Mode) -> None:
    db.session.flush()
    if delegations.is_of_delegation(mode, registration.category):
        coming = delegation_queries.coming_from(registration.edition, origin, registration)
        delegations.check_size(registration.edition, registration.office, coming)


def _change_mode(places: Places, registration: Registration, to: Change) -> None:
    """The place becomes free and another is taken, or waited for, with a new number; company stays on site alone."""
    count = places.counts.get(to.mode)
    if count is None or not count.is_open:
        raise RegistrationClosed
    if count.by_invitation or (count.is_reviewed and not registration.state.awaits_answer):
        raise DecidedByOffice
    room = places.room_for(to.mode, registration.category, registration.reserves)
    if not (room.is_free or to.though_waiting or registration.state.awaits_answer):
        raise WouldWait
    leave_along(places, registration)
    sign_ups.free(registration)
    quotas.free(places, registration)
    registration.offered_until = None
    registration.mode, registration.seq = to.mode, places.number(to.mode)
    if registration.state.awaits_answer:
        return
    if room.is_free:
        room.take(registration)
    if registration.state is not room.state:
        move(registration, room.state)
