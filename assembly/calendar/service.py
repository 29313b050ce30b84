"""Publishing the programme: one workflow across sessions, speakers and calendars."""

from __future__ import annotations

from assembly.agenda import service as agenda
from assembly.models import Bilingual, Edition, Release
from assembly.speakers import service as speakers


def publish_programme(edition: Edition, *, name: str, note: Bilingual) -> Release:
    """Release what changed since the last publication, sessions and speakers alike. Raises Untranslated."""
    made = agenda.release(edition, name=name, note=note, also=speakers.changed_sessions(edition))
    speakers.release_appearances(edition, made)
    return made
