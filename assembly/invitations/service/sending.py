"""Sending invitations and reminders: each person once, five hundred in a transaction."""

from collections.abc import Sequence

from sqlalchemy import update

from assembly import clock, history, mail
from assembly.access.service import invitation_links
from assembly.errors import DomainError
from assembly.extensions import db
from assembly.i18n import _l
from assembly.invitations.queries import due as due_invitations
from assembly.mail import Recipient
from assembly.models import Edition, Invitation
from assembly.quotas import service as quotas

CHUNK = 100


class NotPublicYet(DomainError):
    """The links of an invitation lead to pages that are not there for whoever gets it."""

    sentence = _l("Invitations can be sent once the assembly is public, so that the people invited can see its pages.")


def send_next(edition: Edition) -> int:
    """Put the next invitations into the outbox; how many there were, none when all are sent. Raises NotPublicYet."""
    _lock(edition)
    found = due_invitations.to_send(edition, CHUNK) if edition.is_ahead else []
    _post(edition, "invitation", found)
    _touch(found, sent_at=clock.now())
    return len(found)


def remind_next(edition: Edition) -> int:
    """Remind the next of those who have not answered, none of them twice within a day; how many there were.

    Raises NotPublicYet.
    """
    _lock(edition)
    found = due_invitations.to_remind(edition, CHUNK) if edition.is_ahead else []
    _post(edition, "invitation_reminder", found)
    _touch(found, reminded_at=clock.now())
    return len(found)


def send_one(invitation: Invitation, *, seen: int) -> None:
    """The invitation by mail, once more if it was sent before: somebody has lost it. `seen` is the version on the page
    whose button was pressed, so that a second click sends nothing. Raises NotPublicYet."""
    _lock(invitation.edition)
    invitation_links.reread(invitation)
    if invitation.version == seen and invitation.is_open and invitation.edition.is_ahead and invitation.person.email:
        _post(invitation.edition, "invitation", [invitation])
        invitation.sent_at = clock.now()


def _lock(edition: Edition) -> None:
    """One after the other, and not while it is hidden: hiding waits for the same lock."""
    quotas.lock(edition)
    db.session.refresh(edition, ["is_announced"])
    if not edition.is_announced:
        raise NotPublicYet


def _post(edition: Edition, kind: str, found: Sequence[Invitation]) -> None:
    recipients = [
        Recipient(one.person_id, one.lang, f"{kind}:{one.code}:{one.version}", {"invitation": one.code})
        for one in found
    ]
    mail.post_all(kind, recipients, edition=edition)
    if found:
        history.record("edition", edition.slug, f"{kind} sent", edition_id=edition.id, count=len(found))


def _touch(found: Sequence[Invitation], **values: object) -> None:
    ids = [one.id for one in found]
    values["version"] = Invitation.version + 1  # what another page shows is old now
    db.session.execute(update(Invitation).where(Invitation.id.in_(ids)).values(**values))
