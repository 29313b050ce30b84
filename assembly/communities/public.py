"""Who has signed the declaration, the declaration itself, and the way to it."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, abort, jsonify, render_template, request, send_file

from assembly import clock
from assembly.communities import queries
from assembly.editions.queries import all_editions, current_edition
from assembly.files import path_of
from assembly.fold import clean
from assembly.formats import eu_code, in_eu_order, in_words
from assembly.i18n import _
from assembly.models import DECLARATION, CommunityKind, NetworkKind, Signature, SignatureKind
from assembly.security import public
from assembly.stats.queries import balance_before, signatures_as_of
from assembly.tables import csv_file

pages = Blueprint("communities", __name__, url_prefix="/<lang:lang>")


@pages.get("/communities")
@public
def signatories() -> str:
    """The dated signatures and the counts, today or on any day (`?on=2023-06-30`), of one country, kind or occasion."""
    day, fault = _asked_day()
    everybody = queries.signed_until(SignatureKind.SIGN, day)
    return render_template(
        "communities/public/list.html",
        edition=current_edition(),
        day=day,
        fault=fault,
        typed=clean(request.args.get("on", "")),
        signatures=_chosen(everybody),
        everybody=everybody,
        countries=in_eu_order({one.community.country for one in everybody}),
        kinds=[kind for kind in CommunityKind if any(one.community.kind is kind for one in everybody)],
        occasions=_occasions(everybody),
        asked={name: request.args.get(name, "") for name in ("country", "kind", "joined")},
        signed=signatures_as_of(SignatureKind.SIGN, day),
        supporting=signatures_as_of(SignatureKind.SUPPORT, day),
        balance=balance_before(SignatureKind.SIGN, day),
    )


@pages.get("/communities.json")
@public
def data() -> Response:
    """The same for machines; texts in the language of the address."""
    day, _fault = _asked_day()
    return jsonify(
        as_of=day.isoformat(),
        signatories=signatures_as_of(SignatureKind.SIGN, day),
        supporters=signatures_as_of(SignatureKind.SUPPORT, day),
        signed=[
            {
                "code": one.community.code,
                "name": one.community.native_name,
                "name_in_language": str(one.community.names),
                "country": eu_code(one.community.country),
                "kind": one.community.kind.value,
                "signed_on": one.signed_on.isoformat(),
                "edition": one.edition.slug if one.edition else None,
            }
            for one in _chosen(queries.signed_until(SignatureKind.SIGN, day))
        ],
    )


@pages.get("/communities.csv")
@public
def table() -> Response:
    """The same for spreadsheets, with what was chosen; heads are the names of the JSON."""
    day, _fault = _asked_day()
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
        )
        for one in _chosen(queries.signed_until(SignatureKind.SIGN, day))
    ]
    headers = {"Content-Disposition": f'attachment; filename="signatories-{day.isoformat()}.csv"'}
    return Response(csv_file(heads, rows), content_type="text/csv; charset=utf-8", headers=headers)


@pages.get("/communities/join")
@public
def join() -> str:
    """Who may sign, who may support, and how."""
    return render_template("communities/public/join.html", edition=current_edition())


@pages.get("/declaration")
@public
def declaration() -> str:
    """What one signs."""
    return render_template("communities/public/declaration.html", name=DECLARATION, edition=current_edition())


@pages.get("/about")
@public
def about() -> str:
    """What the assembly is, who runs the movement, and the assemblies so far."""
    return render_template(
        "communities/public/about.html",
        networks=queries.networks(),
        in_words=in_words,
        partners=queries.networks_of(NetworkKind.PARTNER),
        edition=current_edition(),
        editions=all_editions(),
    )


@pages.get("/logos/<code>")
@public
def logo(code: str) -> Response:
    """The logo of a network or partner; its code changes with it, so it may be kept."""
    one = queries.network_of_logo(code)
    if one is None or one.logo is None or not path_of(one.logo).exists():
        abort(404)
    answer = send_file(path_of(one.logo), mimetype=one.logo.mime, conditional=True, max_age=31_536_000)
    answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return answer


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
        *((f"at-{slug}", _("at the assembly of %(year)s", year=slug[:4])) for slug in slugs),
        *between,
    ]


def _asked_day() -> tuple[date, str]:
    """The day asked for, today by default; a day that cannot be read is said, not guessed."""
    today = clock.now().date()
    try:
        return date.fromisoformat(request.args.get("on", "") or today.isoformat()), ""
    except ValueError:
        return today, _("Please write the day as year-month-day, for example 2023-06-30.")
