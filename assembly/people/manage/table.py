"""The list of people as a table for spreadsheets, with chosen columns, sent while it is read."""

from collections.abc import Generator, Iterable, Sequence
from itertools import chain
from tempfile import TemporaryFile

from flask import Response, render_template, request

from assembly import clock, history
from assembly.access.pages import office
from assembly.communities.queries import all_communities
from assembly.models import Edition, Question
from assembly.people.columns import ARRIVED, QUESTION, USUAL, Columns, columns_of
from assembly.people.forms.table import Shape, TableForm, column_labels
from assembly.people.manage.filters import Asked, asked_by
from assembly.people.queries import listing as people_queries
from assembly.people.queries import table as table_queries
from assembly.security import Permission, needs
from assembly.tables import CSV, XLSX, csv_lines, in_pieces, joined, write_xlsx
from assembly.transactions import writing


@office.get("/people/table")
@needs(Permission.EXPORT_PEOPLE)
def export(edition: Edition) -> str:
    """Which columns, for which program; the list is the one that was on the screen."""
    form = TableForm()
    form.shape.data = Shape.CSV.value
    return _page(edition, asked_by(request.args), form, USUAL)


@office.post("/people/table")
@needs(Permission.EXPORT_PEOPLE)
def send_table(edition: Edition) -> Response | tuple[str, int]:
    """The table itself. Who took which list along is in the history, before the first row leaves."""
    asked, form = asked_by(request.form), TableForm()
    asks = table_queries.questions(edition)
    known = frozenset([*dict(column_labels()), *(QUESTION + one.code for one in asks)])
    ticked = form.columns(known)
    if not form.is_good(known):
        return _page(edition, asked, form, ticked), 422
    columns = columns_of(ticked, all_communities(), asks, edition.zone)
    people = table_queries.table(
        edition,
        asked.wanted,
        asked.sort,
        answers=any(name.startswith(QUESTION) for name in ticked),
        numbers="waiting_number" in ticked,
        arrivals=not ARRIVED.isdisjoint(ticked),
    )
    shape, count = Shape(form.shape.data), people_queries.how_many(edition, asked.wanted)
    slug, edition_id = edition.slug, edition.id
    name = f"people-{slug}-{clock.local_day(clock.now(), edition.zone).isoformat()}.{shape.value}"
    with writing():
        history.record(
            "edition",
            slug,
            "people exported",
            edition_id=edition_id,
            format=shape.value,
            people=count,
            columns=ticked,
            filters=sorted(asked.without("q", "sort")),
        )
    lines = (columns.line(*person) for person in people.rows())
    pieces = joined(csv_lines(columns.heads, lines)) if shape is Shape.CSV else _xlsx(columns, lines)
    first = next(pieces)  # made now: what cannot be read is an error page, not half a table
    answer = Response(chain([first], pieces), content_type=CSV if shape is Shape.CSV else XLSX)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.call_on_close(pieces.close)  # whoever stops reading leaves no connection behind
    return answer


def _xlsx(columns: Columns, lines: Iterable[Sequence[object]]) -> Generator[bytes, None, None]:
    file = TemporaryFile()  # noqa: SIM115 -- closed by `in_pieces`
    write_xlsx(file, columns.heads, lines)
    return in_pieces(file)


def _page(edition: Edition, asked: Asked, form: TableForm, ticked: Sequence[str]) -> str:
    asks: list[Question] = table_queries.questions(edition)
    return render_template(
        "people/manage/table.html",
        asked=asked,
        form=form,
        ticked=ticked,
        columns=column_labels(),
        questions=[(QUESTION + one.code, one.words) for one in asks],
        total=people_queries.how_many(edition, asked.wanted),
    )
