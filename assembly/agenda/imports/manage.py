"""The import of a table of sessions, and the tables to begin with: the draft, and an example."""

from collections.abc import Iterable, Sequence

from assembly.agenda.imports.columns import LABELS
from assembly.agenda.imports.lines import example_lines, line_of
from assembly.agenda.imports.service import PROGRAMME, Stored
from assembly.agenda.manage.blueprint import office
from assembly.agenda.queries import draft as draft_of
from assembly.editions.queries.editions import rooms
from assembly.i18n import _, _l, _n
from assembly.imports.pages import ImportPages, add_files, add_pages
from assembly.models import AppearanceRole, AppearanceState, Edition, Presence, SessionKind
from assembly.security import Permission
from assembly.speakers.queries import parts

_WORDS = {"kind": SessionKind, "people": AppearanceRole, "answers": AppearanceState, "attendance": Presence}


def _present(edition: Edition) -> Iterable[Sequence[object]]:
    people, here = parts(edition), rooms(edition)
    return [line_of(one, people.get(one.id, []), here) for one in draft_of(edition)]


def _done(done: Stored) -> tuple[str, bool]:
    """What was done, without what was not."""
    counted = (
        (done.added, _n("%(num)s session added", "%(num)s sessions added", done.added)),
        (done.changed, _n("%(num)s session changed", "%(num)s sessions changed", done.changed)),
    )
    said = ", ".join(words for count, words in counted if count)
    return said or _("The draft already contains everything in this file."), True


add_files(
    office,
    Permission.PUBLISH,
    LABELS,
    _l("programme"),
    _present,
    lambda edition: example_lines(edition, rooms(edition)),
)
add_pages(
    office,
    "/import",
    Permission.PUBLISH,
    ImportPages(
        PROGRAMME,
        title=_l("Import the programme"),
        back=("programme.draft", _l("Programme")),
        guide="agenda/manage/import.html",
        facts=lambda edition: {"words": _WORDS, "rooms": rooms(edition)},
        button=lambda _judged: _("Import into the draft"),
        nothing_new=_l("The draft already contains everything in this file."),
        done=_done,
        room_hint=True,
    ),
)
