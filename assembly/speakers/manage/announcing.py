"""What an assembly announced: one more, a correction, the order, away with it."""

from collections.abc import Callable
from functools import partial

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from assembly.errors import ChangedMeanwhile
from assembly.forms import Answer, lead_to, press, row_or_404
from assembly.i18n import _
from assembly.models import Announcement, Edition
from assembly.security import Permission, needs
from assembly.speakers import queries
from assembly.speakers.facts import AnnouncementFacts
from assembly.speakers.forms.words import AnnouncementForm
from assembly.speakers.service import announcements as service
from assembly.transactions import fresh, writing

announcements = Blueprint(
    "announcements_office", __name__, url_prefix="/<lang:lang>/manage/<edition:edition>/announcements"
)


@announcements.get("/")
@needs(Permission.PUBLISH)
def listing(edition: Edition) -> str:
    """All of them in their order."""
    rows = queries.announcements(edition)
    return render_template("speakers/manage/announcements.html", announcements=rows)


@announcements.route("/add", methods=["GET", "POST"])
@needs(Permission.PUBLISH)
def add(edition: Edition) -> Answer:
    """One more, at the end."""
    form = AnnouncementForm()
    if not form.validate_on_submit():
        return _page(form, None), 422 if form.is_submitted() else 200
    with writing():
        service.add_announcement(fresh(edition), form.facts)
    return _saved(edition)


@announcements.route("/<code>", methods=["GET", "POST"])
@needs(Permission.PUBLISH)
def one(edition: Edition, code: str) -> Answer:
    """Change what it says."""
    row, form = row_or_404(Announcement, edition, code), AnnouncementForm()
    if not form.is_submitted():
        form.show(AnnouncementFacts.of(row))
        return _page(form, row), 200
    if not form.validate():
        return _page(form, row), 422
    try:
        with writing():
            service.change_announcement(fresh(row), form.facts, seen=form.seen.data)
    except ChangedMeanwhile as refusal:
        row = row_or_404(Announcement, edition, code)
        theirs = form.differing(AnnouncementFacts.of(row))
        return _page(form, row, refusal, theirs), refusal.status
    return _saved(edition)


@announcements.post("/<code>/up", endpoint="up", defaults={"act": partial(service.move_announcement, up=True)})
@announcements.post("/<code>/down", endpoint="down", defaults={"act": partial(service.move_announcement, up=False)})
@announcements.post("/<code>/remove", endpoint="remove", defaults={"act": service.remove_announcement})
@needs(Permission.PUBLISH)
def act_on_announcement(edition: Edition, code: str, act: Callable[[Announcement], None]) -> Response:
    """Move it before the one above it, or after the one below it; remove it."""
    press(act, row_or_404(Announcement, edition, code))
    return redirect(url_for(".listing", edition=edition), 303)


def _saved(edition: Edition) -> Response:
    return lead_to(".listing", _("Saved."), edition=edition)


def _page(
    form: AnnouncementForm,
    row: Announcement | None,
    refusal: ChangedMeanwhile | None = None,
    theirs: list[tuple[str, object]] | None = None,
) -> str:
    return render_template(
        "speakers/manage/announcement.html",
        form=form,
        announcement=row,
        refusal=refusal,
        theirs=theirs or [],
    )
