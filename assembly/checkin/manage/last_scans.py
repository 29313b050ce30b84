"""What somebody did on the page of a door: the last scans, and taking one back."""

from flask import abort, render_template, request
from flask_login import current_user

from assembly.checkin import service
from assembly.checkin.manage.group import MOST
from assembly.checkin.manage.this_phone import door
from assembly.checkin.manage.verdicts import told_page
from assembly.checkin.queries.own_scans import own_scans
from assembly.checkin.rules import colour_of
from assembly.forms import Button
from assembly.i18n import _
from assembly.models import Edition
from assembly.security import Permission, needs
from assembly.transactions import writing


@door.get("/last")
@needs(Permission.ADMIT)
def last(edition: Edition) -> str:
    """The last twenty scans of this account, the latest first."""
    mine = own_scans(edition, current_user.id)
    return render_template("checkin/manage/last.html", edition=edition, mine=mine, colour_of=colour_of)


@door.route("/undo", methods=["GET", "POST"])
@needs(Permission.ADMIT)
def undo(edition: Edition) -> str:
    """Take back a scan of one's own, or those of a group; asked first where the wrong line of a list is close. Another
    press changes nothing."""
    named = own_scans(edition, current_user.id, request.values.getlist("scan")[:MOST])
    mine = [one for one in named if one.can_undo]
    if not mine:
        abort(404)
    here = mine[0].scan.door
    if not Button().validate_on_submit():
        return render_template("checkin/manage/undo_scan.html", edition=edition, door=here, mine=mine)
    with writing():
        service.undo_scans([one.scan.scan_id for one in mine], current_user.id)
    return told_page(here, "", _("Undone"), back=_("Back to the camera"))
