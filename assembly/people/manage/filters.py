"""What the address of the list of people asks for: filters and order.

A word we do not know is refused, never ignored: whoever answers all that match must not answer more than they meant."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask import abort

from assembly.fold import clean
from assembly.formats import country, language
from assembly.i18n import LANGUAGES, _
from assembly.models import Category, Mode, Office, Represents
from assembly.people.queries.listing import Address, Among, Sort, Wanted

KINDS: dict[str, tuple[str, Any]] = {
    "state": ("among", Among),
    "mode": ("mode", Mode),
    "category": ("category", Category),
    "represents": ("represents", Represents),
    "office": ("office", Office),
    "address": ("address", Address),
}
"What the address calls each filter, what `Wanted` calls it, and the words it takes."


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asked for, and the words (`values`) that ask for it again."""

    wanted: Wanted
    sort: Sort
    values: dict[str, str]

    @property
    def again(self) -> dict[str, Any]:
        """What asks for the same once more."""
        return dict(self.values)

    @property
    def chosen(self) -> list[tuple[str, dict[str, str]]]:
        """Each filter in words, with what asks for the same without it."""
        wanted = self.wanted
        words = {name: getattr(wanted, field).label for name, (field, _kind) in KINDS.items() if getattr(wanted, field)}
        words |= {"country": country(wanted.country)} if wanted.country else {}
        words |= {"language": language(wanted.lang)} if wanted.lang else {}
        words |= {"q": _("“%(words)s”", words=wanted.search)} if wanted.search else {}
        return [(word, self.without(name)) for name, word in words.items()]

    def without(self, *names: str) -> dict[str, str]:
        """What asks for the same but for these."""
        return {name: value for name, value in self.values.items() if name not in names}


def asked_by(sent: Mapping[str, str]) -> Asked:
    """Read an address or a form. A filter, an order or a language we do not know answers 400."""
    given = {name: clean(sent.get(name, ""))[:200] for name in (*KINDS, "q", "country", "language", "sort")}
    members = {name: _member(kind, given[name]) for name, (_field, kind) in KINDS.items()}
    if given["country"] and not (len(given["country"]) == 2 and given["country"].isascii()):
        abort(400)
    if given["language"] and given["language"] not in LANGUAGES:
        abort(400)
    wanted = Wanted(
        search=given["q"],
        country=given["country"],
        lang=given["language"],
        **{KINDS[name][0]: member for name, member in members.items()},  # type: ignore[arg-type]
    )
    usual = Sort.WAITING if wanted.among is Among.WAITING else Sort.NAME  # the line stands in its order
    sort = _member(Sort, given["sort"]) or usual
    return Asked(wanted, Sort(sort), {name: value for name, value in given.items() if value})


def _member(kind: type[StrEnum], word: str) -> StrEnum | None:
    if not word:
        return None
    return kind(word) if word in set(kind) else abort(400)
