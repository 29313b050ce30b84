"""A report as a file whose name says what it is, so that several in one folder are told apart."""

from flask import Response

from assembly.i18n import current_language
from assembly.models import Edition


def sent(content: bytes | str, mimetype: str, edition: Edition, kind: str, ending: str) -> Response:
    """Answer with a file named by edition, kind and language: `2027-article-fr.docx`."""
    name = f"{edition.slug}-{kind}-{current_language()}.{ending}"
    return Response(content, mimetype=mimetype, headers={"Content-Disposition": f'inline; filename="{name}"'})
