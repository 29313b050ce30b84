"""The second step of signing in. Until it is done there is no session: the browser holds one secret, good once."""

from flask import flash, redirect, render_template, session, url_for
from werkzeug.wrappers import Response

from assembly.accounts import queries
from assembly.accounts.forms import CodeForm
from assembly.accounts.guesses import guessing_code, guessing_recovery_code
from assembly.accounts.public.entering import enter, pages
from assembly.accounts.service import second_factor, steps
from assembly.i18n import _
from assembly.models import StepPurpose
from assembly.security import may_enter, public
from assembly.transactions import writing


@pages.route("/sign-in/second", methods=["GET", "POST"])
@public(cached=False)
def second_step() -> Response | tuple[str, int, dict[str, str]]:
    """A code of the app, a recovery code, or a passkey."""
    secret = str(session.get("step", ""))
    step = queries.step(StepPurpose.SECOND_FACTOR, secret)
    if step is None or not may_enter(step.user):
        return _begin_again()
    form, user = CodeForm(), step.user
    if form.validate_on_submit():
        guessing = guessing_recovery_code if second_factor.is_recovery_code(form.code.data) else guessing_code
        try:
            with guessing(user.email_key), writing():
                steps.finish_step(StepPurpose.SECOND_FACTOR, secret, user)
                second_factor.use_code(user, form.code.data)
                goal = enter(user)
        except steps.StepOver:
            return _begin_again()
        except second_factor.WrongCode as refusal:
            form.code.errors = [str(refusal)]
        else:
            return redirect(goal, 303)
    page = render_template("accounts/public/second_step.html", form=form, user=user)
    return page, 422 if form.is_submitted() else 200, {"Cache-Control": "no-store"}


def _begin_again() -> Response:
    session.pop("step", None)
    flash(_("This sign-in has expired or is already complete. Start again."), "wait")
    return redirect(url_for(".sign_in"), 303)
