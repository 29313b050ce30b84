"""Reading an invitation under the lock of its edition's places, so that what follows comes one after the other."""

from sqlalchemy import select

from assembly import clock, history
from assembly.errors import DomainError
from assembly.extensions import db, read_all
from assembly.i18n import _l
from assembly.models import Session, SpeakerInvitation
from assembly.quotas import service as quotas
from assembly.speaker_invitations import queries
from assembly.transactions import locked


class Withdrawn(DomainError):
    """The office has taken the invitation back, or the assembly is over."""

    status = 410
    sentence = _l("This invitation was withdrawn.")


def hold(invitation: SpeakerInvitation) -> None:
    """Read it afresh; nobody else changes it, nor the sessions it is about, until the end of the transaction."""
    quotas.lock(invitation.edition)
    db.session.refresh(invitation)
    ids = sorted({one.session_id for one in queries.parts_of(invitation)})
    read_all(locked(select(Session).where(Session.id.in_(ids)).order_by(Session.id)))
    for part in queries.parts_of(invitation):
        db.session.refresh(part)


def hold_open(invitation: SpeakerInvitation) -> None:
    """The same for what a link does. Raises Withdrawn."""
    hold(invitation)
    if not invitation.is_open:
        raise Withdrawn


def note_opened(invitation: SpeakerInvitation) -> None:
    """Somebody has opened the page; the office sees when it was first."""
    hold(invitation)
    if invitation.opened_at is None:
        invitation.opened_at = clock.now()


def note(invitation: SpeakerInvitation, verb: str, **details: object) -> None:
    """Keep in the history what was done with an invitation."""
    history.record("speaker_invitation", invitation.code, verb, edition_id=invitation.edition_id, **details)
