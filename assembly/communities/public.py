"""What the assembly is and who runs the movement."""

from flask import Blueprint, Response, jsonify, render_template, request

from assembly.communities import finding, queries
from assembly.editions.queries.editions import current_of, public_editions
from assembly.formats import in_words
from assembly.i18n import _, _n
from assembly.models import NetworkKind
from assembly.security import public
from assembly.web import stored_file

pages = Blueprint("communities", __name__, url_prefix="/<lang:lang>")


@pages.get("/about")
@public(cached=True)
def about() -> str:
    """What the assembly is, who runs the movement, and the assemblies so far."""
    editions = public_editions()
    return render_template(
        "communities/public/about.html",
        networks=queries.networks(),
        in_words=in_words,
        partners=queries.networks_of(NetworkKind.PARTNER),
        edition=current_of(editions),
        editions=editions,
    )


@pages.get("/logos/<code>")
@public(cached=False)
def logo(code: str) -> Response:
    """The logo of a network or partner; its code changes with it, so it may be kept."""
    one = queries.network_of_logo(code)
    return stored_file(one.logo if one else None, cache="public, max-age=31536000, immutable")


@pages.get("/communities/search")
@public(cached=False)
def search() -> Response:
    """Suggestions for a field in which somebody types a place (`?q=lod`), at most eight, and how many in a sentence."""
    found = finding.suggestions(request.args.get("q", "")[:200])
    answer = jsonify(
        told=_n("%(num)s suggestion", "%(num)s suggestions", len(found)) if found else _("Not on our list"),
        places=[
            {
                "code": one.code,
                "value": one.value,
                "name": one.name,
                "also": one.also,
                "where": one.where,
                "note": _("online only") if one.online_only else "",
                "online_only": one.online_only,
            }
            for one in found
        ],
    )
    answer.headers["Cache-Control"] = "private, max-age=300"
    return answer
