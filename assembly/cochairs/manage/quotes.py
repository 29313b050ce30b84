"""Quotes on the desk: a co-chair approves the words, or sends them back and says why."""

from flask import flash, redirect, render_template, url_for

from assembly.cochairs.forms import SeenForm, SendBackForm
from assembly.cochairs.manage.blueprint import desk, signed_in_name
from assembly.errors import DomainError
from assembly.forms import Answer, refused_on, row_or_404
from assembly.i18n import _
from assembly.models import Edition, Quote
from assembly.security import Permission, needs
from assembly.speakers import board
from assembly.speakers.facts import QuoteFacts
from assembly.speakers.queries import sent_back
from assembly.speakers.service import quotes as quote_service
from assembly.transactions import fresh, writing


@desk.get("/quotes")
@needs(Permission.USE_DESK)
def quotes(edition: Edition) -> str:
    """All of them, those that wait for an approval first."""
    return _page(edition)


@desk.post("/quotes/<code>/approve")
@needs(Permission.USE_DESK)
def approve_quote(edition: Edition, code: str) -> Answer:
    """Approve the words that were shown, in the name of whoever is signed in."""
    quote, form = row_or_404(Quote, edition, code), SeenForm()
    if form.validate_on_submit():
        with refused_on(lambda refusal: _page(edition, refusal)):
            with writing():
                row = fresh(quote)
                quote_service.approve_quote(row, by=signed_in_name()[:80], seen=form.seen.data)
            flash(_("Quote approved. The public can now read it."), "ok")
    return redirect(url_for(".quotes", edition=edition), 303)


@desk.route("/quotes/<code>/send-back", methods=["GET", "POST"])
@needs(Permission.USE_DESK)
def send_back(edition: Edition, code: str) -> Answer:
    """Say what should be changed; an approved quote is no longer public then."""
    quote, form, refusal = row_or_404(Quote, edition, code), SendBackForm(), None
    if not form.is_submitted():
        form.seen.data = QuoteFacts.of(quote).mark
    elif form.validate():
        try:
            with writing():
                row = fresh(quote)
                quote_service.send_back_quote(row, form.comment.data, by=signed_in_name(), seen=form.seen.data)
            flash(_("The quote has been sent back. The organisers can see your comment with it."), "ok")
            return redirect(url_for(".quotes", edition=edition), 303)
        except DomainError as why:
            refusal, quote = why, row_or_404(Quote, edition, code)
            form.seen.data = QuoteFacts.of(quote).mark
    page = render_template("cochairs/manage/send_back.html", quote=quote, form=form, refusal=refusal)
    return page, refusal.status if refusal else 422 if form.is_submitted() else 200


def _page(edition: Edition, refusal: DomainError | None = None) -> str:
    rows = board.quotes(edition)
    return render_template(
        "cochairs/manage/quotes.html",
        quotes=sorted(rows, key=lambda one: one.approved_at is not None),
        returned=sent_back(rows),
        marks={one.id: QuoteFacts.of(one).mark for one in rows},
        form=SeenForm(formdata=None),
        refusal=refusal,
    )
