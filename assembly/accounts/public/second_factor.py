"""The second factor of one's own account: the app and the recovery codes. Each change asks for a proof once more."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, session, url_for
from flask_login import current_user
from markupsafe import Markup
from werkzeug.wrappers import Response

from assembly.accounts import app_codes, queries
from assembly.accounts.forms import ConfirmApp, Proof
from assembly.accounts.guesses import guessing_code
from assembly.accounts.public.entering import pages
from assembly.accounts.service import passkeys, second_factor
from assembly.badges import qr
from assembly.errors import DomainError
from assembly.extensions import db
from assembly.forms import Answer, lead_to
from assembly.i18n import _
from assembly.models import User
from assembly.sealed import seal, unseal
from assembly.security import signed_in
from assembly.transactions import writing


@pages.route("/account/app", methods=["GET", "POST"])
@signed_in
def app() -> Answer:
    """Begin to set up an app."""
    if current_user.has_app:
        return redirect(url_for(".account"), 303)
    return _proved(
        second_factor.begin_app,
        lambda done: redirect(url_for(".confirm_app"), 303),
        title=_("Set up an app"),
        sentence=_(
            "An app on your phone shows a new code every 30 seconds. You will need a code each time you sign in."
        ),
        button=_("Continue"),
    )


@pages.route("/account/app/confirm", methods=["GET", "POST"])
@signed_in
def confirm_app() -> Answer:
    """The secret as a picture and in words; the first code shows that the app has it."""
    if current_user.app is None or current_user.has_app:
        return redirect(url_for(".account"), 303)
    form = ConfirmApp()
    if form.validate_on_submit():
        try:
            with guessing_code(current_user.email_key), writing():
                codes = second_factor.confirm_app(_me(), form.code.data)
        except second_factor.WrongCode as refusal:
            form.code.errors = [str(refusal)]
        else:
            flash(_("From now on, we will ask for a code from the app when you sign in."), "ok")
            return show_codes(codes)
    pending = current_user.app
    picture = qr.svg(
        app_codes.address_for(pending, current_user.email_key), _("QR code containing the secret key for your app")
    )
    page = render_template(
        "accounts/public/confirm_app.html",
        form=form,
        picture=Markup(picture),  # noqa: S704 -- drawn by us
        secret=app_codes.secret_in_words(pending),
        link=app_codes.address_for(pending, current_user.email_key),
    )
    return page, 422 if form.is_submitted() else 200


@pages.route("/account/app/off", methods=["GET", "POST"])
@signed_in
def remove_app() -> Answer:
    """No longer ask for its codes."""
    if not current_user.has_app:
        return redirect(url_for(".account"), 303)

    def done(_nothing: None) -> Response:
        return lead_to(".account", _("We will no longer ask for codes from the app."))

    return _proved(
        second_factor.remove_app,
        done,
        title=_("Turn off the app"),
        sentence=_("Anyone who knows your passphrase will then be able to sign in, unless you have a passkey."),
        button=_("Turn off the app"),
    )


@pages.get("/account/codes")
@signed_in
def codes() -> str:
    """The recovery codes, shown once."""
    sealed = session.pop("fresh_codes", "")
    fresh = unseal(sealed).split() if sealed else []
    return render_template("accounts/public/codes.html", codes=fresh, left=queries.recovery_codes_left(current_user))


@pages.route("/account/codes/new", methods=["GET", "POST"])
@signed_in
def new_codes() -> Answer:
    """Ten new recovery codes instead of the old ones."""
    if not current_user.has_second_factor:
        return redirect(url_for(".account"), 303)
    return _proved(
        second_factor.renew_recovery_codes,
        show_codes,
        title=_("New recovery codes"),
        sentence=_("You will get ten new codes. Your old codes will then stop working."),
        button=_("Create new codes"),
    )


@pages.route("/account/passkeys/<code>/remove", methods=["GET", "POST"])
@signed_in
def remove_passkey(code: str) -> Answer:
    """It opens nothing any more."""
    key = queries.passkey(current_user, code)
    if key is None:
        return redirect(url_for(".account"), 303)

    def remove(user: User) -> None:
        passkeys.remove_passkey(user, key)

    def done(_nothing: None) -> Response:
        return lead_to(".account", _("The passkey has been removed. You can also delete it from your device."))

    return _proved(
        remove,
        done,
        title=_("Remove the passkey “%(name)s”", name=key.name),
        sentence=_("You will no longer be able to sign in with this passkey."),
        button=_("Remove the passkey"),
    )


def show_codes(codes: list[str]) -> Response:
    """To the page that shows fresh codes once; until then they travel sealed in the cookie. To the account if none."""
    if not codes:
        return redirect(url_for("accounts.account"), 303)
    session["fresh_codes"] = seal(" ".join(codes))
    return redirect(url_for("accounts.codes"), 303)


def _proved(
    act: Callable[[User], Any], then: Callable[[Any], Response], *, title: str, sentence: str, button: str
) -> Answer:
    """One page: what will be done, a proof of who asks, a button. Once it is right `act`, and `then` the answer."""
    form = Proof()
    if form.validate_on_submit():
        try:
            with guessing_code(current_user.email_key), writing():
                me = _me()
                second_factor.prove(me, form.proof.data)
                done = act(me)
        except DomainError as refusal:
            form.proof.errors = [str(refusal)]
        else:
            return then(done)
    page = render_template("accounts/public/prove.html", form=form, title=title, sentence=sentence, button=button)
    return page, 422 if form.is_submitted() else 200


def _me() -> User:
    return db.session.get_one(User, current_user.id)
