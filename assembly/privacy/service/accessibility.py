"""Verbs on messages from the form of the accessibility statement."""

from sqlalchemy import select

from assembly import clock, history
from assembly.errors import DomainError
from assembly.extensions import db, read_one
from assembly.i18n import _l
from assembly.models import AccessibilityMessage, Edition
from assembly.privacy.queries import accessibility as queries
from assembly.sealed import new_code
from assembly.transactions import locked

MOST = 500
"So many wait at most: whoever fills the list with a machine keeps nothing else out of the database."


class TooManyMessages(DomainError):
    """So many wait that no more are kept."""

    sentence = _l("We cannot take more messages here at the moment. Please send yours by email instead.")


def keep_message(edition: Edition, *, page: str, text: str, email: str) -> None:
    """Keep what somebody writes until it is answered; the same sent twice is there once. Raises TooManyMessages."""
    db.session.execute(locked(select(Edition.id).where(Edition.id == edition.id)))
    there = queries.messages(edition)
    if any((one.page, one.text, one.email) == (page, text, email) for one in there):
        return
    if len(there) >= MOST:
        raise TooManyMessages
    db.session.add(
        AccessibilityMessage(
            code=new_code(), edition_id=edition.id, page=page, text=text, email=email, sent_at=clock.now()
        )
    )
    history.record("accessibility", edition.slug, "reported", edition_id=edition.id)


def remove_message(edition: Edition, code: str) -> None:
    """Delete a message that an organiser has answered; pressed twice, it is deleted once."""
    mine = select(AccessibilityMessage).where(AccessibilityMessage.edition_id == edition.id)
    found = read_one(mine.where(AccessibilityMessage.code == code))
    if found is not None:
        db.session.delete(found)
        history.record("accessibility", edition.slug, "answered", edition_id=edition.id)
