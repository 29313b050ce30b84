"""Sign in and out."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, session, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from assembly import security
from assembly.accounts import service
from assembly.accounts.forms import SignInForm, SignOutForm
from assembly.security import public
from assembly.transactions import writing

pages = Blueprint("accounts", __name__, url_prefix="/<lang:lang>")


@pages.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> Response | str | tuple[str, int]:
    """For the office and the doors; people who registered need no account."""
    if current_user.is_authenticated:
        return redirect(url_for("office.start"), 303)
    form = SignInForm()
    if form.validate_on_submit():
        try:
            user = service.check_passphrase(form.email.data, form.passphrase.data)
        except service.WrongPassphrase as refusal:
            form.passphrase.errors = [str(refusal)]
        else:
            goal = session.get("after_sign_in", "")
            with writing():
                security.sign_in(user)
            return redirect(goal if _is_ours(goal) else url_for("office.start"), 303)
    return render_template("accounts/public/sign_in.html", form=form), 422 if form.is_submitted() else 200


def _is_ours(goal: str) -> bool:
    """We wrote it into the session ourselves; still, only a plain path of this site is followed."""
    return goal.startswith("/") and not goal.startswith(("//", "/\\"))


@pages.post("/sign-out")
@public
def sign_out() -> Response:
    """Ends the session of this device only."""
    if SignOutForm().validate_on_submit():
        with writing():
            security.sign_out()
    return redirect(url_for("editions.current"), 303)
