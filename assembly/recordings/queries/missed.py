"""The sessions somebody chose and did not attend, as far as the doors and the stream know, with their recordings.

A door knows who came into the assembly on a day, never who sat in which session.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby

from sqlalchemy import select, union

from assembly import clock
from assembly.agenda.queries import latest_rows, selected_ids
from assembly.extensions import db
from assembly.models import Admission, Edition, Mode, OnlineAttendance, Registration, ReleasedSession, Status
from assembly.recordings.queries.watching import Watchable, watchable
from assembly.sign_ups.queries import held_by


class Attended(StrEnum):
    """Whether somebody was there on a day; unknown where nobody was counted, or the stream opened without a link."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class ChosenDay:
    """A day with sessions somebody chose, each with its recording as far as the public knows of one."""

    day: date
    attended: Attended
    sessions: list[tuple[ReleasedSession, Watchable | None]]


@dataclass(frozen=True, slots=True)
class Missed:
    """What somebody chose, by day, and the recordings of the whole assembly.

    `with_selection` says whether their own selection was read too, not only the seats they booked.
    """

    days: list[ChosenDay]
    whole: list[Watchable]
    with_selection: bool
    is_deleted: bool
    "Whether the day has come on which selections are deleted."

    @property
    def to_watch(self) -> list[ChosenDay]:
        """The days on which they were not, or may not have been."""
        return [one for one in self.days if one.attended is not Attended.YES]

    @property
    def attended(self) -> list[ChosenDay]:
        """The days on which they were."""
        return [one for one in self.days if one.attended is Attended.YES]


def missed_by(registration: Registration, *, with_selection: bool) -> Missed:
    """Read the days that are over. A person's own selection is for nobody else to read, and kept until a day."""
    edition = registration.edition
    is_deleted = edition.contacts_end_on <= clock.today(edition.zone)
    with_selection = with_selection and not is_deleted
    sessions = _chosen(registration, with_selection=with_selection)
    recordings = watchable(edition) if sessions else []
    of_session = {one.session.session_id: one for one in recordings if one.session}
    was_there, counted = _days_of(registration), _days_counted(edition)
    days = []
    for day, rows in groupby(sessions, key=lambda row: clock.local_day(row.starts_at, edition.zone)):
        attended = Attended.YES if day in was_there else Attended.UNKNOWN
        if attended is Attended.UNKNOWN and registration.mode is Mode.ON_SITE and day in counted:
            attended = Attended.NO
        days.append(ChosenDay(day, attended, [(row, of_session.get(row.session_id)) for row in rows]))
    whole = [one for one in recordings if one.session is None and one.tracks]
    return Missed(days, whole, with_selection, is_deleted)


def _chosen(registration: Registration, *, with_selection: bool) -> Sequence[ReleasedSession]:
    """The sessions of days that are over, in time: a seat, or a place in the queue for one, was a wish to come. What
    was cancelled nobody missed."""
    edition, today = registration.edition, clock.today(registration.edition.zone)
    ids = set(held_by(registration)) | (selected_ids(registration) if with_selection else frozenset())
    rows = [row for row in latest_rows(edition) if row.session_id in ids and row.status is Status.SCHEDULED]
    return [row for row in rows if clock.local_day(row.starts_at, edition.zone) < today]


def _days_of(registration: Registration) -> set[date]:
    """The days on which somebody came in, or opened the stream with their link."""
    both = union(
        *(select(noun.day).where(noun.registration_id == registration.id) for noun in (Admission, OnlineAttendance))
    )
    return set(db.session.scalars(both))


def _days_counted(edition: Edition) -> set[date]:
    """The days on which anybody was let in."""
    everybody = select(Admission.day).join(Registration).where(Registration.edition_id == edition.id)
    return set(db.session.scalars(everybody.distinct()))
