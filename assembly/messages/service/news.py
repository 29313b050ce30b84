"""Leaving the news: a link for each person, and the wish it stands for. What concerns a registration still comes."""

from sqlalchemy import select

from assembly import clock, history
from assembly.extensions import db
from assembly.models import Consent, NoticeKind, Person, Subscription
from assembly.sealed import new_token
from assembly.transactions import insert_once


def subscribe(people: list[int]) -> None:
    """Make the link of each of these people who has none; who left stays away."""
    known = set(db.session.scalars(select(Subscription.person_id).where(Subscription.person_id.in_(people))))
    fresh = []
    for person_id in people:
        if person_id not in known:
            token = new_token()
            fresh.append({"person_id": person_id, "token_hash": token.hash, "token_sealed": token.sealed})
    if fresh:
        db.session.execute(insert_once(Subscription), fresh)


def leave(subscription: Subscription) -> None:
    """Send this person no more news, nor whom they turned out to be; said twice it is the same.

    A yes they gave ends with it, so that their page, their file and the deletion of addresses say the same.
    """
    db.session.refresh(subscription, with_for_update=True)
    subscription.ended_at = subscription.ended_at or clock.now()
    given = select(Consent).where(
        Consent.person_id == subscription.person_id,
        Consent.kind == NoticeKind.NEWS,
        Consent.said_yes,
        Consent.ended_at.is_(None),
    )
    for consent in db.session.scalars(given):
        consent.ended_at = clock.now()
        registration = consent.registration
        history.record(
            "consent", registration.code, "withdrawn", edition_id=registration.edition_id, kind=NoticeKind.NEWS.value
        )
    standing = db.session.scalars(select(Person.merged_into_id).where(Person.id == subscription.person_id)).one()
    if standing is not None:
        leave(db.session.get_one(Subscription, standing))
