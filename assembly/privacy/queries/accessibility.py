"""Reads about messages from the form of the accessibility statement."""

from sqlalchemy import select

from assembly.extensions import read_all
from assembly.models import AccessibilityMessage, Edition


def messages(edition: Edition) -> list[AccessibilityMessage]:
    """Those nobody has answered yet, the first to answer first."""
    mine = select(AccessibilityMessage).where(AccessibilityMessage.edition_id == edition.id)
    return read_all(mine.order_by(AccessibilityMessage.sent_at, AccessibilityMessage.id))
