"""Invitations in the office: the list, one added by hand, everything about one."""

from flask import Blueprint, abort, render_template, request

from assembly.communities.queries import all_networks, network, suggested_communities
from assembly.errors import DomainError
from assembly.fold import clean
from assembly.forms import Answer, Button, Form, lead_to
from assembly.i18n import _, current_language
from assembly.invitations.forms import InviteForm, NotedForm, ToldForm
from assembly.invitations.invitees import Invitee
from assembly.invitations.queries import due as due_invitations
from assembly.invitations.queries import listing as invitation_queries
from assembly.invitations.queries.listing import Standing
from assembly.invitations.service import making as inviting
from assembly.models import Edition, Invitation, Represents
from assembly.security import Permission, needs
from assembly.transactions import fresh, writing
from assembly.web import page_asked

office = Blueprint("invitations", __name__, url_prefix="/<lang:lang>/manage/<edition:edition>/invitations")


@office.get("/")
@needs(Permission.ADD_PEOPLE)
def listing(edition: Edition) -> str:
    """Who was invited, by name, fifty a page; what there is to send."""
    search = clean(request.args.get("q", ""))[:200]
    asked, by = request.args.get("answer", ""), request.args.get("network", "")
    standing = Standing(asked) if asked in set(Standing) else None
    return render_template(
        "invitations/manage/invitations.html",
        page=invitation_queries.invitations(edition, search, page_asked(), standing, network(by) if by else None),
        search=search,
        standing=standing,
        standings=invitation_queries.standings(edition),
        by=by,
        networks=[(one.code, one.short_name) for one in all_networks()],
        to_write=due_invitations.to_write(edition),
        form=Button(),
    )


@office.route("/add", methods=["GET", "POST"])
@needs(Permission.ADD_PEOPLE)
def add(edition: Edition) -> Answer:
    """Somebody to invite, in twenty seconds."""
    form, refusal = InviteForm(), None
    if not form.is_submitted():
        form.lang.data, form.represents.data = current_language(), Represents.COMMUNITY.value
        form.place.data = clean(request.args.get("place", ""))[:200]
    elif form.validate():
        try:
            with writing():
                made = inviting.invite(fresh(edition), typed_invitee(form))
            return lead_to(".one", _("Saved. The invitation has not been sent yet."), edition=edition, code=made.code)
        except DomainError as why:
            refusal = why
    page = render_template(
        "invitations/manage/invite.html",
        form=form,
        refusal=refusal,
        networks=[(one.code, one.short_name) for one in all_networks()],
        communities=suggested_communities(),
    )
    return page, refusal.status if refusal else 422 if form.is_submitted() else 200


@office.get("/<code>")
@needs(Permission.ADD_PEOPLE)
def one(edition: Edition, code: str) -> str:
    """Everything about one invitation, and what may be done with it now."""
    return page_of(of(edition, code), ToldForm(formdata=None))


def of(edition: Edition, code: str) -> Invitation:
    """The invitation of an address, if it belongs to this edition."""
    return invitation_queries.invitation(edition, code) or abort(404)


def page_of(invitation: Invitation, told: Form, refusal: DomainError | None = None) -> str:
    """The page of one invitation, with what was typed about who comes for them."""
    return render_template(
        "invitations/manage/invitation.html",
        edition=invitation.edition,
        invitation=invitation,
        told=told,
        refusal=refusal,
        form=NotedForm(formdata=None, seen=str(invitation.version)),
        answers=invitation_queries.answers_on_offer(invitation, late=True) if invitation.is_open else [],
    )


def typed_invitee(form: InviteForm) -> Invitee:
    """Whom the office has written."""
    return Invitee(
        **form.typed("given", "family", "email", "place", "lang", "function", "phone", "note", "network"),
        represents=Represents(form.represents.data),
    )
