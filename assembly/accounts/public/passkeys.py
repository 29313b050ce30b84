"""Passkeys: what static/js/passkey.js asks and answers, and the page to add one. Refusals are one sentence, as JSON."""

from typing import Any

from flask import current_app, flash, jsonify, render_template, request, session
from flask_login import current_user
from werkzeug.wrappers import Response

from assembly import limiter
from assembly.accounts import passkey_exchange
from assembly.accounts.forms import AddPasskey
from assembly.accounts.guesses import FROM_ONE_ADDRESS, guessing_code
from assembly.accounts.public.entering import enter, pages
from assembly.accounts.public.second_factor import show_codes
from assembly.accounts.service import passkeys, second_factor, steps
from assembly.errors import DomainError
from assembly.extensions import db
from assembly.fold import clean
from assembly.i18n import _
from assembly.models import StepPurpose, User
from assembly.security import public, signed_in
from assembly.transactions import writing

CHALLENGES = "60 per minute"
"To one address: forty volunteers sign in behind one."


@pages.post("/sign-in/passkey/options")
@public(cached=False)
def passkey_options() -> Response:
    """A challenge for whoever holds a passkey; who that is, the passkey will say."""
    limiter.spend(CHALLENGES, "passkey from", limiter.visitor())
    with writing():
        challenge = steps.begin_step(StepPurpose.PASSKEY_SIGN_IN)
    session["challenge"] = challenge
    return _json(passkey_exchange.options_to_enter(_public_url(), challenge))


@pages.post("/sign-in/passkey")
@public(cached=False)
def enter_by_passkey() -> Response | tuple[Response, int]:
    """The signed challenge: both factors at once, instead of passphrase and code or as the second step."""
    challenge, answer = str(session.pop("challenge", "")), _sent()
    try:
        with limiter.guess((FROM_ONE_ADDRESS, "sign-in from", limiter.visitor())), writing():
            user = passkeys.enter_by_passkey(answer, challenge)
            goal = enter(user)
    except DomainError as refusal:
        return _refused(str(refusal))
    return jsonify(location=goal)


@pages.get("/account/passkeys/add")
@signed_in
def add_passkey() -> str:
    """Name it, prove who asks; the rest is between browser and device."""
    return render_template("accounts/public/add_passkey.html", form=AddPasskey())


@pages.post("/account/passkeys/options")
@signed_in
def new_passkey_options() -> Response | tuple[Response, int]:
    """A challenge for a new passkey, after a proof."""
    form = AddPasskey()
    if not form.validate_on_submit():
        first = (
            form.faults[0][1] if form.faults else _("This page has been open for too long. Reload it and try again.")
        )
        return _refused(first)
    try:
        with guessing_code(current_user.email_key), writing():
            me = db.session.get_one(User, current_user.id)
            second_factor.prove(me, form.proof.data)
            challenge = steps.begin_step(StepPurpose.PASSKEY_ADD, me)
    except DomainError as refusal:
        return _refused(str(refusal))
    session["challenge"], session["passkey_name"] = challenge, form.name.data
    return _json(passkey_exchange.options_to_add(_public_url(), current_user, challenge))


@pages.post("/account/passkeys")
@signed_in
def keep_passkey() -> Response | tuple[Response, int]:
    """The public half of what the device has made."""
    challenge, name = str(session.pop("challenge", "")), clean(str(session.pop("passkey_name", "")))
    answer = _sent()
    try:
        with writing():
            codes = passkeys.add_passkey(db.session.get_one(User, current_user.id), name, answer, challenge)
    except DomainError as refusal:
        return _refused(str(refusal))
    flash(_("The passkey “%(name)s” has been added. You can now sign in with it.", name=name), "ok")
    return jsonify(location=show_codes(codes).location)


def _sent() -> Any:
    """Read what the browser answers, once the library that checks it is there: nobody waits for that under the lock."""
    passkey_exchange.library()
    try:
        return request.get_json(silent=True)
    except RecursionError:  # nested as deeply as no browser does
        return None


def _json(text: str) -> Response:
    return current_app.response_class(text, mimetype="application/json")


def _refused(sentence: str) -> tuple[Response, int]:
    return jsonify(sentence=sentence), 422


def _public_url() -> str:
    public_url: str = current_app.config["ASSEMBLY"].public_url
    return public_url
