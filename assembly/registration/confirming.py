"""The page behind the link of an email that asks whether a form is to be registered."""

from flask import Blueprint, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from assembly import limiter
from assembly.errors import DomainError
from assembly.extensions import db
from assembly.forms import Button
from assembly.models import Edition, UnconfirmedForm
from assembly.registration import allowances
from assembly.registration.queries import unconfirmed
from assembly.registration.sent_form import SentForm
from assembly.registration.service import confirming as registration_confirming
from assembly.sealed import token_hash
from assembly.security import may_look, public
from assembly.transactions import writing
from assembly.web import link_not_valid

confirming = Blueprint("confirming", __name__, url_prefix="/<lang:lang>")


@confirming.get("/confirm/<token>")
@public(cached=False)
def forms(token: str) -> Response | str:
    """Show each form with a button: scanners of email open links, people press buttons."""
    kept = _kept(token)
    return _page(kept) if kept else link_not_valid()


@confirming.post("/confirm/<token>")
@public(cached=False)
def register(token: str) -> Response | tuple[str, int]:
    """Register one of the forms this link opens."""
    kept = _kept(token)
    one = next((one for one in kept if one.code == request.form.get("form")), None)
    if one is None or not Button().validate_on_submit():
        return link_not_valid()
    edition, sent, one_id = (
        db.session.get_one(Edition, one.edition_id),
        registration_confirming.submission_of(one),
        one.id,
    )
    try:
        if one.confirmed_at is None:
            limiter.allow(*allowances.of_addresses(*registration_confirming.not_asked(one)))
        with writing():
            fresh = db.session.get(UnconfirmedForm, one_id)
            outcome = registration_confirming.confirm(edition, fresh) if fresh else None
            first_answered_at = fresh.confirmed_at if fresh else None
    except DomainError as refusal:
        left = _kept(token)
        return (_page(left, refusal), refusal.status) if left else link_not_valid()
    if outcome is None:  # its day ended meanwhile
        return link_not_valid()
    session["received"] = SentForm.of(edition.slug, sent, outcome, first_answered_at).kept
    return redirect(url_for("registration.received", edition=edition), 303)


def _kept(token: str) -> list[UnconfirmedForm]:
    kept = unconfirmed.under_link(token_hash(token))
    return kept if kept and may_look(db.session.get_one(Edition, kept[0].edition_id)) else []


def _page(kept: list[UnconfirmedForm], refusal: DomainError | None = None) -> str:
    return render_template(
        "registration/public/confirm.html",
        edition=db.session.get_one(Edition, kept[0].edition_id),
        forms=[(one, registration_confirming.submission_of(one)) for one in kept],
        refusal=refusal,
    )
