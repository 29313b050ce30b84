"""What happens by the clock: reminders, and registrations that follow what the office changes in the programme."""

from datetime import datetime, time, timedelta

from assembly import clock
from assembly.extensions import db, tasks
from assembly.models import SpeakerInvitation
from assembly.speaker_invitations import queries
from assembly.speaker_invitations.service import inviting, registering
from assembly.speaker_invitations.service.locking import hold
from assembly.transactions import writing

REMINDERS = (7, 2)
"Days before the last day for an answer on which a reminder is sent."
_AT = time(9)
"On the clocks of the edition: nobody is written to at night."
_LATEST = timedelta(hours=12)
"How late a reminder still leaves after a long outage."
_NOT_AFTER = timedelta(days=1)
"Nobody is reminded so soon after the invitation."


def due(invitation: SpeakerInvitation, now: datetime) -> bool:
    """Whether an automatic reminder is to be sent now: on one of its days, unless one of that day has been sent."""
    for days in REMINDERS:
        wall = datetime.combine(invitation.answer_by_on - timedelta(days=days), _AT)
        at = clock.from_local(wall, invitation.edition.zone)
        is_time = at <= now < at + _LATEST and invitation.sent_at is not None and invitation.sent_at < at - _NOT_AFTER
        if is_time and (invitation.reminded_at is None or invitation.reminded_at < at):
            return True
    return False


@tasks.job(every_minute=True)
def remind_speakers() -> None:
    """Remind those from whom something is missing: one transaction for each."""
    now = clock.now()
    found = [one.id for one in queries.unanswered() if due(one, now) and queries.asks(one)]
    for invitation_id in found:
        with writing():
            inviting.remind(db.session.get_one(SpeakerInvitation, invitation_id))
    db.session.rollback()


@tasks.job(every_minute=True)
def register_speakers() -> None:
    """Let registrations follow the programme: one transaction for each speaker it concerns."""
    for invitation_id in queries.unsettled():
        with writing():
            invitation = db.session.get_one(SpeakerInvitation, invitation_id)
            hold(invitation)
            registering.settle(invitation)
    db.session.rollback()
