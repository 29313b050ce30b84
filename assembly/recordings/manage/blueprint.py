"""What the pages of recordings share."""

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

from assembly.models import Edition, Recording

office = Blueprint("videos", __name__, url_prefix="/<lang:lang>/manage/<edition:edition>/recordings")


def to_recording(edition: Edition, recording: Recording, said: str, anchor: str = "") -> Response:
    """Back to the page of a recording, with what was done."""
    flash(said, "ok")
    return redirect(url_for(".recording", edition=edition, code=recording.code, _anchor=anchor or None), 303)
