"""New signatories named in the grammar of the language now spoken. Pure: places in, words out."""

import re
from collections.abc import Iterable

from assembly.fold import fold
from assembly.formats import country, elided, listing
from assembly.i18n import _, _n, pgettext
from assembly.models import CommunityKind
from assembly.report.facts import Place
from assembly.values import grouped


def named(places: Iterable[Place]) -> str:
    """`the cities of Rzeszów (Poland) and Tallinn (Estonia) and the region Flanders (Belgium)`, in its grammar."""
    of_kind = grouped((one.kind, one) for one in sorted(places, key=lambda one: fold(str(one.names))))
    parts = [part for kind in CommunityKind for part in _of_kind(kind, of_kind.get(kind, []))]
    return listing(parts) if len(parts) != 2 else _("%(one)s, and %(other)s", one=parts[0], other=parts[1])


def _of_kind(kind: CommunityKind, places: list[Place]) -> list[str]:
    """Places of one kind together; one whose name says its kind already stands alone: `the Brussels-Capital Region`."""
    says_it = _SAYS_KIND.get(kind)
    alone = [one for one in places if says_it and says_it.search(str(one.names))]
    others = [one for one in places if one not in alone]
    together = [_KIND.get(kind, _without_kind)(len(others), _by_country(others))] if others else []
    return together + [_with_article(kind, _by_country([one])) for one in alone]


def _by_country(places: list[Place]) -> str:
    """Names of one country share it in brackets; with several countries the last word “and” stands between those."""
    groups = grouped((one.country, str(one.names)) for one in places)
    inner = listing if len(groups) == 1 else ", ".join
    return listing([f"{inner(names)} ({country(iso)})" for iso, names in groups.items()])


def _city(count: int, names: str) -> str:
    return elided(_n("the city of %(names)s", "the cities of %(names)s", count, names=names), place=True)


def _region(count: int, names: str) -> str:
    return _n("the region of %(names)s", "the regions of %(names)s", count, names=names)


def _association(count: int, names: str) -> str:
    return _n("the association %(names)s", "the associations %(names)s", count, names=names)


def _with_article(kind: CommunityKind, name: str) -> str:
    if kind is CommunityKind.ASSOCIATION:
        return pgettext("an association whose name says so", "the %(name)s", name=name)
    return pgettext("a city or region whose name says so", "the %(name)s", name=name)


def _without_kind(_count: int, names: str) -> str:
    """A State, a European body: their names say what they are."""
    return names


_KIND = {
    CommunityKind.MUNICIPALITY: _city,
    CommunityKind.REGION: _region,
    CommunityKind.ASSOCIATION: _association,
}
_SAYS_KIND = {
    CommunityKind.MUNICIPALITY: re.compile(r"^(?:City|Commune|Municipality|Ville)\b"),
    CommunityKind.REGION: re.compile(r"^(?:Region|Région)\b|\bRegion$"),
    CommunityKind.ASSOCIATION: re.compile(r"^Association\b|\bAssociation$"),
}
"Names in English and in French that begin or end with their kind."
