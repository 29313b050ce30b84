"""The import of a table of recordings, and the tables to begin with: those that are there, and an example."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flask import Response as File

from assembly import clock
from assembly.agenda.queries import draft
from assembly.fold import fold
from assembly.i18n import _, _l, _n
from assembly.imports.pages import ImportPages, add_pages
from assembly.models import Edition, Medium, RecordingState, TrackKind
from assembly.recordings import queries
from assembly.recordings.imports.columns import LABELS
from assembly.recordings.imports.lines import example_lines, lines_of
from assembly.recordings.manage.blueprint import office
from assembly.recordings.service.tables import RECORDINGS, Stored
from assembly.security import Permission, needs
from assembly.web import table_file

_WORDS = {"kind": TrackKind, "medium": Medium, "state": RecordingState}


@office.get("/table.csv", defaults={"form": "csv"})
@office.get("/table.xlsx", defaults={"form": "xlsx"})
@needs(Permission.PUBLISH)
def table(edition: Edition, form: str) -> File:
    """The present recordings in the columns of the import: edited and sent again, it corrects them."""
    on = clock.local_day(clock.now(), edition.zone).isoformat()
    lines = lines_of(queries.recordings(edition), draft(edition))
    return _file(lines, f"{edition.slug}-{on}.{form}")


@office.get("/template.csv", defaults={"form": "csv"})
@office.get("/template.xlsx", defaults={"form": "xlsx"})
@needs(Permission.PUBLISH)
def template(edition: Edition, form: str) -> File:
    """The columns with three lines as an example."""
    word = _("template")
    return _file(example_lines(draft(edition)), f"{word}.{form}")


def _file(lines: Iterable[Sequence[object]], name: str) -> File:
    return table_file(f"{fold(_('Recordings'))}-{name}", [str(label) for label in LABELS.values()], lines)


def _done(done: Stored) -> tuple[str, bool]:
    """What was done, without what was not."""
    changed = len(done.changed)
    counted = (
        (done.recordings, _n("%(num)s recording added", "%(num)s recordings added", done.recordings)),
        (done.languages, _n("%(num)s language added", "%(num)s languages added", done.languages)),
        (changed, _n("%(num)s recording changed", "%(num)s recordings changed", changed)),
    )
    said = ", ".join(words for count, words in counted if count)
    return said or _("Everything in this file is already there."), True


add_pages(
    office,
    "/import",
    Permission.PUBLISH,
    ImportPages(
        RECORDINGS,
        title=_l("Import recordings"),
        back=("videos.recordings", _l("Recordings")),
        guide="recordings/manage/import.html",
        facts=lambda _edition: {"words": _WORDS},
        button=lambda _judged: _("Import the recordings"),
        nothing_new=_l("Everything in this file is already there."),
        done=_done,
    ),
)
