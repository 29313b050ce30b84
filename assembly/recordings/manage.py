"""Recordings in the office: which languages can be watched, and where."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from assembly.extensions import db
from assembly.i18n import _
from assembly.models import Edition, Track
from assembly.recordings import queries, service
from assembly.recordings.forms import TrackForm
from assembly.security import Permission, needs
from assembly.transactions import writing

office = Blueprint("videos", __name__, url_prefix="/<lang:lang>/manage/<edition:edition>/recordings")


@office.get("/")
@needs(Permission.PUBLISH)
def recordings(edition: Edition) -> str:
    """Each session with its languages and their honest state."""
    return render_template("recordings/manage/list.html", edition=edition, recordings=queries.recordings(edition))


@office.route("/<code>/<kind>/<track_lang>", methods=["GET", "POST"])
@needs(Permission.PUBLISH)
def track(edition: Edition, code: str, kind: str, track_lang: str) -> Response | tuple[str, int]:
    """One language: its address, or the day it is awaited."""
    one = queries.track_of(edition, code, track_lang, kind) or abort(404)
    form = TrackForm(obj=one)
    if form.validate_on_submit():
        try:
            with writing():
                service.set_track(
                    db.session.get_one(Track, one.id), address=form.address.data, expected_on=form.expected_on.day
                )
        except service.NotAnAddress as refusal:
            form.address.errors = [str(refusal)]
        else:
            flash(_("Saved."), "ok")
            return redirect(url_for(".recordings", edition=edition), 303)
    page = render_template("recordings/manage/track.html", edition=edition, track=one, form=form)
    return page, 422 if form.is_submitted() else 200
