"""The day view of the draft: rooms side by side, what each session lacks, how it differs from what the public sees."""

from __future__ import annotations

from flask import render_template

from assembly.agenda import queries
from assembly.agenda.days import days
from assembly.agenda.manage.blueprint import office
from assembly.calendar.queries import pending
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
        edition=edition,
        days=days(now.sessions, edition.zone),
        removed=queries.removed_but_public(edition),
        lacking=queries.lacking,
        release=queries.last_release(edition),
        published={row.session_id for row in now.rows},
        changed={one.session_id for one in now.changes},
        button=Button(),
    )
