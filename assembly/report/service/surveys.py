"""The outside survey of an assembly: its three figures, and the counts of its questions."""

from collections.abc import Sequence

from assembly import history
from assembly.errors import ChangedMeanwhile
from assembly.extensions import db
from assembly.models import Edition, Survey
from assembly.report import queries
from assembly.report.service.publishing import take_turn
from assembly.report.survey.questions import Asked, as_json, from_json, mark_of


def set_survey(edition: Edition, *, link: str, answers: int, satisfied: int, recommend: int) -> None:
    """Enter or correct what an outside survey found."""
    take_turn(edition)  # an assembly has one
    row = queries.survey_of(edition)
    now = (link, answers, satisfied, recommend)
    if row is not None and (row.link, row.answers, row.satisfied, row.recommend) == now:
        return
    if row is None:
        row = Survey(edition_id=edition.id)
        db.session.add(row)
    row.link, row.answers, row.satisfied, row.recommend = now
    history.record("survey", edition.slug, "entered", edition_id=edition.id, answers=answers)


def remove_survey(edition: Edition) -> None:
    """Forget it; what was published of it stays until it is corrected."""
    row = queries.survey_of(edition)
    if row is not None:
        db.session.delete(row)
        history.record("survey", edition.slug, "removed", edition_id=edition.id)


def set_question(edition: Edition, key: str, now: Sequence[Asked], seen: str | None = None) -> None:
    """Put a question of the survey right, or remove it where there is none `now`.

    Raises ChangedMeanwhile where it is no longer the one that was `seen`.
    """
    take_turn(edition)
    row = queries.survey_of(edition)
    if row is None:
        return
    there = from_json(row.questions)
    if seen is not None and all(mark_of(one) != seen for one in there if one.key == key):
        raise ChangedMeanwhile
    questions = [each for one in there for each in (now if one.key == key else [one])]
    if as_json(questions) != row.questions:
        row.questions = as_json(questions)
        verb = "question corrected" if now else "question removed"
        history.record("survey", edition.slug, verb, edition_id=edition.id, question=key)
