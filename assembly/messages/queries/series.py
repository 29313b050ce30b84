"""Reads of the series: its steps, and who has still to get one."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Select, and_, bindparam, exists, func, literal, select

from assembly import clock
from assembly.extensions import db
from assembly.mail import Recipient
from assembly.messages.queries import catching_up
from assembly.messages.schedule import Planned, planned
from assembly.models import (
    BadAddress,
    Edition,
    EditionStatus,
    Mail,
    Person,
    Registration,
    SeriesStep,
    State,
    StateCount,
    Step,
)

CHUNK = 100
_FARTHEST = timedelta(days=100)
"No step leaves farther from its assembly: the form allows 60 days."


def steps(edition: Edition) -> list[Planned]:
    """The series of an edition, in order."""
    rows = {row.step: row for row in db.session.scalars(select(SeriesStep).where(SeriesStep.edition_id == edition.id))}
    return [planned(edition, step, rows.get(step)) for step in Step]


def due_steps() -> list[Planned]:
    """What leaves now, of all editions."""
    now = clock.now()
    near = select(Edition).where(Edition.starts_at < now + _FARTHEST, Edition.ends_at > now - _FARTHEST)
    return [one for edition in db.session.scalars(near) for one in steps(edition) if one.is_due]


def waiting_for(one: Planned) -> list[Recipient]:
    """Some of those who have still to get a step that is due; whoever registered after its time does not."""
    missing = _missing(one).order_by(Registration.id).limit(CHUNK)
    return [
        Recipient(person_id, lang, f"{_key(one)}{code}", {"registration": code})
        for person_id, lang, code in db.session.execute(missing)
    ]


def count_waiting_for(one: Planned) -> int:
    """How many would get a step at once, were it turned on now that its time has passed."""
    return db.session.scalar(select(func.count()).select_from(_missing(one).subquery())) or 0


def _missing(one: Planned) -> Select[int, str, str]:
    """Those who have still to get a step, if something can be watched in their language where it leads to that."""
    languages = catching_up.languages_ready(one.edition) if one.step.is_catch_up else []
    return (
        _concerned(one)
        .where(*([Registration.lang.in_(languages)] if one.step.is_catch_up else []))
        .where(Registration.registered_at < one.leaves_at)
        .where(~exists().where(Mail.dedupe_key == literal(_key(one)) + Registration.code))
    )


_WRITTEN_TO = (State.CONFIRMED, State.WAITING)


def _unreachable() -> Select[*tuple[int, ...]]:
    """Count those whose address does not work, in each state that is written to. They are found first and then their
    registrations, as the outer joins say; `coalesce` hides an index by which everybody would be looked at."""
    theirs = and_(
        Person.email_key == BadAddress.email_key, Person.email_key.is_not(None), Person.merged_into_id.is_(None)
    )
    here = func.coalesce(Registration.edition_id, Registration.edition_id) == bindparam("edition_id")
    mine = and_(Registration.person_id == Person.id, here)
    counts = (func.count().filter(Registration.state == state) for state in _WRITTEN_TO)
    return select(*counts).select_from(BadAddress).outerjoin(Person, theirs).outerjoin(Registration, mine)


_KEPT = select(StateCount.state, StateCount.people - StateCount.without_address).where(
    StateCount.edition_id == bindparam("edition_id")
)
_UNREACHABLE = _unreachable()


def concerned(planned: Sequence[Planned]) -> list[int]:
    """How many each of these steps of one edition would go to now: all but the few who cannot be reached."""
    if not planned:
        return []
    edition = {"edition_id": planned[0].edition.id}
    have_address: dict[State, int] = dict(db.session.execute(_KEPT, edition).all())
    unreachable = dict(zip(_WRITTEN_TO, db.session.execute(_UNREACHABLE, edition).one(), strict=True))
    left = {state: count - unreachable.get(state, 0) for state, count in have_address.items()}
    return [
        _caught_up(one) if one.step.is_catch_up else sum(left.get(each, 0) for each in _states(one)) for one in planned
    ]


def _caught_up(one: Planned) -> int:
    """How many a step is for that asks who was there; nobody yet before the assembly."""
    return db.session.scalar(select(func.count()).select_from(_concerned(one).subquery())) or 0


def _states(one: Planned) -> list[State]:
    """Who waits needs no thanks, and no recordings."""
    return [State.CONFIRMED] if one.step.is_after else [*_WRITTEN_TO]


def posted(one: Planned) -> int:
    """How many it went to."""
    mails = select(func.count()).where(Mail.edition_id == one.edition.id, Mail.template == one.step.value)
    return db.session.scalar(mails) or 0


def _concerned(one: Planned) -> Select[int, str, str]:
    """Registrations it speaks to, without those whose address does not work."""
    return (
        select(Registration.person_id, Registration.lang, Registration.code)
        .join(Person)
        .outerjoin(BadAddress, BadAddress.email_key == Person.email_key)
        .where(Registration.edition_id == one.edition.id, Registration.state.in_(_states(one)))
        .where(Person.email_key.is_not(None), BadAddress.email_key.is_(None))
        .where(*catching_up.of_step(one.step, one.edition))
    )


def _key(one: Planned) -> str:
    """Begin the key of its mails; for another date than the first they are written once more. Of those that lead to
    recordings nobody gets two, whatever is learnt of them later."""
    name = "catch_up" if one.step.is_catch_up else one.step.value
    other_day = f"{one.edition.day:%Y%m%d}:" if one.edition.status is EditionStatus.RESCHEDULED else ""
    return f"series:{name}:{other_day}"
