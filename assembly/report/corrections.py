"""What a corrected report says of its corrections. Pure: from its versions, one after the other."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from assembly.formats import day, listing
from assembly.i18n import _
from assembly.models import Bilingual
from assembly.report.article.blocks import Block
from assembly.report.article.differences import differing_words
from assembly.report.article.filling import names_in
from assembly.report.article.placeholders import placeholders
from assembly.report.claims import figures, in_words
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
        before, after = (in_words(self.key, value or 0) for value in (self.before, self.after))
        if self.before is None:
            return _("%(figure)s: %(after)s (not given previously)", figure=self.label, after=after)
        if self.after is None:
            return _("%(figure)s: no longer given (previously %(before)s)", figure=self.label, before=before)
        return _("%(figure)s: %(after)s (previously %(before)s)", figure=self.label, before=before, after=after)


@dataclass(frozen=True, slots=True)
class Correction:
    """When the report was corrected, the figures that changed, and the totals, tables and words that did, by name.

    The text says the figures `added` where it did not, and says those `removed` no more.
    """

    on: date
    changes: tuple[Change, ...]
    updated: tuple[str, ...]
    erratum: Bilingual
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The erratum, in one line."""
        when = _("Corrected on %(day)s.", day=day(self.on))
        named = [
            *([_("Updated: %(names)s", names=listing(list(self.updated)))] if self.updated else []),
            *([_("Added to the text: %(names)s", names=listing(list(self.added)))] if self.added else []),
            *([_("Removed from the text: %(names)s", names=listing(list(self.removed)))] if self.removed else []),
        ]
        changes = " · ".join([*(one.words for one in self.changes), *named])
        if not changes and not self.erratum:
            changes = _("The text was corrected; no figures changed.")
        return " ".join(part for part in (when, str(self.erratum), changes) if part)


def corrections(versions: Sequence[tuple[date, Facts, Bilingual, Sequence[Block]]]) -> list[Correction]:
    """List each correction, the latest first; `versions` are days, facts, what was put right and text, in order."""
    found = []
    for (_day, before, _was, old), (on, after, erratum, new) in pairwise(versions):
        changes, updated = _changes(before, after), _updated(before.comparable, after.comparable)
        named = {*updated, *(one.label for one in changes)}
        added, removed = _said_more(new, old, after, named), _said_more(old, new, before, named)
        found.append(Correction(on, changes, updated, erratum, added, removed))
    return found[::-1]


def _said_more(mine: Iterable[Block], others: Iterable[Block], facts: Facts, named: Collection[str]) -> tuple[str, ...]:
    """The names of what one text says by placeholders and another does not, but for those named already."""
    known, theirs = placeholders(facts), _said_in(others)
    labels = (known[name].label for name in _said_in(mine) if name in known and name not in theirs)
    return tuple(dict.fromkeys(label for label in labels if label not in named))


def _said_in(blocks: Iterable[Block]) -> list[str]:
    return [name for one in blocks for text in (one.text.en, one.text.fr) for name in names_in(text)]


def _changes(before: Facts, after: Facts) -> tuple[Change, ...]:
    old, new = ({one.key: one for one in figures(facts)} for facts in (before, after))
    labels = {key: one.label for key, one in (old | new).items()}
    values = {key: tuple(each[key].value if key in each else None for each in (old, new)) for key in labels}
    return tuple(Change(key, labels[key], was, now) for key, (was, now) in values.items() if was != now)


def _updated(before: Facts, after: Facts) -> tuple[str, ...]:
    """The names of the totals, tables and words that differ, each once; an older sheet has no tables to compare."""
    names: list[str] = []
    for field in ("figures", "groups"):
        old, new = ({one.key: one for one in getattr(facts, field)} for facts in (before, after))
        found = old | new if old else {}
        names += [str(one.label) for key, one in found.items() if _values(old.get(key)) != _values(new.get(key))]
    return tuple(dict.fromkeys([*names, *differing_words(before, after)]))


def _values(one: Fixed | Grouped | None) -> object:
    """What was counted, however it is worded."""
    return one.rows if isinstance(one, Grouped) else (one.value, one.whole) if one else None
