"""What has changed in the programme: each release with its note and what it did to which session."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from flask import render_template

from assembly.agenda import queries
from assembly.agenda.difference import Change, published
from assembly.agenda.public.blueprint import pages
from assembly.agenda.wording import Line, change
from assembly.models import Edition, Release, ReleasedAppearance, ReleasedSession
from assembly.security import public
from assembly.speakers.queries import appearances_by_release


@dataclass(frozen=True, slots=True)
class Told:
    """A release and its changes in words; the first one has only a number of sessions."""

    release: Release
    changes: list[tuple[Change, list[Line]]]
    sessions: int = 0


@pages.get("/agenda/changes")
@public(cached=True)
def changes(edition: Edition) -> str:
    """All releases, latest first."""
    return render_template("agenda/public/changes.html", told=list(_told(edition))[::-1])


def _told(edition: Edition) -> Iterator[Told]:
    """Each release beside what was public before it, first to last."""
    by_release = {release_id: list(rows) for release_id, rows in groupby(queries.all_rows(edition), _release_id)}
    people = appearances_by_release(edition)
    latest: dict[int, ReleasedSession] = {}
    latest_people: dict[int, list[ReleasedAppearance]] = {}
    for release in queries.releases(edition)[::-1]:
        rows = by_release.get(release.id, [])
        now = people.get(release.id, {})
        if latest:
            found = published(rows, latest, now, latest_people)
            yield Told(release, [_readable(one, edition) for one in found])
        else:
            yield Told(release, [], sessions=len(rows))
        for row in rows:
            latest[row.session_id] = row
            latest_people[row.session_id] = now.get(row.session_id, [])


def _readable(one: Change, edition: Edition) -> tuple[Change, list[Line]]:
    """A change without what reads the same before and after in the language of this page."""
    found, lines = change(one, edition, leaving_out=_LONG)
    return found, [line for line in lines if str(line.before) != str(line.after)]


_LONG = ("abstract",)
"Two whole descriptions beside each other say little: the page of the session has the present one."


def _release_id(row: ReleasedSession) -> int:
    return row.release_id
