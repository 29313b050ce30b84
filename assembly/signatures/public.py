"""Who has signed the declaration, the declaration itself, and the way to it."""

from datetime import date
from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request

from assembly import clock
from assembly.editions.queries.editions import current_edition, current_of, public_editions
from assembly.fold import clean
from assembly.formats import country, eu_code, in_eu_order
from assembly.forms import read_day
from assembly.i18n import _
from assembly.models import DECLARATION, CommunityKind, Edition, Signature, SignatureKind
from assembly.security import public
from assembly.signatures import queries
from assembly.signatures.europe import map_of
from assembly.stats.queries import balance_before, signatures_as_of
from assembly.web import table_file

_FEW = 5
"Up to so many signatures are read faster than filtered."
pages = Blueprint("signatures", __name__, url_prefix="/<lang:lang>")


@pages.get("/communities")
@public(cached=True, query=("on", "country", "kind", "joined", "role"))
def signatories() -> str:
    """Who signed or supports and how many, on any day (`?on=2023-06-30`), of one country, kind or occasion."""
    asked, editions = clean(request.args.get("on", "")), public_editions()
    edition = current_of(editions)
    day, fault = _day_of(asked, edition)
    role = _asked_role()
    everybody = queries.signed_until(role, day)
    chosen, balances = _chosen(everybody), {kind: balance_before(kind, day) for kind in SignatureKind}
    return render_template(
        "signatures/public/list.html",
        edition=edition,
        day=day,
        fault=fault,
        typed=day.isoformat() if asked and not fault else asked,
        signatures=chosen,
        everybody=everybody,
        map=map_of(chosen),
        filters_on_offer=_filters(everybody) if len(everybody) > _FEW else [],
        asked={name: request.args.get(name, "") for name in ("country", "kind", "joined")},
        role=role,
        signed=signatures_as_of(SignatureKind.SIGN, day, balances[SignatureKind.SIGN]),
        supporting=signatures_as_of(SignatureKind.SUPPORT, day, balances[SignatureKind.SUPPORT]),
        balance=balances[role],
        joined=_joined(day, role, editions),
    )


def _filters(everybody: list[Signature]) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """By what the list can be narrowed: the name in the address, the label, and values with their labels."""
    countries, kinds = {one.community.country for one in everybody}, {one.community.kind for one in everybody}
    return [
        ("country", _("Country"), [(one, country(one)) for one in in_eu_order(countries)]),
        ("kind", _("Type"), [(one.value, one.label) for one in CommunityKind if one in kinds]),
        ("joined", _("Joined"), _occasions(everybody)),
    ]


@pages.get("/communities.json")
@public(cached=True, query=("on", "country", "kind", "joined"))
def data() -> Response:
    """The same for machines; texts in the language of the address."""
    day, _fault = _day_of(clean(request.args.get("on", "")), current_edition())
    return jsonify(
        as_of=day.isoformat(),
        signatories=signatures_as_of(SignatureKind.SIGN, day),
        supporters=signatures_as_of(SignatureKind.SUPPORT, day),
        signed=[_as_data(one) for one in _chosen(queries.signed_until(SignatureKind.SIGN, day))],
        supported=[_as_data(one) for one in _chosen(queries.signed_until(SignatureKind.SUPPORT, day))],
    )


def _as_data(one: Signature) -> dict[str, Any]:
    return {
        "code": one.community.code,
        "name": one.community.native_name,
        "name_in_language": str(one.community.names),
        "country": eu_code(one.community.country),
        "kind": one.community.kind.value,
        "role": one.kind.value,
        "signed_on": one.signed_on.isoformat(),
        "place": one.place,
        "edition": one.edition.slug if one.edition else None,
        "public_since": _public_since(one),
    }


@pages.get("/communities.csv")
@public(cached=True, query=("on", "country", "kind", "joined", "role"))
def table() -> Response:
    """The same for spreadsheets, with what was chosen; heads are the names of the JSON."""
    day, _fault = _day_of(clean(request.args.get("on", "")), current_edition())
    heads = ("code", "name", "name_en", "name_fr", "kind", "country", "nuts", "signed_on", "edition")
    rows = [
        (
            one.community.code,
            one.community.native_name,
            one.community.names.en,
            one.community.names.fr,
            one.community.kind.value,
            eu_code(one.community.country),
            one.community.nuts,
            one.signed_on.isoformat(),
            one.edition.slug if one.edition else None,
            one.kind.value,
            one.place,
            _public_since(one),
        )
        for one in _chosen(queries.signed_until(_asked_role(), day))
    ]
    name = "signatories" if _asked_role() is SignatureKind.SIGN else "supporters"
    return table_file(f"{name}-{day.isoformat()}.csv", (*heads, "role", "place", "public_since"), rows)


@pages.get("/communities/join")
@public(cached=True)
def join() -> str:
    """Who may sign, who may support, and how."""
    return render_template("signatures/public/join.html", edition=current_edition())


@pages.get("/declaration")
@public(cached=True)
def declaration() -> str:
    """What one signs, word for word; until its text has been entered, a summary that says what it is."""
    return render_template(
        "signatures/public/declaration.html",
        name=DECLARATION,
        text=queries.current_declaration(),
        principles=_principles(),
        measures=_measures(),
        edition=current_edition(),
    )


def _principles() -> list[str]:
    """What the declaration stands for, in short."""
    return [
        _("citizens come first"),
        _("cities take the lead, together with the European level"),
        _("cities are open places for innovation, driven by their citizens"),
        _("data are accessed, used, shared and managed ethically and responsibly"),
        _("technology is a means to these ends"),
        _("digital platforms work together through open standards, open interfaces and shared data models"),
    ]


def _measures() -> list[str]:
    """What signatories do, in short."""
    return [
        _("financial measures: invest together so that existing solutions are adopted"),
        _("technical measures: agree on open standards and shared data models, and use them"),
        _("legal measures: explore what a common European framework requires"),
        _("education and capacity building: learn from each other and train people"),
        _("monitoring and measuring: show what has been achieved"),
    ]


def _public_since(signature: Signature) -> str | None:
    """The end of its embargo, in UTC; None if it was public at once."""
    return signature.public_from_at.isoformat() if signature.public_from_at else None


def _chosen(signatures: list[Signature]) -> list[Signature]:
    """Those of the country, the kind and the occasion asked for; what nobody offers chooses nobody."""
    country, kind, joined = (request.args.get(name, "") for name in ("country", "kind", "joined"))
    return [
        one
        for one in signatures
        if country in ("", one.community.country)
        and kind in ("", one.community.kind.value)
        and joined in ("", str(one.signed_on.year), _at(one))
    ]


def _at(signature: Signature) -> str:
    """The occasion of a signature as the address writes it: `at-2023`, or `between` assemblies."""
    return f"at-{signature.edition.slug}" if signature.edition else "between"


def _occasions(signatures: list[Signature]) -> list[tuple[str, str]]:
    """When one can have joined: in each year, at each assembly, and between them."""
    years = sorted({one.signed_on.year for one in signatures}, reverse=True)
    slugs = sorted({one.edition.slug for one in signatures if one.edition}, reverse=True)
    between = [("between", _("between assemblies"))] if any(one.edition is None for one in signatures) else []
    return [
        *((str(year), _("in %(year)s", year=year)) for year in years),
        *((f"at-{slug}", _("at the %(year)s assembly", year=slug[:4])) for slug in slugs),
        *between,
    ]


def _joined(day: date, role: SignatureKind, editions: list[Edition]) -> dict[str, Any]:
    """How many joined at the last assembly up to that day, in the days before it, and that year."""
    met: Edition | None = next((one for one in editions if one.day <= day), None)
    return {
        "edition": met,
        "on_day": len([one for one in queries.joined_on_day(met, role) if one.signed_on <= day]) if met else 0,
        "before": len(queries.joined_before(met, role)) if met else 0,
        "this_year": len(queries.joined_in_year_of(day, role)),
    }


def _asked_role() -> SignatureKind:
    """Signatories, unless supporters are asked for (`?role=support`)."""
    return SignatureKind.SUPPORT if request.args.get("role") == SignatureKind.SUPPORT else SignatureKind.SIGN


def _day_of(asked: str, edition: Edition | None) -> tuple[date, str]:
    """Read the day asked for, today by default; a day that cannot be read is said, not guessed."""
    today = clock.today(edition.zone if edition else "Europe/Brussels")
    try:
        return read_day(asked) if asked else today, ""
    except ValueError as problem:
        return today, str(problem)
