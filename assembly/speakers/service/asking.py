"""Verbs on the question to speakers whether they approve their quotes."""

from dataclasses import dataclass, replace
from hashlib import sha256

from sqlalchemy import select

from assembly import clock, history, mail
from assembly.errors import ChangedMeanwhile, Untranslated, check_unchanged
from assembly.extensions import db, read_one
from assembly.i18n import LANGUAGES
from assembly.models import Quote, QuoteAnswer, QuoteRequest
from assembly.sealed import new_token
from assembly.speakers import quote_requests
from assembly.speakers.facts import QuoteFacts
from assembly.speakers.service.quotes import approve_quote, change_quote, withdraw_approval
from assembly.transactions import lock_row, locked

MAIL = "quote_approval"


@dataclass(frozen=True, slots=True)
class SpeakerAnswer:
    """What a speaker says of their quote: the answer, their own wording and a comment."""

    answer: QuoteAnswer
    amended: str = ""
    comment: str = ""


def ask_speaker(quote: Quote, *, email: str, lang: str, seen: str) -> QuoteRequest:
    """Email the speaker a link of this quote alone; a link sent before no longer works, its answer stays till the next.

    `seen` is the mark of the request on the page. A second press sends nothing. Raises Untranslated, and
    ChangedMeanwhile where the speaker has answered since or was asked at another address.
    """
    quote = lock_row(quote)
    if quote.words.missing():
        raise Untranslated(languages=quote.words.missing())
    request = read_one(select(QuoteRequest).where(QuoteRequest.quote_id == quote.id))
    if request is not None and request_mark(request) != seen:
        if request.is_waiting and (request.email, request.lang) == (email, lang):
            return request
        raise ChangedMeanwhile
    token = new_token()
    if request is None:
        request = QuoteRequest(quote=quote)
        db.session.add(request)
    request.email, request.lang, request.sent_at = email, lang, clock.now()
    request.token_hash, request.token_sealed = token.hash, token.sealed
    db.session.flush()
    mail.post(
        MAIL,
        to=quote.person,
        at=email,
        lang=lang,
        dedupe_key=f"{MAIL}:{link_mark(request)}",
        facts={"quote": quote.code, "link": link_mark(request)},
        edition=quote.edition,
    )
    history.record("quote", str(quote.id), "speaker asked", edition_id=quote.edition_id)
    return request


def link_mark(request: QuoteRequest | None) -> str:
    """Which link was sent last; nothing that opens it."""
    return request.token_hash[:16] if request else ""


def request_mark(request: QuoteRequest | None) -> str:
    """A digest of the question as a page shows it: which link was sent last, and when it was answered."""
    if request is None:
        return ""
    answered = request.answered_at.isoformat() if request.answered_at else ""
    return sha256(f"{request.token_hash} {answered}".encode()).hexdigest()[:16]


def answer_request(request: QuoteRequest, said: SpeakerAnswer, *, seen: str) -> None:
    """Take what a speaker says: approved words are public, words amended or refused no longer are.

    Raises ChangedMeanwhile where the quote is not the one `seen`, and Untranslated.
    """
    quote = db.session.scalars(locked(select(Quote).where(Quote.id == request.quote_id))).one()
    db.session.refresh(request)
    check_unchanged(QuoteFacts.of(quote).mark, seen)
    amended = said.amended if said.answer is QuoteAnswer.AMENDED else ""
    if said.answer is QuoteAnswer.APPROVED:
        approve_quote(quote, by=quote.said_by[:80])
    else:
        withdraw_approval(quote)
    same = (request.answer, request.amended, request.comment, request.mark) == (
        said.answer,
        amended,
        said.comment,
        seen,
    )
    if same and not request.is_waiting:
        return
    request.answer, request.answered_at = said.answer, clock.now()
    request.amended, request.comment, request.mark = amended, said.comment, seen
    history.record("quote", str(quote.id), f"speaker {said.answer.value}", edition_id=quote.edition_id)


def deal_with_answer(request: QuoteRequest, *, seen: str) -> None:
    """Note that an editor has dealt with an answer, so that it is no longer to do. Raises ChangedMeanwhile.

    `seen` is the mark of the request on the page. Pressed again it is noted once.
    """
    quote = db.session.scalars(locked(select(Quote).where(Quote.id == request.quote_id))).one()
    db.session.refresh(request)
    check_unchanged(request_mark(request), seen)
    if quote_requests.waiting_for_editor([request]):
        history.record("quote", str(quote.id), quote_requests.DEALT_WITH, edition_id=quote.edition_id)


def use_amended(request: QuoteRequest, *, seen: str) -> None:
    """Put the speaker's own wording into the quote; its translation is then to be checked, and both approved.

    Raises ChangedMeanwhile where the quote is not the one they amended.
    """
    facts, lang = QuoteFacts.of(request.quote), request.spoken_in
    if not request.amended or request.mark != seen:
        raise ChangedMeanwhile
    if lang in LANGUAGES:
        changed = replace(facts, words=replace(facts.words, **{lang: request.amended}))
    else:
        changed = replace(facts, original=request.amended)
    change_quote(request.quote, changed, seen=seen)
