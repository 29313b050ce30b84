"""The team of an edition: who may do what, invitations, taking roles back."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from assembly.accounts import queries
from assembly.accounts.forms import InviteForm, Proof
from assembly.accounts.guesses import forget_guesses, guessing_code
from assembly.accounts.service import second_factor
from assembly.accounts.service import team as team_service
from assembly.errors import DomainError
from assembly.extensions import db
from assembly.forms import Button, choice, lead_to, press
from assembly.i18n import _
from assembly.models import Edition, User
from assembly.security import PERMISSION_WORDS, ROLE_WORDS, ROLES, Permission, granted, needs, rights
from assembly.transactions import fresh, writing

office = Blueprint("team", __name__, url_prefix="/<lang:lang>/manage/<edition:edition>/team")


@office.route("/", methods=["GET", "POST"])
@needs(Permission.MANAGE_TEAM)
def team(edition: Edition) -> Response | tuple[str, int]:
    """Everybody who may work here, and one form to invite another."""
    form = InviteForm()
    if form.validate_on_submit():
        with writing():
            team_service.invite(fresh(edition), **form.typed("email", "name", "lang", "role"), by=current_user)
        return lead_to(".team", _("%(name)s is now part of the team.", name=form.name.data), edition=edition)
    mine = rights(current_user, edition)
    form.role.choices = [
        choice(name, label, may_do, closed=not ROLES[name] <= mine) for name, (label, may_do) in ROLE_WORDS.items()
    ]
    page = render_template(
        "accounts/manage/team.html",
        form=form,
        people=queries.team(edition),
        roles=ROLE_WORDS,
        permissions=PERMISSION_WORDS,
        granted=granted,
        mine=mine,
        may_take_second_factor=queries.may_take_second_factor,
        handing_over=queries.open_hand_over(edition),
    )
    return page, 422 if form.is_submitted() else 200


@office.post("/<code>/<role>/take")
@needs(Permission.MANAGE_TEAM)
def take(edition: Edition, code: str, role: str) -> Response:
    """Take back a role held at this edition."""
    user = _member(edition, code)
    if role not in ROLES:
        abort(404)
    press(lambda: team_service.take_role(edition, user, role, by=current_user))
    return redirect(url_for(".team", edition=edition), 303)


@office.post("/<code>/<role>/adjust")
@needs(Permission.MANAGE_TEAM)
def adjust(edition: Edition, code: str, role: str) -> Response:
    """What one person may do by a role at this edition, permission by permission."""
    user = _member(edition, code)
    wanted = {one for one in Permission if one.value in request.form.getlist("permission")}
    if Button().validate_on_submit():
        try:
            with writing():
                team_service.adjust_rights(edition, user, role, wanted, current_user)
        except LookupError:
            abort(404)
        flash(_("The permissions for %(name)s have been changed.", name=user.name), "ok")
    return redirect(url_for(".team", edition=edition), 303)


@office.post("/<code>/second-factor/take")
@needs(Permission.MANAGE_TEAM)
def take_second_factor(edition: Edition, code: str) -> Response:
    """For somebody who has lost it, after a proof that nobody does this at a computer left open."""
    user, form = _member(edition, code), Proof()
    if not queries.may_take_second_factor(current_user, user):
        abort(403)
    if user.has_second_factor and form.validate_on_submit():
        try:
            with guessing_code(current_user.email_key), writing():
                second_factor.prove(db.session.get_one(User, current_user.id), form.proof.data)
                team_service.take_second_factor(edition, user, current_user)
        except DomainError as refusal:
            flash(str(refusal), "no")
        else:
            forget_guesses(user.email_key)
            flash(_("%(name)s can sign in without a second factor until they set up a new one.", name=user.name), "ok")
    elif form.faults:
        flash(form.faults[0][1], "no")
    return redirect(url_for(".team", edition=edition), 303)


@office.post("/<code>/invite")
@needs(Permission.MANAGE_TEAM)
def invite_again(edition: Edition, code: str) -> Response:
    """Send the invitation once more to somebody who has not used it."""
    user = _member(edition, code)
    if user.password is None and Button().validate_on_submit():
        with writing():
            team_service.invite_again(user)
        flash(_("A new invitation is on its way."), "ok")
    return redirect(url_for(".team", edition=edition), 303)


def _member(edition: Edition, code: str) -> User:
    return queries.member(edition, code) or abort(404)
