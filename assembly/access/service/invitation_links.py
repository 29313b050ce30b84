"""The link of an invitation: renewed, or withdrawn with the invitation."""

from sqlalchemy import select

from assembly import clock, history
from assembly.access.queries import whole_invitation
from assembly.extensions import db
from assembly.models import Invitation
from assembly.quotas import service as quotas
from assembly.sealed import new_token


def reread(one: Invitation) -> None:
    """What stands now, under the lock of its edition's places, with its person, place and registration."""
    found = whole_invitation(select(Invitation).where(Invitation.id == one.id))
    db.session.scalars(found.execution_options(populate_existing=True)).one()


def withdraw(invitation: Invitation) -> None:
    """Its link is worth nothing any more; who has registered stays registered. A second click changes nothing."""
    quotas.lock(invitation.edition)
    reread(invitation)
    if invitation.withdrawn_at is None:
        invitation.withdrawn_at = clock.now()
        history.record("invitation", invitation.code, "withdrawn", edition_id=invitation.edition_id)


def renew_link(invitation: Invitation) -> None:
    """Another link: the one before went to an address that is no longer this person's, and opens nothing any more."""
    token = new_token()
    invitation.token_hash, invitation.token_sealed = token.hash, token.sealed
    history.record("invitation", invitation.code, "link renewed", edition_id=invitation.edition_id)
