"""What the office reads after it has changed somebody."""

from __future__ import annotations

from assembly.i18n import _
from assembly.models import Edition, Person
from assembly.speakers.queries import changed_sessions, parts_of


def saved(edition: Edition, person: Person) -> str:
    """Say that it is saved, and where published sessions show the old words, that publishing changes them."""
    waiting = changed_sessions(edition) & {one.session_id for one in parts_of(edition, person)}
    later = _("The public will see this change when you publish.") if waiting and edition.is_announced else ""
    return f"{_('Saved.')} {later}".strip()
