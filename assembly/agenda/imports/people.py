"""Whom a line puts into its session, what they answered, and how they are there. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any

from assembly.agenda.imports.columns import Named
from assembly.i18n import _
from assembly.models import Appearance, AppearanceRole, AppearanceState, Person, Presence
from assembly.tables import Row


@dataclass(frozen=True, slots=True)
class Casting:
    """Somebody a line puts into its session, in a role they do not have there yet."""

    person: Person
    role: AppearanceRole
    state: AppearanceState
    presence: Presence

    @property
    def words(self) -> str:
        """As the table writes it, with what they answer and how they are there."""
        return f"{self.role.label}: {self.person.full_name} ({self.presence.label}, {self.state.label})"


def miscounted(row: Row, places: Mapping[str, int], values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Find cells that say more or less than one thing of each person: of whom do they speak?"""
    people = len(values.get("people", ()))
    said = _("Enter one value for everyone, or one for each person in the same order, separated by |.")
    wrong = (name for name in ("answers", "attendance") if len(values.get(name, ())) not in (0, 1, people))
    return [(row.cell(places, name), said) for name in wrong]


def cast_of(
    values: Mapping[str, Any], there: Sequence[Appearance], called: Callable[[str], Sequence[Person]]
) -> tuple[list[Casting], list[str]]:
    """Who would come into the session beside those who are `there`, and a sentence on each whom the line names in
    vain; `called` finds the people of a name."""
    named: Sequence[Named] = values.get("people", ())
    present, found = {(one.person_id, one.role): one for one in there}, dict[tuple[int, AppearanceRole], Casting]()
    advice = []
    for one, state, presence in zip(named, _said(values, "answers"), _said(values, "attendance"), strict=False):
        people = called(one.name)
        if one.role is None:
            advice.append(_("“%(text)s” has been left out because its first word is not a role.", text=one.text))
        elif not people:
            advice.append(_("%(name)s is left out: add them to the speakers first.", name=one.name))
        elif len(people) > 1:
            advice.append(_("%(name)s is left out: several speakers have this name.", name=one.name))
        elif part := present.get((people[0].id, one.role)):
            if (state or part.state, presence or part.presence) != (part.state, part.presence):
                said = _("%(name)s is already in this session. Change their answer or attendance there.", name=one.name)
                advice.append(said)
        else:
            casting = Casting(people[0], one.role, state or AppearanceState.IDEA, presence or Presence.IN_PERSON)
            found.setdefault((people[0].id, one.role), casting)
    return list(found.values()), advice


def _said(values: Mapping[str, Any], column: str) -> Iterable[Any]:
    """What the cell says of each person who is named; one value is said of all of them."""
    said = values.get(column, ())
    return said if len(said) > 1 else repeat(said[0] if said else None)
