"""What the pages of the desk share."""

from flask import Blueprint
from flask_login import current_user

from assembly.cochairs import queries

desk = Blueprint("desk", __name__, url_prefix="/<lang:lang>/manage/<edition:edition>/desk")
desk.record_once(lambda state: state.app.jinja_env.globals.update(ideas_for_speakers=queries.ideas))


def signed_in_name() -> str:
    """The name of whoever acts, as it is kept beside what they did."""
    return str(current_user.name)
