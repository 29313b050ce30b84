"""The import of a table of people."""

from collections.abc import Sequence

from assembly.access.pages import office
from assembly.i18n import _, _l, _n
from assembly.imports import Verdict
from assembly.imports.pages import ImportPages, add_pages
from assembly.models import Category, Mode, Represents, State
from assembly.people.imports.forms import StorePeopleForm
from assembly.people.imports.preview import JudgedGuest
from assembly.people.imports.service import PEOPLE, Stored
from assembly.security import Permission


def _done(done: Stored) -> tuple[str, bool]:
    """How many people were added, and how many of them wait."""
    said = [_n("%(num)s person added", "%(num)s people added", done.confirmed + done.waiting)]
    if done.waiting:
        said.append(_n("including %(num)s on the waiting list", "including %(num)s on the waiting list", done.waiting))
    return ", ".join(said), not done.waiting


def _notes(judged: Sequence[JudgedGuest]) -> list[str]:
    """What one should know of those who would be added."""
    new = [one for one in judged if one.verdict is Verdict.NEW]
    waiting = sum(one.state is State.WAITING for one in new)
    unknown = sum(one.unknown_place for one in new)
    mute = sum(one.guest is not None and not one.guest.email for one in new)
    notes = []
    if waiting:
        notes.append(
            _n(
                "%(num)s person will go on the waiting list because the room is full.",
                "%(num)s people will go on the waiting list because the room is full.",
                waiting,
            )
        )
    if unknown:
        notes.append(
            _n(
                "%(num)s city, region or organisation is not in the directory. Its name is kept as entered "
                "and added to the suggestions to review.",
                "%(num)s cities, regions or organisations are not in the directory. Their names are kept as "
                "entered and added to the suggestions to review.",
                unknown,
            )
        )
    if mute:
        notes.append(
            _n(
                "%(num)s person has no email address and will not get an email.",
                "%(num)s people have no email address and will not get an email.",
                mute,
            )
        )
    return notes


add_pages(
    office,
    "/people/import",
    Permission.ADD_PEOPLE,
    ImportPages(
        PEOPLE,
        title=_l("Import people"),
        back=("people.people", _l("People")),
        guide="people/manage/import.html",
        facts=lambda _edition: {"words": {"mode": Mode, "category": Category, "represents": Represents}},
        button=lambda _judged: _("Import everything"),
        nothing_new=_l("Everyone in this file is already registered."),
        done=_done,
        notes=_notes,
        store_form=StorePeopleForm,
        twin="people.person",
    ),
)
