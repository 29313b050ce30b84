"""The file of a document as an answer, for the public and for the office."""

from __future__ import annotations

from flask import abort, send_file
from werkzeug.wrappers import Response

from assembly.files import path_of
from assembly.fold import fold
from assembly.models import SessionDocument


def sent(one: SessionDocument) -> Response:
    """Answer with its content: a PDF is saved and never opened as a page of ours, a picture is shown."""
    path = path_of(one.file)
    if not path.exists():
        abort(404)
    name = None if one.is_picture else f"{fold(str(one.title)).replace(' ', '-')[:80] or one.code}.pdf"
    answer = send_file(
        path, mimetype=one.file.mime, as_attachment=name is not None, download_name=name, conditional=True
    )
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer
