"""The summary of an assembly each morning: for whom, of which hours, and what has happened in them."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import func, or_, select

from assembly import clock
from assembly.editions.queries.editions import all_editions
from assembly.extensions import db
from assembly.messages.queries import outbox
from assembly.models import Edition, EditionRole, Mail, Move, Registration, State, User
from assembly.office.todo import to_do
from assembly.office.todo.desk import Desk, Todo, Urgency
from assembly.people.queries import listing as people_queries
from assembly.people.queries.listing import Among
from assembly.security import Permission, may_enter, rights

FROM, UNTIL = time(7), time(12)
"When it leaves on the clocks of the assembly, and until when if nobody could send it in time."
GOES_ON = timedelta(days=7)
"So long after the assembly there is still something to answer."
_TOLD = frozenset(Permission) - {Permission.EDIT_SETTINGS}
"Whatever the settings want is no matter of each morning."


@dataclass(frozen=True, slots=True)
class Summary:
    """What has happened since the morning before, and how many registrations wait for an answer now."""

    new: int
    withdrawn: int
    failed: int
    to_answer: int

    def as_facts(self) -> dict[str, int]:
        """As the outbox keeps it."""
        return asdict(self)

    @property
    def is_empty(self) -> bool:
        """Whether nothing has happened and nobody waits to be answered, whatever else stands on the page “Today”."""
        return not (self.new or self.withdrawn or self.failed or self.to_answer)


def due(now: datetime) -> Iterator[tuple[Edition, date]]:
    """Yield the assemblies whose summary may leave at this instant, each with its day."""
    for edition in all_editions():
        here = clock.local(now, edition.zone)
        if FROM <= here.time() < UNTIL and now < edition.ends_at + GOES_ON:
            yield edition, here.date()


def readers(edition: Edition) -> list[User]:
    """Return those who want it and may answer people there."""
    at = or_(EditionRole.edition_id == edition.id, EditionRole.edition_id.is_(None))
    here = select(User).where(User.daily_summary, User.id.in_(select(EditionRole.user_id).where(at))).order_by(User.id)
    return [one for one in db.session.scalars(here) if may_enter(one) and _may_answer(one, edition)]


def without_summary(edition: Edition, day: date) -> list[User]:
    """Return those of them who have not been sent the one of this day."""
    keys = {mail_key(edition, day, one): one for one in readers(edition)}
    there = set(db.session.scalars(select(Mail.dedupe_key).where(Mail.dedupe_key.in_(keys)))) if keys else set()
    return [one for key, one in keys.items() if key not in there]


def mail_key(edition: Edition, day: date, user: User) -> str:
    """Name one summary, so that each reader gets it once."""
    return f"daily-summary:{edition.id}:{day.isoformat()}:{user.code}"


def summary(edition: Edition, day: date) -> Summary:
    """Count what has happened from the morning before to that of `day`."""
    since, until = (
        clock.from_local(datetime.combine(one, FROM), edition.zone) for one in (day - timedelta(days=1), day)
    )
    mine = Registration.edition_id == edition.id, Registration.merged_into_id.is_(None)
    new = select(func.count()).where(*mine, Registration.registered_at >= since, Registration.registered_at < until)
    left = (
        select(func.count(Move.registration_id.distinct()))
        .join(Registration, Registration.id == Move.registration_id)
        .where(*mine, Registration.state == State.CANCELLED, Move.to_state == State.CANCELLED)
        .where(Move.at >= since, Move.at < until)
    )
    return Summary(
        new=db.session.scalar(new) or 0,
        withdrawn=db.session.scalar(left) or 0,
        failed=outbox.count_failed_between(edition, since, until),
        to_answer=people_queries.counts(edition)[Among.TO_ANSWER],
    )


def waiting_for(user: User, edition: Edition) -> list[Todo]:
    """Return what waits for this reader and is urgent or has a date, in the language now spoken."""
    allowed = rights(user, edition) & _TOLD
    return [one for one in to_do(Desk(edition), allowed.__contains__) if one.urgency <= Urgency.DEADLINE]


def _may_answer(user: User, edition: Edition) -> bool:
    return Permission.ADD_PEOPLE in rights(user, edition)
