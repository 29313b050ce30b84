"""What follows from what was written about one person: what one searches in, and where they are sorted."""

from __future__ import annotations

from collections.abc import Iterable

from assembly.extensions import db
from assembly.fold import fold
from assembly.models import Registration
from assembly.registration.service.sorting import sort

SEARCHED = 150
"Folded letters of each part one can search in: together fewer bytes than an index of PostgreSQL takes (2,704)."


def restate(registration: Registration) -> None:
    """Find and sort one registration by what it says now."""
    registration.folded = folded_words(searchable(registration))
    db.session.flush()
    sort(registration)


def place_of(registration: Registration) -> str:
    """Whom somebody represents, as it stands in the field."""
    return registration.community.native_name if registration.community else registration.org_text


def searchable(registration: Registration) -> list[str]:
    """What the office and the door search in; sorted by it, people stand by family name."""
    person = registration.person
    shown = "" if fold(registration.badge_name) == person.name_key else registration.badge_name
    name = f"{person.family} {person.given}"
    return [name, shown, place_of(registration), registration.spoken_ref, registration.code]


def folded_words(parts: Iterable[str]) -> str:
    """Each part folded, as far as it is searched in."""
    return " ".join(filter(None, (fold(part)[:SEARCHED] for part in parts)))
