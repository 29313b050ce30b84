"""Sign in and out, and one's own account."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from assembly import limiter, security
from assembly.accounts import queries, service
from assembly.accounts.forms import ChangePassphrase, LinkForm, NewPassphrase, SignInForm
from assembly.extensions import db
from assembly.fold import email_key
from assembly.forms import Button
from assembly.i18n import _, current_language
from assembly.models import LinkPurpose, User
from assembly.security import public, signed_in
from assembly.transactions import writing
from assembly.web import error_page

pages = Blueprint("accounts", __name__, url_prefix="/<lang:lang>")
FROM_ONE_ADDRESS = "20 per minute"
TO_ONE_ACCOUNT = "5 per minute"
LINKS_TO_ONE_ADDRESS = "5 per hour"
"Wrong tries let through (rows E8 and C7). A right passphrase gives its try back."


@pages.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> Response | str | tuple[str, int]:
    """For the office and the doors; people who registered need no account."""
    if current_user.is_authenticated:
        return redirect(url_for("office.start"), 303)
    form = SignInForm()
    if form.validate_on_submit():
        tries = (
            (FROM_ONE_ADDRESS, "sign-in from", _visitor()),
            (TO_ONE_ACCOUNT, "sign-in to", email_key(form.email.data)),
        )
        for one in tries:
            limiter.spend(*one)
        try:
            user = service.check_passphrase(form.email.data, form.passphrase.data)
        except service.WrongPassphrase as refusal:
            form.passphrase.errors = [str(refusal)]
        else:
            for one in tries:
                limiter.give_back(*one)
            return _enter(user)
    return render_template("accounts/public/sign_in.html", form=form), 422 if form.is_submitted() else 200


@pages.route("/sign-in/link", methods=["GET", "POST"])
@public
def ask_for_link() -> str | tuple[str, int]:
    """A link by mail instead of a passphrase. The answer is the same whether or not there is such an account."""
    form = LinkForm()
    if form.validate_on_submit():
        limiter.spend(FROM_ONE_ADDRESS, "link from", _visitor())
        if limiter.may_spend(LINKS_TO_ONE_ADDRESS, "link to", email_key(form.email.data)):
            with writing():
                service.ask_for_link(form.email.data, current_language())
        return render_template("accounts/public/link_sent.html")
    return render_template("accounts/public/ask_for_link.html", form=form), 422 if form.is_submitted() else 200


@pages.get("/sign-in/<token>")
@public
def open_link(token: str) -> Response | tuple[str, int, dict[str, str]]:
    """One button, or the choice of a passphrase: mail scanners open links, people press buttons."""
    link = queries.link_by_token(token)
    if link is None:
        return _not_valid()
    return _link_page(NewPassphrase() if link.purpose is LinkPurpose.INVITATION else Button())


@pages.post("/sign-in/<token>")
@public
def use_link(token: str) -> Response | tuple[str, int, dict[str, str]]:
    """The press of the button: it works once."""
    link = queries.link_by_token(token)
    if link is None:
        return _not_valid()
    form = NewPassphrase() if link.purpose is LinkPurpose.INVITATION else Button()
    if not form.validate_on_submit():
        return _link_page(form)
    try:
        with writing():
            user = service.use_link(token, form.passphrase.data if isinstance(form, NewPassphrase) else "")
            security.sign_in(user)
    except service.LinkNotValid:
        return _not_valid()
    return redirect(url_for("office.start"), 303)


def _link_page(form: NewPassphrase | Button) -> tuple[str, int, dict[str, str]]:
    page = render_template("accounts/public/link.html", form=form)
    return page, 422 if form.errors else 200, {"Referrer-Policy": "no-referrer", "Cache-Control": "no-store"}


def _not_valid() -> Response:
    return error_page(404, _("This link is not valid"), str(service.LinkNotValid.sentence))


def _enter(user: User) -> Response:
    goal = session.get("after_sign_in", "")
    with writing():
        security.sign_in(user)
    return redirect(goal if _is_ours(goal) else url_for("office.start"), 303)


def _visitor() -> str:
    """The network address of the connection; what a header says of it counts only behind a proxy we were told of."""
    return request.remote_addr or ""


def _is_ours(goal: str) -> bool:
    """We wrote it into the session ourselves; still, only a plain path of this site is followed."""
    return goal.startswith("/") and not goal.startswith(("//", "/\\"))


@pages.post("/sign-out")
@public
def sign_out() -> Response:
    """Ends the session of this device only."""
    if Button().validate_on_submit():
        with writing():
            security.sign_out()
    return redirect(url_for("editions.current"), 303)


@pages.route("/account", methods=["GET", "POST"])
@signed_in
def account() -> Response | tuple[str, int]:
    """One's own account: where one is signed in, and a new passphrase."""
    form = ChangePassphrase()
    if form.validate_on_submit():
        limiter.spend(TO_ONE_ACCOUNT, "sign-in to", current_user.email_key)
        try:
            user = (
                service.check_passphrase(current_user.email_key, form.current.data) if current_user.password else None
            )
        except service.WrongPassphrase:
            form.current.errors = [_("This is not your present passphrase.")]
        else:
            limiter.give_back(TO_ONE_ACCOUNT, "sign-in to", current_user.email_key)
            user = user or db.session.get_one(User, current_user.id)
            with writing():
                service.set_passphrase(user, form.passphrase.data)
                security.sign_in(user)
            flash(_("Your passphrase is changed. All other devices are signed out."), "ok")
            return redirect(url_for(".account"), 303)
    page = render_template(
        "accounts/public/account.html",
        form=form,
        devices=queries.devices(current_user),
        here=security.this_device(),
    )
    return page, 422 if form.is_submitted() else 200


@pages.post("/account/sign-out/<code>")
@signed_in
def end_session(code: str) -> Response:
    """End the session of one device, or of `others`, all but this one."""
    if Button().validate_on_submit():
        with writing():
            if code == "others":
                service.end_sessions(current_user, but=security.this_device())
            else:
                service.end_sessions(current_user, code=code)
    return redirect(url_for(".account"), 303)
