"""The quotes of an edition: entered, approved, corrected; the public reads those that are approved."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from assembly.agenda.queries import draft
from assembly.errors import ChangedMeanwhile, DomainError
from assembly.formats import LANGUAGES_OF_EUROPE, in_line, language
from assembly.forms import Answer, lead_to, press, row_or_404
from assembly.i18n import _
from assembly.models import Edition, Quote
from assembly.security import Permission, needs
from assembly.speakers import board, quote_requests
from assembly.speakers.facts import QuoteFacts
from assembly.speakers.forms.words import NOT_RECORDED, ApprovalForm, AskSpeakerForm, QuoteForm
from assembly.speakers.queries import sent_back
from assembly.speakers.service import quotes as quote_service
from assembly.speakers.service.asking import request_mark
from assembly.transactions import fresh, writing

quotes = Blueprint("quotes_office", __name__, url_prefix="/<lang:lang>/manage/<edition:edition>/quotes")


@quotes.get("/")
@needs(Permission.PUBLISH)
def listing(edition: Edition) -> str:
    """All of them in the order of the report, and who approved which."""
    rows = board.quotes(edition)
    requests = quote_requests.requests_of(rows)
    return render_template(
        "speakers/manage/quotes.html",
        quotes=rows,
        returned=sent_back(rows),
        waiting={key for key, one in requests.items() if one.is_waiting},
        answered={key: one.answer for key, one in requests.items() if quote_requests.is_objection(one)},
    )


@quotes.route("/add", methods=["GET", "POST"])
@needs(Permission.PUBLISH)
def add(edition: Edition) -> Answer:
    """One more, not public until it is approved."""
    form = _form(edition, None)
    if not form.validate_on_submit():
        return _page(form, None), 422 if form.is_submitted() else 200
    with writing():
        quote_service.enter_quote(fresh(edition), form.facts)
    return lead_to(".listing", _("Saved. It will not be public until it is approved."), edition=edition)


@quotes.route("/<code>", methods=["GET", "POST"])
@needs(Permission.PUBLISH)
def one(edition: Edition, code: str) -> Answer:
    """Correct it; corrected words have to be approved again."""
    quote = row_or_404(Quote, edition, code)
    form = _form(edition, quote)
    if not form.is_submitted():
        form.show(QuoteFacts.of(quote))
        return _page(form, quote), 200
    if not form.validate():
        return _page(form, quote), 422
    try:
        with writing():
            again = quote_service.change_quote(fresh(quote), form.facts, seen=form.seen.data)
    except ChangedMeanwhile as refusal:
        quote = row_or_404(Quote, edition, code)
        theirs = form.differing(QuoteFacts.of(quote))
        return _page(form, quote, refusal, theirs=theirs), refusal.status
    flash(
        _("Saved. The corrected quote needs to be approved again.") if again else _("Saved."), "wait" if again else "ok"
    )
    return redirect(url_for(".one", edition=edition, code=code), 303)


@quotes.post("/<code>/approve")
@needs(Permission.PUBLISH)
def approve(edition: Edition, code: str) -> Answer:
    """Note who approved these words, and when; from now on the public reads them."""
    quote, approval, refusal = row_or_404(Quote, edition, code), ApprovalForm(), None
    if approval.validate_on_submit():
        try:
            with writing():
                row = fresh(quote)
                quote_service.approve_quote(row, by=approval.by.data, seen=approval.seen.data)
            return lead_to(".one", _("Quote approved. The public can now read it."), edition=edition, code=code)
        except DomainError as why:
            refusal = why
    quote = row_or_404(Quote, edition, code)
    if quote.approved_at and not refusal:  # somebody else has approved it meanwhile
        return redirect(url_for(".one", edition=edition, code=code), 303)
    return page_with(edition, quote, refusal, approval=approval), refusal.status if refusal else 422


@quotes.post("/<code>/withdraw")
@needs(Permission.PUBLISH)
def withdraw(edition: Edition, code: str) -> Response:
    """The approval no longer holds: the quote leaves the public pages."""
    quote = row_or_404(Quote, edition, code)
    press(
        quote_service.withdraw_approval,
        quote,
        said=_("The approval has been withdrawn. The quote is no longer public."),
    )
    return redirect(url_for(".one", edition=edition, code=code), 303)


@quotes.post("/<code>/up", endpoint="up", defaults={"up": True})
@quotes.post("/<code>/down", endpoint="down", defaults={"up": False})
@needs(Permission.PUBLISH)
def move(edition: Edition, code: str, *, up: bool) -> Response:
    """Before the one above it, or after the one below it."""
    press(lambda row: quote_service.move_quote(row, up=up), row_or_404(Quote, edition, code))
    return redirect(url_for(".listing", edition=edition, _anchor=code), 303)


@quotes.post("/<code>/remove")
@needs(Permission.PUBLISH)
def remove(edition: Edition, code: str) -> Response:
    """It is gone."""
    quote = row_or_404(Quote, edition, code)
    press(quote_service.remove_quote, quote, said=_("The quote has been removed."))
    return redirect(url_for(".listing", edition=edition), 303)


def page_with(
    edition: Edition,
    quote: Quote,
    refusal: DomainError | None,
    *,
    approval: ApprovalForm | None = None,
    asking: AskSpeakerForm | None = None,
) -> str:
    """The page of a quote as it is, after another of its forms was sent."""
    form = _form(edition, quote).empty()
    form.show(QuoteFacts.of(quote))
    return _page(form, quote, refusal, approval=approval, asking=asking)


def _form(edition: Edition, quote: Quote | None) -> QuoteForm:
    """The form with what one may choose from, that of the quote itself included."""
    form, mandates, sessions = QuoteForm(), board.mandates_to_quote(edition), draft(edition)
    if quote is not None and quote.mandate not in mandates:
        mandates.append(quote.mandate)
    if quote is not None and quote.session is not None and quote.session not in sessions:  # it was cancelled
        sessions.append(quote.session)
    form.mandates = {one.code: one.id for one in mandates}
    form.sessions = {one.code: one.id for one in sessions}
    form.labels = {one.code: f"{one.holder} – {in_line(one.function)}" for one in mandates}
    form.labels |= {one.code: str(one.title) for one in sessions}
    return form


def _page(
    form: QuoteForm,
    quote: Quote | None,
    refusal: DomainError | None = None,
    *,
    approval: ApprovalForm | None = None,
    asking: AskSpeakerForm | None = None,
    theirs: list[tuple[str, object]] | None = None,
) -> str:
    if approval is None:
        approval = ApprovalForm(formdata=None)
    if quote is not None:
        approval.seen.data = QuoteFacts.of(quote).mark
    request = quote_requests.request_of(quote) if quote else None
    languages = sorted(((code, language(code)) for code in LANGUAGES_OF_EUROPE), key=lambda pair: pair[1])
    return render_template(
        "speakers/manage/quote.html",
        form=form,
        quote=quote,
        refusal=refusal,
        returned=sent_back([quote]).get(quote.id) if quote else None,
        theirs=theirs or [],
        approval=approval,
        asking=asking or _asking(quote),
        asked=request,
        is_to_do=bool(request and quote_requests.waiting_for_editor([request])),
        mandates=[(code, form.labels[code]) for code in form.mandates],
        sessions=[(code, form.labels[code]) for code in form.sessions],
        languages=[(NOT_RECORDED, _("Not recorded")), *languages],
    )


def _asking(quote: Quote | None) -> AskSpeakerForm:
    """To whom and how we wrote before, or would write now."""
    form = AskSpeakerForm(formdata=None)
    if quote is not None:
        request = quote_requests.request_of(quote)
        form.email.data, form.lang.data = (
            (request.email, request.lang) if request else quote_requests.address_known(quote)
        )
        form.seen.data = request_mark(request)
    return form
