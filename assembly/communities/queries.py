"""Reads of the directory."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from sqlalchemy import Select, case, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from assembly.communities.alike import Alike
from assembly.extensions import db, read_all, read_one
from assembly.fold import fold
from assembly.formats import EU_ORDER, eu_code
from assembly.i18n import current_language
from assembly.models import (
    Alias,
    Bilingual,
    Community,
    CommunityKind,
    FormerCode,
    ImportDraft,
    Invitation,
    Membership,
    Network,
    NetworkKind,
    NetworkList,
    Registration,
    Represents,
    Suggested,
    Suggestion,
    SuggestionState,
)
from assembly.paging import PAGE, ListPage, only_page
from assembly.plain_statements import execute


def matching(text: str) -> Community | None:
    """The one community somebody means by what they typed, blind to accents; None if unknown or ambiguous.

    A country in brackets, as the list of suggestions writes it, is ignored.
    """
    folded = fold(text.partition("(")[0])
    if not folded:
        return None
    named = select(Alias.community_id).where(Alias.folded == folded)
    found = read_all(select(Community).where(Community.id.in_(named)).limit(2))
    return found[0] if len(found) == 1 else None


def meant(text: str) -> Community | None:
    """The same, where a country in brackets may tell two of one name apart."""
    name, _bracket, where = text.partition("(")
    named = select(Alias.community_id).where(Alias.folded == fold(name))
    found = db.session.scalars(select(Community).where(Community.id.in_(named))).all()
    if len(found) > 1:
        found = [one for one in found if where and fold(where) in (fold(eu_code(one.country)), fold(one.country))]
    return found[0] if len(found) == 1 else None


def networks() -> list[Network]:
    """The networks that run the movement, in their own order."""
    return networks_of(NetworkKind.NETWORK)


def networks_of(kind: NetworkKind) -> list[Network]:
    """Those that run the movement, or the partners, in their own order."""
    return read_all(select(Network).where(Network.kind == kind).order_by(Network.position, Network.id))


def all_networks() -> list[Network]:
    """Networks, then partners, each in their own order."""
    return read_all(select(Network).order_by(Network.kind, Network.position, Network.id))


def networks_by_code() -> dict[str, Network]:
    """Each by its code."""
    return {one.code: one for one in all_networks()}


def network(code: str) -> Network | None:
    """The one of an address."""
    return read_one(select(Network).where(Network.code == code))


def has_invited(one: Network) -> bool:
    """Whether anybody was invited on its proposal, or it reads a list of them."""
    invited = select(Invitation.id).where(Invitation.invited_by_id == one.id).exists()
    reads = select(NetworkList.id).where(NetworkList.network_id == one.id).exists()
    return bool(db.session.scalar(select(or_(invited, reads))))


def network_of_logo(logo_code: str) -> Network | None:
    """Whose logo it is."""
    return read_one(select(Network).where(Network.logo_code == logo_code).options(joinedload(Network.logo)))


def members_of(one: Network) -> int:
    """How many communities belong to it."""
    return db.session.scalar(select(func.count()).where(Membership.network_id == one.id)) or 0


def by_code(code: str) -> Community | None:
    """The community of an address, by a code it had before it was merged, too."""
    formerly = select(FormerCode.community_id).where(FormerCode.code == code)
    return read_one(select(Community).where(or_(Community.code == code, Community.id.in_(formerly))))


def chosen_one(text: str) -> Community | None:
    """The one somebody chose from a list: by its code, which nothing else has, or by its name."""
    return (by_code(text) or meant(text)) if text else None


def picked(code: str, text: str) -> Community | None:
    """The one picked from the suggestions by its code, while what stands in the field is one of its names."""
    found = by_code(code) if code else None
    name = fold(text.partition("(")[0])
    return found if found is not None and name in {alias.folded for alias in found.aliases} else None


_DIRECTORY = Community.__table__.c
_OF_LARGEST = select(_DIRECTORY.id).order_by(_DIRECTORY.population.desc().nulls_last(), _DIRECTORY.code).limit(300)
_LARGEST = (
    select(_DIRECTORY.native_name, _DIRECTORY.names_en, _DIRECTORY.names_fr, _DIRECTORY.country)
    .where(_DIRECTORY.id.in_(_OF_LARGEST))
    .order_by(_DIRECTORY.code)
)
"Built once, and read as columns: each registration form holds three hundred."


class SuggestedPlace(NamedTuple):
    """What a list of suggestions says of a city or region, in the language spoken."""

    native_name: str
    names: str
    country: str


def suggested_communities() -> list[SuggestedPlace]:
    """The largest of the directory: what the list of a plain field holds, however many there are (25 kB at most)."""
    lang, rows = current_language(), execute(_LARGEST)
    return [SuggestedPlace(name, Bilingual(en, fr).in_language(lang), iso) for name, en, fr, iso in rows]


def all_communities() -> list[Community]:
    """The whole directory, for suggestions."""
    return read_all(select(Community).order_by(Community.code))


def with_spellings() -> list[Community]:
    """The whole directory with what a table of it says."""
    return read_all(_whole(select(Community).order_by(Community.code)))


def former_codes(by_id: Mapping[int, Community]) -> dict[str, Community]:
    """What each former code leads to."""
    return {one.code: by_id[one.community_id] for one in db.session.scalars(select(FormerCode))}


def taken_codes() -> set[str]:
    """Every code that means something, or did."""
    return set(db.session.scalars(select(Community.code))) | set(db.session.scalars(select(FormerCode.code)))


def exactly(native_name: str, country: str, kind: CommunityKind) -> Community | None:
    """The community of this own name, blind to accents and case, this country and this kind."""
    folded = fold(native_name)
    named = select(Alias.community_id).where(Alias.folded == folded)
    found = db.session.scalars(
        select(Community).where(Community.id.in_(named), Community.country == country, Community.kind == kind)
    )
    return next((one for one in found if fold(one.native_name) == folded), None)


_MOST_PAIRS = 200


@dataclass(frozen=True, slots=True)
class Filter:
    """What somebody looks for in the directory; what nobody offers finds nothing."""

    search: str = ""
    kind: str = ""
    country: str = ""
    network: str = ""


@dataclass(frozen=True, slots=True)
class DirectoryPage(ListPage[Community]):
    """One page of the directory, how many fit, and the countries there are."""

    countries: list[str]


def directory(wanted: Filter, number: int) -> DirectoryPage:
    """Communities in the Union's order of countries, fifty a page."""
    total = db.session.scalar(select(func.count()).select_from(_found(wanted).subquery())) or 0
    page = _whole(only_page(_in_order(_found(wanted)), number))
    countries = list(db.session.scalars(select(Community.country).distinct()))
    return DirectoryPage(db.session.scalars(page).all(), total, number, countries)


def chosen(wanted: Filter) -> list[Community]:
    """All of them, for a table."""
    return read_all(_whole(_in_order(_found(wanted))))


def named(text: str) -> Select[int]:
    """The ids of those that have a spelling with every word of a text, blind to accents and case."""
    words = fold(text).split()
    return select(Alias.community_id).where(*(Alias.folded.contains(word, autoescape=True) for word in words))


def _found(wanted: Filter) -> Select[Community]:
    found = select(Community)
    if fold(wanted.search):
        found = found.where(Community.id.in_(named(wanted.search)))
    if wanted.kind:
        known = wanted.kind in set(CommunityKind)
        found = found.where(Community.kind == CommunityKind(wanted.kind) if known else Community.id < 0)
    if wanted.country:
        found = found.where(Community.country == wanted.country)
    if wanted.network:
        belongs = select(Membership.community_id).join(Network).where(Network.code == wanted.network)
        found = found.where(Community.id.in_(belongs))
    return found


def _in_order(found: Select[Community]) -> Select[Community]:
    rank = case({iso: at for at, iso in enumerate(EU_ORDER)}, value=Community.country, else_=len(EU_ORDER))
    return found.order_by(rank, Community.country, Community.code)


def _whole(found: Select[Community]) -> Select[Community]:
    return found.options(selectinload(Community.aliases), selectinload(Community.networks))


def duplicates() -> list[tuple[Community, Community]]:
    """Two that may be one: of one country, and a spelling in common or one letter apart. At most two hundred."""
    alike: Alike[Community] = Alike()
    for one in with_spellings():
        for alias in one.aliases:
            alike.add(one.country, alias.folded, one)
    return list(islice(alike.pairs(), _MOST_PAIRS))


def open_suggestions() -> int:
    """How many names typed in forms nobody has looked at."""
    return db.session.scalar(select(func.count()).where(Suggestion.state == SuggestionState.OPEN)) or 0


def suggestions() -> list[Suggestion]:
    """Those to look at, the most typed first."""
    found = select(Suggestion).where(Suggestion.state == SuggestionState.OPEN)
    return read_all(found.order_by(Suggestion.times.desc(), Suggestion.id).limit(PAGE))


def typed_names() -> list[int]:
    """Registrations for a place nobody knew, which no suggestion speaks of yet."""
    spoken_of = select(Suggested.registration_id).where(Suggested.registration_id == Registration.id).exists()
    return read_all(
        select(Registration.id)
        .where(
            Registration.represents == Represents.COMMUNITY,
            Registration.community_id.is_(None),
            Registration.org_text != "",
            ~spoken_of,
        )
        .order_by(Registration.id)
    )


def registrations_of(one: Suggestion) -> list[Registration]:
    """In which it was typed."""
    typed = select(Suggested.registration_id).where(Suggested.suggestion_id == one.id)
    return read_all(select(Registration).where(Registration.id.in_(typed)))


def has_old_drafts(before: datetime) -> bool:
    """Whether some were never applied."""
    return db.session.scalar(select(ImportDraft.id).where(ImportDraft.made_at <= before).limit(1)) is not None
