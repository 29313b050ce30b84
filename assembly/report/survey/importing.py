"""The import of a survey's answers: what a preview reads, and how its lines are stored."""

from collections.abc import Sequence
from dataclasses import dataclass

from assembly import history
from assembly.errors import DomainError
from assembly.i18n import _, _l
from assembly.imports import Answers, Importer, Judged, Told, Verdict
from assembly.models import Edition, ImportDraft, Survey
from assembly.report import queries
from assembly.report.service.publishing import take_turn
from assembly.report.survey.questions import Asked, as_json, from_json
from assembly.report.survey.table import COLUMNS, LABELS, NEEDED, JudgedAnswer, judge


class SurveyChanged(DomainError):
    """The survey is not what it was when the preview was shown."""

    sentence = _l(
        "The survey has changed since this preview was made. Nothing has been saved. Check the preview again."
    )


@dataclass(slots=True)
class _Context:
    """The survey whose answers a table brings, and its questions as the lines judged last would leave them."""

    edition: Edition
    survey: Survey | None
    then: Sequence[Asked] = ()


def _as_it_is(edition: Edition) -> _Context:
    return _Context(edition, queries.survey_of(edition))


def _locked(edition: Edition) -> _Context:
    take_turn(edition)
    return _as_it_is(edition)


def _judged(context: _Context, told: Told) -> Sequence[Judged]:
    """The verdict on each line; without the survey itself nobody knows where the answers come from."""
    if context.survey is None:
        sentence = _("First enter the address of the survey and the number of answers on the “Survey” page.")
        return [JudgedAnswer(row, Verdict.FAULT, "", [("", sentence)]) for row in told.rows]
    questions = from_json(context.survey.questions)
    verdicts, context.then = judge(told.rows, told.places, questions, context.survey.answers)
    return verdicts


def _store(context: _Context, kept: ImportDraft, verdicts: Sequence[Judged], _answers: Answers) -> int:
    """Keep the questions as they would be: how many answers were added or changed."""
    done = sum(one.verdict.stores for one in verdicts)
    if context.survey is not None and done:
        context.survey.questions = as_json(context.then)
        history.record("survey", kept.code, "answers imported", edition_id=context.edition.id, answers=done)
    return done


SURVEY_ANSWERS = Importer(
    kind="survey",
    labels=LABELS,
    columns=COLUMNS,
    needed=NEEDED,
    look=_as_it_is,
    lock=_locked,
    judge=_judged,
    store=_store,
    changed=SurveyChanged,
)
"A table of the questions of an outside survey, one answer a line with its count."
