"""What people agreed to, and what they have not been asked yet."""

from sqlalchemy import bindparam, exists, select

from assembly.extensions import db
from assembly.models import Consent, NoticeKind, Registration

_VALID = select(Consent).where(Consent.registration_id == bindparam("of"), Consent.ended_at.is_(None))
"Built once, as each email to a person asks for it."


def consents_of(registration: Registration) -> dict[NoticeKind, Consent]:
    """What the answers given here are now; a kind that is absent was never answered.

    The registration says whose they are: its row of a person may have become another's at another edition.
    """
    return {row.kind: row for row in db.session.scalars(_VALID, {"of": registration.id})}


def withdrawn_consents(registration: Registration) -> dict[NoticeKind, Consent]:
    """The yes somebody took back without another answer since, by its kind."""
    rows = db.session.scalars(
        select(Consent).where(Consent.registration_id == registration.id, Consent.ended_at.is_not(None))
    )
    latest = {row.kind: row for row in sorted(rows, key=lambda row: row.id)}
    valid = consents_of(registration)
    return {kind: row for kind, row in latest.items() if row.said_yes and kind not in valid}


def has_ever_answered(registration: Registration, kind: NoticeKind) -> bool:
    """Whether this person has said yes or no once, whatever became of it."""
    said = exists().where(
        Consent.registration_id == registration.id,
        Consent.person_id == registration.person_id,
        Consent.kind == kind,
    )
    return db.session.scalar(select(said)) or False


def unanswered(registration: Registration, kinds: tuple[NoticeKind, ...]) -> list[NoticeKind]:
    """Of these the ones this person has not answered."""
    said = consents_of(registration)
    return [kind for kind in kinds if kind not in said]
