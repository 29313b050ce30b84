"""The import of a table of communities."""

from assembly.communities.columns import COLUMNS
from assembly.communities.manage.listing import office
from assembly.communities.service.imports import COMMUNITIES, Stored
from assembly.i18n import _, _l, _n
from assembly.imports.pages import ImportPages, add_pages
from assembly.security import Permission


def _done(done: Stored) -> tuple[str, bool]:
    """How many entries were added and changed."""
    new = _n("%(num)s new entry", "%(num)s new entries", done.new)
    return ", ".join((new, _n("%(num)s changed", "%(num)s changed", done.changed))), True


add_pages(
    office,
    "/import",
    Permission.EDIT_DIRECTORY,
    ImportPages(
        COMMUNITIES,
        title=_l("Import a file"),
        back=("directory.listing", _l("Cities and regions")),
        guide="communities/manage/import.html",
        facts=lambda _edition: {"exported": {column: names[0] for column, names in COLUMNS.items()}},
        button=lambda _judged: _("Import everything"),
        nothing_new=_l("Everything in this file is already in the directory."),
        done=_done,
    ),
)
