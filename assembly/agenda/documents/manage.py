"""The documents of a session in the office: added, changed, replaced, withdrawn, restored, removed."""

from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from assembly.agenda.documents import queries, service
from assembly.agenda.documents.content import ACCEPT, DocumentContent, checked
from assembly.agenda.documents.facts import DocumentFacts, file_mark
from assembly.agenda.documents.forms import DocumentForm, languages
from assembly.agenda.documents.sending import sent
from assembly.agenda.manage.blueprint import office, session_or_404
from assembly.errors import DomainError
from assembly.formats import language, moment
from assembly.forms import Button
from assembly.i18n import _
from assembly.models import Edition, Session, SessionDocument
from assembly.security import Permission, needs
from assembly.transactions import fresh, writing
from assembly.web import takes_files

_MEGABYTES = 12
"A file of 10 MB and the words beside it."


@office.route("/<code>/documents/add", methods=["GET", "POST"])
@takes_files(_MEGABYTES)
@needs(Permission.PUBLISH)
def add_document(edition: Edition, code: str) -> Response | tuple[str, int]:
    """One more document of a session."""
    session, form = session_or_404(edition, code), _form(edition)
    if not form.is_submitted():
        form.lang.data = "en"
        return _page(session, form), 200
    content, refusal = _content(form, required=True)
    if content is None:
        return _page(session, form), refusal
    try:
        with writing():
            service.add_document(fresh(session), form.facts, content)
    except DomainError as problem:
        return _refused(session, form, problem)
    return _to_session(edition, session, _("Document added."))


@office.route("/<code>/documents/<document>", methods=["GET", "POST"])
@takes_files(_MEGABYTES)
@needs(Permission.PUBLISH)
def document(edition: Edition, code: str, document: str) -> Response | tuple[str, int]:
    """What a document is, and another file in its place."""
    session, one = _document(edition, code, document)
    form = _form(edition)
    if not form.is_submitted():
        form.show(DocumentFacts.of(one))
        form.seen.data, form.seen_file.data = DocumentFacts.of(one).mark, file_mark(one)
        return _page(session, form, one), 200
    content, refusal = _content(form, required=False)
    if refusal:
        return _page(session, form, one), refusal
    seen, seen_file = str(form.seen.data), str(form.seen_file.data)
    try:
        with writing():
            stored = fresh(one)
            service.change_document(stored, form.facts, content, seen=seen, seen_file=seen_file)
    except DomainError as problem:
        return _refused(session, form, problem, fresh(one))
    return _to_session(edition, session, _("Saved."))


@office.get("/<code>/documents/<document>/file")
@needs(Permission.PUBLISH)
def document_file(edition: Edition, code: str, document: str) -> Response:
    """Its file as the office sees it, public or not."""
    return sent(_document(edition, code, document)[1])


@office.post("/<code>/documents/<document>/withdraw", endpoint="withdraw_document", defaults={"act": service.withdraw})
@office.post("/<code>/documents/<document>/restore", endpoint="restore_document", defaults={"act": service.restore})
@office.post("/<code>/documents/<document>/remove", endpoint="remove_document", defaults={"act": service.remove})
@needs(Permission.PUBLISH)
def act_on_document(edition: Edition, code: str, document: str, act: Callable[[SessionDocument], None]) -> Response:
    """One press; after another that removed the document it changes nothing, and a sentence says why."""
    session = session_or_404(edition, code)
    if not Button().validate_on_submit():
        return _to_session(edition, session)
    with writing():
        one = queries.document_of(fresh(session), document)
        if one is not None:
            act(one)
    return _to_session(edition, session, "" if one else _("This document has already been removed."))


def _form(edition: Edition) -> DocumentForm:
    form = DocumentForm()
    form.zone = edition.zone
    return form


def _content(form: DocumentForm, *, required: bool) -> tuple[DocumentContent | None, int]:
    """What was sent, judged, and the status of the refusal, 0 for none. No file is none."""
    is_valid = form.validate()
    if required and not form.file.content and not form.file.errors:
        form.file.errors = [_("Choose a file.")]
    if not is_valid or form.file.errors:
        return None, 422
    if not form.file.content:
        return None, 0
    try:
        return checked(form.file.content), 0
    except DomainError as refusal:
        form.file.errors = [str(refusal)]
        return None, refusal.status


def _refused(
    session: Session, form: DocumentForm, problem: DomainError, one: SessionDocument | None = None
) -> tuple[str, int]:
    """The page with what was typed, and with what somebody else has saved meanwhile."""
    if isinstance(problem, service.PictureUndescribed):
        form.alt.errors = [str(problem)]
        return _page(session, form, one), problem.status
    page = _page(session, form, one, problem, _versions(form, one) if one else [])
    return page, problem.status


def _versions(form: DocumentForm, one: SessionDocument) -> list[tuple[str, Any, Any]]:
    """Where what is saved differs from what was sent: label, saved and sent. The form then writes over the former."""
    saved, typed = _said(DocumentFacts.of(one), form.zone), _said(form.facts, form.zone)
    names = ("title", "lang", "shown_from", "alt")
    form.seen.data, form.seen_file.data = DocumentFacts.of(one).mark, file_mark(one)
    return [(str(form[name].label.text), saved[name], typed[name]) for name in names if saved[name] != typed[name]]


def _said(facts: DocumentFacts, zone: str) -> dict[str, Any]:
    shown_from = moment(facts.shown_from_at, zone) if facts.shown_from_at else ""
    return {"title": facts.title, "lang": language(facts.lang), "shown_from": shown_from, "alt": facts.alt}


def _document(edition: Edition, code: str, document: str) -> tuple[Session, SessionDocument]:
    session = session_or_404(edition, code)
    return session, queries.document_of(session, document) or abort(404)


def _to_session(edition: Edition, session: Session, said: str = "") -> Response:
    if said:
        flash(said, "ok")
    return redirect(url_for(".session", edition=edition, code=session.code, _anchor="documents"), 303)


def _page(
    session: Session,
    form: DocumentForm,
    one: SessionDocument | None = None,
    refusal: DomainError | None = None,
    versions: list[tuple[str, Any, Any]] | None = None,
) -> str:
    return render_template(
        "agenda/manage/document.html",
        session=session,
        form=form,
        one=one,
        refusal=refusal,
        versions=versions or [],
        languages=languages(),
        accept=ACCEPT,
    )
