"""Sign in by passphrase or by a link in a mail; sign out."""

from flask import redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from assembly import kept_forms, limiter, security
from assembly.accounts import queries
from assembly.accounts.forms import LinkForm, NewPassphrase, SignInForm
from assembly.accounts.guesses import FROM_ONE_ADDRESS, LINKS_TO_ONE_ADDRESS, guessing
from assembly.accounts.public.entering import first_step, pages
from assembly.accounts.service import sign_in as sign_in_service
from assembly.fold import email_key
from assembly.forms import Button, press
from assembly.i18n import _, current_language
from assembly.models import LinkPurpose
from assembly.security import public, signed_in
from assembly.transactions import writing
from assembly.web import error_page


@pages.route("/sign-in", methods=["GET", "POST"])
@public(cached=False)
def sign_in() -> Response | str | tuple[str, int]:
    """For the office and the doors; people who registered need no account."""
    if current_user.is_authenticated:
        return redirect(url_for("office.start"), 303)
    form = SignInForm()
    if form.validate_on_submit():
        try:
            with guessing(email_key(form.email.data)):
                user = sign_in_service.check_passphrase(form.email.data, form.passphrase.data)
                checked = user.password
                with writing():
                    sign_in_service.still_holds(user, checked)
                    goal = first_step(user)
        except sign_in_service.WrongPassphrase as refusal:
            form.passphrase.errors = [str(refusal)]
        else:
            return redirect(goal, 303)
    return render_template("accounts/public/sign_in.html", form=form), 422 if form.is_submitted() else 200


@pages.route("/sign-in/link", methods=["GET", "POST"])
@public(cached=False)
def ask_for_link() -> str | tuple[str, int]:
    """A link by mail instead of a passphrase. The answer is the same whether or not there is such an account."""
    form = LinkForm()
    if form.validate_on_submit():
        limiter.spend(FROM_ONE_ADDRESS, "link from", limiter.visitor())
        if limiter.may_spend(LINKS_TO_ONE_ADDRESS, "link to", email_key(form.email.data)):
            with writing():
                sign_in_service.ask_for_link(form.email.data, current_language())
        return render_template("accounts/public/link_sent.html")
    return render_template("accounts/public/ask_for_link.html", form=form), 422 if form.is_submitted() else 200


@pages.get("/sign-in/<token>")
@public(cached=False)
def open_link(token: str) -> Response | tuple[str, int]:
    """One button, or the choice of a passphrase: mail scanners open links, people press buttons."""
    link = queries.link_by_token(token)
    if link is None:
        return _not_valid()
    return _link_page(NewPassphrase() if link.purpose is LinkPurpose.INVITATION else Button())


@pages.post("/sign-in/<token>")
@public(cached=False)
def use_link(token: str) -> Response | tuple[str, int]:
    """The press of the button: it works once."""
    link = queries.link_by_token(token)
    if link is None:
        return _not_valid()
    form = NewPassphrase() if link.purpose is LinkPurpose.INVITATION else Button()
    if not form.validate_on_submit():
        return _link_page(form)
    try:
        with writing():
            user = sign_in_service.use_link(token, form.passphrase.data if isinstance(form, NewPassphrase) else "")
            goal = first_step(user)
    except sign_in_service.LinkNotValid:
        return _not_valid()
    return redirect(goal, 303)


def _link_page(form: NewPassphrase | Button) -> tuple[str, int]:
    return render_template("accounts/public/link.html", form=form), 422 if form.errors else 200


def _not_valid() -> Response:
    return error_page(404, _("This link is not valid"), str(sign_in_service.LinkNotValid.sentence))


@pages.get("/sign-in/kept/<code>")
@signed_in
def kept_form(code: str) -> Response | str:
    """What was sent after the session had ended: one press leads back to the form, and nothing was stored."""
    kept = kept_forms.find(current_user, code)
    if kept is None:
        return redirect(url_for("office.start"), 303)
    typed = kept_forms.typed_in(kept)
    return render_template("accounts/public/kept.html", path=kept.path, typed=typed, shown_again=kept_forms.SHOWN_AGAIN)


@pages.post("/sign-out")
@public(cached=False)
def sign_out() -> Response:
    """Ends the session of this device only."""
    press(security.sign_out)
    return redirect(url_for("editions.current"), 303)
