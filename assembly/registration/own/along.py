"""Those who come along with a guest: a badge of their own, on the page of their host."""

import secrets

from flask import Response, abort, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from assembly import limiter
from assembly.access import queries as access_queries
from assembly.access.pages import own
from assembly.badges.faces import badge_to_print
from assembly.errors import DomainError, SentBefore
from assembly.extensions import csrf
from assembly.forms import choice, lead_to, press
from assembly.i18n import _, current_language
from assembly.models import AccessLink, Category, Registration
from assembly.registration.forms.own import AlongForm
from assembly.registration.queries import own as own_queries
from assembly.registration.service import accompanying, leaving
from assembly.registration.service.accompanying import Along
from assembly.security import own_registration
from assembly.transactions import fresh, writing

TRIES = "20 per hour"


@own.route("/my/along", methods=["GET", "POST"])
@csrf.exempt  # type: ignore[untyped-decorator]  # the form checks its own token, so that a page open for too long gives back what was typed
@own_registration
def bring(link: AccessLink) -> AnyResponse | str | tuple[str, int]:
    """Who comes along, each in one capacity."""
    registration, form = link.registration, AlongForm()
    if not form.is_submitted():
        form.key.data = secrets.token_urlsafe(24)
        return _page(registration, form)
    if not form.validate_on_submit():
        return _page(registration, form), 400 if form.csrf_failed else 422
    try:
        limiter.allow((TRIES, "bring along", link.token_hash))
        with writing():
            accompanying.bring_along(fresh(link).registration, _along(form))
    except DomainError as refusal:
        if isinstance(refusal, SentBefore):
            form.key.data = secrets.token_urlsafe(24)
        return _page(fresh(link).registration, form, refusal), refusal.status
    return lead_to(".status", _("This person has been added."))


@own.post("/my/along/<code>/cancel")
@own_registration
def leave_out(link: AccessLink, code: str) -> AnyResponse:
    """They do not come after all."""
    one = _of(link, code)
    press(leaving.cancel, one)
    return redirect(url_for(".status"), 303)


@own.get("/my/along/<code>/badge.pdf")
@own_registration
def badge_along(link: AccessLink, code: str) -> Response:
    """The badge of somebody who comes along: their host may print it for them."""
    one = _of(link, code)
    found = access_queries.valid_badge(one) if one.opens_doors else None
    if found is None:
        abort(404)
    return Response(badge_to_print(found), mimetype="application/pdf")


def _of(link: AccessLink, code: str) -> Registration:
    return next((one for one in own_queries.along_with(link.registration) if one.code == code), None) or abort(404)


def _along(form: AlongForm) -> Along:
    return Along(
        **form.typed("key", "given", "family"),
        category=Category(form.category.data),
        email=form.email.data or "",
        lang=current_language(),
    )


def _page(registration: Registration, form: AlongForm, refusal: DomainError | None = None) -> str:
    needs, free = _("needs a place, or joins the waiting list"), _("does not need a place")
    form.category.choices = [
        choice(one.value, one.label, f"· {needs if one.takes_place else free}")
        for one in accompanying.may_bring(registration)
    ]
    if len(form.category.choices) == 1 and not form.is_submitted():
        form.category.data = form.category.choices[0].value
    return render_template(
        "registration/public/accompanying.html",
        registration=registration,
        edition=registration.edition,
        form=form,
        refusal=refusal,
    )
