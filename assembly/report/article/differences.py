"""Where the fixed figures differ from those of today, and what becomes of them. Pure."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from assembly.errors import ChangedMeanwhile
from assembly.formats import listing, number
from assembly.i18n import LazyString, _, _l
from assembly.report.article.placeholders import SURVEY, TOTAL, Placeholder, counts, placeholders
from assembly.report.facts import Facts, Grouped, canonical_hash

_GROUPS: dict[str, tuple[LazyString, tuple[str, ...], tuple[str, ...]]] = {
    "participants": (_l("Participants"), ("participants",), ()),
    "communities": (_l("Cities and regions"), ("communities",), ()),
    "countries": (_l("Countries"), ("countries",), ()),
    "movement": (
        _l("Signatories and supporters"),
        ("signatories", "supporters"),
        ("balance", "balance_on", "figures_on"),
    ),
    "joined": (_l("New signatories"), ("joined_on_day", "joined_before", "joined_this_year"), ()),
    "about": (
        _l("The assembly"),
        ("ordinal", "name", "purpose", "host_event", "city", "body", "vision", "met_on"),
        ("edition", "lead_up_from_on"),
    ),
    "networks": (_l("Networks that run the movement"), ("networks",), ()),
    "announcements": (_l("Announcements"), ("announcements",), ()),
    "quotes": (_l("Quotes"), ("quotes",), ()),
    "key_messages": (_l("Key messages"), ("key_messages",), ()),
    "recordings": (_l("Recordings"), ("watch_in", "recordings"), ()),
    "survey": (_l("Survey"), ("survey",), ()),
    "groups": (_l("Tables of the full report"), ("groups",), ()),
    "picture": (_l("Family photo"), ("picture", "picture_alt"), ()),
}
"What is taken or kept together, so that a sum fits its parts: the fields that are compared, and those that go along."
_NO_NUMBERS = ("about", "networks", "announcements", "quotes", "key_messages", "recordings", "picture")
_SHOWN = {
    "joined": ("joined_on_day_count", "joined_before_count", "joined_this_year", "joined_on_day", "joined_before"),
    "movement": ("signatories", "supporters"),
    "about": ("name", "day", "city", "event", "purpose", "body", "vision"),
    "recordings": ("languages",),
    "survey": SURVEY,
}
"The placeholders that say a group of fields in words."


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure or group of facts: as the sheet has it, as it is now; `mark` is a digest of what it is now."""

    key: str
    label: str
    fixed: str
    live: str
    mark: str


def differences(fixed: Facts, live: Facts, kept: Mapping[str, str]) -> list[Difference]:
    """List what differs and was not kept as it is already."""
    fixed, live = fixed.comparable, live.comparable
    said, now = placeholders(fixed), placeholders(live)
    found = [
        Difference(key, str(label), *_both_told(key, fixed, said, live, now), _mark(live, compared))
        for key, (label, compared, _along) in _GROUPS.items()
        if any(getattr(fixed, field) != getattr(live, field) for field in compared)
    ]
    found += _totals(fixed, live, said, now)
    return [one for one in found if kept.get(one.key) != one.mark]


def differing_words(before: Facts, after: Facts) -> list[str]:
    """Name the groups of facts without a number of their own that differ."""
    groups = (_GROUPS[key] for key in _NO_NUMBERS)
    return [
        str(label)
        for label, fields, _along in groups
        if any(getattr(before, one) != getattr(after, one) for one in fields)
    ]


def as_seen(found: Collection[Difference], seen: Mapping[str, str]) -> dict[str, str]:
    """The marks of those decided on; one that differs no longer asks for nothing. Raises ChangedMeanwhile.

    `seen` has the mark of each as it was on the page of whoever decided.
    """
    marks = {one.key: one.mark for one in found if one.key in seen}
    if any(mark != seen[key] for key, mark in marks.items()):
        raise ChangedMeanwhile
    return marks


def taken(fixed: Facts, live: Facts, keys: Collection[str]) -> Facts:
    """The fixed facts with some of those of now."""
    changed: dict[str, Any] = {}
    for key, (_label, compared, along) in _GROUPS.items():
        if key in keys:
            changed |= {field: getattr(live, field) for field in (*compared, *along)}
    old, new = ({one.key: one for one in facts.figures} for facts in (fixed, live))
    merged = {key: new.get(key) if f"{TOTAL}{key}" in keys else old.get(key) for key in dict.fromkeys((*new, *old))}
    changed["figures"] = tuple(one for one in merged.values() if one is not None)
    return replace(fixed, **changed)


def _totals(
    fixed: Facts, live: Facts, said: Mapping[str, Placeholder], now: Mapping[str, Placeholder]
) -> Iterator[Difference]:
    old, new = ({one.key: one for one in facts.figures} for facts in (fixed, live))
    for key in dict.fromkeys((*new, *old)):
        was, is_now = old.get(key), new.get(key)
        if (was and (was.value, was.whole)) == (is_now and (is_now.value, is_now.whole)):
            continue
        name, none = f"{TOTAL}{key}", _("not measured")
        label = now[name].label if name in now else said[name].label
        texts = [known[name].text or none for known in (said, now)]
        mark = canonical_hash({"value": [is_now.value, is_now.whole] if is_now else None})[:16]
        yield Difference(name, label, texts[0], texts[1], mark)


def _both_told(
    key: str, fixed: Facts, said: Mapping[str, Placeholder], live: Facts, now: Mapping[str, Placeholder]
) -> tuple[str, str]:
    """What each says of a group; where rounded figures read the same, with the exact ones."""
    told = _told(key, fixed, said, live), _told(key, live, now, fixed)
    if told[0] != told[1]:
        return told
    names = [name for name in _SHOWN.get(key, (key,)) if name in counts(live)]
    exact = (listing([number(counts(facts)[name]) for name in names]) for facts in (fixed, live))
    before, after = (_("%(name)s (%(count)s)", name=told[0], count=one) for one in exact) if names else told
    return before, after


def _told(key: str, facts: Facts, said: Mapping[str, Placeholder], other: Facts) -> str:
    """What these facts say of a group; of tables only the lines that the other facts have otherwise."""
    names = _SHOWN.get(key, (key,))
    shown = [said[name] for name in names if name in said and said[name].text]
    texts = [f"{one.label}{_(':')} {one.text}" if key in {"joined", "survey"} else one.text for one in shown]
    if key == "quotes":
        texts = [_("“%(words)s”", words=one.words) for one in facts.quotes]
    elif key == "announcements":
        texts = [str(one.title) for one in facts.announcements]
    elif key == "key_messages":
        texts = [str(one.title) for one in facts.key_messages]
    elif key == "groups":
        texts = [_lines(one, other) for one in facts.groups if one not in other.groups]
    elif key == "picture":
        texts = [str(facts.picture_alt or "")]
    return " · ".join(text for text in texts if text) or _("nothing")


def _lines(table: Grouped, other: Facts) -> str:
    theirs = {row for one in other.groups if one.key == table.key for row in one.rows}
    rows = [
        _("%(name)s (%(count)s)", name=row.label, count=number(row.count)) for row in table.rows if row not in theirs
    ]
    return _("%(table)s: %(rows)s", table=table.label, rows=listing(rows)) if rows else str(table.label)


def _mark(facts: Facts, fields: tuple[str, ...]) -> str:
    plain = facts.as_json()
    return canonical_hash({field: plain[field] for field in fields})[:16]
