"""The pages of an import, the same for every table: file, how it is read and matched, preview, store."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask import Response as File
from werkzeug.wrappers import Response

from assembly import clock
from assembly.errors import DomainError
from assembly.fold import clean, fold
from assembly.forms import StoreForm, UploadForm, lead_to
from assembly.i18n import _, _n
from assembly.imports import service
from assembly.imports.columns import columns_to_match, head_in, runs
from assembly.imports.forms import ReadingForm, decisions
from assembly.imports.importer import Answers, Importer
from assembly.imports.judged import Judged, Verdict, digest
from assembly.models import Edition, ImportDraft
from assembly.security import Permission, needs
from assembly.tables import MOST_ROWS, Unreadable, drafts
from assembly.transactions import fresh, writing
from assembly.web import table_file, takes_files

_Page = Response | tuple[str, int]
_Lines = Iterable[Sequence[object]]


def _nothing(_edition: Edition) -> Mapping[str, Any]:
    return {}


def _no_notes(_judged: Sequence[Any]) -> list[str]:
    return []


@dataclass(frozen=True)
class ImportPages:
    """What a feature says on the pages of its import.

    `guide` is the template of the first page, `facts` what it needs; `back` the endpoint of the list and its name.
    `done` puts into words what was stored and whether that is as one hopes; `notes` what one should know before.
    """

    importer: Importer
    title: Any
    back: tuple[str, Any]
    guide: str
    button: Callable[[Sequence[Any]], str]
    nothing_new: Any
    done: Callable[[Any], tuple[str, bool]]
    notes: Callable[[Sequence[Any]], list[str]] = _no_notes
    facts: Callable[[Edition], Mapping[str, Any]] = _nothing
    upload_form: type[UploadForm] = UploadForm
    store_form: type[StoreForm] = StoreForm
    twin: str = ""
    "The endpoint of the page of whoever is there already."
    room_hint: bool = False
    "Whether a line may lack nothing but a room."


def add_pages(office: Blueprint, path: str, permission: Permission, pages: ImportPages) -> None:
    """Add the four pages of an import below a path."""

    @office.route(path, methods=["GET", "POST"])
    @takes_files(4)
    @needs(permission)
    def import_table(edition: Edition) -> _Page:
        return _upload(edition, pages)

    @office.route(f"{path}/<code>/reading", methods=["GET", "POST"])
    @needs(permission)
    def import_reading(edition: Edition, code: str) -> _Page:
        return _reading(edition, pages, _draft(edition, pages, code))

    @office.get(f"{path}/<code>")
    @needs(permission)
    def import_preview(edition: Edition, code: str) -> _Page:
        return _preview(edition, pages, _draft(edition, pages, code), pages.store_form(formdata=None))

    @office.post(f"{path}/<code>")
    @needs(permission)
    def import_store(edition: Edition, code: str) -> _Page:
        return _store(edition, pages, code)


def add_files(
    office: Blueprint,
    permission: Permission,
    labels: Mapping[str, Any],
    name: Any,
    present: Callable[[Edition], _Lines],
    example: Callable[[Edition], _Lines],
) -> None:
    """Add the tables to begin an import with: what there is, which corrects it when it is edited and sent back, and
    an example."""

    @office.get("/table.csv", defaults={"form": "csv"})
    @office.get("/table.xlsx", defaults={"form": "xlsx"})
    @needs(permission)
    def table(edition: Edition, form: str) -> File:
        on = clock.local_day(clock.now(), edition.zone).isoformat()
        return table_file(
            f"{fold(str(name))}-{edition.slug}-{on}.{form}", [str(label) for label in labels.values()], present(edition)
        )

    @office.get("/template.csv", defaults={"form": "csv"})
    @office.get("/template.xlsx", defaults={"form": "xlsx"})
    @needs(permission)
    def template(edition: Edition, form: str) -> File:
        return table_file(
            f"{fold(str(name))}-{_('template')}.{form}", [str(label) for label in labels.values()], example(edition)
        )


def _upload(edition: Edition, pages: ImportPages) -> _Page:
    """Take a file; the preview is next, or the page on which somebody says how it is read."""
    form, refusal = pages.upload_form(), None
    if form.is_submitted() and form.validate():
        name = clean(getattr(form.table.data, "filename", None) or "")[:120]
        try:
            with writing():
                here = fresh(edition)
                draft, unclear = service.keep(here, pages.importer, form.table.content, name=name, **form.options())
                code = draft.code
        except Unreadable as unreadable:
            refusal = unreadable
        else:
            if unclear is None:
                return redirect(url_for(".import_preview", edition=edition, code=code), 303)
            return _reading_page(pages, _draft(edition, pages, code), None, unclear)
    page = render_template(pages.guide, pages=pages, form=form, refusal=refusal, most=MOST_ROWS, **pages.facts(edition))
    return page, 422 if form.is_submitted() else 200


def _reading(edition: Edition, pages: ImportPages, draft: ImportDraft) -> _Page:
    """How the file is read and which column is which; a file read in another way shows its columns first."""
    told, importer = service.told_of(draft), pages.importer
    sheet = service.sheet_of(importer, service.content_of(told), told.choices)
    form = ReadingForm()
    form.offer(sheet)
    if not form.is_submitted():
        return _reading_page(pages, draft, None, None)
    if not form.validate():
        return _reading_page(pages, draft, form, None)
    head = head_in(importer, sheet, told.choices)
    is_other = form.differs_from(sheet, head)
    choices = form.chosen_anew(importer.labels, sheet, head)
    try:
        with writing():
            here, kept = fresh(edition), fresh(draft)
            refusal = service.read_again(here, importer, kept, choices)
    except Unreadable as unreadable:
        return _reading_page(pages, draft, form, unreadable)
    read = _draft(edition, pages, draft.code)
    if is_other or "again" in request.form:
        return redirect(url_for(".import_reading", edition=edition, code=draft.code), 303)
    if refusal is not None:
        return _reading_page(pages, read, form, refusal)
    return redirect(url_for(".import_preview", edition=edition, code=draft.code), 303)


def _reading_page(
    pages: ImportPages, draft: ImportDraft, form: ReadingForm | None, refusal: DomainError | None
) -> tuple[str, int]:
    told, importer = service.told_of(draft), pages.importer
    sheet = service.sheet_of(importer, service.content_of(told), told.choices)
    head = head_in(importer, sheet, told.choices)
    if form is None:
        form = ReadingForm(formdata=None)
        form.offer(sheet)
        form.show(told, head)
    page = render_template(
        "imports/reading.html",
        pages=pages,
        draft=draft,
        told=told,
        form=form,
        refusal=refusal,
        columns=columns_to_match(importer, sheet, head, told.choices),
        labels=importer.labels,
    )
    return page, 422 if refusal or form.is_submitted() else 200


def _preview(
    edition: Edition, pages: ImportPages, draft: ImportDraft, form: StoreForm, refusal: DomainError | None = None
) -> _Page:
    """What each line would do now."""
    told = service.told_of(draft)
    if not told.rows:
        return redirect(url_for(".import_reading", edition=edition, code=draft.code), 303)
    judged: Sequence[Judged] = service.judged(edition, pages.importer, told)
    form.seen.data = digest(judged)
    page = render_template(
        "imports/preview.html",
        pages=pages,
        draft=draft,
        told=told,
        form=form,
        refusal=refusal,
        judged=[one for verdict in Verdict for one in judged if one.verdict is verdict],
        counts={verdict: sum(one.verdict is verdict for one in judged) for verdict in Verdict},
        is_good=any(one.verdict.stores for one in judged),
        notes=pages.notes(judged),
        changed_since={one.row.number for one, mark in zip(judged, told.marks, strict=True) if one.mark != mark},
        decisions=decisions(),
        runs=runs,
        Verdict=Verdict,
    )
    return page, refusal.status if refusal else 200


def _store(edition: Edition, pages: ImportPages, code: str) -> _Page:
    """Store all lines, or all but those left out on purpose, or none. A second click finds it done."""
    draft, form = drafts.find(edition, pages.importer.kind, code), pages.store_form()
    if draft is None:
        return _over(edition, pages)
    if not form.validate_on_submit():
        return redirect(url_for(".import_preview", edition=edition, code=code), 303)
    answers = Answers(decisions(), bool("tell" in form and form["tell"].data), bool(form.leave_out.data))
    try:
        with writing():
            here = fresh(edition)
            done, left_out = service.apply(here, pages.importer, draft.id, seen=form.seen.data or "", answers=answers)
    except drafts.StoredBefore:
        return _over(edition, pages)
    except DomainError as refusal:
        return _preview(edition, pages, draft, form, refusal)
    words, is_as_hoped = pages.done(done)
    if left_out:
        words = ", ".join((words, _n("%(num)s line left out", "%(num)s lines left out", left_out)))
    flash(words, "ok" if is_as_hoped and not left_out else "wait")
    return redirect(url_for(pages.back[0], edition=edition), 303)


def _over(edition: Edition, pages: ImportPages) -> Response:
    """Two clicks are one: the second one finds the table gone."""
    return lead_to(pages.back[0], str(drafts.StoredBefore.sentence), edition=edition)


def _draft(edition: Edition, pages: ImportPages, code: str) -> ImportDraft:
    return drafts.find(edition, pages.importer.kind, code) or abort(404)
