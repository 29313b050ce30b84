"""The file of a document as an answer, for the public and for the office."""

from werkzeug.wrappers import Response

from assembly.fold import fold
from assembly.models import SessionDocument
from assembly.web import stored_file


def sent(one: SessionDocument) -> Response:
    """Answer with its content: a PDF is saved and never opened as a page of ours, a picture is shown."""
    name = None if one.is_picture else f"{fold(str(one.title)).replace(' ', '-')[:80] or one.code}.pdf"
    return stored_file(one.file, name)
