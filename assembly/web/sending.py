"""Files as answers: what is stored, what is made for the visitor, tables."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask import Response, abort, request, send_file

from assembly.files import path_of
from assembly.models import StoredFile
from assembly.tables import CSV, XLSX, csv_file, xlsx_file


def stored_file(stored: StoredFile | None, name: str | None = None, *, cache: str = "private, no-cache") -> Response:
    """Send a stored file, asked for anew each time unless `cache` says otherwise. Under a `name` it is saved, never
    shown. Answers 404 where there is none."""
    if stored is None or not path_of(stored).exists():
        abort(404)
    answer = send_file(
        path_of(stored), mimetype=stored.mime, as_attachment=name is not None, download_name=name, conditional=True
    )
    answer.headers["Cache-Control"] = cache
    return answer


def unless_known(answer: Response) -> Response:
    """Send nothing again to somebody who has these very bytes."""
    answer.add_etag()
    answer.make_conditional(request)
    return answer


def saved_as(name: str, content: Any, kind: str = "application/pdf") -> Response:
    """Send what was made for this visitor, to be saved under this name."""
    return Response(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def table_file(name: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """Send a table for a spreadsheet, in the format at the end of its name."""
    is_csv = name.endswith(".csv")
    return saved_as(name, csv_file(heads, rows) if is_csv else xlsx_file(heads, rows), CSV if is_csv else XLSX)
