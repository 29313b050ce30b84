"""A table of sessions: downloaded, sent, looked at line by line, taken into the draft by one button."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flask import Response as File
from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from assembly import clock
from assembly.agenda.imports import service
from assembly.agenda.imports.columns import LABELS, NEEDED, heads
from assembly.agenda.imports.forms import ApplyTableForm, ProgrammeTableForm
from assembly.agenda.imports.lines import example_lines, line_of
from assembly.agenda.imports.preview import Verdict, digest
from assembly.agenda.manage.blueprint import office
from assembly.agenda.queries import draft as draft_of
from assembly.editions.queries import rooms
from assembly.errors import DomainError
from assembly.extensions import db
from assembly.i18n import _, _n
from assembly.models import AppearanceRole, AppearanceState, Edition, ImportDraft, Presence, SessionKind
from assembly.security import Permission, needs
from assembly.speakers.queries import parts
from assembly.tables import (
    CSV,
    MOST_ROWS,
    XLSX,
    NoHeads,
    Sheet,
    Table,
    Unreadable,
    arranged,
    csv_file,
    drafts,
    read,
    xlsx_file,
)
from assembly.transactions import writing
from assembly.web import takes_files


@office.route("/import", methods=["GET", "POST"])
@takes_files(4)
@needs(Permission.PUBLISH)
def import_table(edition: Edition) -> Response | tuple[str, int]:
    """Send a table; what it would do is shown next."""
    form, refusal = ProgrammeTableForm(), None
    if form.is_submitted() and form.validate():
        try:
            table = _arranged(read(form.table.content))
            with writing():
                code = service.keep(db.session.get_one(Edition, edition.id), table).code
            return redirect(url_for(".preview", edition=edition, code=code), 303)
        except Unreadable as unreadable:
            refusal = unreadable
    page = render_template(
        "agenda/manage/import.html",
        edition=edition,
        form=form,
        refusal=refusal,
        columns=LABELS,
        choices={"kind": SessionKind, "people": AppearanceRole, "answers": AppearanceState, "attendance": Presence},
        rooms=rooms(edition),
        most=MOST_ROWS,
    )
    return page, 422 if form.is_submitted() else 200


@office.get("/import/<code>")
@needs(Permission.PUBLISH)
def preview(edition: Edition, code: str) -> str:
    """What each line would do to the draft as it is now."""
    return _page(edition, _kept(edition, code), ApplyTableForm(formdata=None))


@office.post("/import/<code>")
@needs(Permission.PUBLISH)
def apply(edition: Edition, code: str) -> Response | tuple[str, int]:
    """All of it, or all but the lines left out on purpose, or nothing. A second click finds it done."""
    kept, form = drafts.find(edition, service.KIND, code), ApplyTableForm()
    if kept is None:
        return _over(edition)
    if not form.validate_on_submit():
        return redirect(url_for(".preview", edition=edition, code=code), 303)
    seen, leave_out = form.seen.data or "", bool(form.leave_out.data)
    try:
        with writing():
            here = db.session.get_one(Edition, edition.id)
            done = service.apply(kept.id, here, seen=seen, leave_out=leave_out)
    except drafts.StoredBefore:
        return _over(edition)
    except DomainError as refusal:
        return _page(edition, kept, form, refusal), refusal.status
    flash(_summed_up(done), "wait" if done.left_out else "ok")
    return redirect(url_for(".draft", edition=edition), 303)


@office.get("/table.csv", defaults={"form": "csv"})
@office.get("/table.xlsx", defaults={"form": "xlsx"})
@needs(Permission.PUBLISH)
def table(edition: Edition, form: str) -> File:
    """The present draft in the columns of the import: edited and sent again, it corrects the draft."""
    people, here = parts(edition), rooms(edition)
    lines = [line_of(one, people.get(one.id, []), here) for one in draft_of(edition)]
    on = clock.local_day(clock.now(), edition.zone).isoformat()
    return _file(lines, f"{_('programme')}-{edition.slug}-{on}.{form}")


@office.get("/template.csv", defaults={"form": "csv"})
@office.get("/template.xlsx", defaults={"form": "xlsx"})
@needs(Permission.PUBLISH)
def template(edition: Edition, form: str) -> File:
    """The columns with two lines as an example."""
    return _file(example_lines(edition, rooms(edition)), f"{_('programme')}-{_('template')}.{form}")


def _file(lines: Iterable[Sequence[object]], name: str) -> File:
    names = [str(label) for label in LABELS.values()]
    content, kind = (csv_file(names, lines), CSV) if name.endswith(".csv") else (xlsx_file(names, lines), XLSX)
    return File(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _arranged(sheet: Sheet) -> Table:
    """By the heads of a new programme, else by those of one that corrects sessions by their codes."""
    try:
        return arranged(sheet, heads(), NEEDED)
    except NoHeads as problem:
        try:
            return arranged(sheet, heads(), ("code",))
        except NoHeads:
            raise problem from None


def _summed_up(done: service.Stored) -> str:
    """What was done, without what was not."""
    counted = (
        (done.added, _n("%(num)s session added", "%(num)s sessions added", done.added)),
        (done.changed, _n("%(num)s session changed", "%(num)s sessions changed", done.changed)),
        (done.left_out, _n("%(num)s line left out", "%(num)s lines left out", done.left_out)),
    )
    return ", ".join(words for count, words in counted if count) or _(
        "The draft already contains everything in this file."
    )


def _over(edition: Edition) -> Response:
    """Two clicks are one: the second one finds the table gone."""
    flash(_("This file has already been imported, or it was uploaded more than a day ago."), "ok")
    return redirect(url_for(".draft", edition=edition), 303)


def _page(edition: Edition, kept: ImportDraft, form: ApplyTableForm, refusal: DomainError | None = None) -> str:
    told = service.content(kept)
    judged = service.judged(edition, told)
    form.seen.data = digest(judged)
    return render_template(
        "agenda/manage/import_preview.html",
        edition=edition,
        draft=kept,
        refusal=refusal,
        form=form,
        judged=[one for verdict in Verdict for one in judged if one.verdict is verdict],
        counts={verdict: sum(one.verdict is verdict for one in judged) for verdict in Verdict},
        changed_since={one.row.number for one, mark in zip(judged, told.marks, strict=True) if one.mark != mark},
        told=told,
        Verdict=Verdict,
    )


def _kept(edition: Edition, code: str) -> ImportDraft:
    return drafts.find(edition, service.KIND, code) or abort(404)
