"""What the forms of this part write, as plain values: pure. A form carries the mark of what it showed."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from hashlib import sha256
from typing import Any, Self

from assembly.errors import ChangedMeanwhile
from assembly.models import Bilingual, MandateRole, Person, Speaker


@dataclass(frozen=True, slots=True)
class Facts:
    """Values of one row that are read, compared and written together."""

    @property
    def mark(self) -> str:
        """A digest of all values: the same values have the same one."""
        return sha256(repr(self).encode()).hexdigest()[:16]

    @classmethod
    def of(cls, row: Any) -> Self:
        """What a row says now."""
        return cls(**{one.name: getattr(row, one.name) for one in fields(cls)})

    def write(self, row: Any) -> None:
        """Make the row say this; what does not differ is not touched, so that no text counts as changed."""
        for one in fields(self):
            if getattr(row, one.name) != getattr(self, one.name):
                setattr(row, one.name, getattr(self, one.name))

    def differs(self, now: Self, seen: str) -> bool:
        """Whether there is something to write over what is there `now`: a second click writes nothing.

        Raises ChangedMeanwhile when what is there is not what the form showed.
        """
        if self == now:
            return False
        if now.mark != seen:
            raise ChangedMeanwhile
        return True


@dataclass(frozen=True, slots=True)
class PersonFacts(Facts):
    """Who somebody is, at all assemblies. `grammatical_form` is None where they did not say."""

    given: str
    family: str
    name_lang: str
    grammatical_form: str | None
    in_public_office: bool


_EMPTY = Bilingual()


@dataclass(frozen=True, slots=True)
class ProfileFacts(Facts):
    """What one assembly says of them, and what the office needs."""

    biography: Bilingual = _EMPTY
    pronunciation: str = ""
    liaison: str = ""
    agreed: bool | None = None


@dataclass(frozen=True, slots=True)
class SpeakerFacts(Facts):
    """Both: what the page of a speaker changes."""

    person: PersonFacts
    profile: ProfileFacts

    @classmethod
    def read(cls, person: Person, speaker: Speaker | None) -> SpeakerFacts:
        """What is there; a person without a row at this edition has nothing yet."""
        return cls(PersonFacts.of(person), ProfileFacts.of(speaker) if speaker else ProfileFacts())


@dataclass(frozen=True, slots=True)
class MandateFacts(Facts):
    """An office somebody holds or held."""

    role: MandateRole
    community_id: int | None
    body: Bilingual
    function: Bilingual
    from_on: date | None
    to_on: date | None
    name: str = ""


@dataclass(frozen=True, slots=True)
class QuoteFacts(Facts):
    """Words of somebody in office."""

    mandate_id: int
    session_id: int | None
    original_lang: str
    original: str
    words: Bilingual
    caption: Bilingual
    source: str


@dataclass(frozen=True, slots=True)
class AnnouncementFacts(Facts):
    """Something an assembly announced."""

    title: Bilingual
    text: Bilingual
    partners: Bilingual
    languages: Bilingual
    planned_on: date | None
    link: str
    source: str
