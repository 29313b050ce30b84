"""The address one's emails go to: changed by a link sent to the new one."""

from flask import flash, redirect, render_template, session, url_for
from werkzeug.wrappers import Response as AnyResponse

from assembly import limiter
from assembly.access import queries as access_queries
from assembly.access.pages import own
from assembly.access.service import new_address
from assembly.errors import DomainError
from assembly.extensions import csrf
from assembly.fold import email_key
from assembly.forms import Button, refused_on
from assembly.i18n import _
from assembly.models import AccessLink
from assembly.registration.forms.own import AddressForm
from assembly.registration.own.scope import theirs_alone
from assembly.security import own_registration, public
from assembly.transactions import fresh, writing
from assembly.web import error_page, link_not_valid

TO_ONE_ADDRESS = "5 per hour"


@own.route("/my/address", methods=["GET", "POST"])
@csrf.exempt  # type: ignore[untyped-decorator]  # the form checks its own token, so that a page open for too long gives back what was typed
@own_registration
def address(link: AccessLink) -> str | tuple[str, int]:
    """Ask for another address; nothing changes before the link sent there is opened."""
    theirs_alone(link)
    form = AddressForm()
    if not form.validate_on_submit():
        return _page(link, form), 200 if not form.is_submitted() else 400 if form.csrf_failed else 422
    with refused_on(lambda refusal: _page(link, form, refusal)):
        tries = [(TO_ONE_ADDRESS, "new address from", link.registration.code)]
        limiter.allow(*tries, (TO_ONE_ADDRESS, "new address to", email_key(form.email.data)))
        with writing():
            new_address.ask_new_address(fresh(link).registration, form.email.data)
    return _page(link, form, asked=True)


@own.get("/new-address/<token>")
@public(cached=False)
def open_new_address(token: str) -> AnyResponse | str:
    """One button: scanners of email open links, people press buttons."""
    found = new_address.read_new_address(token)
    if found is None:
        return link_not_valid()
    return render_template("registration/public/new_address.html", email=found[1])


@own.post("/new-address/<token>")
@public(cached=False)
def confirm_new_address(token: str) -> AnyResponse:
    """Write to the new address from now on, and open the registration on this device."""
    if not Button().validate_on_submit() or new_address.read_new_address(token) is None:
        return link_not_valid()
    try:
        with writing():
            found = new_address.read_new_address(token)
            if found is None:
                return link_not_valid()
            new_address.confirm_new_address(*found)
            link = access_queries.link_of(found[0], assistant=False)
            session["own_link"] = link.token_hash if link else ""
    except DomainError as refusal:
        return error_page(refusal.status, _("The email address has not been changed"), str(refusal))
    flash(
        _("We will now send our emails to %(address)s. The old link no longer works.", address=found[1]),
        "ok",
    )
    return redirect(url_for(".status"), 303)


def _page(link: AccessLink, form: AddressForm, refusal: DomainError | None = None, *, asked: bool = False) -> str:
    return render_template(
        "registration/public/address.html",
        registration=link.registration,
        edition=link.registration.edition,
        form=form,
        refusal=refusal,
        asked=asked,
    )
