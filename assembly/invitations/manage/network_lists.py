"""What came of each network's invitations, and the link by which it reads them itself."""

from flask import abort, redirect, render_template, session, url_for
from werkzeug.wrappers import Response

from assembly.addresses import address
from assembly.communities.queries import network
from assembly.forms import Button, press
from assembly.invitations.manage.invitations import office
from assembly.invitations.queries import listing as invitation_queries
from assembly.invitations.service import network_lists
from assembly.models import Edition, Network
from assembly.sealed import unseal
from assembly.security import Permission, needs
from assembly.transactions import fresh, writing


@office.get("/networks")
@needs(Permission.ADD_PEOPLE)
def networks(edition: Edition) -> str:
    """Invited, answered, coming; a link just made is shown this once."""
    found, made = invitation_queries.by_network(edition), session.pop("network_list_made", None)
    fresh = next((one.shown for one in found if one.shown is not None and one.shown.id == made), None)
    link = address("invited.open_list", token=unseal(fresh.token_sealed)) if fresh else ""
    return render_template("invitations/manage/network_lists.html", found=found, fresh=fresh, link=link, form=Button())


@office.post("/networks/<code>/make")
@needs(Permission.ADD_PEOPLE)
def make_list(edition: Edition, code: str) -> Response:
    """A link for this network; the one it had shows nothing any more."""
    one = _network(edition, code)
    if Button().validate_on_submit():
        with writing():
            made = network_lists.make_list(fresh(edition), fresh(one))
        session["network_list_made"] = made.id
    return redirect(url_for(".networks", edition=edition), 303)


@office.post("/networks/<code>/revoke")
@needs(Permission.ADD_PEOPLE)
def revoke_list(edition: Edition, code: str) -> Response:
    """The link of this network shows nothing any more."""
    one = _network(edition, code)
    press(network_lists.revoke_lists, edition, one)
    return redirect(url_for(".networks", edition=edition), 303)


def _network(edition: Edition, code: str) -> Network:
    """One that invited somebody to this edition."""
    found = network(code)
    invited = {one.network.id for one in invitation_queries.by_network(edition)}
    return found if found is not None and found.id in invited else abort(404)
