"""The public list of participants: those who said yes to it, while they take part."""

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload

from assembly.extensions import db
from assembly.fold import fold
from assembly.formats import country
from assembly.models import Consent, Edition, NoticeKind, Registration, State


def participants(edition: Edition, search: str = "") -> list[Registration]:
    """List the confirmed registrations of people whose name may be public, by family name: all, or those whose line on
    the page holds every word of a search. Nothing else of them is searched, so that nothing else can be guessed.
    """
    agreed = exists().where(
        Consent.registration_id == Registration.id,
        Consent.kind == NoticeKind.LISTING,
        Consent.said_yes,
        Consent.ended_at.is_(None),
    )
    listed = db.session.scalars(
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
    words = fold(search).split()
    return [one for one in listed if not words or all(word in _line(one) for word in words)]


def _line(one: Registration) -> str:
    place = one.community
    names = [place.native_name, place.names.en, place.names.fr, country(place.country)] if place else [one.org_text]
    return fold(" ".join([one.badge_name, one.function, *filter(None, names)]))
