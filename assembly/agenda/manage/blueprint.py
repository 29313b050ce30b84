"""What the pages of the programme share."""

from flask import Blueprint, abort

from assembly.agenda import queries
from assembly.models import Edition, Session

office = Blueprint("programme", __name__, url_prefix="/<lang:lang>/manage/<edition:edition>/programme")


def session_or_404(edition: Edition, code: str) -> Session:
    """A session of this edition's draft by its code."""
    return queries.in_draft(edition, code) or abort(404)
