"""The import of a table of those to invite."""

from collections.abc import Sequence

from assembly.i18n import _l, _n
from assembly.imports import Judged, Verdict
from assembly.imports.pages import ImportPages, add_pages
from assembly.invitations.forms import InviteesForm
from assembly.invitations.invitees import COLUMNS, NEEDED
from assembly.invitations.manage.invitations import office
from assembly.invitations.service.tables import INVITEES
from assembly.security import Permission


def _button(judged: Sequence[Judged]) -> str:
    count = sum(one.verdict is Verdict.INVITED for one in judged)
    return _n("Add %(num)s person to the list", "Add %(num)s people to the list", count)


def _done(count: int) -> tuple[str, bool]:
    """How many people were added; nobody has been written to."""
    words = _n(
        "%(num)s person was added to the list. Nothing has been sent yet.",
        "%(num)s people were added to the list. Nothing has been sent yet.",
        count,
    )
    return words, True


add_pages(
    office,
    "/import",
    Permission.ADD_PEOPLE,
    ImportPages(
        INVITEES,
        title=_l("Import invitations"),
        back=("invitations.listing", _l("Invitations")),
        guide="invitations/manage/import.html",
        facts=lambda _edition: {
            "called": {column: (names[0], column in NEEDED) for column, names in COLUMNS.items()},
        },
        upload_form=InviteesForm,
        button=_button,
        nothing_new=_l("Everyone in this file is already invited or registered."),
        done=_done,
    ),
)
