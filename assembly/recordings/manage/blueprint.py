"""What the pages of recordings share."""

from flask import Blueprint
from werkzeug.wrappers import Response

from assembly.forms import lead_to
from assembly.models import Edition, Recording

office = Blueprint("videos", __name__, url_prefix="/<lang:lang>/manage/<edition:edition>/recordings")


def to_recording(edition: Edition, recording: Recording, said: str, anchor: str = "") -> Response:
    """Back to the page of a recording, with what was done."""
    return lead_to(".recording", said, edition=edition, code=recording.code, _anchor=anchor or None)
