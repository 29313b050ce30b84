"""The programme in the office: the draft, what it lacks, and the button that publishes it."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from assembly import clock
from assembly.agenda import queries, service
from assembly.agenda.forms import PublishForm
from assembly.calendar.service import changed, publish_changes
from assembly.errors import Untranslated
from assembly.extensions import db
from assembly.forms import Button
from assembly.i18n import _
from assembly.models import Edition
from assembly.security import Permission, needs
from assembly.speakers.queries import unconfirmed
from assembly.transactions import writing

office = Blueprint("programme", __name__, url_prefix="/<lang:lang>/manage/<edition:edition>/programme")


@office.get("/")
@needs(Permission.PUBLISH)
def draft(edition: Edition) -> str:
    """The sessions in order, what each lacks, and how they differ from what the public sees."""
    return _page(edition, PublishForm())


@office.post("/publish")
@needs(Permission.PUBLISH)
def publish(edition: Edition) -> Response | tuple[str, int]:
    """Publish what changed. A second press finds nothing changed and publishes nothing."""
    form = PublishForm()
    if not form.validate_on_submit():
        return _page(edition, form), 422
    try:
        with writing():
            name = clock.local(clock.now(), edition.zone).strftime("%Y-%m-%d %H:%M")
            made = publish_changes(db.session.get_one(Edition, edition.id), name=name, note=form.note.data)
    except Untranslated as refusal:
        return _page(edition, form, refusal), refusal.status
    if made is not None:
        flash(_("The programme has been published."), "ok")
    return redirect(url_for(".draft", edition=edition), 303)


@office.post("/<code>/still-right")
@needs(Permission.PUBLISH)
def still_right(edition: Edition, code: str) -> Response:
    """Both languages of a session say the same, though one was changed later."""
    session = next((one for one in queries.draft(edition) if one.code == code), None) or abort(404)
    if Button().validate_on_submit():
        with writing():
            service.still_right(session)
    return redirect(url_for(".draft", edition=edition), 303)


def _page(edition: Edition, form: PublishForm, refusal: Untranslated | None = None) -> str:
    return render_template(
        "agenda/manage/draft.html",
        edition=edition,
        sessions=queries.draft(edition),
        lacking=queries.lacking,
        release=queries.last_release(edition),
        published={row.session_id for row in queries.latest_rows(edition)},
        changed=changed(edition),
        unconfirmed=unconfirmed(edition),
        form=form,
        refusal=refusal,
        button=Button(),
    )
