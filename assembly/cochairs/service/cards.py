"""Verbs on the card of a day: the link of one co-chair is made, renewed and ended; the card is emailed to them all."""

from datetime import date

from assembly import clock, history, mail
from assembly.cochairs import readers
from assembly.cochairs.readers import Reader
from assembly.errors import DomainError
from assembly.extensions import db
from assembly.i18n import _l
from assembly.models import DayCard, Edition
from assembly.sealed import new_token


class DayOver(DomainError):
    """A link for a day that has gone by would show nothing."""

    sentence = _l("This day is over, so the day card can no longer be shared.")


def make_card(edition: Edition, day: date, reader: Reader) -> DayCard:
    """Make a link of their own for a co-chair; the one they had for this day opens nothing from now on.

    Raises DayOver.
    """
    end_card(edition, day, reader)
    if day < clock.local_day(clock.now(), edition.zone):
        raise DayOver
    token = new_token()
    made = DayCard(
        edition=edition,
        user_id=reader.user_id,
        person_id=reader.person_id,
        day=day,
        token_hash=token.hash,
        token_sealed=token.sealed,
        made_at=clock.now(),
    )
    db.session.add(made)
    db.session.flush()
    _note(made, "made", reader)
    return made


def end_card(edition: Edition, day: date, reader: Reader) -> None:
    """End the link a co-chair has for one day; those of the others stay. A second click changes nothing."""
    db.session.refresh(edition, with_for_update=True)
    for card in readers.open_cards(edition, day, reader):
        card.ended_at = clock.now()
        _note(card, "ended", reader)


def post_cards(edition: Edition, day: date, when: str) -> None:
    """Send the card of a day to everybody who has not had it, once in the `evening` and once in the `morning`.

    Each carries a link of its reader's own: one is made where none has been made or ended for them yet.
    """
    db.session.refresh(edition, with_for_update=True)
    for one in readers.without_mail(edition, day, when):
        if readers.last_card(edition, day, one) is None:
            make_card(edition, day, one)
        key = readers.mail_key(edition, day, when, one)
        facts = {"day": day.isoformat(), "when": when, "reader": one.key}
        if one.person_id is not None:
            recipient = mail.Recipient(one.person_id, one.lang, key, facts)
            mail.post_all("day_card", [recipient], edition=edition)
        else:
            mail.post_once("day_card", to=one.address, lang=one.lang, dedupe_key=key, facts=facts, edition=edition)


def _note(card: DayCard, verb: str, reader: Reader) -> None:
    facts = {"day": card.day.isoformat(), "reader": reader.key}
    history.record("day_card", str(card.id), verb, edition_id=card.edition_id, **facts)
