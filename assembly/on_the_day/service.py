"""Publish an act on the day: these sessions alone, draft and release, once."""

from assembly import clock
from assembly.agenda.queries import last_scheduled
from assembly.agenda.service import releases
from assembly.errors import Rejected, check_unchanged
from assembly.extensions import db
from assembly.i18n import _l
from assembly.models import Bilingual, Edition, Release, ReleasedSession, Status
from assembly.on_the_day import queries, words
from assembly.on_the_day.acts import Act, NotHeld, NotPossibleNow
from assembly.speakers.service import appearances
from assembly.values import present


class NotConfirmed(Rejected):
    """The act makes a problem, and nobody has said that it is meant."""

    sentence = _l("Confirm that you want to publish despite the problems, or choose something else.")


def publish(
    edition: Edition,
    act: Act,
    code: str,
    *,
    note: Bilingual | None,
    seen: str,
    result: str = "",
    confirmed: bool = False,
    room: Bilingual | None = None,
    notice: Bilingual | None = None,
) -> Release | None:
    """Publish what was seen (`seen` and `result` of the plan); None where the day is like that already.

    Without a `note` the public reads the ready-made one.
    Two organisers who press at once change it once. Raises ChangedMeanwhile, NotConfirmed, NotPossibleNow, NotHeld.
    """
    db.session.refresh(edition, with_for_update=True)
    if not edition.takes_place:
        raise NotHeld
    day = queries.read_day(edition)
    row = present(day.session(code), NotPossibleNow)
    if day.mark == result:
        return None
    plan = queries.plan(day, act, row, room=room, notice=notice)
    if not plan.steps:
        return None
    check_unchanged(plan.seen, seen)
    if plan.problems and not confirmed:
        raise NotConfirmed
    with_people = _with_people(edition, plan)
    made = releases.release_on_the_day(
        edition,
        [(one.row, one.after.facts) for one in plan.steps],
        name=clock.local(clock.now(), edition.zone).strftime("%Y-%m-%d %H:%M"),
        note=note or words.note(plan, edition),
        act=act.value,
    )
    appearances.carry_appearances(edition, made, with_people)
    return made


def _with_people(edition: Edition, plan: queries.Plan) -> list[ReleasedSession]:
    """The rows whose people are published again: nobody is in a cancelled session, and those of one reinstated are
    those it had when it last took place."""
    if plan.act is Act.REINSTATE:
        return [one for one in [last_scheduled(edition, plan.row.session_id)] if one is not None]
    return [one.row for one in plan.steps if one.after.status is Status.SCHEDULED]
