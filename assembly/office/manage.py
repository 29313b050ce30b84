"""Where people land after signing in, and Today."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from assembly import clock
from assembly.editions.queries import all_editions, current_edition
from assembly.fold import clean
from assembly.messages.queries import counts
from assembly.models import Edition, MailState
from assembly.office import queries
from assembly.security import Permission, may, needs, public
from assembly.signatures.queries import to_check
from assembly.stats.queries import participation

pages = Blueprint("office", __name__, url_prefix="/<lang:lang>/manage")


@pages.get("/")
@public
def start() -> Response:
    """To the work at hand: Today for the office, the door for the people at the door."""
    edition = current_edition()
    if not current_user.is_authenticated or edition is None:
        return redirect(url_for("accounts.sign_in"), 303)
    if may(Permission.SEE_PEOPLE, edition):
        return redirect(url_for(".today", edition=edition), 303)
    if not may(Permission.ADMIT, edition):
        abort(403)
    return redirect(url_for("door.start", edition=edition), 303)


@pages.get("/<edition:edition>/")
@needs(Permission.SEE_PEOPLE)
def today(edition: Edition) -> str:
    """The counts, each a link."""
    return render_template(
        "office/manage/today.html",
        edition=edition,
        editions=[one for one in all_editions() if may(Permission.SEE_PEOPLE, one)],
        days_to_go=(edition.day - clock.local_day(clock.now(), edition.zone)).days,
        figures=participation(edition),
        to_check=to_check(edition) if may(Permission.CHECK_SIGNATURES, edition) else 0,
        failed=counts(edition).get(MailState.FAILED, 0) if may(Permission.SEE_MAILS, edition) else 0,
    )


@pages.get("/<edition:edition>/search")
@needs(Permission.SEE_PEOPLE)
def search(edition: Edition) -> str:
    """People, cities and sessions that fit the words."""
    text = clean(request.args.get("q", ""))[:200]
    return render_template("office/manage/search.html", edition=edition, text=text, found=queries.search(edition, text))
