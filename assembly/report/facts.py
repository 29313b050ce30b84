"""The facts of a report, pure: plain values that can be stored as JSON and read back the same.

Nothing here is worded: `claims.py` says it in a language. `None` means not measured, which is not zero.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Any

from assembly.models import Bilingual

_EMPTY = Bilingual()
_STILL_COUNTED = frozenset({"recordings_watched"})
"Tables that change with every view of a recording: they are fixed with the others and compared with nothing."


@dataclass(frozen=True, slots=True)
class Place:
    """A community that joined: its name in both languages and its own, what it is, its country by ISO code."""

    code: str
    names: Bilingual
    native_name: str
    kind: str
    country: str


@dataclass(frozen=True, slots=True)
class Said:
    """Approved words: by whom, in which functions then, in which language (`und` where it was not recorded).

    `original` are the words as said if that was neither English nor French; `session` is the title of a public session.
    """

    person: str
    name: str
    name_lang: str
    functions: tuple[Bilingual, ...]
    words: Bilingual
    original_lang: str
    original: str = ""
    caption: Bilingual = _EMPTY
    session: Bilingual = _EMPTY


@dataclass(frozen=True, slots=True)
class KeyMessage:
    """What is to be remembered of a session that took place: its code, its title as published, the text."""

    session: str
    title: Bilingual
    text: Bilingual


@dataclass(frozen=True, slots=True)
class Announced:
    """A plan as it was announced."""

    title: Bilingual
    text: Bilingual
    partners: Bilingual
    languages: Bilingual
    planned_on: str | None
    link: str


@dataclass(frozen=True, slots=True)
class Fixed:
    """One statistic as it was fixed: its value (of a whole, for a share), what it means and how it was counted.

    `version` is that of the `query` of `stats/counting.py`, raised whenever it counts otherwise.
    """

    key: str
    value: int
    whole: int | None
    label: Bilingual
    definition: Bilingual
    basis: Bilingual
    query: str
    version: int


@dataclass(frozen=True, slots=True)
class Counted:
    """One line of a statistic that has several: its key, its name in both languages, its count."""

    key: str
    label: Bilingual
    count: int


@dataclass(frozen=True, slots=True)
class Grouped:
    """One statistic of several lines as it was fixed; `head` is what they are, `note` why something is missing."""

    key: str
    label: Bilingual
    definition: Bilingual
    basis: Bilingual
    head: Bilingual
    note: Bilingual
    rows: tuple[Counted, ...]
    query: str
    version: int


@dataclass(frozen=True, slots=True)
class Surveyed:
    """What a survey found: how many answered, and out of a hundred of them who was content and would recommend it."""

    link: str
    answers: int
    satisfied: int
    recommend: int


@dataclass(frozen=True, slots=True)
class Facts:
    """One edition's facts. Days are ISO dates; `figures_on` is the day the counts of the movement speak of.

    Without anybody let in, who took part was not measured. Recordings and picture are named by their codes.
    """

    edition: str
    ordinal: int
    name: Bilingual
    purpose: Bilingual
    host_event: Bilingual
    city: Bilingual
    body: Bilingual
    vision: Bilingual
    met_on: str
    figures_on: str
    lead_up_from_on: str
    participants: int | None
    communities: int | None
    countries: int | None
    online: int | None
    signatories: int
    supporters: int
    balance: int
    balance_on: str | None
    networks: tuple[str, ...]
    joined_on_day: tuple[Place, ...]
    joined_before: tuple[Place, ...]
    joined_this_year: int
    quotes: tuple[Said, ...]
    announcements: tuple[Announced, ...]
    watch_in: tuple[str, ...]
    recordings: tuple[str, ...]
    picture: str | None
    picture_alt: Bilingual | None
    key_messages: tuple[KeyMessage, ...] = ()
    figures: tuple[Fixed, ...] = ()
    survey: Surveyed | None = None
    groups: tuple[Grouped, ...] = ()

    @property
    def comparable(self) -> "Facts":
        """The same without what goes on changing by itself after the assembly."""
        return replace(self, groups=tuple(one for one in self.groups if one.key not in _STILL_COUNTED))

    def as_json(self) -> dict[str, Any]:
        """Plain values for storing and for machines."""
        plain: dict[str, Any] = json.loads(json.dumps(asdict(self)))
        return plain


def canonical_hash(plain: Mapping[str, Any]) -> str:
    """SHA-256 of the one way to write these facts, so that two sheets can be compared and a copy checked."""
    return sha256(json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def from_json(plain: Mapping[str, Any]) -> Facts:
    """The facts of a stored sheet; an older one lacks what was not read for it then."""
    read = dict(plain)
    for field in ("name", "purpose", "host_event", "city", "body", "vision"):
        read[field] = Bilingual(**read[field])
    for field in ("networks", "watch_in", "recordings"):
        read[field] = tuple(read[field])
    for field in ("joined_on_day", "joined_before"):
        read[field] = tuple(Place(**one | {"names": Bilingual(**one["names"])}) for one in read[field])
    read["quotes"] = tuple(
        Said(
            **one
            | {"functions": tuple(Bilingual(**each) for each in one["functions"])}
            | {field: Bilingual(**one[field]) for field in ("words", "caption", "session") if field in one}
        )
        for one in read["quotes"]
    )
    read["key_messages"] = tuple(
        KeyMessage(one["session"], Bilingual(**one["title"]), Bilingual(**one["text"]))
        for one in read.get("key_messages", ())
    )
    read["figures"] = tuple(
        Fixed(**one | {field: Bilingual(**one[field]) for field in ("label", "definition", "basis")})
        for one in read.get("figures", ())
    )
    read["groups"] = tuple(map(_group, read.get("groups", ())))
    read["survey"] = Surveyed(**read["survey"]) if read.get("survey") else None
    read["announcements"] = tuple(
        Announced(**one | {field: Bilingual(**one[field]) for field in ("title", "text", "partners", "languages")})
        for one in read["announcements"]
    )
    read["picture_alt"] = Bilingual(**read["picture_alt"]) if read["picture_alt"] else None
    return Facts(**read)


def _group(plain: Mapping[str, Any]) -> Grouped:
    texts = {name: Bilingual(**plain[name]) for name in ("label", "definition", "basis", "head", "note")}
    rows = tuple(Counted(one["key"], Bilingual(**one["label"]), one["count"]) for one in plain["rows"])
    return Grouped(**{**plain, **texts, "rows": rows})


def day_of(text: str) -> date:
    """A day of the facts."""
    return date.fromisoformat(text)
