"""Further questions of an edition: asked in both languages and for a purpose; what was answered stays valid."""

from dataclasses import dataclass, field

from assembly import history
from assembly.errors import DomainError, check_unchanged
from assembly.extensions import db
from assembly.i18n import _l
from assembly.models import Bilingual, Edition, Question, QuestionKind
from assembly.questions import queries as question_queries
from assembly.sealed import new_code
from assembly.transactions import lock_row


class QuestionAnswered(DomainError):
    """Somebody has answered it."""

    sentence = _l("This question has already been answered. You cannot change its type or delete it.")


class OptionUsed(DomainError):
    """Somebody has chosen it."""

    sentence = _l(
        "Someone has already chosen an answer you removed. You can change the wording of that answer but not delete it."
    )


class DependsOnAnother(DomainError):
    """It would stand above the question whose answer decides whether it is asked, and be asked of nobody."""

    sentence = _l("A conditional question must stay below the question it depends on. Change its condition first.")


class ConditionNeedsAnswer(DomainError):
    """Another question hangs on an answer that would be gone."""

    sentence = _l("Another question depends on an answer you removed. Change the condition of that question first.")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as written; `options` are the answers to choose from, in their order."""

    kind: QuestionKind
    words: Bilingual
    purpose: Bilingual
    hint: Bilingual = field(default_factory=Bilingual)
    options: tuple[Bilingual, ...] = ()
    is_required: bool = False
    shown_if: dict[str, str] | None = None


def add_question(edition: Edition, asked: Asked) -> Question:
    """One more question, after the others."""
    line = _line(edition)
    question = Question(
        code=new_code(), edition_id=edition.id, kind=asked.kind, position=line[-1].position + 1 if line else 0
    )
    _write(question, asked, set())
    db.session.add(question)
    db.session.flush()
    history.record("question", question.code, "added", edition_id=edition.id)
    return question


def change_question(question: Question, asked: Asked, *, seen: int) -> None:
    """Make it ask this. Saving what is there does nothing.

    Raises ChangedMeanwhile, QuestionAnswered, OptionUsed and ConditionNeedsAnswer.
    """
    db.session.refresh(question, with_for_update=True)
    if _is_so(question, asked):
        return
    check_unchanged(question.version, seen)
    if question.kind is not asked.kind and question_queries.times_answered(question.edition).get(question.id):
        raise QuestionAnswered
    question.kind = asked.kind
    _write(question, asked, question_queries.options_in_use(question) if asked.kind.has_options else set())
    conditions = [one.shown_if for one in depending_on(question) if one.shown_if]
    if {one["answer"] for one in conditions} - question.answers_to_choose:
        raise ConditionNeedsAnswer
    history.record("question", question.code, "changed", edition_id=question.edition_id)


def move_question(question: Question, *, up: bool) -> None:
    """Move it one place up or down; at the end of the line nothing happens. Raises DependsOnAnother."""
    line = _line(question.edition)
    at = line.index(question)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(line):
        return
    upper, lower = (line[one] for one in sorted((at, to)))
    if lower.depends_on(upper):
        raise DependsOnAnother
    here, there = line[at].position, line[to].position
    for one, position in ((line[at], -1), (line[to], here), (line[at], there)):
        one.position = position
        db.session.flush()  # no two may hold one position, not even for a moment
    history.record("question", question.code, "moved", edition_id=question.edition_id, up=up)


def remove_question(question: Question) -> None:
    """Ask it no more; questions that depend on it are then asked of everybody. Raises QuestionAnswered."""
    edition = question.edition
    _line(edition)
    if question_queries.times_answered(edition).get(question.id):
        raise QuestionAnswered
    for other in depending_on(question):
        other.shown_if = None
    db.session.delete(question)
    history.record("question", question.code, "deleted", edition_id=edition.id)


def depending_on(question: Question) -> list[Question]:
    """List the questions that are asked only after an answer to this one."""
    return [one for one in question_queries.questions_of(question.edition) if one.depends_on(question)]


def _line(edition: Edition) -> list[Question]:
    """The questions in their order, one change after the other."""
    lock_row(edition)
    return question_queries.questions_of(edition)


def _is_so(question: Question, asked: Asked) -> bool:
    options = tuple(Bilingual(one["en"], one["fr"]) for one in question.options)
    names = ("kind", "words", "purpose", "hint", "is_required", "shown_if")
    return options == asked.options and all(getattr(question, name) == getattr(asked, name) for name in names)


def _write(question: Question, asked: Asked, used: set[str]) -> None:
    question.words, question.hint, question.purpose = asked.words, asked.hint, asked.purpose
    question.is_required, question.shown_if = asked.is_required, asked.shown_if
    question.options = _with_keys(question.options or [], asked.options if asked.kind.has_options else ())
    if used - {one["key"] for one in question.options}:
        raise OptionUsed


def _with_keys(before: list[dict[str, str]], options: tuple[Bilingual, ...]) -> list[dict[str, str]]:
    """Each option with a key of its own that stays: by its words in either language, else by its line."""
    left = {one["key"]: one for one in before}
    found: dict[int, str] = {}
    for same in (
        lambda at, option, one: (option.en, option.fr) == (one["en"], one["fr"]),
        lambda at, option, one: option.en == one["en"] or option.fr == one["fr"],
        lambda at, option, one: len(options) == len(before) and before[at] is one,
    ):
        for at, option in enumerate(options):
            key = next((key for key, one in left.items() if at not in found and same(at, option, one)), None)
            if key is not None:
                found[at] = key
                del left[key]
    return [{"key": found.get(at) or new_code(), "en": option.en, "fr": option.fr} for at, option in enumerate(options)]
