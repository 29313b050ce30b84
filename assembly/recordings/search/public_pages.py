"""What public pages show besides recordings, read for search in a fixed number of statements."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from assembly import clock
from assembly.agenda.queries import latest_rows
from assembly.extensions import read_all
from assembly.models import Community, Edition, Person, ReleasedAppearance, ReleasedSession, SignatureKind, Status
from assembly.recordings.queries import Watchable
from assembly.signatures.queries import signed_until
from assembly.speakers.queries import appearances_in, speakers


@dataclass(frozen=True, slots=True)
class PublicPages:
    """The programme of an assembly as published, and the people in it."""

    edition: Edition
    sessions: list[ReleasedSession]
    people: dict[int, list[ReleasedAppearance]]
    "By the session's id."
    speakers: list[tuple[Person, list[ReleasedAppearance]]]
    numbers: dict[int, int]
    "Which session (by id) comes when, from 1 on."

    def number_of(self, one: Watchable) -> int:
        """When the session of a recording comes; the whole assembly comes before all of them."""
        return self.numbers[one.session.session_id] if one.session else 0


def read(edition: Edition) -> PublicPages:
    """Read what the pages of an assembly show now."""
    rows = latest_rows(edition)
    sessions = [row for row in rows if row.status is Status.SCHEDULED]
    numbers = {row.session_id: number for number, row in enumerate(rows, 1)}
    return PublicPages(edition, sessions, appearances_in(sessions), speakers(edition), numbers)


def communities(edition: Edition) -> list[Community]:
    """The cities and regions that signed or support, as the public list is today where an assembly meets."""
    today = clock.today(edition.zone)
    ids = {one.community_id for kind in SignatureKind for one in signed_until(kind, today)}
    listed = select(Community).where(Community.id.in_(ids)).options(selectinload(Community.aliases))
    return read_all(listed.order_by(Community.code))
