"""What the person decides: taking an offered place, letting it go, not coming."""

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from assembly.access.pages import own
from assembly.forms import Button
from assembly.models import AccessLink, Registration
from assembly.registration.queries import own as own_queries
from assembly.registration.service import leaving, waiting_list
from assembly.registration.service.waiting_list import OfferOver
from assembly.security import own_registration
from assembly.transactions import fresh, writing


@own.post("/my/offer/accept", endpoint="accept_offer", defaults={"act": waiting_list.accept_offer})
@own.post("/my/offer/decline", endpoint="decline_offer", defaults={"act": waiting_list.decline_offer})
@own_registration
def answer_offer(link: AccessLink, act: Callable[[Registration], None]) -> AnyResponse:
    """Take the place that is offered, or let it go and stay on the waiting list, at its end."""
    if Button().validate_on_submit():
        try:
            with writing():
                act(fresh(link).registration)
        except OfferOver as refusal:
            flash(str(refusal), "no")
    return redirect(url_for(".status"), 303)


@own.route("/my/cancel", methods=["GET", "POST"])
@own_registration
def cancel(link: AccessLink) -> AnyResponse | str:
    """A page that asks once, then the act."""
    form = Button()
    if form.validate_on_submit():
        with writing():
            leaving.cancel(fresh(link).registration)
        return redirect(url_for(".status"), 303)
    return render_template(
        "registration/public/cancel.html",
        registration=link.registration,
        edition=link.registration.edition,
        form=form,
        along=own_queries.along_with(link.registration),
    )
