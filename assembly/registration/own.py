"""The person's own pages: opened by the link in the mail, limited to one registration."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, flash, redirect, render_template, session, url_for
from werkzeug.wrappers import Response as AnyResponse

from assembly.badges import qr, sheet
from assembly.extensions import db
from assembly.forms import Button
from assembly.i18n import _, speaking
from assembly.models import AccessLink, Badge, Registration
from assembly.registration import queries, service
from assembly.registration.emails import code_address
from assembly.sealed import token_hash
from assembly.security import own_registration, public
from assembly.transactions import writing
from assembly.web import error_page, link_not_valid

own = Blueprint("own", __name__, url_prefix="/<lang:lang>")


@own.get("/r/<token>")
@public
def open_link(token: str) -> Response | tuple[str, int, dict[str, str]]:
    """One button: mail scanners open links, people press buttons. The address never leaves this page."""
    if _link(token) is None:
        return link_not_valid()
    page = render_template("registration/public/open.html", form=Button())
    return page, 200, {"Referrer-Policy": "no-referrer", "Cache-Control": "no-store"}


@own.post("/r/<token>")
@public
def enter(token: str) -> AnyResponse:
    """Exchange the link for a cookie that opens this registration and nothing else."""
    link = _link(token)
    if link is None or not Button().validate_on_submit():
        return link_not_valid()
    session["own_link"] = link.token_hash
    return redirect(url_for(".status"), 303)


def _link(token: str) -> AccessLink | None:
    link = queries.link_by_hash(token_hash(token))
    return link if link is not None and link.is_valid else None


@own.get("/my/")
@own_registration
def status(link: AccessLink) -> str:
    """The state in a sentence, the entry code, what one can do."""
    registration = link.registration
    return render_template(
        "registration/public/my.html",
        registration=registration,
        edition=registration.edition,
        waiting_number=queries.waiting_number(registration),
        has_code=_badge_that_opens(link) is not None,
    )


@own.get("/my/qr.svg")
@own_registration
def code_picture(link: AccessLink) -> Response:
    """The entry code, for the screen of a phone."""
    found = _badge_that_opens(link)
    if found is None:
        return _no_code()
    return Response(qr.svg(code_address(found.token_sealed), _("Your entry code")), mimetype="image/svg+xml")


@own.get("/my/badge.pdf")
@own_registration
def badge(link: AccessLink) -> Response:
    """The badge to print at home, in the language of its bearer."""
    found = _badge_that_opens(link)
    if found is None:
        return _no_code()
    with speaking(link.registration.lang):
        return Response(sheet.badge(link.registration, code_address(found.token_sealed)), mimetype="application/pdf")


def _badge_that_opens(link: AccessLink) -> Badge | None:
    return queries.valid_badge(link.registration) if link.registration.opens_doors else None


def _no_code() -> Response:
    return error_page(404, _("There is no entry code"), _("It comes with the confirmation."))


@own.post("/my/offer/accept")
@own_registration
def accept_offer(link: AccessLink) -> AnyResponse:
    """Take the place that is offered."""
    return _answer(link, service.accept_offer)


@own.post("/my/offer/decline")
@own_registration
def decline_offer(link: AccessLink) -> AnyResponse:
    """Let the place go and stay on the waiting list, at its end."""
    return _answer(link, service.decline_offer)


def _answer(link: AccessLink, act: Callable[[Registration], None]) -> AnyResponse:
    if Button().validate_on_submit():
        try:
            with writing():
                act(db.session.get_one(AccessLink, link.id).registration)
        except service.OfferOver as refusal:
            flash(str(refusal), "no")
    return redirect(url_for(".status"), 303)


@own.route("/my/cancel", methods=["GET", "POST"])
@own_registration
def cancel(link: AccessLink) -> AnyResponse | str:
    """A page that asks once, then the act."""
    form = Button()
    if form.validate_on_submit():
        with writing():
            service.cancel(db.session.get_one(AccessLink, link.id).registration)
        return redirect(url_for(".status"), 303)
    return render_template(
        "registration/public/cancel.html", registration=link.registration, edition=link.registration.edition, form=form
    )
