"""Reads of alerts."""

from sqlalchemy import ColumnElement, Select, and_, exists, func, select

from assembly import clock
from assembly.extensions import db, read_all, read_one
from assembly.models import Edition, Mail, MailState, OnlineAlert, Recording, Track, TrackState
from assembly.recordings.queries.watching import is_public

CONFIRM, ONLINE = "recording_alert_confirm", "recording_online"
"The two emails an alert may cause."
_DONE = (MailState.SENT, MailState.FAILED, MailState.DROPPED)
AT_ONCE = 100


def alert_by_token(hashed: str) -> OnlineAlert | None:
    """One that has not ended, by the hash of its link."""
    return read_one(select(OnlineAlert).where(OnlineAlert.token_hash == hashed, OnlineAlert.ends_at > clock.now()))


def alerts_due() -> list[int]:
    """The next of them (ids) whose email is due."""
    return read_all(_due().order_by(OnlineAlert.id).limit(AT_ONCE))


def is_due(alert_id: int) -> bool:
    """Whether the email of this one is due."""
    return db.session.scalar(_due().where(OnlineAlert.id == alert_id)) is not None


def _due() -> Select[int]:
    """Match confirmed ones of which the language is online for everybody."""
    online = select(Track.id).where(
        Track.recording_id == OnlineAlert.recording_id, Track.lang == OnlineAlert.lang, Track.state == TrackState.ONLINE
    )
    return (
        select(OnlineAlert.id)
        .join(Recording)
        .join(Edition)
        .where(
            Edition.is_announced,
            OnlineAlert.confirmed_at.is_not(None),
            OnlineAlert.ends_at > clock.now(),
            online.exists(),
        )
        .where(is_public())
    )


def is_something_to_forget() -> bool:
    """Whether an alert has ended, or an email of one has left and still names its address."""
    ended = exists().where(OnlineAlert.ends_at <= clock.now())
    return bool(db.session.scalar(select(ended | exists().where(emails_over()))))


def emails_over() -> ColumnElement[bool]:
    """Match the emails of alerts that have left, or never will, and still name an address."""
    return and_(Mail.template.in_((CONFIRM, ONLINE)), Mail.to_address.is_not(None), Mail.state.in_(_DONE))


def waiting_by_language(recording: Recording) -> dict[str, int]:
    """How many wait for each language; never who."""
    rows = select(OnlineAlert.lang, func.count()).where(
        OnlineAlert.recording_id == recording.id, OnlineAlert.confirmed_at.is_not(None)
    )
    return {row[0]: row[1] for row in db.session.execute(rows.group_by(OnlineAlert.lang))}
