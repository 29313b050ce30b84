"""Somebody else comes instead."""

from flask import render_template
from werkzeug.wrappers import Response as AnyResponse

from assembly import limiter
from assembly.access.pages import own
from assembly.errors import DomainError
from assembly.extensions import csrf
from assembly.forms import lead_to, refused_on
from assembly.i18n import _, current_language
from assembly.models import AccessLink, Registration
from assembly.registration.forms.own import HandOverForm
from assembly.registration.queries import own as own_queries
from assembly.registration.service import handing_over
from assembly.registration.service.handing_over import Successor
from assembly.security import own_registration
from assembly.transactions import fresh, writing

TRIES = "20 per hour"
"Names and addresses tried from one registration: it is no place to find out who else is registered."


@own.route("/my/hand-over", methods=["GET", "POST"])
@csrf.exempt  # type: ignore[untyped-decorator]  # the form checks its own token, so that a page open for too long gives back what was typed
@own_registration
def hand_over(link: AccessLink) -> AnyResponse | str | tuple[str, int]:
    """Who comes instead; the place passes to them at once."""
    registration, form = link.registration, HandOverForm()
    if not form.is_submitted():
        form.lang.data = current_language()
        return _page(registration, form)
    if not form.validate_on_submit():
        return _page(registration, form), 400 if form.csrf_failed else 422
    with refused_on(lambda refusal: _page(fresh(link).registration, form, refusal)):
        limiter.allow((TRIES, "hand over", link.token_hash))
        with writing():
            handing_over.hand_over(fresh(link).registration, _successor(form))
    return lead_to(".status", _("The place has been transferred. We are emailing both people."))


def _successor(form: HandOverForm) -> Successor:
    return Successor(
        **form.typed("given", "family", "function", "lang"), email=form.email.data or "", reason=form.reason.data or ""
    )


def _page(registration: Registration, form: HandOverForm, refusal: DomainError | None = None) -> str:
    return render_template(
        "registration/public/hand_over.html",
        registration=registration,
        edition=registration.edition,
        form=form,
        refusal=refusal,
        along=own_queries.along_with(registration),
    )
