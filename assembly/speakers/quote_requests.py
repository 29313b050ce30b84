"""Reads of what speakers were asked about their quotes."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, select

from assembly.extensions import db, read_one
from assembly.models import Edition, Entry, Quote, QuoteAnswer, QuoteRequest, SpeakerInvitation
from assembly.speakers.facts import QuoteFacts

DEALT_WITH = "answer dealt with"
"What the history says of a quote when an editor has dealt with an answer otherwise than by approving or asking again."


def request_of(quote: Quote) -> QuoteRequest | None:
    """What its speaker was asked last."""
    return read_one(select(QuoteRequest).where(QuoteRequest.quote_id == quote.id))


def requests_of(quotes: Iterable[Quote]) -> dict[int, QuoteRequest]:
    """The same for several, by the id of the quote."""
    ids = [one.id for one in quotes]
    return {one.quote_id: one for one in db.session.scalars(select(QuoteRequest).where(QuoteRequest.quote_id.in_(ids)))}


def request_by_hash(token_hash: str) -> QuoteRequest | None:
    """The request a link opens."""
    return read_one(select(QuoteRequest).where(QuoteRequest.token_hash == token_hash))


def is_objection(request: QuoteRequest) -> bool:
    """Whether a speaker amended or refused the quote as it is now, and nobody has approved it or asked again since."""
    if request.is_waiting or request.answer not in {QuoteAnswer.AMENDED, QuoteAnswer.REFUSED}:
        return False
    return request.quote.approved_at is None and request.mark == QuoteFacts.of(request.quote).mark


def waiting_for_editor(requests: Iterable[QuoteRequest]) -> set[int]:
    """Of which quotes, by id, an editor has not yet dealt with an objection."""
    objections = [one for one in requests if is_objection(one)]
    if not objections:
        return set()
    dealt_with = _dealt_with(str(one.quote_id) for one in objections)
    return {
        one.quote_id
        for one in objections
        if one.answered_at is not None
        and (str(one.quote_id) not in dealt_with or dealt_with[str(one.quote_id)] < one.answered_at)
    }


def _dealt_with(ids: Iterable[str]) -> dict[str, datetime]:
    """When an editor last dealt with an answer, by the id of the quote as the history writes it."""
    mine = Entry.noun == "quote", Entry.noun_ref.in_(list(ids)), Entry.verb == DEALT_WITH
    rows = db.session.execute(select(Entry.noun_ref, func.max(Entry.at)).where(*mine).group_by(Entry.noun_ref))
    return dict(rows.all())


def count_answers_to_read(edition: Edition) -> int:
    """How many quotes wait for an editor because their speakers want them otherwise or not at all."""
    mine = select(QuoteRequest).join(Quote).where(Quote.edition_id == edition.id, QuoteRequest.answer.is_not(None))
    return len(waiting_for_editor(db.session.scalars(mine)))


def address_known(quote: Quote) -> tuple[str, str]:
    """The email address and the language in which its speaker was invited; empty where nobody wrote to them."""
    mine = SpeakerInvitation.edition_id == quote.edition_id, SpeakerInvitation.person_id == quote.person_id
    found = db.session.execute(select(SpeakerInvitation.email, SpeakerInvitation.lang).where(*mine)).one_or_none()
    return (found.email, found.lang) if found else (quote.person.email or "", quote.person.mail_lang or "")
