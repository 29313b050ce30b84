"""What a corrected report says of its corrections. Pure: from its versions, one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from assembly.formats import day, listing, number
from assembly.i18n import _
from assembly.models import Bilingual
from assembly.report.claims import figures
from assembly.report.facts import Facts, Fixed, Grouped


@dataclass(frozen=True, slots=True)
class Change:
    """One figure that a correction changed; None where the report did not give it."""

    key: str
    label: str
    before: int | None
    after: int | None

    @property
    def words(self) -> str:
        """The change as the report says it."""
        if self.before is None:
            return _("%(figure)s: %(after)s (not given previously)", figure=self.label, after=number(self.after or 0))
        if self.after is None:
            return _(
                "%(figure)s: no longer given (previously %(before)s)", figure=self.label, before=number(self.before)
            )
        said = {"figure": self.label, "before": number(self.before), "after": number(self.after)}
        return _("%(figure)s: %(after)s (previously %(before)s)", **said)


@dataclass(frozen=True, slots=True)
class Correction:
    """When the report was corrected, the figures that changed, and the other totals and tables that did, by name."""

    on: date
    changes: tuple[Change, ...]
    updated: tuple[str, ...]
    erratum: Bilingual

    @property
    def words(self) -> str:
        """The erratum, in one line."""
        when = _("Corrected on %(day)s.", day=day(self.on))
        updated = [_("Updated: %(names)s", names=listing(list(self.updated)))] if self.updated else []
        changes = " · ".join([*(one.words for one in self.changes), *updated])
        if not changes and not self.erratum:
            changes = _("The text was corrected; no figures changed.")
        return " ".join(part for part in (when, str(self.erratum), changes) if part)


def corrections(versions: Sequence[tuple[date, Facts, Bilingual]]) -> list[Correction]:
    """List each correction, the latest first; `versions` are days, facts and what was put right, in their order."""
    found = [
        Correction(on, _changes(before, after), _updated(before.comparable, after.comparable), erratum)
        for (_day, before, _was), (on, after, erratum) in pairwise(versions)
    ]
    return found[::-1]


def _changes(before: Facts, after: Facts) -> tuple[Change, ...]:
    old, new = ({one.key: one for one in figures(facts)} for facts in (before, after))
    labels = {key: one.label for key, one in (old | new).items()}
    values = {key: tuple(each[key].value if key in each else None for each in (old, new)) for key in labels}
    return tuple(Change(key, labels[key], was, now) for key, (was, now) in values.items() if was != now)


def _updated(before: Facts, after: Facts) -> tuple[str, ...]:
    """The names of the totals and tables that differ, each once; an older sheet has none to compare."""
    names: list[str] = []
    for field in ("figures", "groups"):
        old, new = ({one.key: one for one in getattr(facts, field)} for facts in (before, after))
        found = old | new if old else {}
        names += [str(one.label) for key, one in found.items() if _values(old.get(key)) != _values(new.get(key))]
    return tuple(dict.fromkeys(names))


def _values(one: Fixed | Grouped | None) -> object:
    """What was counted, however it is worded."""
    return one.rows if isinstance(one, Grouped) else (one.value, one.whole) if one else None
