"""The public list of participants: those who said yes to it, while they take part."""

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload

from assembly.extensions import read_all
from assembly.models import Consent, Edition, NoticeKind, Registration, State


def participants(edition: Edition) -> list[Registration]:
    """List the confirmed registrations of people whose name may be public, by family name."""
    agreed = exists().where(
        Consent.registration_id == Registration.id,
        Consent.kind == NoticeKind.LISTING,
        Consent.said_yes,
        Consent.ended_at.is_(None),
    )
    return read_all(
        select(Registration)
        .where(
            Registration.edition_id == edition.id,
            Registration.state == State.CONFIRMED,
            Registration.merged_into_id.is_(None),
            agreed,
        )
        .order_by(Registration.folded, Registration.id)
        .options(joinedload(Registration.community))
    )
