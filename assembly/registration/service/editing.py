"""What organisers set right about one person. Whatever is changed is noted by its kind, never by its words."""

from __future__ import annotations

from dataclasses import dataclass

from assembly import clock, history
from assembly.accounts.queries import name_key
from assembly.communities import queries as directory
from assembly.errors import ChangedMeanwhile, DomainError
from assembly.extensions import db
from assembly.i18n import _l
from assembly.models import Category, Community, Mode, Move, Registration, Represents, State
from assembly.registration.offices import office_of
from assembly.registration.queries import acts
from assembly.registration.service import places as places_
from assembly.registration.service import representing, sign_ups
from assembly.registration.service.answering import NotFree
from assembly.registration.service.leaving import leave_along
from assembly.registration.service.moving import NotPossible, ReasonMissing, move, reread, write_to_all
from assembly.registration.service.places import Places
from assembly.registration.service.registering import RegistrationClosed
from assembly.registration.service.restating import place_of, restate
from assembly.registration.service.waiting_list import fill
from assembly.speakers.service import keep_past_names


class KnownElsewhere(DomainError):
    """The spelling of a name is that of all assemblies; nobody changes it there without saying so."""

    status = 422
    sentence = _l(
        "This person also appears elsewhere. Change only the name on the badge, or choose to change the name "
        "everywhere."
    )


class OtherPerson(DomainError):
    """One person is an address and a name: two are never made one by a correction."""

    sentence = _l(
        "There is already a person with this name and email address. Correcting details does not merge two people. "
        "Compare the two records first."
    )


@dataclass(frozen=True, slots=True)
class Facts:
    """What an organiser may write about one person, clean and checked."""

    given: str
    family: str
    badge_name: str
    function: str
    represents: Represents
    place: str
    lang: str
    category: Category
    phone: str
    note: str
    desk_note: str


def edit(registration: Registration, facts: Facts, *, seen: int, everywhere: bool = False) -> None:
    """Write these facts over those of the version somebody has `seen`; what does not differ is not touched.

    `everywhere` changes the person's own name though others know it too. Raises ChangedMeanwhile, KnownElsewhere,
    OtherPerson, and NotFree for who would need a place now.
    """
    places = places_.lock(registration.edition)
    reread(registration)
    if registration.version != seen:
        if _says(registration, facts):
            return  # a second click
        raise ChangedMeanwhile
    _rename(registration, facts, everywhere)
    _change(registration, "function", facts.function)
    _change(registration, "lang", facts.lang)
    _change(registration, "phone", facts.phone)
    _change(registration, "note", facts.note)
    _change(registration, "desk_note", facts.desk_note)
    settles = facts.category is not registration.category or (facts.represents, facts.place) != _whose(registration)
    _replace(registration, facts)
    if facts.category is not registration.category:
        recategorise(places, registration, facts.category)
    if settles:  # nobody stands for their city by a change of telephone
        representing.settle(registration)
    restate(registration)


def _says(registration: Registration, facts: Facts) -> bool:
    """Whether every word of these is there already."""
    person, entry = registration.person, _community(facts)
    place = entry.native_name if entry else facts.place
    ours = (facts.given, facts.family, facts.represents, place, *(getattr(facts, name) for name in _WRITTEN))
    theirs = (person.given, person.family, *_whose(registration), *(getattr(registration, name) for name in _WRITTEN))
    return ours == theirs


_WRITTEN = ("badge_name", "function", "lang", "phone", "note", "desk_note", "category")


def _community(facts: Facts) -> Community | None:
    return directory.meant(facts.place) if facts.represents is Represents.COMMUNITY else None


def _rename(registration: Registration, facts: Facts, everywhere: bool) -> None:
    person, badge_name = registration.person, facts.badge_name
    if (facts.given, facts.family) != (person.given, person.family):
        if acts.known_elsewhere(registration) and not everywhere:
            raise KnownElsewhere
        if badge_name == registration.badge_name == person.full_name:
            badge_name = f"{facts.given} {facts.family}"
        key = name_key(facts.given, facts.family)
        if person.email is not None and acts.somebody_else(person, person.email, key):
            raise OtherPerson
        keep_past_names(person)
        person.given, person.family, person.name_key = facts.given, facts.family, key
        _note(registration, "name")
    _change(registration, "badge_name", badge_name)


def _change(registration: Registration, field: str, value: str) -> None:
    if getattr(registration, field) == value:
        return
    if field == "function" and registration.office is office_of(registration.function):
        registration.office = office_of(value)  # as it was guessed, so it is guessed again
    setattr(registration, field, value)
    _note(registration, field)


def _note(registration: Registration, what: str, **details: str) -> None:
    history.record("registration", registration.code, acts.CHANGED[what], edition_id=registration.edition_id, **details)


def _replace(registration: Registration, facts: Facts) -> None:
    """Whom they represent, by the directory where it knows the name."""
    if (facts.represents, facts.place) == _whose(registration):
        return
    community = _community(facts)
    registration.represents, registration.community = facts.represents, community
    registration.org_text = "" if community else facts.place
    _note(registration, "place")


def _whose(registration: Registration) -> tuple[Represents, str]:
    return registration.represents, place_of(registration)


def recategorise(places: Places, registration: Registration, category: Category) -> None:
    """Who takes no place any more gives theirs back; who takes one now must find one."""
    took = registration.category.takes_place
    if registration.category.counts_as_participant and not category.counts_as_participant:
        registration.head_id = None  # whoever comes in another capacity is of no delegation, and nobody's company
    registration.category = category
    _note(registration, "category")
    if took and not category.takes_place:
        places_.free(places, registration)
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
    places = places_.lock(registration.edition)
    reread(registration)
    if registration.mode is mode:
        return
    if mode not in places.counts:
        raise RegistrationClosed
    if not registration.state.is_active:
        raise NotPossible
    left, before = registration.mode, registration.state
    leave_along(places, registration)
    sign_ups.free(registration)
    places_.free(places, registration)
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
    representing.settle(registration)
    write_to_all("registration_received", registration)
    fill(places, left)


def note_mode(registration: Registration, mode: Mode) -> None:
    """Let somebody take part in another way, and keep that in the history; number and place are the caller's."""
    registration.mode = mode
    _note(registration, "mode", mode=mode.value)
