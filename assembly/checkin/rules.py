"""The rules of a door, which the server and the phones share. Pure.

`static/js/door/rules.js` says the same in JavaScript; `tests/checkin/vectors/rules.json` holds both to one set of
examples, because a phone that decides without a network must decide as the server would.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from assembly.models import AdmitReason, Category, Mode, State, Told

CLOCK_IS_WRONG = timedelta(hours=24)
"A time of a phone so far outside of what is possible is not believed."
TRAINING = "training-badge-without-effect"
"The code of the training badge: the door says so in green, and nothing is ever stored."
COLOURS: dict[Told, str] = {
    Told.ADMITTED: "in",
    Told.ADMITTED_ANYWAY: "in",
    Told.UNKNOWN: "stop",
    Told.OTHER_EDITION: "stop",
    Told.NOT_HELD: "stop",
}
"What the page of a verdict is coloured; every other verdict is a question. A name is never shown on red."
ACTIONS: dict[Told, tuple[str, ...]] = {
    Told.ALREADY_IN: ("anyway", "call", "group"),
    Told.NOT_CONFIRMED: ("anyway", "call", "group"),
    Told.REPLACED: ("anyway", "call"),
    Told.REGISTERED_ONLINE: ("in_person", "anyway", "call", "group"),
    Told.NOT_FOR_ROLE: ("anyway", "call"),
    Told.NOT_INVITED: ("anyway", "call"),
    Told.CLOSED: ("anyway", "call"),
    Told.NOT_ON_LIST: ("anyway", "call"),
    Told.RECORDED: ("call", "allowed"),
    Told.ONLINE_ONLY: ("call", "allowed"),
}
"What a volunteer can do next, the usual first; *allowed* is that the supervisor said yes, and her word is the reason."

LIKELY: dict[Told, tuple[AdmitReason, ...]] = {
    Told.ALREADY_IN: (AdmitReason.SAME_PERSON, AdmitReason.IDENTITY),
    Told.NOT_CONFIRMED: (AdmitReason.SUPERVISOR, AdmitReason.CONFIRMATION),
    Told.REPLACED: (AdmitReason.IDENTITY, AdmitReason.CONFIRMATION),
    Told.REGISTERED_ONLINE: (AdmitReason.IN_PERSON, AdmitReason.SUPERVISOR),
    Told.NOT_ON_LIST: (AdmitReason.CONFIRMATION, AdmitReason.SUPERVISOR),
}
"Reasons to admit somebody, the usual first."
_OF_A_DOOR = (AdmitReason.SUPERVISOR, AdmitReason.IDENTITY)


@dataclass(frozen=True, slots=True)
class GuestFacts:
    """What is known of the guest a code or a name stands for."""

    is_of_edition: bool
    takes_place: bool
    "Whether the assembly is held at all."
    state: State
    mode: Mode
    replaced_at: datetime | None = None
    "When a newer code took the place of the one shown; None for the valid one and for a name."
    category: Category = Category.PARTICIPANT
    is_invited: bool = False


@dataclass(frozen=True, slots=True)
class DoorFacts:
    """What is known of the door at that moment: whether it is closed though it is a day of the assembly, and for whom
    it is; without roles for everybody."""

    is_closed: bool = False
    roles: frozenset[Category] = frozenset()
    invited_only: bool = False


ANY_DOOR = DoorFacts()


def colour_of(told: Told) -> str:
    """Give the colour of a verdict: in, ask or stop."""
    return COLOURS.get(told, "ask")


def actions_of(told: Told, *, is_called: bool = False) -> tuple[str, ...]:
    """List what a volunteer can do after a verdict: anyway, call, allowed, in_person, group. Whoever has not registered
    is RECORDED, whatever is against them. Once the supervisor has been called, nobody calls twice, and her word takes
    the place of other reasons."""
    ways = ACTIONS.get(told, ())
    return tuple("allowed" if one == "anyway" else one for one in ways if one != "call") if is_called else ways


def likely_reasons(told: Told) -> tuple[AdmitReason, ...]:
    """List the reasons that are offered first; the others come after one more tap."""
    return LIKELY.get(told, _OF_A_DOOR) if "anyway" in actions_of(told) else ()


def asks_identity(told: Told) -> bool:
    """Say whether a volunteer has to look at who stands there: a copy of the code may be in use."""
    return AdmitReason.IDENTITY in LIKELY.get(told, ())


def places_word(left: int, reserved: int, category: Category = Category.PARTICIPANT) -> str:
    """Name what is left for somebody who has come: places_left for everybody, places_reserved or places_none; "" for
    who takes no place, and always has room."""
    if not category.takes_place:
        return ""
    return "places_left" if left else "places_reserved" if reserved else "places_none"


def refusal(
    guest: GuestFacts | None, at: datetime, door: DoorFacts = ANY_DOOR, *, is_server: bool = True
) -> Told | None:
    """Say why a guest is not let in at that moment, or None. The list of a phone may lack somebody we have."""
    if guest is None:
        return Told.UNKNOWN if is_server else Told.NOT_ON_LIST
    if not guest.is_of_edition:
        return Told.OTHER_EDITION
    if not guest.takes_place:
        return Told.NOT_HELD
    if guest.replaced_at is not None and guest.replaced_at <= at:
        return Told.REPLACED
    if guest.state is not State.CONFIRMED:
        return Told.NOT_CONFIRMED
    return Told.REGISTERED_ONLINE if guest.mode is not Mode.ON_SITE else _door_refusal(guest, door)


def _door_refusal(guest: GuestFacts, door: DoorFacts) -> Told | None:
    """Say why this door is not for somebody who is expected, or not now."""
    if door.roles and guest.category not in door.roles:
        return Told.NOT_FOR_ROLE
    if door.invited_only and not guest.is_invited:
        return Told.NOT_INVITED
    return Told.CLOSED if door.is_closed else None


def walk_in_refusal(door: DoorFacts) -> Told | None:
    """Say why nobody is registered at this door now, or None: whoever walks in is a participant without invitation."""
    return _door_refusal(GuestFacts(True, True, State.CONFIRMED, Mode.ON_SITE), door)


def verdict(
    guest: GuestFacts | None, at: datetime, door: DoorFacts = ANY_DOOR, *, is_inside: bool, is_server: bool = True
) -> Told:
    """Say what the door is told of a guest; `is_inside` is whether they have come in here on this day."""
    refused = refusal(guest, at, door, is_server=is_server)
    return refused or (Told.ALREADY_IN if is_inside else Told.ADMITTED)


def counts(told: Told, against: Told | None) -> bool:
    """Say whether a scan lets its guest in, if it is the earliest and is not undone.

    `told` is what the phone said, `against` what the server holds against it by the facts of that moment. A volunteer
    who admits somebody anyway answers for everything but a code we do not know, another assembly, an assembly that is
    not held and a phone that was no longer ours. Somebody a phone wrote down is in once they have a place.
    """
    if told in (Told.ADMITTED, Told.RECORDED):
        return against is None
    never = (Told.UNKNOWN, Told.OTHER_EDITION, Told.NOT_HELD, Told.PHONE_ENDED)
    return told is Told.ADMITTED_ANYWAY and against not in never


def effective_time(said: datetime, since: datetime, received: datetime) -> tuple[datetime, bool]:
    """Give the moment of a scan, and whether the phone's clock was too wrong to be believed.

    `said` is the phone's time with its known offset, `since` when the phone got the list it decided with, `received`
    when the scan came to us: the scan was made between the two.
    """
    since = min(since, received)
    if said < since - CLOCK_IS_WRONG or said > received + CLOCK_IS_WRONG:
        return received, True
    return min(max(said, since), received), False
