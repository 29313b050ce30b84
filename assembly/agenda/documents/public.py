"""The documents of the published programme."""

from flask import Blueprint, abort
from werkzeug.wrappers import Response

from assembly.agenda.documents import queries
from assembly.agenda.documents.sending import sent
from assembly.models import Edition
from assembly.security import public

documents = Blueprint("documents", __name__, url_prefix="/<lang:lang>/<edition:edition>/agenda")


@documents.get("/<code>/documents/<document>")
@public(cached=False)
def document(edition: Edition, code: str, document: str) -> Response:
    """A document of a session, asked for anew each time: it may be replaced or withdrawn."""
    return sent(queries.public_document(edition, code, document) or abort(404))
