"""What the pages of recordings share."""

from flask import Blueprint, abort, flash, redirect, url_for
from werkzeug.wrappers import Response

from assembly.models import Edition, Recording
from assembly.recordings import queries

office = Blueprint("videos", __name__, url_prefix="/<lang:lang>/manage/<edition:edition>/recordings")


def recording_or_404(edition: Edition, code: str) -> Recording:
    """A recording of this edition by its code."""
    return queries.recording_of(edition, code) or abort(404)


def to_recording(edition: Edition, recording: Recording, said: str, anchor: str = "") -> Response:
    """Back to the page of a recording, with what was done."""
    flash(said, "ok")
    return redirect(url_for(".recording", edition=edition, code=recording.code, _anchor=anchor or None), 303)
