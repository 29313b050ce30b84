"""A table of communities: sent, looked at row by row, applied by one button."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assembly.communities import service
from assembly.communities.columns import COLUMNS, LABELS, NEEDED
from assembly.communities.forms import ApplyForm, ImportForm
from assembly.communities.manage.listing import office
from assembly.communities.preview import Verdict, digest
from assembly.communities.service import imports
from assembly.errors import DomainError
from assembly.extensions import db
from assembly.i18n import _n
from assembly.models import Edition, ImportDraft
from assembly.security import Permission, needs
from assembly.tables import MOST_ROWS, Unreadable, arranged, drafts, read
from assembly.transactions import writing
from assembly.web import takes_files


@office.route("/import", methods=["GET", "POST"])
@takes_files(4)
@needs(Permission.EDIT_DIRECTORY)
def import_table(edition: Edition) -> Response | tuple[str, int]:
    """Send a table; what it would do is shown next."""
    form, refusal = ImportForm(), None
    if form.is_submitted() and form.validate():
        try:
            table = arranged(read(form.table.content), COLUMNS, NEEDED)
            with writing():
                here = db.session.get_one(Edition, edition.id)
                code = service.draft(here, table).code
            return redirect(url_for(".preview", edition=edition, code=code), 303)
        except Unreadable as unreadable:
            refusal = unreadable
    page = render_template(
        "communities/manage/import.html",
        edition=edition,
        form=form,
        refusal=refusal,
        columns=[(names[0], LABELS[column]) for column, names in COLUMNS.items()],
        most=MOST_ROWS,
    )
    return page, 422 if form.is_submitted() else 200


@office.get("/import/<code>")
@needs(Permission.EDIT_DIRECTORY)
def preview(edition: Edition, code: str) -> str:
    """What each row would do to the directory as it is now."""
    return _page(edition, _draft(edition, code))


@office.post("/import/<code>")
@needs(Permission.EDIT_DIRECTORY)
def apply(edition: Edition, code: str) -> Response | tuple[str, int]:
    """All of it or nothing; what has changed since the preview is shown first."""
    draft, form = _draft(edition, code), ApplyForm()
    if not form.validate_on_submit():
        return redirect(url_for(".preview", edition=edition, code=code), 303)
    try:
        with writing():
            kept = db.session.get_one(ImportDraft, draft.id)
            done = service.apply(kept, seen=form.seen.data or "", decisions=_decisions())
    except DomainError as refusal:
        return _page(edition, draft, refusal), refusal.status
    new, changed = done[Verdict.NEW], done[Verdict.CHANGED]
    said = [_n("%(num)s new entry", "%(num)s new entries", new), _n("%(num)s changed", "%(num)s changed", changed)]
    flash(", ".join(said), "ok")
    return redirect(url_for(".listing", edition=edition), 303)


def _page(edition: Edition, draft: ImportDraft, refusal: DomainError | None = None) -> str:
    told = imports.content(draft)
    verdicts = imports.judged(told.rows, told.places)
    to_see = [one for verdict in Verdict for one in verdicts if one.verdict is verdict is not Verdict.SAME]
    return render_template(
        "communities/manage/preview.html",
        edition=edition,
        draft=draft,
        refusal=refusal,
        form=ApplyForm(formdata=None, seen=digest(verdicts)),
        judged=to_see,
        counts={verdict: sum(one.verdict is verdict for one in verdicts) for verdict in Verdict},
        changed_since={one.row.number for one, mark in zip(verdicts, told.marks, strict=True) if one.mark != mark},
        decisions=_decisions(),
        told=told,
        labels=LABELS,
        Verdict=Verdict,
        SKIP=imports.SKIP,
        NEW=imports.NEW,
    )


def _decisions() -> dict[int, str]:
    """What was chosen for each doubtful line."""
    chosen = ((name.removeprefix("line-"), value) for name, value in request.form.items() if name.startswith("line-"))
    return {int(line): value for line, value in chosen if line.isdecimal() and len(line) < 8}


def _draft(edition: Edition, code: str) -> ImportDraft:
    return drafts.find(edition, imports.KIND, code) or abort(404)
