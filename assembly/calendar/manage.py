"""The office's page of calendar updates: who was last emailed an older version, and the button that writes to them."""

from collections import Counter
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from assembly.agenda.queries import latest_rows
from assembly.calendar.outdated import Delivery, Older, older
from assembly.calendar.service import email_concerned
from assembly.forms import Button
from assembly.i18n import _, _n
from assembly.models import Edition, ReleasedSession
from assembly.security import Permission, needs
from assembly.transactions import fresh, writing

office = Blueprint("calendar_office", __name__, url_prefix="/<lang:lang>/manage/<edition:edition>/messages/calendars")


@dataclass(frozen=True, slots=True)
class _Line:
    """An entry, None for the day, and how many were last sent an older version of it."""

    session: ReleasedSession | None
    older: int
    by: Counter[Delivery]


@office.get("/")
@needs(Permission.WRITE_MESSAGES)
def listing(edition: Edition) -> str:
    """The day and each session of which somebody has an older version."""
    rows = latest_rows(edition)
    found = older(edition, rows)
    return render_template(
        "calendar/manage/updates.html",
        lines=_lines(found, rows),
        to_email=len({one.registration_id for one in found if one.delivery is Delivery.TO_EMAIL}),
        Delivery=Delivery,
        form=Button(),
    )


@office.post("/email")
@needs(Permission.WRITE_MESSAGES)
def email(edition: Edition) -> Response:
    """Write to everybody concerned, once: a second press finds nobody left."""
    if Button().validate_on_submit():
        with writing():
            count = email_concerned(fresh(edition))
        if count:
            sentence = _n(
                "An email with the updated calendar entry is on its way to %(num)s person.",
                "Emails with the updated calendar entries are on their way to %(num)s people.",
                count,
            )
            flash(sentence, "ok")
        else:
            flash(_("There is no one left to email."))
    return redirect(url_for(".listing", edition=edition), 303)


def _lines(found: list[Older], rows: list[ReleasedSession]) -> list[_Line]:
    by: dict[int | None, Counter[Delivery]] = {}
    for one in found:
        by.setdefault(one.session_id, Counter())[one.delivery] += 1
    entries = [(None, None), *((row.session_id, row) for row in rows)]
    return [_Line(row, by[one].total(), by[one]) for one, row in entries if one in by]
