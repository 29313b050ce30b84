"""Signing up for sessions, where the edition offers it."""

from flask import abort, render_template

from assembly.access.pages import own
from assembly.errors import ChangedMeanwhile, DomainError
from assembly.forms import Answer, lead_to, refused_on
from assembly.i18n import _
from assembly.models import AccessLink, Extra
from assembly.security import own_registration
from assembly.sign_ups import queries as seat_queries
from assembly.sign_ups import service as sign_ups
from assembly.sign_ups.forms import SessionsForm
from assembly.transactions import fresh, writing


@own.route("/my/sessions", methods=["GET", "POST"])
@own_registration
def sessions(link: AccessLink) -> Answer:
    """The sessions with what is left of each; the ticks are the whole wish, taken at once or not at all."""
    if not link.registration.edition.has(Extra.SESSION_SIGN_UP):
        abort(404)
    form = SessionsForm()
    if not form.validate_on_submit():
        return _page(link, form), 422 if form.is_submitted() else 200
    with refused_on(lambda refusal: _page(fresh(link), form, refusal)), writing():
        registration = fresh(link).registration
        sign_ups.choose(registration, form.wish, seen=form.seen_codes)
    return lead_to(".sessions", _("Saved."))


def _page(link: AccessLink, form: SessionsForm, refusal: DomainError | None = None) -> str:
    """A form that comes back keeps its ticks. Over what another page has chosen one saves only after seeing it."""
    registration = link.registration
    choices = seat_queries.choices(registration.edition, registration)
    chosen = [one.row.code for one in choices if one.mine]
    looked = form.seen_codes if form.is_submitted() and not isinstance(refusal, ChangedMeanwhile) else chosen
    return render_template(
        "sign_ups/public/sessions.html",
        registration=registration,
        edition=registration.edition,
        choices=choices,
        ticked=form.wish if form.is_submitted() else chosen,
        seen=" ".join(looked),
        form=form,
        refusal=refusal,
    )
