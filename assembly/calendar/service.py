"""Publishing the programme: one workflow across sessions, speakers and calendars."""

from __future__ import annotations

from assembly.agenda import queries as sessions
from assembly.agenda import service as agenda
from assembly.extensions import db
from assembly.models import Bilingual, Edition, Release
from assembly.speakers import service as speakers
from assembly.speakers.queries import changed_sessions


def publish_programme(edition: Edition, *, name: str, note: Bilingual) -> Release:
    """Release what changed since the last publication, sessions and speakers alike. Raises Untranslated."""
    made = agenda.release(edition, name=name, note=note, also=changed_sessions(edition))
    speakers.release_appearances(edition, made)
    return made


def changed(edition: Edition) -> frozenset[int]:
    """The sessions (by id) a publication would touch, for their own sake or for those who speak in them."""
    draft = sessions.draft(edition)
    shown = {one.id for one in draft if not one.hidden}
    return sessions.unpublished_changes(draft, sessions.latest_rows(edition)) | (changed_sessions(edition) & shown)


def publish_changes(edition: Edition, *, name: str, note: Bilingual) -> Release | None:
    """Publish what changed, if anything did: of two presses at once the second finds nothing. Raises Untranslated."""
    db.session.refresh(edition, with_for_update=True)
    return publish_programme(edition, name=name, note=note) if changed(edition) else None
