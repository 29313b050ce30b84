"""What people said after sending: consents, needs, languages, answers to further questions."""

from datetime import date
from typing import Any

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import contains_eager

from assembly.agenda.queries import languages_of
from assembly.extensions import db, read_all
from assembly.formats import LANGUAGES_OF_EUROPE, country, day, languages_first
from assembly.i18n import _
from assembly.models import (
    Answer,
    Bilingual,
    Edition,
    Need,
    NeedKind,
    NeedTotal,
    Question,
    QuestionKind,
    Registration,
    Skill,
    SkillKind,
    State,
)


def need_of(registration: Registration) -> Need | None:
    """What this person needs, still sealed."""
    return db.session.get(Need, registration.id)


def needs_wait_for(registration: Registration) -> bool:
    """Whether the office reported needs which this person has neither confirmed nor deleted."""
    need = need_of(registration)
    return need is not None and need.reported_by_office


def needs_in(edition: Edition) -> list[Need]:
    """The needs of those who mean to come, still sealed, by name."""
    return read_all(
        select(Need)
        .join(Registration)
        .where(Registration.edition_id == edition.id, Registration.state.in_([one for one in State if one.is_active]))
        .options(contains_eager(Need.registration))
        .order_by(Registration.folded)
    )


def needs_of_edition(edition: Edition) -> list[Need]:
    """All needs of an edition, whoever they are of."""
    return read_all(select(Need).join(Registration).where(Registration.edition_id == edition.id))


def need_totals(edition: Edition) -> dict[NeedKind, int]:
    """How many had each need, once the needs themselves are deleted."""
    rows = db.session.scalars(select(NeedTotal).where(NeedTotal.edition_id == edition.id))
    return {row.kind: row.count for row in rows}


def editions_with_needs() -> list[Edition]:
    """The editions of which needs, or notes for the entrance, are kept."""
    kept = exists().where(Need.registration_id == Registration.id, Registration.edition_id == Edition.id)
    noted = exists().where(Registration.edition_id == Edition.id, Registration.desk_note.is_not(None))
    return read_all(select(Edition).where(or_(kept, noted)))


def needs_of_nobody() -> list[int]:
    """Registrations, by id, of people who will not come and whose needs or note for the entrance are still there."""
    over = Registration.state.in_([one for one in State if not one.is_active])
    kept = select(Need.registration_id).join(Registration).where(over)
    noted = select(Registration.id).where(over, Registration.desk_note.is_not(None))
    return read_all(kept.union(noted))


def skills_of(registration: Registration) -> dict[SkillKind, list[str]]:
    """The languages somebody understands and speaks, by their codes."""
    rows = read_all(select(Skill).where(Skill.registration_id == registration.id).order_by(Skill.lang))
    return {kind: [row.lang for row in rows if row.kind is kind] for kind in SkillKind}


def languages_to_choose(edition: Edition) -> list[str]:
    """The languages of the programme, and the usual ones."""
    return languages_first(languages_of(edition))


def more_languages(registration: Registration, offered: list[str]) -> list[str]:
    """Beside those offered first: the others we offer, and what this person said while it was on offer."""
    said = {lang for langs in skills_of(registration).values() for lang in langs}
    return [lang for lang in (*LANGUAGES_OF_EUROPE, *sorted(said - set(LANGUAGES_OF_EUROPE))) if lang not in offered]


def questions_of(edition: Edition) -> list[Question]:
    """The further questions of an edition in their order."""
    return read_all(select(Question).where(Question.edition_id == edition.id).order_by(Question.position))


def times_answered(edition: Edition) -> dict[int, int]:
    """How many answered each question, by its id."""
    rows = select(Answer.question_id, func.count()).join(Question).where(Question.edition_id == edition.id)
    return dict(db.session.execute(rows.group_by(Answer.question_id)).all())


def options_in_use(question: Question) -> set[str]:
    """The keys somebody chose."""
    chosen: set[str] = set()
    for value in db.session.scalars(select(Answer.value).where(Answer.question_id == question.id)):
        chosen.update(value if isinstance(value, list) else [str(value)])
    return chosen


def given_answers(registration: Registration) -> dict[str, Any]:
    """What somebody answered, by the code of the question, as it is stored."""
    rows = (
        select(Question.code, Answer.value)
        .select_from(Answer)
        .join(Question)
        .where(Answer.registration_id == registration.id)
    )
    return dict(db.session.execute(rows).all())


def answers_in_words(registration: Registration) -> list[tuple[Question, str]]:
    """What one person answered, in the order of the questions."""
    rows = (
        select(Question, Answer.value)
        .select_from(Answer)
        .join(Question)
        .where(Answer.registration_id == registration.id)
        .order_by(Question.position)
    )
    return [(question, answer_in_words(question, value)) for question, value in db.session.execute(rows)]


def answer_in_words(question: Question, value: Any) -> str:
    """Say a stored answer in words, in the language spoken now."""
    match question.kind:
        case QuestionKind.CHOICE | QuestionKind.CHOICES:
            labels = {one["key"]: str(Bilingual(one["en"], one["fr"])) for one in question.options}
            chosen = value if isinstance(value, list) else [value]
            return ", ".join(labels[key] for key in chosen if key in labels)
        case QuestionKind.YES_NO:
            return _("Yes") if value else _("No")
        case QuestionKind.DATE:
            return day(date.fromisoformat(value))
        case QuestionKind.COUNTRY:
            return country(value)
    return str(value)
