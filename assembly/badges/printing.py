"""Badges prepared in batches and put on paper, in the office."""

import secrets
from collections.abc import Callable

from flask import Blueprint, Response, abort, current_app, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from assembly.badges import jobs, parts, queries, service
from assembly.badges.faces import faces, insides
from assembly.badges.forms import ListForm, PrintForm
from assembly.badges.papers import Paper
from assembly.badges.setting import set_apart
from assembly.badges.sheet import document
from assembly.extensions import read_coded, tasks
from assembly.forms import Button, press, refused_on, row_or_404
from assembly.i18n import _
from assembly.models import Edition, PrintBatch
from assembly.people.manage.filters import Asked, asked_by
from assembly.security import Permission, needs
from assembly.transactions import after_commit, fresh, writing

office = Blueprint("batches", __name__, url_prefix="/<lang:lang>/manage/<edition:edition>/badges/batches")


@office.get("/")
@needs(Permission.ADD_PEOPLE)
def listing(edition: Edition) -> str:
    """What is in no batch yet, what has changed since it was, and every batch so far."""
    return render_template(
        "badges/manage/batches.html",
        unprepared=queries.unprepared(edition),
        outdated=service.outdated(edition, service.AT_ONCE + 1),
        batches=queries.batches(edition),
        emptied=queries.emptied_ids(edition),
        unprintable=queries.unprintable_names(edition),
        at_once=service.AT_ONCE,
    )


@office.post("/prepare/<which>")
@needs(Permission.ADD_PEOPLE)
def prepare_batch(edition: Edition, which: str) -> AnyResponse:
    """Make a batch of exactly those badges; its file can be fetched as often as one likes."""
    if which not in set(service.Which):
        abort(404)
    if not Button().validate_on_submit():
        return redirect(url_for(".listing", edition=edition), 303)
    with writing():
        here = fresh(edition)
        batch = service.prepare_batch(here, service.Which(which), current_user.id)
        code, number = batch.code, batch.number
        _wake(jobs.note_faces)
    flash(_("Batch %(number)s is ready. Choose the paper and print it.", number=number), "ok")
    return redirect(url_for(".batch", edition=edition, code=code), 303)


@office.get("/list")
@needs(Permission.ADD_PEOPLE)
def of_list(edition: Edition) -> str:
    """The badges of the list of people as it was narrowed there, to be prepared as a batch of their own."""
    form = ListForm(formdata=None)
    form.key.data = secrets.token_urlsafe(24)
    return _list_page(edition, asked_by(request.args), form)


@office.post("/list")
@needs(Permission.ADD_PEOPLE)
def prepare_list(edition: Edition) -> AnyResponse | tuple[str, int]:
    """Make a batch of the badges of exactly these people."""
    asked, form = asked_by(request.form), ListForm()
    if not form.validate_on_submit():
        return _list_page(edition, asked, form), 422
    with refused_on(lambda refusal: _list_page(edition, asked, form, refusal), service.NothingToPrint), writing():
        here = fresh(edition)
        people = asked.wanted.conditions(here)
        batch = service.prepare_list(here, people, current_user.id, key=str(form.key.data), again=bool(form.again.data))
        code, number = batch.code, batch.number
        _wake(jobs.note_faces)
    flash(_("Batch %(number)s is ready. Choose the paper and print it.", number=number), "ok")
    return redirect(url_for(".batch", edition=edition, code=code), 303)


def _list_page(edition: Edition, asked: Asked, form: ListForm, refusal: service.NothingToPrint | None = None) -> str:
    people = asked.wanted.conditions(edition)
    return render_template(
        "badges/manage/of_list.html",
        asked=asked,
        form=form,
        refusal=refusal,
        badges=queries.how_many(queries.badge_ids(edition, people)),
        unprepared=queries.how_many(queries.unprepared_ids(edition).where(*people)),
    )


@office.get("/<code>/")
@needs(Permission.ADD_PEOPLE)
def batch(edition: Edition, code: str) -> str:
    """One batch: the paper to print it on, the files being made, and that it was not printed."""
    return _page(edition, _batch(edition, code), PrintForm(formdata=None))


@office.get("/<code>.pdf")
@needs(Permission.ADD_PEOPLE)
def batch_file(edition: Edition, code: str) -> Response | tuple[str, int]:
    """The badges of a batch that are valid still, as they are now: each in the language of its person."""
    found, form = _batch(edition, code), PrintForm(request.args, meta={"csrf": False})
    if not request.args:
        form = PrintForm(formdata=None, meta={"csrf": False})
    elif not form.validate():
        return _page(edition, found, form), 422
    badges = queries.of_batch(edition, found, form.options.order)
    if not badges or len(badges) > service.AT_ONCE:
        abort(404)
    pages = [one.page for one in faces(badges)]
    title = f"{_('Badges')} – {edition.name}"
    content = set_apart(*document(pages, insides(edition), form.options, title))
    return Response(content, mimetype="application/pdf")


@office.post("/<code>/files")
@needs(Permission.ADD_PEOPLE)
def ask_for_file(edition: Edition, code: str) -> AnyResponse | tuple[str, int]:
    """Have a long batch set by the worker; the same wish twice is one file."""
    found, form = _batch(edition, code), PrintForm()
    if not form.validate_on_submit():
        return _page(edition, found, form), 422
    with writing():
        service.ask_for_file(fresh(found), form.options)
        _wake(jobs.set_files)
    return redirect(url_for(".batch", edition=edition, code=code, _anchor="files"), 303)


@office.get("/<code>/files/<document>-<int(max=999999):number>.pdf")
@needs(Permission.ADD_PEOPLE)
def file_part(edition: Edition, code: str, document: str, number: int) -> Response:
    """One finished part of a long file."""
    asked = queries.file_by_code(_batch(edition, code), document) or abort(404)
    return Response(parts.read(asked, number) or abort(404), mimetype="application/pdf")


@office.post("/<code>/not-printed")
@needs(Permission.ADD_PEOPLE)
def undo_batch(edition: Edition, code: str) -> AnyResponse:
    """The batch was not printed: its badges wait for the next one."""
    found = row_or_404(PrintBatch, edition, code)
    press(
        service.undo_batch,
        found,
        said=_("Batch %(number)s has been undone. Its badges go into the next batch.", number=found.number),
    )
    return redirect(url_for(".listing", edition=edition), 303)


def _batch(edition: Edition, code: str) -> PrintBatch:
    found = read_coded(PrintBatch, code, of=edition)
    return found if found is not None and found.undone_at is None else abort(404)


def _page(edition: Edition, found: PrintBatch, form: PrintForm) -> str:
    badges = queries.size_of(edition, found)
    return render_template(
        "badges/manage/batch.html",
        batch=found,
        form=form,
        labels={one.value: one.label for one in Paper},
        badges=badges,
        is_emptied=found.id in queries.emptied_ids(edition),
        is_long=badges > service.AT_ONCE,
        files=[(one, parts.count(one), one.done // parts.LENGTH) for one in queries.files_of(found)],
    )


def _wake(job: Callable[[], None]) -> None:
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    after_commit(lambda: tasks.enqueue(app, job))
