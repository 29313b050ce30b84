"""Badges printed in batches, in the office."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from assembly.badges import queries, service, sheet
from assembly.badges.faces import faces
from assembly.extensions import db
from assembly.forms import Button
from assembly.i18n import _
from assembly.models import Edition
from assembly.security import Permission, needs
from assembly.transactions import writing

office = Blueprint("batches", __name__, url_prefix="/<lang:lang>/manage/<edition:edition>/badges/batches")


@office.get("/")
@needs(Permission.ADD_PEOPLE)
def listing(edition: Edition) -> str:
    """What is not printed yet, what has changed since it was, and every batch so far."""
    return render_template(
        "badges/manage/batches.html",
        edition=edition,
        unprinted=queries.unprinted(edition),
        outdated=service.outdated(edition),
        batches=queries.batches(edition),
        at_once=service.AT_ONCE,
    )


@office.post("/print/<which>")
@needs(Permission.ADD_PEOPLE)
def print_batch(edition: Edition, which: str) -> AnyResponse:
    """Make a batch of exactly those badges; its file can be fetched as often as one likes."""
    if which not in set(service.Which):
        abort(404)
    if Button().validate_on_submit():
        with writing():
            batch = service.print_batch(db.session.get_one(Edition, edition.id), service.Which(which), current_user.id)
            number = batch.number
        flash(_("Batch %(number)s is ready. Download it below and print it.", number=number), "ok")
    return redirect(url_for(".listing", edition=edition), 303)


@office.get("/<code>.pdf")
@needs(Permission.ADD_PEOPLE)
def batch_file(edition: Edition, code: str) -> Response:
    """The badges of a batch that are valid still, as they are now: each page in the language of its person."""
    found = faces(queries.of_batch(edition, code)) or abort(404)
    page = sheet.badges([one.page for one in found], f"{_('Badges')} – {edition.name}")
    return Response(page, mimetype="application/pdf")
