"""What follows from what was written about one person: what one searches in, and where they are sorted."""

from collections.abc import Iterable
from itertools import chain

from assembly.extensions import db
from assembly.fold import fold
from assembly.models import Registration
from assembly.protocol.service.sorting import sort

SEARCHED = 150
"Folded letters of each part one can search in."
_IN_AN_INDEX = 2600
"Bytes of all parts together: an index of PostgreSQL takes 2,704, and several may have become one."


def update_search_and_sort_keys(registration: Registration) -> None:
    """Find and sort one registration by what it says now."""
    words = dict.fromkeys(folded_words(searchable(registration)).split())
    registration.folded = " ".join(words).encode()[:_IN_AN_INDEX].decode(errors="ignore")
    db.session.flush()
    sort(registration)


def place_of(registration: Registration) -> str:
    """Whom somebody represents, as it stands in the field."""
    return registration.community.native_name if registration.community else registration.org_text


def place_folded(place: str) -> str:
    """A place as people are sorted by it."""
    return fold(place)[:SEARCHED]


def searchable(registration: Registration) -> list[str]:
    """What the office and the door search in; sorted by it, people stand by family name. Those it was made one with
    are found by what they said: a badge or a mail may still show it."""
    person = registration.person
    shown = "" if fold(registration.badge_name) == person.name_key else registration.badge_name
    name = f"{person.family} {person.given}"
    earlier = [(one.spoken_ref, one.code, one.badge_name, place_of(one)) for one in registration.merged]
    own = name, shown, place_of(registration), registration.spoken_ref, registration.code
    return [*own, *chain.from_iterable(earlier)]


def folded_words(parts: Iterable[str]) -> str:
    """Each part folded, as far as it is searched in."""
    return " ".join(filter(None, (fold(part)[:SEARCHED] for part in parts)))
