"""The page behind the link a speaker gets about a quote: it opens that one question and nothing else."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for

from assembly import limiter
from assembly.errors import ChangedMeanwhile, DomainError
from assembly.extensions import csrf
from assembly.forms import Answer
from assembly.history import set_actor
from assembly.i18n import _
from assembly.models import QuoteAnswer, QuoteRequest
from assembly.sealed import token_hash
from assembly.security import public
from assembly.speakers import quote_requests
from assembly.speakers.facts import QuoteFacts
from assembly.speakers.forms.words import QuoteAnswerForm
from assembly.speakers.service import asking
from assembly.transactions import fresh, writing
from assembly.web import link_not_valid

own = Blueprint("own_quote", __name__, url_prefix="/<lang:lang>/quote")
FROM_ONE_VISITOR = "60 per hour"


@own.route("/<token>", methods=["GET", "POST"])
@csrf.exempt  # type: ignore[untyped-decorator]  # the form checks its own token, so that a page open for too long gives back what was typed
@public(cached=False)
def page(token: str) -> Response | Answer:
    """The words with a question; mail scanners open links, people answer. An answer may be changed."""
    request = quote_requests.request_by_hash(token_hash(token))
    if request is None:
        return link_not_valid()
    form, refusal = QuoteAnswerForm(), None
    form.words = request.spoken
    if form.is_submitted():
        limiter.spend(FROM_ONE_VISITOR, "quote answers from", limiter.visitor())
        if form.validate():
            try:
                _take(request, form)
                return redirect(url_for(".page", token=token), 303)
            except DomainError as why:
                refusal = why
    else:
        _show(form, request)
    request = fresh(request)
    if isinstance(refusal, ChangedMeanwhile):  # the next press has seen what is there now
        form.seen.data = QuoteFacts.of(request.quote).mark
        if form.answer.data != QuoteAnswer.AMENDED:  # their own wording is theirs; otherwise these are the old words
            form.amended.data = request.spoken
    status = refusal.status if refusal else 400 if form.csrf_failed else 422 if form.errors else 200
    return render_template(
        "speakers/public/quote.html",
        edition=request.quote.edition,
        token=token,
        quote=request.quote,
        asked=request,
        form=form,
        refusal=refusal,
        is_answered=not request.is_waiting and request.mark == QuoteFacts.of(request.quote).mark,
        has_changed=isinstance(refusal, ChangedMeanwhile),
    ), status


def _take(request: QuoteRequest, form: QuoteAnswerForm) -> None:
    """Write the answer down and thank for it."""
    set_actor(f"quote:{request.quote.code}")
    with writing():
        asking.answer_request(fresh(request), form.said, seen=form.seen.data or "")
    thanks = {
        QuoteAnswer.APPROVED: _("Thank you. Your quote is approved."),
        QuoteAnswer.AMENDED: _("Thank you. The organisers will check your wording and ask you again."),
        QuoteAnswer.REFUSED: _("Your answer is saved. The quote is not shown to the public."),
    }
    flash(thanks[form.said.answer], "ok")


def _show(form: QuoteAnswerForm, request: QuoteRequest) -> None:
    """Fill in the answer that was given to these words."""
    form.seen.data = QuoteFacts.of(request.quote).mark
    is_current = request.mark == form.seen.data
    form.answer.data = request.answer.value if request.answer and is_current else ""
    form.amended.data = (request.amended if is_current else "") or request.spoken
    form.comment.data = request.comment if is_current else ""
