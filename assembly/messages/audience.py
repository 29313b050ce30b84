"""Whom a message to a group is for: facts of registrations, kept with the message and asked when it leaves."""

from dataclasses import asdict, dataclass
from typing import Any

from assembly.i18n import LANGUAGES, OWN_NAMES, Labelled, _, _l
from assembly.models import Category, Mode, State


class Presence(Labelled):
    """Whether somebody was let in at a door."""

    ANY = "any", _l("Everyone, whether admitted or not")
    ADMITTED = "admitted", _l("Only people who were admitted")
    NOT_ADMITTED = "not_admitted", _l("Only people who were not admitted")


@dataclass(frozen=True, slots=True)
class Audience:
    """Of each fact the values wanted; none named means all, but for the state, which must be named."""

    states: tuple[State, ...] = (State.CONFIRMED,)
    modes: tuple[Mode, ...] = ()
    langs: tuple[str, ...] = ()
    categories: tuple[Category, ...] = ()
    presence: Presence = Presence.ANY
    only_speakers: bool = False

    def facts(self) -> dict[str, Any]:
        """As kept in the row of the message."""
        return asdict(self)

    @classmethod
    def of(cls, facts: dict[str, Any]) -> "Audience":
        """As read from the row of the message."""
        return cls(
            tuple(State(one) for one in facts["states"]),
            tuple(Mode(one) for one in facts["modes"]),
            tuple(one for one in facts["langs"] if one in LANGUAGES),
            tuple(Category(one) for one in facts["categories"]),
            Presence(facts["presence"]),
            bool(facts["only_speakers"]),
        )

    def in_words(self) -> list[str]:
        """Each fact that narrows it down, as a few words."""
        said = [", ".join(one.label for one in self.states), ", ".join(one.label for one in self.modes)]
        said.append(", ".join(OWN_NAMES[one] for one in self.langs))
        said.append(", ".join(one.label for one in self.categories))
        said.append(self.presence.label if self.presence is not Presence.ANY else "")
        said.append(_("Only speakers in the programme") if self.only_speakers else "")
        return [one for one in said if one]
