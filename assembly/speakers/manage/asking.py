"""Asking speakers by email whether they approve their quotes, and using what they answered."""

from collections.abc import Callable

from flask import abort, flash, redirect, url_for
from werkzeug.wrappers import Response

from assembly.errors import ChangedMeanwhile, DomainError
from assembly.extensions import db
from assembly.forms import Answer, lead_to, row_or_404
from assembly.i18n import _
from assembly.models import Edition, Quote
from assembly.security import Permission, needs
from assembly.speakers import quote_requests
from assembly.speakers.forms.words import AskSpeakerForm, SeenForm
from assembly.speakers.manage.quoting import page_with, quotes
from assembly.speakers.service import asking
from assembly.transactions import fresh, writing


@quotes.post("/<code>/ask")
@needs(Permission.PUBLISH)
def ask(edition: Edition, code: str) -> Answer:
    """Email the speaker the link of this quote."""
    quote, form, refusal = row_or_404(Quote, edition, code), AskSpeakerForm(), None
    if form.validate_on_submit():
        try:
            with writing():
                row = fresh(quote)
                asking.ask_speaker(row, email=form.email.data, lang=form.lang.data, seen=form.seen.data or "")
            return lead_to(".one", _("The speaker has been asked by email."), edition=edition, code=code)
        except DomainError as why:
            refusal = why
    quote = row_or_404(Quote, edition, code)
    if isinstance(refusal, ChangedMeanwhile):  # the next press has seen what is there now
        form.seen.data = asking.request_mark(quote_requests.request_of(quote))
    return page_with(edition, quote, refusal, asking=form), refusal.status if refusal else 422


@quotes.post("/<code>/use-wording")
@needs(Permission.PUBLISH)
def use_wording(edition: Edition, code: str) -> Response:
    """Put the speaker's own wording into the quote."""
    said = _("The quote now uses the speaker’s wording. Check the translation, then ask for approval.")
    return _after_answer(edition, code, asking.use_amended, said, "wait")


@quotes.post("/<code>/dealt-with")
@needs(Permission.PUBLISH)
def dealt_with(edition: Edition, code: str) -> Response:
    """Take the speaker's answer off the things to do."""
    return _after_answer(edition, code, asking.deal_with_answer, _("The answer is marked as dealt with."), "ok")


def _after_answer(edition: Edition, code: str, change: Callable[..., None], said: str, tone: str) -> Response:
    """Do this with a speaker's answer as the page showed it, and say so or why not."""
    quote, form = row_or_404(Quote, edition, code), SeenForm()
    request = quote_requests.request_of(quote) or abort(404)
    if form.validate_on_submit():
        try:
            with writing():
                change(db.session.merge(request), seen=form.seen.data or "")
            flash(said, tone)
        except DomainError as refusal:
            flash(str(refusal), "wait")
    return redirect(url_for(".one", edition=edition, code=code), 303)
