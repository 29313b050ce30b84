"""Handing an edition over to the next team."""

from flask import abort, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from assembly.accounts import queries
from assembly.accounts.forms import HandOverForm
from assembly.accounts.manage.team import office
from assembly.accounts.service.hand_over import Newcomer, begin_hand_over, withdraw_hand_over
from assembly.extensions import db
from assembly.forms import lead_to, press
from assembly.i18n import _, current_language
from assembly.models import Edition, User
from assembly.security import Permission, needs
from assembly.transactions import fresh, writing


@office.route("/hand-over", methods=["GET", "POST"])
@needs(Permission.MANAGE_TEAM)
def hand_over(edition: Edition) -> Response | tuple[str, int]:
    """Who comes, who stays, until when; and what was begun."""
    form = HandOverForm(**dict.fromkeys(("lang1", "lang2", "lang3"), current_language()))
    if form.validate_on_submit():
        newcomers = [Newcomer(*(field.data for field in row)) for row in form.rows if row[1].data]
        with writing():
            here = fresh(edition)
            stays = {user.id for user in queries.team_here(here) if user.code in request.form.getlist("stays")}
            begin_hand_over(
                here, newcomers, by=db.session.get_one(User, current_user.id), stays=stays, last_on=form.last_on.day
            )
        return lead_to(".hand_over", _("The invitation is on its way."), edition=edition)
    page = render_template(
        "accounts/manage/hand_over.html",
        form=form,
        team=queries.team_here(edition),
        stays=request.form.getlist("stays"),
        going_on=queries.open_hand_over(edition),
        earlier=queries.hand_overs(edition),
    )
    return page, 422 if form.is_submitted() else 200


@office.post("/hand-over/<code>/withdraw")
@needs(Permission.MANAGE_TEAM)
def withdraw(edition: Edition, code: str) -> Response:
    """Everything stays as it was."""
    found = queries.hand_over(edition, code) or abort(404)
    press(lambda: withdraw_hand_over(found), said=_("The handover has been cancelled."))
    return redirect(url_for(".hand_over", edition=edition), 303)
