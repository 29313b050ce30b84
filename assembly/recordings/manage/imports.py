"""The import of a table of recordings, and the tables to begin with: those that are there, and an example."""

from assembly.agenda.queries import draft
from assembly.i18n import _, _l, _n
from assembly.imports.pages import ImportPages, add_files, add_pages
from assembly.models import Medium, RecordingState, TrackKind
from assembly.recordings import queries
from assembly.recordings.imports.columns import LABELS
from assembly.recordings.imports.lines import example_lines, lines_of
from assembly.recordings.manage.blueprint import office
from assembly.recordings.service.tables import RECORDINGS, Stored
from assembly.security import Permission

_WORDS = {"kind": TrackKind, "medium": Medium, "state": RecordingState}


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


add_files(
    office,
    Permission.PUBLISH,
    LABELS,
    _l("Recordings"),
    lambda edition: lines_of(queries.recordings(edition), draft(edition)),
    lambda edition: example_lines(draft(edition)),
)
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
