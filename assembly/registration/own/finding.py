"""“Send me my link again”: the same answer for everybody, whoever is or is not registered."""

from flask import Response, abort, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from assembly import limiter
from assembly.access.pages import own
from assembly.access.service import sending_again
from assembly.editions.queries.editions import current_edition
from assembly.extensions import csrf
from assembly.fold import email_key
from assembly.i18n import current_language
from assembly.models import Edition
from assembly.registration.forms.own import LinkForm
from assembly.security import public
from assembly.transactions import writing

FROM_ONE_ADDRESS = "20 per minute"
TO_ONE_ADDRESS = "5 per hour"


@own.get("/my-link")
@public(cached=False)
def find_link() -> AnyResponse:
    """For whoever does not say which assembly: the one people come for."""
    edition = current_edition()
    return redirect(url_for(".send_link", edition=edition), 303) if edition else abort(404)


@own.route("/<edition:edition>/my-link", methods=["GET", "POST"])
@csrf.exempt  # type: ignore[untyped-decorator]  # the form checks its own token, so that a page open for too long gives back what was typed
@public(cached=False)
def send_link(edition: Edition) -> Response | str | tuple[str, int]:
    """Type an address; what is known of it is told to that address alone."""
    form = LinkForm()
    if not form.validate_on_submit():
        page = link_form(edition, form)
        return page, 200 if not form.is_submitted() else 400 if form.csrf_failed else 422
    limiter.spend(FROM_ONE_ADDRESS, "own link from", limiter.visitor())
    if limiter.may_spend(TO_ONE_ADDRESS, "own link to", email_key(form.email.data)):
        with writing():
            sending_again.send_links_again(edition, form.email.data, current_language())
    return render_template("registration/public/my_link_sent.html", edition=edition)


def link_form(edition: Edition, form: LinkForm, *, is_lost: bool = False) -> str:
    """Draw the form that asks for the address; `is_lost` says that this device holds no link, too."""
    return render_template("registration/public/my_link.html", edition=edition, form=form, is_lost=is_lost)
