"""The registration of those who speak: a badge and no place of the others. Under the lock of the places."""

from assembly.access import queries as access_queries
from assembly.access import registration_history
from assembly.access.service.moving import lock_places, move, reread, write_to_all
from assembly.delegations import queries as delegation_queries
from assembly.delegations import service as delegations
from assembly.extensions import db
from assembly.models import Category, Edition, Mode, Person, Registration, State
from assembly.quotas import service as quotas
from assembly.quotas.service import Room
from assembly.registration.service.attendance import change_mode, note_mode, recategorise
from assembly.registration.service.creating import create_registration
from assembly.registration.service.leaving import cancel, leave_along
from assembly.registration.service.registering import community_of
from assembly.registration.service.submission import RegistrationClosed, Submission
from assembly.sign_ups import service as sign_ups

ORIGIN = "speaker"


def register_speaker(edition: Edition, person: Person, sent: Submission) -> Registration:
    """Register somebody who speaks in person, confirmed and without a place; the registration they have, if any.

    Who is confirmed in person already keeps that as it is. Who waits, or would follow online, comes as a speaker now.
    Done twice it is done once. Raises RegistrationClosed where nobody comes in person.
    """
    places = quotas.lock(edition)
    if Mode.ON_SITE not in places.counts or not places.counts[Mode.ON_SITE].is_offered:
        raise RegistrationClosed
    there = access_queries.active_of(edition, person) or _namesake_at(edition, person, sent.email)
    if there is not None:
        reread(there)
        if (there.state, there.mode) != (State.CONFIRMED, Mode.ON_SITE):
            _bring_in(there)
        return there
    community = community_of(sent)
    representative = delegation_queries.leading(edition, community) if community else None
    return create_registration(places, sent, person, community, Room(True), State.CONFIRMED, representative)


def _namesake_at(edition: Edition, person: Person, address: str) -> Registration | None:
    """Whoever has this name and address is this person, also while they are two entries in the list of people."""
    return access_queries.active_under(edition, address, person.name_key) if address else None


def _bring_in(registration: Registration) -> None:
    places = quotas.lock(registration.edition)
    told = len(registration.moves)
    if registration.category is not Category.SPEAKER:
        recategorise(places, registration, Category.SPEAKER)
    if registration.mode is not Mode.ON_SITE:
        change_mode(registration, Mode.ON_SITE, "speaker")
    if registration.state is not State.CONFIRMED:
        move(registration, State.CONFIRMED)
        write_to_all("registration_received", registration)
    if told != len(registration.moves):
        db.session.flush()
        delegations.settle(registration)


def release_speaker(registration: Registration, *, back_to: Mode | None = None) -> None:
    """End what speaking gave somebody who does not speak in person after all; done twice it is done once.

    A registration made for it is cancelled, and the person told. One they had before becomes a participant's again,
    online if it was (`back_to`): with a place if one is free, else on the waiting list. Nothing changes for whoever has
    been let in, or whom the office has made something else than a speaker.
    """
    places = lock_places(registration)
    if not is_for_speaking(registration) or not registration.can_be_cancelled:
        return
    if registration.origin == ORIGIN:
        cancel(registration)
        return
    goes_online = back_to is Mode.ONLINE and back_to in places.counts
    mode = Mode.ONLINE if goes_online else registration.mode
    room = places.room_for(mode, Category.PARTICIPANT, registration.reserves)
    registration.category = Category.PARTICIPANT
    db.session.flush()
    if room.is_free and mode is not registration.mode:
        change_mode(registration, mode, "speaker")
    elif room.is_free:
        room.take(registration)
    else:
        leave_along(places, registration)
        sign_ups.free(registration)
        if mode is not registration.mode:
            note_mode(registration, mode)
        registration.seq = places.number(mode)
        move(registration, State.WAITING)
        write_to_all("registration_received", registration)
    db.session.flush()
    delegations.settle(registration)


def is_for_speaking(registration: Registration) -> bool:
    """Whether somebody is registered only because they speak, and has not been let in."""
    as_speaker = registration.category is Category.SPEAKER and registration.state is State.CONFIRMED
    return as_speaker and not registration_history.admissions_of(registration)
