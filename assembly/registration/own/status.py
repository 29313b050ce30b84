"""Where one stands, the entry code and the badge."""

from pathlib import Path

from flask import Response, abort, current_app, make_response, render_template

from assembly import clock
from assembly.access import queries as access_queries
from assembly.access.emails import code_address
from assembly.access.pages import own
from assembly.badges import qr
from assembly.badges.faces import badge_to_print
from assembly.delegations import queries as delegation_queries
from assembly.delegations.words import stands_for
from assembly.editions.queries.editions import current_edition
from assembly.i18n import _
from assembly.models import AccessLink, Badge, Purpose
from assembly.questions import queries as question_queries
from assembly.quotas import queries as quota_queries
from assembly.registration.forms.own import LinkForm
from assembly.registration.own.finding import link_form
from assembly.registration.queries import own as own_queries
from assembly.registration.service import accompanying
from assembly.security import KEPT_ENDED, own_registration, own_registration_if_opened, public
from assembly.web import error_page


@own.get("/my/")
@own_registration_if_opened
def status(link: AccessLink | None) -> str:
    """The state in a sentence, the entry code, what one can do; without a link the way to have it sent again."""
    if link is None:
        return link_form(current_edition() or abort(403, description="own"), LinkForm(formdata=None), is_lost=True)
    registration = link.registration
    return render_template(
        "registration/public/own_page.html",
        registration=registration,
        edition=registration.edition,
        waiting_number=quota_queries.waiting_number(registration),
        has_code=_badge_that_opens(link) is not None,
        is_own=link.purpose is Purpose.OWN,
        office_reported=link.purpose is Purpose.OWN and question_queries.needs_wait_for(registration),
        represents=stands_for(delegation_queries.stands_for(registration)),
        successor=own_queries.successor_of(registration),
        along=own_queries.along_with(registration),
        capacities=accompanying.may_bring(registration) if registration.can_be_changed else [],
        assistants=access_queries.assistants_of(registration),
    )


@own.get("/my/qr.svg")
@own_registration
def code_picture(link: AccessLink) -> Response:
    """The entry code, for the screen of a phone."""
    found = _badge_that_opens(link)
    if found is None:
        return _no_code()
    return Response(qr.svg(code_address(found.token_sealed), _("Your entry code")), mimetype="image/svg+xml")


@own.get("/my/code/")
@own_registration
def code(link: AccessLink) -> Response:
    """The entry code and the reference alone on a page, which a phone keeps if asked to."""
    found = _badge_that_opens(link)
    if found is None:
        ended = _no_code()
        ended.headers[KEPT_ENDED] = "code"
        return ended
    registration = link.registration
    picture = qr.svg(code_address(found.token_sealed), _("Your entry code"))
    page = make_response(
        render_template(
            "registration/public/entry_code.html",
            registration=registration,
            picture=picture,
            is_own=link.purpose is Purpose.OWN,
            may_keep=not clock.has_come(registration.edition.ends_at),
        )
    )
    page.headers["X-Kept-For"] = registration.code
    page.headers["X-Kept-Until"] = str(int(registration.edition.ends_at.timestamp()))
    return page


@own.get("/my/code/worker.js")
@public(cached=False)
def code_worker() -> Response:
    """The script that opens a kept entry code without a network; it is about nobody."""
    script = Path(current_app.static_folder or "", "js/code_worker.js").read_text(encoding="utf-8")
    return Response(script, mimetype="text/javascript")


@own.get("/my/badge.pdf")
@own_registration
def badge(link: AccessLink) -> Response:
    """The badge to print at home, in the language of its bearer."""
    found = _badge_that_opens(link)
    if found is None:
        return _no_code()
    return Response(badge_to_print(found), mimetype="application/pdf")


def _badge_that_opens(link: AccessLink) -> Badge | None:
    return access_queries.valid_badge(link.registration) if link.registration.opens_doors else None


def _no_code() -> Response:
    return error_page(
        404,
        _("There is no entry code for this registration"),
        _("We send the entry code when the registration is confirmed."),
    )
