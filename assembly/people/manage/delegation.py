"""Who stands for the city or region of somebody, and an organiser's word on it."""

from dataclasses import dataclass

from flask import abort, flash, redirect, url_for
from werkzeug.wrappers import Response

from assembly.access import queries as access_queries
from assembly.access import registration_history
from assembly.access.pages import office
from assembly.delegations import queries as delegation_queries
from assembly.delegations import service as delegations
from assembly.delegations.words import stands_for
from assembly.errors import DomainError
from assembly.i18n import _
from assembly.models import Edition, Registration, Representation
from assembly.people.forms.person import TakesOverForm
from assembly.security import Permission, needs
from assembly.transactions import fresh, writing


@dataclass(frozen=True, slots=True)
class Standing:
    """One link of the chain as the office reads it: for whom, why, and who brought it about."""

    link: Representation
    for_whom: str
    reason: str
    by: str


@office.app_template_global("chain_of")
def chain_of(registration: Registration) -> list[Standing]:
    """Everybody who has stood for the place of this person, one after the other: asked by the page of one person."""
    links = delegation_queries.chain(registration) if registration.community_id else []
    names = registration_history.names_of({link.by for link in links})
    before = [None, *links]
    return [
        Standing(link, stands_for(link), _reason(link, earlier), _who(link, earlier, names))
        for link, earlier in zip(links, before, strict=False)
    ]


def _reason(link: Representation, earlier: Representation | None) -> str:
    """Why it changed: as it was said of this link, or by whoever had left when it began."""
    left = earlier.registration if earlier else None
    if link.reason or left is None or left.state.is_active or left.moves[-1].at > link.since_at:
        return link.reason
    return left.last_reason


def _who(link: Representation, earlier: Representation | None, names: dict[str, str]) -> str:
    """Whoever brought it about, in the words of what happened to a registration."""
    kind, _colon, code = link.by.partition(":")
    if kind == "user":
        return names.get(link.by, _("automatically"))
    if kind == "registration" and code != link.registration.code:
        other = access_queries.by_code(code)
        return _("%(name)s or their office", name=other.badge_name) if other else _("the person or their office")
    if kind == "invitation" and link.for_person is not None:
        return _("%(name)s or their office", name=link.for_person.full_name)
    if kind in {"registration", "invitation"}:
        return _("the person or their office")
    if kind == "visitor":
        return _("the online form")
    return (
        _("automatically, to replace %(name)s", name=earlier.registration.badge_name) if earlier else _("automatically")
    )


@office.post("/people/<code>/represent")
@needs(Permission.ADD_PEOPLE)
def represent(edition: Edition, code: str) -> Response:
    """From now on this person stands for their city or region."""
    registration, form = access_queries.of_edition(edition, code) or abort(404), TakesOverForm()
    if form.validate_on_submit():
        try:
            with writing():
                delegations.takes_over(fresh(registration), form.reason.data or "")
        except DomainError as refusal:
            flash(str(refusal), "no")
    else:
        flash(" ".join(why for _field, why in form.faults), "no")
    return redirect(url_for(".person", edition=edition, code=code), 303)
