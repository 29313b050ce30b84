"""The series: paused, resumed, moved, and put into the outbox when its time has come."""

from assembly import clock, history, mail
from assembly.errors import Rejected
from assembly.extensions import db
from assembly.i18n import _l
from assembly.messages.queries import series as queries
from assembly.messages.schedule import Planned, planned
from assembly.models import Edition, SeriesStep, Step


class TooEarly(Rejected):
    """What is written after the assembly cannot leave before it has ended."""

    sentence = _l("This email cannot be sent before the assembly has ended. Choose a later time.")


class HasPassed(Rejected):
    """A time that has passed would send at once, or never."""

    sentence = _l("This time has passed. Choose a later one.")


def pause(edition: Edition, step: Step) -> None:
    """It does not leave, until somebody resumes it."""
    _row(edition, step).paused = True
    history.record("series", step.value, "paused", edition_id=edition.id)


def resume(edition: Edition, step: Step) -> None:
    """It leaves at its time again; if that has just passed, now."""
    _row(edition, step).paused = False
    history.record("series", step.value, "resumed", edition_id=edition.id)


def plan(edition: Edition, step: Step, *, days: int, at: str) -> None:
    """Another day or another time. Raises TooEarly or HasPassed, and then nothing has changed."""
    row = _row(edition, step)
    wanted = Planned(edition, step, days, at, row.paused)
    if step.is_after and wanted.leaves_at < edition.ends_at:
        raise TooEarly
    if wanted.leaves_at <= clock.now():
        raise HasPassed
    row.days, row.at = days, at
    history.record("series", step.value, "moved", edition_id=edition.id, days=days, at=at)


def post_step(edition: Edition, step: Step) -> bool:
    """Put the next mails of this step into the outbox, if it is due; says whether there may be more to do."""
    one = planned(edition, step, db.session.get(SeriesStep, (edition.id, step), populate_existing=True))
    if not one.is_due:
        return False
    recipients = queries.waiting_for(one)
    mail.post_all(step.value, recipients, edition=edition)
    return bool(recipients)


def _row(edition: Edition, step: Step) -> SeriesStep:
    """The row of a step, made as planned if nobody changed it before."""
    row = db.session.get(SeriesStep, (edition.id, step), populate_existing=True)
    if row is None:
        usual = planned(edition, step, None)
        row = SeriesStep(edition_id=edition.id, step=step, paused=usual.paused, days=usual.days, at=usual.at)
        db.session.add(row)
    return row
