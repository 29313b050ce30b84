"""Behind the personal link: the sessions one chose and did not attend, to watch now."""

from flask import Blueprint, render_template

from assembly.models import AccessLink, Purpose
from assembly.recordings.queries.missed import missed_by
from assembly.security import own_registration

own = Blueprint("own_recordings", __name__, url_prefix="/<lang:lang>/my")


@own.get("/missed")
@own_registration
def missed(link: AccessLink) -> str:
    """The days that are over, with recordings in the reader's language first; an assistant reads of seats alone."""
    return render_template(
        "recordings/public/missed.html",
        registration=link.registration,
        edition=link.registration.edition,
        missed=missed_by(link.registration, with_selection=link.purpose is Purpose.OWN),
    )
