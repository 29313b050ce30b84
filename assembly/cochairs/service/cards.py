"""Verbs on the card of a day: a link is made, renewed and ended; the card goes to its readers by email."""

from __future__ import annotations

from datetime import date

from assembly import clock, history, mail
from assembly.cochairs import queries
from assembly.errors import DomainError
from assembly.extensions import db
from assembly.i18n import _l
from assembly.models import DayCard, Edition
from assembly.sealed import new_token


class DayOver(DomainError):
    """A link for a day that has gone by would show nothing."""

    sentence = _l("This day is over, so the day card can no longer be shared.")


def make_card(edition: Edition, day: date) -> DayCard:
    """Make a link for one day of the edition; the one there was opens nothing from now on. Raises DayOver."""
    end_card(edition, day)
    if day < clock.local_day(clock.now(), edition.zone):
        raise DayOver
    token = new_token()
    made = DayCard(edition=edition, day=day, token_hash=token.hash, token_sealed=token.sealed, made_at=clock.now())
    db.session.add(made)
    db.session.flush()
    history.record("day_card", str(made.id), "made", edition_id=edition.id, day=day.isoformat())
    return made


def end_card(edition: Edition, day: date) -> None:
    """End the link for one day. A second click changes nothing."""
    db.session.refresh(edition, with_for_update=True)
    known = queries.open_card(edition, day)
    if known is not None:
        known.ended_at = clock.now()
        history.record("day_card", str(known.id), "ended", edition_id=edition.id, day=day.isoformat())


def post_cards(edition: Edition, day: date, when: str) -> None:
    """Send the card of a day to everybody who has not had it, once in the `evening` and once in the `morning`.

    It carries a link: one is made where nobody has made or ended one yet.
    """
    db.session.refresh(edition, with_for_update=True)
    waiting = queries.without_mail(edition, day, when)
    if not waiting:
        return
    if queries.last_card(edition, day) is None:
        make_card(edition, day)
    for one in waiting:
        key = queries.mail_key(edition, day, when, one)
        facts = {"day": day.isoformat(), "when": when, "reader": one.key}
        if one.person_id is not None:
            recipient = mail.Recipient(one.person_id, one.lang, key, facts)
            mail.post_all("day_card", [recipient], edition=edition)
        else:
            mail.post_once("day_card", to=one.address, lang=one.lang, dedupe_key=key, facts=facts, edition=edition)
