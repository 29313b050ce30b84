"""What the office reads after it has changed somebody."""

from assembly.i18n import _
from assembly.models import Edition, Person
from assembly.speakers.queries import changed_sessions, name_and_position


def saved(edition: Edition, person: Person, before: frozenset[tuple[int, str, str, str]]) -> str:
    """Say that it is saved, and where it changed what published sessions say of them, that publishing changes it.

    `before` is what `name_and_position` gave before it was saved.
    """
    touched = {session_id for session_id, *_words in name_and_position(edition, person) - before}
    waiting = changed_sessions(edition) & touched
    later = _("The public will see this change when you publish.") if waiting and edition.is_announced else ""
    return f"{_('Saved.')} {later}".strip()
