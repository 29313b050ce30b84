"""What the forms of this part write, as plain values: pure."""

from dataclasses import dataclass
from datetime import date

from assembly.i18n import Labelled, _l
from assembly.models import Bilingual, MandateRole, Person, Speaker
from assembly.values import Values


class Address(Labelled):
    """The form in which somebody is addressed, as they said themselves."""

    FEMININE = "f", _l("Feminine forms")
    MASCULINE = "m", _l("Masculine forms")
    NOT_SAID = "not_said", _l("Not stated")


def form_chosen(person: Person) -> str:
    """Say which form somebody chose; nothing where they did not say, for it is never guessed."""
    return Address(person.grammatical_form).label if person.grammatical_form else ""


class Agreed(Labelled):
    """Their answer to being shown and recorded."""

    NOT_ASKED = "not_asked", _l("Not asked yet")
    YES = "yes", _l("Yes")
    NO = "no", _l("No")

    @classmethod
    def of(cls, answer: bool | None) -> "Agreed":
        """The word of what is stored; None is not asked."""
        return cls.NOT_ASKED if answer is None else cls.YES if answer else cls.NO

    @property
    def answer(self) -> bool | None:
        """What is stored for this word."""
        return None if self is Agreed.NOT_ASKED else self is Agreed.YES


@dataclass(frozen=True, slots=True)
class PersonFacts(Values):
    """Who somebody is, at all assemblies. `grammatical_form` is None where they did not say."""

    given: str
    family: str
    name_lang: str
    grammatical_form: str | None
    in_public_office: bool


_EMPTY = Bilingual()


@dataclass(frozen=True, slots=True)
class ProfileFacts(Values):
    """What one assembly says of them, and what the office needs."""

    biography: Bilingual = _EMPTY
    pronunciation: str = ""
    liaison: str = ""
    agreed: bool | None = None


@dataclass(frozen=True, slots=True)
class SpeakerFacts(Values):
    """Both: what the page of a speaker changes."""

    person: PersonFacts
    profile: ProfileFacts

    @classmethod
    def read(cls, person: Person, speaker: Speaker | None) -> "SpeakerFacts":
        """What is there; a person without a row at this edition has nothing yet."""
        return cls(PersonFacts.of(person), ProfileFacts.of(speaker) if speaker else ProfileFacts())


def portrait_mark(speaker: Speaker | None) -> str:
    """Which portrait they have, so that a form can carry the one it showed; empty for none."""
    return speaker.portrait.sha256 if speaker and speaker.portrait else ""


@dataclass(frozen=True, slots=True)
class MandateFacts(Values):
    """An office somebody holds or held."""

    role: MandateRole
    community_id: int | None
    body: Bilingual
    function: Bilingual
    from_on: date | None
    to_on: date | None
    name: str = ""


@dataclass(frozen=True, slots=True)
class QuoteFacts(Values):
    """Words of somebody in office."""

    mandate_id: int
    session_id: int | None
    original_lang: str
    original: str
    words: Bilingual
    caption: Bilingual
    source: str


@dataclass(frozen=True, slots=True)
class AnnouncementFacts(Values):
    """Something an assembly announced."""

    title: Bilingual
    text: Bilingual
    partners: Bilingual
    languages: Bilingual
    planned_on: date | None
    link: str
    source: str
