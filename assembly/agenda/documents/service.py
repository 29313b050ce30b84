"""Verbs on the documents of sessions. A replaced or removed file is gone from the disk, unless it is used elsewhere."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select

from assembly import clock, files, history
from assembly.agenda.documents.content import DocumentContent
from assembly.agenda.documents.facts import DocumentFacts, file_mark
from assembly.agenda.documents.queries import documents_of
from assembly.errors import ChangedMeanwhile, Rejected, check_unchanged
from assembly.extensions import db, read_all, read_one
from assembly.i18n import _l
from assembly.models import Edition, Session, SessionDocument
from assembly.sealed import new_code
from assembly.transactions import lock_row, locked


class PictureUndescribed(Rejected):
    """A picture has both alternative texts or does not exist."""

    sentence = _l("Describe the picture in both languages, for people who cannot see it.")


def add_document(session: Session, facts: DocumentFacts, content: DocumentContent) -> SessionDocument:
    """A document of a session. The same file with the same words once more is that document: a second press adds none.

    Raises PictureUndescribed, and ChangedMeanwhile where the session has been removed.
    """
    _hold(session)
    _refuse_undescribed(facts, is_picture=content.width is not None)
    for one in documents_of(session):
        if DocumentFacts.of(one) == facts and one.file.sha256 == content.digest:
            return one
    document = SessionDocument(code=new_code(), session=session)
    facts.write(document)
    _put(document, content)
    db.session.add(document)
    _note(document, "added")
    return document


def change_document(
    document: SessionDocument, facts: DocumentFacts, content: DocumentContent | None, *, seen: str, seen_file: str
) -> None:
    """Say otherwise what a document is, with another file where there is one; the file before is gone.

    Saving what is there already does nothing. Raises ChangedMeanwhile, PictureUndescribed.
    """
    _hold(document.session)
    db.session.refresh(document)
    _refuse_undescribed(facts, is_picture=content.width is not None if content else document.is_picture)
    if facts.differs(DocumentFacts.of(document), seen):
        facts.write(document)
        _note(document, "changed")
    if content is None or content.digest == document.file.sha256:
        return
    check_unchanged(file_mark(document), seen_file)
    before = document.file
    _put(document, content)
    db.session.flush()
    if document.file is not before:
        files.drop(before)
    _note(document, "replaced")


def move_documents(edition: Edition, moved: Callable[[datetime], datetime]) -> None:
    """Let documents that are not shown yet be shown from another time, for each as `moved` says."""
    shown_later = (
        select(SessionDocument)
        .join(Session, Session.id == SessionDocument.session_id)
        .where(Session.edition_id == edition.id, SessionDocument.shown_from_at > clock.now())
    )
    for document in read_all(locked(shown_later)):
        if document.shown_from_at is not None:
            document.shown_from_at = moved(document.shown_from_at)


def withdraw(document: SessionDocument) -> None:
    """Take it out of sight at once; it can be restored."""
    if _held(document) and document.withdrawn_at is None:
        document.withdrawn_at = clock.now()
        _note(document, "withdrawn")


def restore(document: SessionDocument) -> None:
    """Show it again, from its time on."""
    if _held(document) and document.withdrawn_at is not None:
        document.withdrawn_at = None
        _note(document, "restored")


def remove(document: SessionDocument) -> None:
    """Delete it and its file."""
    if not _held(document):
        return
    stored = document.file
    _note(document, "removed")
    db.session.delete(document)
    db.session.flush()
    files.drop(stored)


def _put(document: SessionDocument, content: DocumentContent) -> None:
    document.file = files.put(content.content, content.mime)
    document.width, document.height = content.width, content.height


def _refuse_undescribed(facts: DocumentFacts, *, is_picture: bool) -> None:
    if is_picture and facts.alt.missing():
        raise PictureUndescribed


def _hold(session: Session) -> None:
    """Nobody else changes the documents of this session meanwhile."""
    held = lock_row(session)
    if held.removed_at is not None:
        raise ChangedMeanwhile


def _held(document: SessionDocument) -> bool:
    """Whether it still exists, read again under the lock of its session."""
    _hold(document.session)
    here = select(SessionDocument).where(SessionDocument.id == document.id)
    return read_one(here.execution_options(populate_existing=True)) is not None


def _note(document: SessionDocument, verb: str) -> None:
    session = document.session
    history.record("document", document.code, verb, edition_id=session.edition_id, session=session.code)
