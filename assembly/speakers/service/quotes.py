"""Verbs on quotes: words, and whether whoever said them agrees."""

from sqlalchemy import delete, func, select

from assembly import clock, history
from assembly.errors import ChangedMeanwhile, Untranslated, check_unchanged
from assembly.extensions import db, read_all, read_one
from assembly.models import Bilingual, Edition, Mandate, Quote, QuoteRequest, QuoteReturn
from assembly.sealed import new_code
from assembly.speakers import board
from assembly.speakers.facts import QuoteFacts
from assembly.transactions import lock_row
from assembly.values import move_in_line


def add_quote(
    edition: Edition, mandate: Mandate, words: Bilingual, *, original_lang: str, source: str, position: int = 0
) -> Quote:
    """Words of somebody in office; `original_lang` is ISO 639, `und` if not recorded. Not public until approved."""
    quote = Quote(
        code=new_code(),
        edition=edition,
        person=mandate.person,
        mandate=mandate,
        words=words,
        original_lang=original_lang,
        source=source,
        position=position,
    )
    db.session.add(quote)
    db.session.flush()
    history.record("quote", str(quote.id), "added", edition_id=edition.id)
    return quote


def enter_quote(edition: Edition, facts: QuoteFacts) -> Quote:
    """The same from a form, after those that are there; one that says exactly this is there once."""
    db.session.refresh(edition, with_for_update=True)
    mine = read_all(select(Quote).where(Quote.edition_id == edition.id))
    known = next((one for one in mine if QuoteFacts.of(one) == facts), None)
    if known is not None:
        return known
    last = db.session.scalar(select(func.max(Quote.position)).where(Quote.edition_id == edition.id))
    mandate = db.session.get_one(Mandate, facts.mandate_id)
    quote = add_quote(
        edition,
        mandate,
        facts.words,
        original_lang=facts.original_lang,
        source=facts.source,
        position=0 if last is None else last + 1,
    )
    facts.write(quote)
    return quote


def change_quote(quote: Quote, facts: QuoteFacts, *, seen: str) -> bool:
    """Correct it: whoever approved it approved other words, so it has to be approved again. Returns whether it was.

    Raises ChangedMeanwhile.
    """
    quote = lock_row(quote)
    if not facts.differs(QuoteFacts.of(quote), seen):
        return False
    facts.write(quote)
    quote.person_id = db.session.get_one(Mandate, facts.mandate_id).person_id
    history.record("quote", str(quote.id), "corrected", edition_id=quote.edition_id)
    was_approved = quote.approved_at is not None
    if was_approved:
        withdraw_approval(quote)
    return was_approved


def approve_quote(quote: Quote, *, by: str, seen: str | None = None) -> None:
    """Whoever said it, or speaks for them, agrees to these words in both languages; approved once is approved.

    Raises Untranslated, and ChangedMeanwhile where the words are not those `seen` (None: whatever they are).
    """
    quote = lock_row(quote)
    if quote.approved_at is not None:
        return
    if seen is not None and QuoteFacts.of(quote).mark != seen:
        raise ChangedMeanwhile
    if quote.words.missing():
        raise Untranslated(languages=quote.words.missing())
    quote.approved_at, quote.approved_by = clock.now(), by
    history.record("quote", str(quote.id), "approved", edition_id=quote.edition_id, by=by)


def withdraw_approval(quote: Quote) -> None:
    """It is no longer public; the history keeps who had approved it."""
    if quote.approved_at is None:
        return
    history.record("quote", str(quote.id), "approval withdrawn", edition_id=quote.edition_id, by=quote.approved_by)
    quote.approved_at, quote.approved_by = None, ""


def move_quote(quote: Quote, *, up: bool) -> None:
    """Put it one place up or down in the order of public pages and report; at the end of the line nothing happens."""
    db.session.refresh(quote.edition, with_for_update=True)
    db.session.expire(quote)  # it was read before the turn was ours
    if move_in_line(board.quotes(quote.edition), quote, up=up):
        history.record("quote", str(quote.id), "moved", edition_id=quote.edition_id, up=up)


def send_back_quote(quote: Quote, comment: str, *, by: str, seen: str) -> None:
    """A co-chair wants other words, and says which. An approval no longer holds; the same sent again is there once.

    Raises ChangedMeanwhile where the words are not those `seen`.
    """
    quote = lock_row(quote)
    mark = QuoteFacts.of(quote).mark
    check_unchanged(mark, seen)
    withdraw_approval(quote)
    same = select(QuoteReturn).where(QuoteReturn.quote_id == quote.id, QuoteReturn.mark == mark)
    last = read_one(same.order_by(QuoteReturn.id.desc()).limit(1))
    if last is None or (last.comment, last.by) != (comment, by):
        db.session.add(QuoteReturn(quote_id=quote.id, mark=mark, comment=comment, by=by, at=clock.now()))
        history.record("quote", str(quote.id), "sent back", edition_id=quote.edition_id)


def remove_quote(quote: Quote) -> None:
    """It is gone from every page, and a published report no longer shows it."""
    history.record("quote", str(quote.id), "removed", edition_id=quote.edition_id)
    for table in (QuoteReturn, QuoteRequest):
        db.session.execute(delete(table).where(table.quote_id == quote.id))
    db.session.delete(quote)
