"""One's own account: signed-in devices, the passphrase."""

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from assembly import security
from assembly.accounts import queries
from assembly.accounts.forms import ChangePassphrase
from assembly.accounts.guesses import guessing
from assembly.accounts.public.entering import pages
from assembly.accounts.service import sign_in
from assembly.extensions import db
from assembly.forms import Button
from assembly.i18n import _
from assembly.models import User
from assembly.security import Permission, signed_in
from assembly.transactions import writing


@pages.route("/account", methods=["GET", "POST"])
@signed_in
def account() -> Response | tuple[str, int]:
    """One's own account: where one is signed in, and a new passphrase."""
    form = ChangePassphrase()
    if form.validate_on_submit():
        try:
            with guessing(current_user.email_key):
                if current_user.password:
                    sign_in.check_passphrase(current_user.email_key, form.current.data)
        except sign_in.WrongPassphrase:
            form.current.errors = [_("This is not your current passphrase.")]
        else:
            user = db.session.get_one(User, current_user.id)
            with writing():
                sign_in.set_passphrase(user, form.passphrase.data)
                security.sign_in(user)
            flash(_("Your passphrase has been changed. All your other devices have been signed out."), "ok")
            return redirect(url_for(".account"), 303)
    page = render_template(
        "accounts/public/account.html",
        form=form,
        devices=queries.devices(current_user),
        here=security.this_device(),
        codes_left=queries.recovery_codes_left(current_user),
        may_have_summary=bool(security.editions_with(Permission.ADD_PEOPLE)),
    )
    return page, 422 if form.is_submitted() else 200


@pages.post("/account/daily-summary")
@signed_in
def daily_summary() -> Response:
    """Switch the summary by email on or off."""
    if Button().validate_on_submit():
        wanted = request.form.get("wanted") == "yes"
        with writing():
            sign_in.want_daily_summary(db.session.get_one(User, current_user.id), wanted=wanted)
        flash(_("You will get a summary every morning.") if wanted else _("You will no longer get summaries."), "ok")
    return redirect(url_for(".account", _anchor="daily-summary"), 303)


@pages.post("/account/sign-out/<code>")
@signed_in
def end_session(code: str) -> Response:
    """End the session of one device, or of `others`, all but this one."""
    if Button().validate_on_submit():
        with writing():
            if code == "others":
                sign_in.end_sessions(current_user, but=security.this_device())
            else:
                sign_in.end_sessions(current_user, code=code)
    return redirect(url_for(".account"), 303)
