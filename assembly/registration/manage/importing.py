"""A table of people: sent, looked at row by row, stored by one button."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assembly.errors import DomainError
from assembly.extensions import db
from assembly.i18n import _, _n
from assembly.models import Category, Edition, ImportDraft, Mode, Represents, State
from assembly.registration.forms.importing import PeopleTableForm, StoreForm
from assembly.registration.manage.people import office
from assembly.registration.people_preview import Judged, Verdict, digest
from assembly.registration.people_table import LABELS, NEEDED, heads
from assembly.registration.service import importing
from assembly.security import Permission, needs
from assembly.tables import MOST_ROWS, Unreadable, arranged, drafts, read
from assembly.transactions import writing
from assembly.web import takes_files


@office.route("/people/import", methods=["GET", "POST"])
@takes_files(4)
@needs(Permission.ADD_PEOPLE)
def import_people(edition: Edition) -> Response | tuple[str, int]:
    """Send a table; what it would do is shown next."""
    form, refusal = PeopleTableForm(), None
    if form.is_submitted() and form.validate():
        try:
            table = arranged(read(form.table.content), heads(), NEEDED)
            with writing():
                here = db.session.get_one(Edition, edition.id)
                code = importing.draft(here, table).code
            return redirect(url_for(".preview_people", edition=edition, code=code), 303)
        except Unreadable as unreadable:
            refusal = unreadable
    page = render_template(
        "registration/manage/import.html",
        edition=edition,
        form=form,
        refusal=refusal,
        columns=LABELS,
        words={"mode": Mode, "category": Category, "represents": Represents},
        most=MOST_ROWS,
    )
    return page, 422 if form.is_submitted() else 200


@office.get("/people/import/<code>")
@needs(Permission.ADD_PEOPLE)
def preview_people(edition: Edition, code: str) -> str:
    """What each row would do to the list as it is now."""
    return _page(edition, _draft(edition, code), StoreForm(formdata=None))


@office.post("/people/import/<code>")
@needs(Permission.ADD_PEOPLE)
def store_people(edition: Edition, code: str) -> Response | tuple[str, int]:
    """All of it or nothing; what has changed since the preview is shown first. A second click finds it done."""
    draft, form = drafts.find(edition, importing.KIND, code), StoreForm()
    if draft is None:
        return _over(edition)
    if not form.validate_on_submit():
        return redirect(url_for(".preview_people", edition=edition, code=code), 303)
    seen, tell = form.seen.data or "", bool(form.tell.data)
    try:
        with writing():
            here = db.session.get_one(Edition, edition.id)
            done = importing.apply(draft.id, here, seen=seen, decisions=_decisions(), tell=tell)
    except drafts.StoredBefore:
        return _over(edition)
    except DomainError as refusal:
        return _page(edition, draft, form, refusal), refusal.status
    said = [_n("%(num)s person added", "%(num)s people added", done.confirmed + done.waiting)]
    if done.waiting:
        said.append(_n("including %(num)s on the waiting list", "including %(num)s on the waiting list", done.waiting))
    flash(", ".join(said), "wait" if done.waiting else "ok")
    return redirect(url_for(".people", edition=edition), 303)


def _over(edition: Edition) -> Response:
    """Two clicks are one: the second one finds the table gone."""
    flash(_("This file has already been imported, or it was uploaded more than a day ago."), "ok")
    return redirect(url_for(".people", edition=edition), 303)


def _page(edition: Edition, draft: ImportDraft, form: StoreForm, refusal: DomainError | None = None) -> str:
    told = importing.content(draft)
    judged = importing.preview(edition, told)
    form.seen.data = digest(judged)
    return render_template(
        "registration/manage/import_preview.html",
        edition=edition,
        draft=draft,
        refusal=refusal,
        form=form,
        judged=[one for verdict in Verdict for one in judged if one.verdict is verdict],
        counts={verdict: sum(one.verdict is verdict for one in judged) for verdict in Verdict},
        notes=_notes(judged),
        changed_since={one.row.number for one, mark in zip(judged, told.marks, strict=True) if one.mark != mark},
        decisions=_decisions(),
        told=told,
        labels=LABELS,
        Verdict=Verdict,
        SKIP=importing.SKIP,
        NEW=importing.NEW,
    )


def _notes(judged: list[Judged]) -> list[str]:
    """What one should know of those who would be added."""
    new = [one for one in judged if one.verdict is Verdict.NEW]
    waiting = sum(one.state is State.WAITING for one in new)
    unknown = sum(one.unknown_place for one in new)
    mute = sum(one.guest is not None and not one.guest.email for one in new)
    notes = []
    if waiting:
        notes.append(
            _n(
                "%(num)s person will go on the waiting list because the room is full.",
                "%(num)s people will go on the waiting list because the room is full.",
                waiting,
            )
        )
    if unknown:
        notes.append(
            _n(
                "%(num)s city, region or organisation is not in the directory. Its name is kept as entered "
                "and added to the suggestions to review.",
                "%(num)s cities, regions or organisations are not in the directory. Their names are kept as "
                "entered and added to the suggestions to review.",
                unknown,
            )
        )
    if mute:
        notes.append(
            _n(
                "%(num)s person has no email address and will not get an email.",
                "%(num)s people have no email address and will not get an email.",
                mute,
            )
        )
    return notes


def _decisions() -> dict[int, str]:
    """What was chosen for each doubtful line."""
    chosen = ((name.removeprefix("line-"), value) for name, value in request.form.items() if name.startswith("line-"))
    return {int(line): value for line, value in chosen if line.isdecimal() and len(line) < 8}


def _draft(edition: Edition, code: str) -> ImportDraft:
    return drafts.find(edition, importing.KIND, code) or abort(404)
