"""A table of those to invite: sent, looked at row by row, stored by one button."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from assembly.communities.queries import all_networks
from assembly.errors import DomainError
from assembly.extensions import db
from assembly.i18n import _n, current_language
from assembly.models import Edition, ImportDraft
from assembly.registration import service
from assembly.registration.forms import InviteesForm, SeenForm
from assembly.registration.invitees import COLUMNS, LABELS, NEEDED, Verdict, digest, heads
from assembly.registration.manage.invitations import office
from assembly.registration.service import invitation_tables
from assembly.security import Permission, needs
from assembly.tables import MOST_ROWS, Unreadable, arranged, drafts, read
from assembly.transactions import writing
from assembly.web import takes_files


@office.route("/import", methods=["GET", "POST"])
@takes_files(4)
@needs(Permission.ADD_PEOPLE)
def import_table(edition: Edition) -> Response | tuple[str, int]:
    """Send a table; what would become of each row is shown next."""
    form, refusal = InviteesForm(), None
    if not form.is_submitted():
        form.lang.data = current_language()
    elif form.validate():
        try:
            table = arranged(read(form.table.content), heads(), NEEDED)
            with writing():
                here = db.session.get_one(Edition, edition.id)
                code = service.draft_invitations(here, table, form.lang.data).code
            return redirect(url_for(".preview", edition=edition, code=code), 303)
        except Unreadable as unreadable:
            refusal = unreadable
    page = render_template(
        "registration/manage/invitation_import.html",
        edition=edition,
        form=form,
        refusal=refusal,
        columns=[(names[0], LABELS[column], column in NEEDED) for column, names in COLUMNS.items()],
        most=MOST_ROWS,
    )
    return page, 422 if form.is_submitted() else 200


@office.get("/import/<code>")
@needs(Permission.ADD_PEOPLE)
def preview(edition: Edition, code: str) -> str:
    """What would become of each row now."""
    return _page(edition, _draft(edition, code))


@office.post("/import/<code>")
@needs(Permission.ADD_PEOPLE)
def apply(edition: Edition, code: str) -> Response | tuple[str, int]:
    """All of it or nothing; what has changed since the preview is shown first. A second click finds it done."""
    draft, form = drafts.find(edition, invitation_tables.KIND, code), SeenForm()
    if draft is None:
        return _over(edition)
    if not form.validate_on_submit():
        return redirect(url_for(".preview", edition=edition, code=code), 303)
    try:
        with writing():
            here = db.session.get_one(Edition, edition.id)
            count = service.apply_invitations(here, draft.id, seen=form.seen.data or "")
    except drafts.StoredBefore:
        return _over(edition)
    except DomainError as refusal:
        return _page(edition, draft, refusal), refusal.status
    flash(
        _n(
            "%(num)s person was added to the list. Nothing has been sent yet.",
            "%(num)s people were added to the list. Nothing has been sent yet.",
            count,
        ),
        "ok",
    )
    return redirect(url_for(".listing", edition=edition), 303)


def _over(edition: Edition) -> Response:
    """Two clicks are one: the second one finds the table gone."""
    flash(str(drafts.StoredBefore.sentence), "ok")
    return redirect(url_for(".listing", edition=edition), 303)


def _page(edition: Edition, draft: ImportDraft, refusal: DomainError | None = None) -> str:
    told = invitation_tables.content(draft)
    verdicts = invitation_tables.judged(edition, told)
    return render_template(
        "registration/manage/invitation_preview.html",
        edition=edition,
        draft=draft,
        refusal=refusal,
        form=SeenForm(formdata=None, seen=digest(verdicts)),
        judged=[one for verdict in Verdict for one in verdicts if one.verdict is verdict],
        counts={verdict: sum(one.verdict is verdict for one in verdicts) for verdict in Verdict},
        told=told,
        networks={one.code: one.short_name for one in all_networks()},
        Verdict=Verdict,
    )


def _draft(edition: Edition, code: str) -> ImportDraft:
    return drafts.find(edition, invitation_tables.KIND, code) or abort(404)
