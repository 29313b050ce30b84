"""The import of a table of sessions, and the tables to begin with: the draft, and an example."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flask import Response as File

from assembly import clock
from assembly.agenda.imports.columns import LABELS
from assembly.agenda.imports.lines import example_lines, line_of
from assembly.agenda.imports.service import PROGRAMME, Stored
from assembly.agenda.manage.blueprint import office
from assembly.agenda.queries import draft as draft_of
from assembly.editions.queries import rooms
from assembly.i18n import _, _l, _n
from assembly.imports.pages import ImportPages, add_pages
from assembly.models import AppearanceRole, AppearanceState, Edition, Presence, SessionKind
from assembly.security import Permission, needs
from assembly.speakers.queries import parts
from assembly.web import table_file

_WORDS = {"kind": SessionKind, "people": AppearanceRole, "answers": AppearanceState, "attendance": Presence}


@office.get("/table.csv", defaults={"form": "csv"})
@office.get("/table.xlsx", defaults={"form": "xlsx"})
@needs(Permission.PUBLISH)
def table(edition: Edition, form: str) -> File:
    """The present draft in the columns of the import: edited and sent again, it corrects the draft."""
    people, here = parts(edition), rooms(edition)
    lines = [line_of(one, people.get(one.id, []), here) for one in draft_of(edition)]
    on = clock.local_day(clock.now(), edition.zone).isoformat()
    return _file(lines, f"{_('programme')}-{edition.slug}-{on}.{form}")


@office.get("/template.csv", defaults={"form": "csv"})
@office.get("/template.xlsx", defaults={"form": "xlsx"})
@needs(Permission.PUBLISH)
def template(edition: Edition, form: str) -> File:
    """The columns with two lines as an example."""
    return _file(example_lines(edition, rooms(edition)), f"{_('programme')}-{_('template')}.{form}")


def _file(lines: Iterable[Sequence[object]], name: str) -> File:
    return table_file(name, [str(label) for label in LABELS.values()], lines)


def _done(done: Stored) -> tuple[str, bool]:
    """What was done, without what was not."""
    counted = (
        (done.added, _n("%(num)s session added", "%(num)s sessions added", done.added)),
        (done.changed, _n("%(num)s session changed", "%(num)s sessions changed", done.changed)),
    )
    said = ", ".join(words for count, words in counted if count)
    return said or _("The draft already contains everything in this file."), True


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
