"""What organisers set right about one person. Whatever is changed is noted by its kind, never by its words."""

from dataclasses import dataclass

from assembly.access import registration_history
from assembly.access.service.links import OtherPerson
from assembly.access.service.moving import lock_places, note_change
from assembly.accounts.queries import name_key
from assembly.communities import queries as directory
from assembly.delegations import service as delegations
from assembly.delegations.offices import office_of
from assembly.errors import ChangedMeanwhile, Rejected
from assembly.i18n import _l
from assembly.models import Category, Community, Registration, Represents
from assembly.protocol.service.updating import place_of, update_search_and_sort_keys
from assembly.registration.service.attendance import recategorise
from assembly.speakers.service.mandates import keep_past_names


class KnownElsewhere(Rejected):
    """The spelling of a name is that of all assemblies; nobody changes it there without saying so."""

    sentence = _l(
        "This person also appears elsewhere. Change only the name on the badge, or choose to change the name "
        "everywhere."
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
    places = lock_places(registration)
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
        delegations.settle(registration)
    update_search_and_sort_keys(registration)


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
        if registration_history.known_elsewhere(registration) and not everywhere:
            raise KnownElsewhere
        if badge_name == registration.badge_name == person.full_name:
            badge_name = f"{facts.given} {facts.family}"
        key = name_key(facts.given, facts.family)
        if person.email is not None and registration_history.somebody_else(person, person.email, key):
            raise OtherPerson
        keep_past_names(person)
        person.given, person.family, person.name_key = facts.given, facts.family, key
        note_change(registration, "name")
    _change(registration, "badge_name", badge_name)


def _change(registration: Registration, field: str, value: str) -> None:
    if getattr(registration, field) == value:
        return
    is_guessed = registration.office_set_at is None and registration.office is office_of(registration.function)
    if field == "function" and is_guessed:
        registration.office = office_of(value)
    setattr(registration, field, value)
    note_change(registration, field)


def _replace(registration: Registration, facts: Facts) -> None:
    """Whom they represent, by the directory where it knows the name."""
    if (facts.represents, facts.place) == _whose(registration):
        return
    community = _community(facts)
    registration.represents, registration.community = facts.represents, community
    registration.org_text = "" if community else facts.place
    note_change(registration, "place")


def _whose(registration: Registration) -> tuple[Represents, str]:
    return registration.represents, place_of(registration)
