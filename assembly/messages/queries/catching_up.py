"""Whom the emails that lead to recordings are for: who came, who watched online, who was seen nowhere."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Exists, and_, exists, or_, select
from sqlalchemy.orm import aliased

from assembly.extensions import db, read_one
from assembly.i18n import LANGUAGES
from assembly.models import Admission, Edition, Mode, OnlineAttendance, Registration, State, Step
from assembly.recordings.form_values import SEVERAL
from assembly.recordings.queries import states_by_language


def of_step(step: Step, edition: Edition) -> list[ColumnElement[bool]]:
    """Match the registrations a step is for; everybody for a step that does not ask who was there.

    Nobody counts as absent where nobody was counted: at the entrance, or by the personal links to the stream.
    """
    came, watched = (exists().where(noun.registration_id == Registration.id) for noun in (Admission, OnlineAttendance))
    if step is Step.CATCH_UP_ATTENDED:
        return [came]
    if step is Step.CATCH_UP_ONLINE:
        return [~came, watched]
    if step is Step.CATCH_UP_ABSENT:
        is_measured = or_(
            and_(Registration.mode == Mode.ON_SITE, _anybody(Admission, edition)),
            and_(Registration.mode == Mode.ONLINE, _anybody(OnlineAttendance, edition)),
        )
        return [~came, ~watched, is_measured]
    return []


def is_of_step(registration: Registration, step: Step) -> bool:
    """Whether a step is for somebody, as things are now."""
    mine = select(Registration.id).where(
        Registration.id == registration.id, Registration.state == State.CONFIRMED, *of_step(step, registration.edition)
    )
    return db.session.scalar(mine) is not None


@dataclass(frozen=True, slots=True)
class Counted:
    """Whether anybody was counted: at the entrance, and on the stream by their personal link."""

    entrance: bool
    stream: bool


def counted(edition: Edition) -> Counted:
    """Read both."""
    row = db.session.execute(select(_anybody(Admission, edition), _anybody(OnlineAttendance, edition))).one()
    return Counted(bool(row[0]), bool(row[1]))


def languages_ready(edition: Edition) -> list[str]:
    """The languages of emails in which something can be watched; a recording of several languages is for all."""
    online = {lang for lang, (count, _known) in states_by_language(edition).items() if count}
    return list(LANGUAGES) if SEVERAL in online else [lang for lang in LANGUAGES if lang in online]


def newest_of_step(edition: Edition, step: Step) -> Registration | None:
    """The last to register of those a step is for: emails are previewed on a real person."""
    mine = select(Registration).where(
        Registration.edition_id == edition.id, Registration.state == State.CONFIRMED, *of_step(step, edition)
    )
    return read_one(mine.order_by(Registration.id.desc()).limit(1))


def _anybody(noun: type[Admission | OnlineAttendance], edition: Edition) -> Exists:
    """Whether anybody of an assembly was counted so."""
    other = aliased(Registration)
    return exists().where(noun.registration_id == other.id, other.edition_id == edition.id)
