"""What one takes along or away: the folder on paper, and everything we hold."""

import json

from flask import Response

from assembly.access import queries as access_queries
from assembly.access.emails import code_address
from assembly.access.pages import own
from assembly.badges import qr
from assembly.delegations import queries as delegation_queries
from assembly.delegations.words import stands_for
from assembly.editions.queries.editions import practical
from assembly.i18n import _, speaking
from assembly.models import AccessLink, State
from assembly.registration import data_export, folder
from assembly.registration.own.scope import theirs_alone
from assembly.registration.queries import data_export as export_queries
from assembly.security import own_registration
from assembly.web import error_page, saved_as


@own.get("/my/folder.pdf")
@own_registration
def folder_to_print(link: AccessLink) -> Response:
    """Print one page for the trip, in the language of whoever travels; there is none before they are confirmed."""
    registration = link.registration
    if registration.state is not State.CONFIRMED:
        return error_page(
            404,
            _("This information sheet is not available"),
            _("The information sheet is only for people whose registration is confirmed."),
        )
    badge = access_queries.valid_badge(registration) if registration.opens_doors else None
    with speaking(registration.lang):
        page = folder.page(
            registration,
            represents=stands_for(delegation_queries.stands_for(registration)),
            code=qr.svg(code_address(badge.token_sealed), "") if badge else "",
            answers=practical(registration.edition),
            sessions=export_queries.sessions_to_print(registration),
        )
    return Response(page, mimetype="application/pdf")


@own.get("/my/data.json")
@own_registration
def data(link: AccessLink) -> Response:
    """Everything we hold on this person for this registration; nobody else's link opens it."""
    theirs_alone(link)
    found = data_export.everything(link.registration, export_queries.held(link.registration))
    name = f"assembly-{link.registration.edition.slug}-data.json"
    return saved_as(name, json.dumps(found, ensure_ascii=False, indent=2), "application/json")
