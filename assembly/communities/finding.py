"""What somebody means who has typed a few letters: the suggestions of a type-ahead, in three statements at most."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, case, func, literal, or_, select, true

from assembly import clock
from assembly.communities.alike import SHORTEST, one_slip_off
from assembly.extensions import db, read_all
from assembly.fold import fold
from assembly.formats import country, eu_code
from assembly.models import Alias, Community, Edition, Mandate, MandateRole, Person

MOST = 8
"As many as fit on a telephone above its keyboard."
_LONGEST = 80
"Folded letters looked at; no name a hurried person types is longer."
_MOST_LOOKED_AT = 2_000
_SHORTEST_NAME = 4
"Letters from which on a name is proposed one slip off: somebody sees it and chooses, so Oulu and Cork may be meant."


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One line of the list. `value` is what the field then says, `code` what tells two of one name apart."""

    code: str
    value: str
    name: str
    also: str
    where: str
    online_only: bool


def suggestions(typed: str) -> list[Suggestion]:
    """Communities with every word of it in one of their spellings: whole names first, then those that begin so.

    Where there is none, those of a co-chair of that family name, and those one slip away: a letter more, less or
    another, or two neighbours changed round.
    """
    text = fold(typed)[:_LONGEST].strip()
    if not text:
        return []
    found = _with_words(text) or list(dict.fromkeys(_of_a_co_chair(text) + _one_slip_away(text)))[:MOST]
    names = [fold(one.native_name) for one in found]
    return [_line(one, is_alone=names.count(fold(one.native_name)) == 1) for one in found]


def meant_with_a_slip(texts: Collection[str]) -> dict[str, Community]:
    """Give for each of these folded names the one community of a name one slip off, where there is just one.

    One statement for the names of a whole page.
    """
    if not texts:
        return {}
    lengths = {len(text) + more for text in texts for more in (-1, 0, 1)}
    found: dict[str, set[Community]] = defaultdict(set)
    rows = select(Alias.folded, Community).join(Community).where(func.length(Alias.folded).in_(sorted(lengths)))
    for folded, community in db.session.execute(rows):
        for text in texts:
            if abs(len(text) - len(folded)) < 2 and one_slip_off(text, folded, shortest=_SHORTEST_NAME):
                found[text].add(community)
    return {text: communities.pop() for text, communities in found.items() if len(communities) == 1}


def _with_words(text: str) -> list[Community]:
    holds = [Alias.folded.contains(word, autoescape=True) for word in text.split()]
    rank = case(
        (Alias.folded == text, 0),
        (Alias.folded.startswith(text, autoescape=True), 1),
        (Alias.folded.contains(f" {text}", autoescape=True), 2),
        else_=3,
    )
    best = select(Alias.community_id, func.min(rank).label("rank")).where(and_(*holds)).group_by(Alias.community_id)
    ranked = best.subquery()
    return read_all(
        select(Community)
        .join(ranked, ranked.c.community_id == Community.id)
        .order_by(ranked.c.rank, Community.population.desc().nulls_last(), Community.code)
        .limit(MOST)
    )


def _of_a_co_chair(text: str) -> list[Community]:
    """The cities and regions of co-chairs, whom everybody reads on the page of their assembly: of nobody else."""
    if len(text) < SHORTEST:
        return []
    rows = db.session.execute(
        select(Community, Person.family, Mandate.from_on, Mandate.to_on, Edition.starts_at, Edition.zone)
        .select_from(Mandate)
        .join(Community, Community.id == Mandate.community_id)
        .join(Person, Person.id == Mandate.person_id)
        .join_from(Mandate, Edition, true())
        .where(Mandate.role == MandateRole.CO_CHAIR, Edition.is_announced)
        .order_by(Community.code)
    )
    return [
        community
        for community, family, from_on, to_on, starts_at, zone in rows
        if (from_on or date.min) <= clock.local_day(starts_at, zone) <= (to_on or date.max)
        and (fold(family).startswith(text) or _is_near(text, fold(family)))
    ]


def _one_slip_away(text: str) -> list[Community]:
    """A slip spoils the beginning or the end, never both: the database looks for either, Python at those few."""
    if len(text) < _SHORTEST_NAME - 1:
        return []
    rows = db.session.execute(
        select(Alias.community_id, Alias.folded).where(_begins_or_ends(text)).limit(_MOST_LOOKED_AT)
    )
    found = {community_id for community_id, folded in rows if _is_near(text, folded)}
    named = select(Community).where(Community.id.in_(sorted(found)[:MOST])).order_by(Community.code)
    return read_all(named) if found else []


def _begins_or_ends(text: str) -> ColumnElement[bool]:
    is_short = len(text) < SHORTEST
    part = 1 if is_short else max(2, len(text) // 3)
    begins = Alias.folded.startswith(text[:part], autoescape=True)
    ends = Alias.folded.endswith(text[-part:], autoescape=True)
    as_long = func.length(Alias.folded).between(literal(len(text) - 1), literal(len(text) + 1))
    return and_(or_(begins, ends), as_long) if is_short else or_(begins, and_(ends, as_long))


def _is_near(text: str, folded: str) -> bool:
    """One slip from the name, or from its beginning: somebody is still typing. A short text is a whole name."""
    if len(text) < SHORTEST:
        return one_slip_off(text, folded, shortest=_SHORTEST_NAME)
    lengths = (len(text) - 1, len(text), len(text) + 1)
    return any(one_slip_off(text, folded[:length]) for length in lengths if length <= len(folded))


def _line(one: Community, *, is_alone: bool) -> Suggestion:
    name, here = one.native_name, str(one.names)
    return Suggestion(
        code=one.code,
        value=name if is_alone else f"{name} ({eu_code(one.country)})",
        name=name,
        also="" if fold(here) == fold(name) else here,
        where=f"{one.kind.label} · {country(one.country)}",
        online_only=not one.kind.may_sign,
    )
