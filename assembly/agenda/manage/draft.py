"""The day view of the draft: rooms side by side, what each session lacks, how it differs from what the public sees."""

from collections import defaultdict

from flask import render_template

from assembly.agenda import queries
from assembly.agenda.checks import Check
from assembly.agenda.days import days
from assembly.agenda.manage import publishing_words
from assembly.agenda.manage.blueprint import office
from assembly.calendar.queries import Pending, pending
from assembly.forms import Button
from assembly.models import Edition
from assembly.security import Permission, needs


@office.get("/")
@needs(Permission.PUBLISH)
def draft(edition: Edition) -> str:
    """The sessions by day, room and time; each leads to its page."""
    now = pending(edition)
    return render_template(
        "agenda/manage/draft.html",
        days=days(now.sessions, edition.zone),
        removed=queries.removed_but_public(edition),
        lacking=queries.lacking,
        release=queries.last_release(edition),
        published={row.session_id for row in now.rows},
        changed={one.session_id for one in now.changes},
        clashes=_clashes(now, edition),
        button=Button(),
    )


def _clashes(now: Pending, edition: Edition) -> dict[int, list[str]]:
    """By session (id), that its room or one of its people is elsewhere at the same time."""
    found: dict[int, list[str]] = defaultdict(list)
    for fault in now.faults:
        if fault.check in {Check.ROOM, Check.PERSON}:
            for one in fault.sessions:
                found[one.id].append(publishing_words.sentence(fault, edition))
    return found
