"""Badges and doors in the office."""

from flask import Blueprint, Response, abort, render_template, request

from assembly.badges import queries
from assembly.badges.faces import badge_to_print
from assembly.checkin.queries import doors
from assembly.fold import clean
from assembly.models import Edition
from assembly.security import Permission, may, needs

office = Blueprint("badges", __name__, url_prefix="/<lang:lang>/manage/<edition:edition>/badges")


@office.get("/")
@needs(Permission.ADMIT)
def badges(edition: Edition) -> str:
    """The entrances, how many badges there are, and one badge by its reference, for whoever may add people."""
    reference = clean(request.args.get("reference", ""))[:12] if may(Permission.ADD_PEOPLE, edition) else ""
    return render_template(
        "badges/manage/badges.html",
        doors=doors(edition),
        issued=queries.issued(edition),
        reference=reference,
        found=queries.by_reference(edition, reference) if reference else None,
        unprintable=queries.unprintable_names(edition) if may(Permission.ADD_PEOPLE, edition) else [],
    )


@office.get("/<code>.pdf")
@needs(Permission.ADD_PEOPLE)
def badge(edition: Edition, code: str) -> Response:
    """The badge of one person who may come in, in their language: it holds their entry code."""
    found = queries.by_code(edition, code)
    if found is None or not found.registration.opens_doors:
        abort(404)
    return Response(badge_to_print(found), mimetype="application/pdf")
