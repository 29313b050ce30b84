"""Who has signed the declaration, the declaration itself, and the way to it."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, jsonify, render_template, request

from assembly import clock
from assembly.communities import queries
from assembly.editions.queries import all_editions, current_edition
from assembly.i18n import _
from assembly.models import DECLARATION, SignatureKind
from assembly.security import public
from assembly.stats.queries import balance_before, signatures_as_of

pages = Blueprint("communities", __name__, url_prefix="/<lang:lang>")


@pages.get("/communities")
@public
def signatories() -> str:
    """The dated signatures and the counts, today or on any day (`?on=2023-06-30`)."""
    day, fault = _asked_day()
    return render_template(
        "communities/public/list.html",
        edition=current_edition(),
        day=day,
        fault=fault,
        typed=request.args.get("on", ""),
        signatures=queries.signed_until(SignatureKind.SIGN, day),
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
                "country": one.community.country,
                "kind": one.community.kind.value,
                "signed_on": one.signed_on.isoformat(),
                "edition": one.edition.slug if one.edition else None,
            }
            for one in queries.signed_until(SignatureKind.SIGN, day)
        ],
    )


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
        "communities/public/about.html", networks=queries.networks(), edition=current_edition(), editions=all_editions()
    )


def _asked_day() -> tuple[date, str]:
    """The day asked for, today by default; a day that cannot be read is said, not guessed."""
    today = clock.now().date()
    try:
        return date.fromisoformat(request.args.get("on", "") or today.isoformat()), ""
    except ValueError:
        return today, _("Please write the day as year-month-day, for example 2023-06-30.")
