"""Reads of what speakers were asked about their quotes."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from assembly.extensions import db
from assembly.models import Edition, Quote, QuoteAnswer, QuoteRequest, SpeakerInvitation
from assembly.speakers.facts import QuoteFacts


def request_of(quote: Quote) -> QuoteRequest | None:
    """What its speaker was asked last."""
    return db.session.scalars(select(QuoteRequest).where(QuoteRequest.quote_id == quote.id)).one_or_none()


def requests_of(quotes: Iterable[Quote]) -> dict[int, QuoteRequest]:
    """The same for several, by the id of the quote."""
    ids = [one.id for one in quotes]
    return {one.quote_id: one for one in db.session.scalars(select(QuoteRequest).where(QuoteRequest.quote_id.in_(ids)))}


def request_by_hash(token_hash: str) -> QuoteRequest | None:
    """The request a link opens."""
    return db.session.scalars(select(QuoteRequest).where(QuoteRequest.token_hash == token_hash)).one_or_none()


def waits_for_editor(request: QuoteRequest) -> bool:
    """Whether a speaker amended or refused the quote as it is now, so that an editor has to act."""
    asked_otherwise = request.answer in {QuoteAnswer.AMENDED, QuoteAnswer.REFUSED}
    return asked_otherwise and request.mark == QuoteFacts.of(request.quote).mark


def count_answers_to_read(edition: Edition) -> int:
    """How many quotes wait for an editor because their speakers want them otherwise or not at all."""
    mine = select(QuoteRequest).join(Quote).where(Quote.edition_id == edition.id, QuoteRequest.answer.is_not(None))
    return sum(waits_for_editor(one) for one in db.session.scalars(mine))


def address_known(quote: Quote) -> tuple[str, str]:
    """The email address and the language in which its speaker was invited; empty where nobody wrote to them."""
    mine = SpeakerInvitation.edition_id == quote.edition_id, SpeakerInvitation.person_id == quote.person_id
    found = db.session.execute(select(SpeakerInvitation.email, SpeakerInvitation.lang).where(*mine)).one_or_none()
    return (found.email, found.lang) if found else (quote.person.email or "", quote.person.mail_lang or "")
