"""Which further questions concern whom. Pure: questions and answers in, questions out."""

from collections.abc import Iterable, Mapping
from typing import Any

from assembly.models import Question


def concerned(questions: Iterable[Question], answers: Mapping[str, Any], *, conditional: bool) -> list[Question]:
    """Those that somebody with these answers is asked, in their order.

    Without the extra (`conditional`) that is all of them. A question that is not asked answers no condition.
    """
    found: list[Question] = []
    for question in questions:
        asked = {one.code for one in found}
        condition = question.shown_if if conditional else None
        if condition is None or (condition["question"] in asked and _holds(condition, answers)):
            found.append(question)
    return found


def _holds(condition: Mapping[str, str], answers: Mapping[str, Any]) -> bool:
    given = answers.get(condition["question"])
    if isinstance(given, bool):
        given = "yes" if given else "no"
    return condition["answer"] in (given if isinstance(given, list) else [given])
