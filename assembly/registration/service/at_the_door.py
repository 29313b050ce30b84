"""Somebody comes who has not registered."""

from assembly import clock, history
from assembly.access import queries as access_queries
from assembly.access.service.moving import lock_places, move, note_change, reread, write, write_to_all
from assembly.delegations import service as delegations
from assembly.errors import DomainError
from assembly.extensions import db
from assembly.fold import has_link
from assembly.i18n import _l
from assembly.models import Edition, ExternalCode, Mode, Registration, Represents, State
from assembly.protocol.service.updating import update_search_and_sort_keys
from assembly.quotas import service as quotas
from assembly.registration.service.registering import add_by_hand
from assembly.registration.service.submission import OnlineOnly, Submission, ThereAlready
from assembly.sealed import keyed_hash
from assembly.transactions import insert_once
from assembly.values import present

NOTE_LENGTH, CODE_LENGTH = 80, 200


class RoomFull(DomainError):
    """No place is free for somebody who has just come; nothing is stored."""

    sentence = _l("There is no place left for this person. Nothing has been saved yet: call the supervisor.")


class OnlineOnlyHere(OnlineOnly):
    """The rules of the form give somebody who stands at the door no place in the room; nothing is stored."""

    status = 409
    sentence = _l("Under the registration rules, this person can only follow online. Call the supervisor.")


class CodeTaken(DomainError):
    """One code of another event stands for one person."""

    sentence = _l("Someone else at this assembly has this badge code. Check the code.")


class NoteRefused(DomainError):
    """A note is one short line for people who have a queue before them."""

    sentence = _l("A note has at most 80 characters and no web address.")


class CodeTooLong(DomainError):
    """No badge has a code that long."""

    sentence = _l("A badge code has at most 200 characters.")


class NotConfirmed(DomainError):
    """Only somebody who is confirmed can change how they attend at the door."""

    sentence = _l("This registration is not confirmed. Call the supervisor.")


def set_desk_note(registration: Registration, note: str) -> None:
    """Let the entrance read a note with somebody; "" for none any more. Raises NoteRefused."""
    if len(note) > NOTE_LENGTH or has_link(note):
        raise NoteRefused
    reread(registration)
    if registration.desk_note == note:
        return
    registration.desk_note = note
    note_change(registration, "desk_note")


def set_external_code(registration: Registration, code: str) -> None:
    """Let the badge of another event open our doors for somebody; "" for none any more. Raises CodeTaken
    and CodeTooLong."""
    if len(code) > CODE_LENGTH:
        raise CodeTooLong
    kept = db.session.get(ExternalCode, registration.id)
    hashed = external_hash(registration.edition, code) if code else None
    if hashed == (kept.code_hash if kept else None):
        return
    if hashed is not None and access_queries.registration_with(registration.edition, hashed) is not None:
        raise CodeTaken
    if kept is not None:
        db.session.delete(kept)
        db.session.flush()
    if hashed is not None:
        row = {"registration_id": registration.id, "edition_id": registration.edition_id, "code_hash": hashed}
        made = insert_once(ExternalCode).values(row).returning(ExternalCode.registration_id)
        if db.session.scalar(made) is None:  # somebody else has set it a moment ago
            raise CodeTaken
    note_change(registration, "external")


def external_hash(edition: Edition, code: str) -> str:
    """Hash the code of another event under our key, for one edition: it can be short, and tells nothing without."""
    return keyed_hash("external code", f"{edition.id} {code}")


def walk_in(
    edition: Edition,
    *,
    key: str,
    given: str,
    family: str,
    place: str,
    lang: str,
    email: str = "",
    another: bool = False,
    or_wait: bool = False,
    mode: Mode = Mode.ON_SITE,
) -> Registration:
    """Register somebody at the door, in person and as a participant, if a place is free for them: theirs to have, and
    before the beginning waited for by nobody. After it who waits may have it, if they are the one who has come. The
    same form twice is one person.

    Nobody asks at the door what kind of place it is: whatever the directory does not know stays as it is written and
    becomes a suggestion, as in the form. No figure counts it as a city before the office says which it is.

    Raises RoomFull, OnlineOnlyHere for what the form would offer no place in the room, ThereAlready (`another` says
    that somebody of the same name and place is another person) and SentBefore; nothing is stored then. With `or_wait`
    nobody can be asked again, for a phone wrote this down without a network: somebody of that name and place is that
    person, and without a free place they wait; `mode` is ONLINE for who may only follow so.
    """
    sent = Submission(
        key=key,
        represents=Represents.COMMUNITY,
        place=place,
        given=given,
        family=family,
        function="",
        email=email,
        mode=mode,
        lang=lang,
        origin="walk_in",
    )
    try:
        outcome = add_by_hand(edition, sent, though_namesake=another, by_rules_of_form=True)
    except ThereAlready as there:
        return _already_there(there, or_wait)
    except OnlineOnly:
        raise OnlineOnlyHere from None
    if outcome.state is State.WAITING and not or_wait:
        raise RoomFull
    return present(access_queries.by_code(outcome.reference), LookupError("a registration neither made nor found"))


def come_in_person(guest: Registration) -> None:
    """Give a place in the room to somebody who registered online and stands at the door, if one is free and theirs to
    have. Whoever has one keeps it, so that a second press changes nothing.

    Raises OnlineOnlyHere for whom no place in the room is meant, NotConfirmed and RoomFull.
    """
    places = lock_places(guest)
    if guest.state is not State.CONFIRMED:
        raise NotConfirmed
    if guest.mode is Mode.ON_SITE:
        return
    if Mode.ON_SITE not in guest.represents.modes_for(guest.community.kind if guest.community else None):
        raise OnlineOnlyHere
    room = places.room_for(Mode.ON_SITE, guest.category, guest.reserves)
    if not room.is_free:
        raise RoomFull
    quotas.free(places, guest)
    guest.mode, guest.seq = Mode.ON_SITE, places.number(Mode.ON_SITE)
    room.take(guest)
    db.session.flush()
    delegations.settle(guest)
    update_search_and_sort_keys(guest)
    history.record("registration", guest.code, "changed", edition_id=guest.edition_id, fields=["mode"])
    db.session.flush()
    write_to_all("registration_changed", guest, f"v{guest.version}")


def _already_there(there: ThereAlready, or_wait: bool) -> Registration:
    """Give who is registered already and has a place now, as `_comes_in` says; before the beginning nobody gets one at
    the door. With `or_wait` give them all the same. Raises what was refused, and RoomFull, which says who it is."""
    guest = access_queries.by_code(there.facts["registration"])
    if guest is None:
        raise there
    try:
        comes = clock.now() >= guest.edition.starts_at and _comes_in(guest)
    except RoomFull:
        if not or_wait:
            raise RoomFull(**there.facts) from None
        comes = False
    if not (comes or or_wait):
        raise there
    return guest


def _comes_in(guest: Registration) -> bool:
    """Whoever is on the waiting list and stands there has a free place like anybody else, or the one that is kept for
    their answer; a second click changes nothing. False for who is registered otherwise. Raises RoomFull."""
    places = lock_places(guest)
    if guest.mode is not Mode.ON_SITE:
        return False
    if guest.state not in (State.WAITING, State.OFFERED):
        last = guest.moves[-1]
        waited = last.from_state in (State.WAITING, State.OFFERED) and last.at >= guest.edition.starts_at
        return guest.state is State.CONFIRMED and waited
    if guest.state is State.WAITING:
        room = places.room_for(guest.mode, guest.category, guest.reserves)
        if not room.is_free:
            raise RoomFull
        room.take(guest)
    guest.offered_until = None
    move(guest, State.CONFIRMED)
    write("registration_received", guest)
    return True
