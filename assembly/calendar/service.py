"""Publishing the programme: one workflow across sessions, speakers and calendars."""

from __future__ import annotations

from assembly.agenda import queries as sessions
from assembly.agenda import service as agenda
from assembly.calendar.queries import pending
from assembly.errors import ChangedMeanwhile, DomainError
from assembly.extensions import db
from assembly.i18n import _l
from assembly.models import Bilingual, Edition, Release
from assembly.speakers import service as speakers
from assembly.speakers.queries import changed_sessions


class NoteMissing(DomainError):
    """Visitors have seen something else: they are told in one sentence."""

    status = 422
    sentence = _l("The public has already seen a different version. Say in both languages what has changed.")


class ReasonMissing(DomainError):
    """A check stands against it."""

    status = 422
    sentence = _l("Fix the problems that prevent publication, or say why you are publishing anyway.")


_NO_OVERRIDE = agenda.Override()


def publish_programme(
    edition: Edition, *, name: str, note: Bilingual, override: agenda.Override = _NO_OVERRIDE
) -> Release:
    """Release what changed since the last publication, sessions and speakers alike. Raises Untranslated."""
    made = agenda.release(edition, name=name, note=note, also=changed_sessions(edition), override=override)
    speakers.release_appearances(edition, made)
    return made


def publish_changes(edition: Edition, *, name: str, note: Bilingual, seen: str, reason: str = "") -> Release | None:
    """Publish what was seen (the digest of the difference), if anything is left: a second press finds nothing.

    Raises ChangedMeanwhile where it is something else by now, Untranslated, NoteMissing, ReasonMissing.
    """
    db.session.refresh(edition, with_for_update=True)
    now = pending(edition)
    if not now.changes:
        return None
    if now.digest != seen:
        raise ChangedMeanwhile
    stops = tuple(one.key for one in now.stops)
    if stops and not reason:
        raise ReasonMissing
    if now.needs_note and note.missing():
        raise NoteMissing
    override = agenda.Override(stops, reason) if stops else _NO_OVERRIDE
    return publish_programme(edition, name=name, note=note, override=override)


def undo_last(edition: Edition, *, number: int, name: str, note: Bilingual) -> Release | None:
    """Take back the last release, which has this number; a second press finds it taken back and does nothing.

    Raises NothingToUndo, and ChangedMeanwhile where somebody has published since.
    """
    db.session.refresh(edition, with_for_update=True)
    last = sessions.last_release(edition)
    if last is None:
        raise agenda.NothingToUndo
    if last.number != number:
        undone = db.session.get(Release, last.undoes_id) if last.undoes_id else None
        if undone is not None and undone.number == number:
            return None
        raise ChangedMeanwhile
    made = agenda.undo(edition, last, name=name, note=note)
    speakers.restore_appearances(edition, made, last)
    return made
