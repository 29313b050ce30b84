"""Where the public pages of the programme are, and what they all read."""

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, Response, after_this_request

from assembly import clock
from assembly.agenda import queries
from assembly.agenda.published.filters import MANY
from assembly.agenda.published.marks import Mark, MarkKind, marks
from assembly.agenda.published.programme import Programme
from assembly.agenda.published.timetable import have_parallel
from assembly.models import Edition, Registration
from assembly.security import opened_link
from assembly.speakers.queries import appearances_in

pages = Blueprint("agenda", __name__, url_prefix="/<lang:lang>/<edition:edition>")


@dataclass(frozen=True, slots=True)
class Selection:
    """What this visitor has selected, as far as the server knows: `registration` where their link is open, else the
    browser keeps it. Without `is_offered` no page speaks of it."""

    is_offered: bool
    registration: Registration | None = None
    ids: frozenset[int] = frozenset()


def read_programme(edition: Edition) -> Programme:
    """Read all that is published of an edition's programme, in a fixed number of statements."""
    rows = queries.latest_rows(edition)
    return Programme(edition, rows, appearances_in(rows), queries.last_release(edition))


def selection_of(programme: Programme) -> Selection:
    """Read what this visitor has selected, where choosing makes sense: some sessions are parallel, or there are many,
    and the assembly is not over."""
    edition, sessions = programme.edition, programme.sessions
    is_offered = edition.phase != "after" and (len(sessions) > MANY or have_parallel(sessions))
    registration = own_registration_for(edition) if is_offered else None
    ids = queries.selected_ids(registration) if registration else frozenset[int]()
    return Selection(is_offered, registration, ids)


def marks_of(edition: Edition) -> dict[int, list[Mark]]:
    """Find what has changed of each session (by id), while visitors still plan by the programme: after the assembly
    it is a record of what took place."""
    if edition.phase == "after":
        return {}
    found = marks(queries.all_rows(edition))
    if edition.phase != "on_the_day":
        return found
    today = clock.today(edition.zone)
    return {one: [mark for mark in some if _is_earlier(mark, today, edition.zone)] for one, some in found.items()}


def _is_earlier(mark: Mark, today: date, zone: str) -> bool:
    """Whether a mark is still to be shown on the day: what changed today is said beside what was announced."""
    return mark.kind is MarkKind.NEW or clock.local_day(mark.at, zone) < today


def own_registration_for(edition: Edition) -> Registration | None:
    """Find the registration for this edition whose personal link is open on this device; the page is then a personal
    one, which no browser keeps."""
    link = opened_link()
    if link is None or link.registration.edition_id != edition.id:
        return None
    after_this_request(_do_not_store)
    return link.registration


def _do_not_store(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "no-store"
    return answer
