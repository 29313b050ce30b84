"""The stream of an edition as it is now, and how many opened it."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from assembly import clock
from assembly.agenda.queries import with_changes_of_today
from assembly.extensions import db
from assembly.live.states import by_clock, by_hand, hours, next_begin
from assembly.models import (
    Bilingual,
    Edition,
    LiveState,
    OnlineAttendance,
    Registration,
    ReleasedSession,
    Status,
    StreamDay,
)


@dataclass(frozen=True, slots=True)
class Live:
    """What viewers find now: `by_clock` is what the programme's times say, `by_hand` what an organiser said today."""

    edition: Edition
    by_clock: LiveState
    by_hand: LiveState | None
    begins_at: datetime | None
    sessions: list[ReleasedSession]
    announced: dict[int, ReleasedSession]

    @property
    def state(self) -> LiveState:
        """The organiser's word counts before the clock's; an assembly that does not take place has no stream."""
        return (self.by_hand or self.by_clock) if self.edition.takes_place else LiveState.ENDED

    @property
    def notice(self) -> Bilingual:
        """What viewers are told."""
        return self.edition.broadcast.notice if self.edition.broadcast else Bilingual()

    @property
    def is_for_registered(self) -> bool:
        """Whether only people with a confirmed registration may open it."""
        return self.edition.broadcast is not None and self.edition.broadcast.is_for_registered


def live(edition: Edition) -> Live:
    """Read all of it, with the published sessions."""
    now = clock.now()
    sessions, announced = with_changes_of_today(edition)
    expected = hours(edition, [one for one in sessions if one.status is Status.SCHEDULED])
    return Live(edition, by_clock(expected, now), by_hand(edition, now), next_begin(expected, now), sessions, announced)


def opened(edition: Edition) -> list[tuple[date, int, int]]:
    """For each day, latest first: people who opened the stream with their link, and openings without one."""
    rows = db.session.scalars(select(StreamDay).where(StreamDay.edition_id == edition.id))
    found = {row.day: (row.with_link, row.without_link) for row in rows}
    for day, people in db.session.execute(
        select(OnlineAttendance.day, func.count())
        .join(Registration, Registration.id == OnlineAttendance.registration_id)
        .where(Registration.edition_id == edition.id)
        .group_by(OnlineAttendance.day)
    ):
        kept, without = found.get(day, (0, 0))
        found[day] = kept + people, without
    return [(day, *found[day]) for day in sorted(found, reverse=True)]


def editions_with_attendance_over() -> list[Edition]:
    """Those whose day to delete who opened the stream has come (`contacts_end_on`)."""
    with_some = select(Registration.edition_id).join(
        OnlineAttendance, OnlineAttendance.registration_id == Registration.id
    )
    found = db.session.scalars(select(Edition).where(Edition.ends_at < clock.now(), Edition.id.in_(with_some)))
    return [one for one in found if one.contacts_end_on <= clock.local_day(clock.now(), one.zone)]
