"""What applying a table would do, row by row, before anything is written. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from assembly.communities import checks
from assembly.communities.alike import Alike
from assembly.communities.columns import LABELS, said
from assembly.communities.facts import Facts, facts_of
from assembly.fold import fold
from assembly.formats import country, eu_code
from assembly.i18n import _
from assembly.imports import Judged, Verdict
from assembly.models import Bilingual, Community
from assembly.tables import Row

SKIP, NEW = "-skip", "-new"
"Decisions on a doubtful line; any other is the code of the community it means. No code begins with a hyphen."


@dataclass(slots=True)
class JudgedPlace(Judged):
    """A line with its verdict. `changes` are column, before and after, as people read them."""

    facts: Facts | None = None
    values: dict[str, Any] = field(default_factory=dict)
    code: str = ""
    target: Community | None = None
    candidates: list[Community] = field(default_factory=list)
    changes: list[tuple[str, str, str]] = field(default_factory=list)

    def fields(self) -> list[tuple[str, str]]:
        """List what would be stored of a new place, each with its label."""
        if self.facts is None or self.target is not None or not self.verdict.stores:
            return []
        told = {"code": self.code} | shown(self.facts)
        return [(str(LABELS[column]), text) for column, text in told.items() if text]

    def differences(self) -> list[tuple[str, str, str]]:
        """List what would change in a place of the directory."""
        return [(str(LABELS[column]), before, after) for column, before, after in self.changes]

    def choices(self) -> list[tuple[str, str]]:
        """Which place of the directory a line means that looks like some of them."""
        if not self.candidates:
            return []
        same = [
            (one.code, _("same as %(name)s, %(kind)s", name=one.native_name, kind=one.kind.label))
            for one in self.candidates
        ]
        return [(SKIP, _("leave out for now")), *same, (NEW, _("add as a new entry"))]

    def outcome(self) -> object:
        """What this would add or change, and what it would change it from."""
        target = (self.target.code, repr(facts_of(self.target))) if self.target else (self.code, "")
        return target, repr(self.facts), [(one.code, repr(facts_of(one))) for one in self.candidates]


class Directory:
    """All communities, to be found by code, by name and by what looks like it."""

    def __init__(self, communities: Iterable[Community], former: Mapping[str, Community]) -> None:
        self.by_code = {one.code: one for one in communities} | dict(former)
        self._exact: dict[tuple[str, str], list[Community]] = {}
        self._alike: Alike[Community] = Alike()
        for one in self.by_code.values():
            exact = self._exact.setdefault((one.native_name, one.country), [])
            if one not in exact:
                exact.append(one)
        for one in communities:
            for alias in one.aliases:
                self._alike.add(one.country, alias.folded, one)

    def named(self, values: Mapping[str, Any]) -> Community | None:
        """The one community of exactly this name, country and, if said, kind."""
        found = self._exact.get((values.get("native_name", ""), values.get("country", "")), [])
        if "kind" in values:
            found = [one for one in found if one.kind is values["kind"]]
        return found[0] if len(found) == 1 else None

    def like(self, iso: str, name: str) -> list[Community]:
        """Those of the same country and folded name; without any, those one letter off."""
        return self._alike.same(iso, fold(name)) or self._alike.near(iso, fold(name))


def judge(
    rows: Sequence[Row], places: Mapping[str, int], directory: Directory, networks: Mapping[str, str]
) -> list[JudgedPlace]:
    """The verdict on each row. A row that says again what an earlier one said is a fault: which of them is meant?"""
    judged, seen = [], dict[object, int]()
    for row in rows:
        one = _judged(row, places, directory, networks)
        identity = _identity(one)
        if identity in seen:
            sentence = _("This line is for the same entry as line %(number)s.", number=seen[identity])
            one = replace(one, verdict=Verdict.FAULT, faults=[(row.cell(places, "native_name"), sentence)])
        elif identity:
            seen[identity] = row.number
        judged.append(one)
    return judged


def changed_facts(facts: Facts, values: Mapping[str, Any]) -> Facts:
    """With what a row says. An empty cell changes nothing, and spellings are added, never taken away."""
    plain = {name: values[name] for name in values if name in Facts.__slots__}
    names = Bilingual(values.get("name_en", facts.names.en), values.get("name_fr", facts.names.fr))
    known = {fold(text) for text in (facts.native_name, facts.names.en, facts.names.fr, *facts.spellings)}
    fresh = {fold(text): text for text in values.get("variants", ()) if fold(text) not in known}
    return replace(facts, **plain, names=names, spellings=(*facts.spellings, *fresh.values()))


def differences(before: Facts, after: Facts) -> list[tuple[str, str, str]]:
    """Column, before and after, as people read them."""
    old, new = shown(before), shown(after)
    return [(column, old[column], new[column]) for column in old if old[column] != new[column]]


def _judged(row: Row, places: Mapping[str, int], directory: Directory, networks: Mapping[str, str]) -> JudgedPlace:
    name = row.cells.get("native_name", row.cells.get("code", ""))
    if row.broken:
        return JudgedPlace(row, Verdict.FAULT, name, faults=row.shape_faults())
    told = said(row, places, networks)
    values = told.values
    target = directory.by_code.get(values.get("code", "")) or directory.named(values)
    if not told.faults:
        told.faults += _missing(row, places, values, target)
    if told.faults:
        return JudgedPlace(row, Verdict.FAULT, name, faults=told.faults)
    facts = changed_facts(facts_of(target) if target else _blank(values), values)
    faults = _ill_fitting(row, places, facts)
    if faults:
        return JudgedPlace(row, Verdict.FAULT, name, faults=faults)
    if target is not None:
        changes = differences(facts_of(target), facts)
        verdict = Verdict.CHANGED if changes else Verdict.SAME
        found: dict[str, Any] = {"facts": facts, "values": values}
        return JudgedPlace(row, verdict, facts.native_name, code=target.code, target=target, changes=changes, **found)
    candidates = directory.like(facts.country, facts.native_name)
    verdict = Verdict.DOUBTFUL if candidates else Verdict.NEW
    code = values.get("code", "")
    return JudgedPlace(row, verdict, facts.native_name, facts=facts, values=values, code=code, candidates=candidates)


def _missing(
    row: Row, places: Mapping[str, int], values: Mapping[str, Any], target: Community | None
) -> list[tuple[str, str]]:
    """What a new community needs."""
    if target is not None:
        return []
    needed = {
        "native_name": _("The name is missing."),
        "country": _("The country is missing."),
        "kind": _("Enter the type, for example City or Region."),
    }
    return [(row.cell(places, column), sentence) for column, sentence in needed.items() if column not in values]


def _ill_fitting(row: Row, places: Mapping[str, int], facts: Facts) -> list[tuple[str, str]]:
    """A NUTS code needs its country and its version."""
    try:
        if facts.nuts:
            checks.nuts(facts.nuts, facts.country)
    except checks.Wrong as wrong:
        return [(row.cell(places, "nuts"), str(wrong))]
    try:
        if facts.nuts:
            checks.nuts_version(facts.nuts_version)
    except checks.Wrong as wrong:
        return [(row.cell(places, "nuts_version"), str(wrong))]
    return []


def _blank(values: Mapping[str, Any]) -> Facts:
    name = values["native_name"]
    return Facts(native_name=name, names=Bilingual(name, name), kind=values["kind"], country=values["country"])


def _identity(one: JudgedPlace) -> object:
    if one.facts is None:
        return None
    return one.code or (fold(one.facts.native_name), one.facts.country, one.facts.kind)


def shown(facts: Facts) -> dict[str, str]:
    """Each column as people read it."""
    return {
        "native_name": facts.native_name,
        "native_lang": facts.native_lang,
        "name_en": facts.names.en,
        "name_fr": facts.names.fr,
        "kind": facts.kind.label,
        "country": f"{country(facts.country)} ({eu_code(facts.country)})",
        "nuts": facts.nuts,
        "nuts_version": facts.nuts_version,
        "population": "" if facts.population is None else str(facts.population),
        "website": facts.website,
        "variants": ", ".join(facts.spellings),
        "networks": ", ".join(facts.networks),
    }
