"""The questions of a survey with the count of each answer, as they are kept and as the fact sheet has them. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

from assembly.formats import number
from assembly.i18n import LazyString, _l, _n
from assembly.models import Bilingual
from assembly.report.article.placeholders import QUESTION
from assembly.report.facts import Counted, Grouped


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: its words, and how many gave each answer, in the order of the survey."""

    key: str
    question: Bilingual
    answers: tuple[Counted, ...]


def mark_of(asked: Asked) -> str:
    """What tells a question from the same one corrected meanwhile."""
    return sha256(repr(asked).encode()).hexdigest()[:16]


def as_json(questions: Iterable[Asked]) -> list[dict[str, Any]]:
    """The questions to be stored."""
    return [asdict(one) for one in questions]


def from_json(rows: Iterable[Mapping[str, Any]]) -> list[Asked]:
    """The questions as they were stored."""
    return [
        Asked(
            row["key"],
            Bilingual(**row["question"]),
            tuple(Counted(one["key"], Bilingual(**one["label"]), one["count"]) for one in row["answers"]),
        )
        for row in rows
    ]


def tables(questions: Sequence[Asked], link: str, answers: int) -> list[Grouped]:
    """The questions as tables of the fact sheet; each says how many answered the survey, and where it is."""
    text, head = Bilingual.of(_l("How many people gave each answer.")), Bilingual.of(_l("Answer given"))
    basis = Bilingual.of(LazyString(_basis, link, answers))
    return [
        Grouped(f"{QUESTION}{one.key}", one.question, text, basis, head, Bilingual(), one.answers, "survey", 1)
        for one in questions
    ]


def _basis(link: str, answers: int) -> str:
    return _n(
        "Outside survey at %(link)s, %(num)s answer.",
        "Outside survey at %(link)s, %(num)s answers.",
        answers,
        link=link,
        num=number(answers),
    )
