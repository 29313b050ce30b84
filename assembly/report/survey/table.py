"""The table of a survey, one answer a line: its columns, and what each line would do before it is stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from assembly.formats import number
from assembly.i18n import LANGUAGES, _, _l
from assembly.imports import Judged, Verdict
from assembly.imports.cells import Reader, Wrong, read_cells, same_text, tidy
from assembly.models import Bilingual
from assembly.report.article.editing import spaced
from assembly.report.facts import Counted
from assembly.report.survey.questions import Asked
from assembly.sealed import new_code
from assembly.tables import Row

COLUMNS = {
    "question_en": ("question", "question en", "English question"),
    "question_fr": ("question fr", "question française"),
    "answer_en": ("answer", "answer en", "option", "choice"),
    "answer_fr": ("réponse", "réponse fr", "choix"),
    "count": ("number", "count", "answers", "responses", "nombre", "effectif", "réponses"),
}
"What people call each column beside its label, in both languages."
LABELS = {
    "question_en": _l("Question in English"),
    "question_fr": _l("Question in French"),
    "answer_en": _l("Answer in English"),
    "answer_fr": _l("Answer in French"),
    "count": _l("Number of answers"),
}
NEEDED = tuple((f"question_{lang}", f"answer_{lang}", "count") for lang in LANGUAGES)
LONGEST = {"question": 300, "answer": 200}


@dataclass(slots=True)
class JudgedAnswer(Judged):
    """A line with its verdict: which answer to which question, as it is and as it would be."""

    question: Bilingual = field(default_factory=Bilingual)
    before: Counted | None = None
    after: Counted | None = None

    def fields(self) -> list[tuple[str, str]]:
        """List what would be stored of something new."""
        if self.verdict is not Verdict.NEW or not self.after:
            return []
        return [(label, text) for label, text in _shown(self.question, self.after) if text]

    def differences(self) -> list[tuple[str, str, str]]:
        """List what would change in an answer that is there."""
        if self.verdict is not Verdict.CHANGED or not (self.before and self.after):
            return []
        pairs = zip(_shown(self.question, self.before), _shown(self.question, self.after), strict=True)
        return [(label, old, new) for (label, old), (_label, new) in pairs if old != new]

    def notes(self) -> list[tuple[str, str]]:
        """What one should know of it."""
        if not self.after or not (self.question.missing() or self.after.label.missing()):
            return []
        return [("", _("Not in both languages: the report in the other language shows these words too."))]

    def outcome(self) -> object:
        """What this would add or change, and what from."""
        marks = [(one.label.en, one.label.fr, one.count) if one else None for one in (self.before, self.after)]
        return self.question.en, self.question.fr, marks


def _shown(question: Bilingual, one: Counted) -> list[tuple[str, str]]:
    texts = (question.en, question.fr, one.label.en, one.label.fr, number(one.count))
    return [(str(label), text) for label, text in zip(LABELS.values(), texts, strict=True)]


def judge(
    rows: Sequence[Row], places: Mapping[str, int], questions: Sequence[Asked], most: int
) -> tuple[list[JudgedAnswer], list[Asked]]:
    """The verdict on each line, and the questions as they would be then; `most` is how many answered the survey.

    Of two lines about the same answer the second is wrong.
    """
    found, lines, verdicts = list(questions), dict[str, int](), []
    for row in rows:
        one = JudgedAnswer(row, Verdict.FAULT, row.cells.get("question_en", row.cells.get("question_fr", "")))
        one.faults = row.shape_faults() or _read(one, places, most)
        if not one.faults and one.after:
            found = _weigh(one, one.after, places, found, lines)
        verdicts.append(one)
    return verdicts, found


def _read(one: JudgedAnswer, places: Mapping[str, int], most: int) -> list[tuple[str, str]]:
    """Read the cells of a line into what it says; what is wrong with them."""
    told = read_cells(one.row, places, {name: _reader(name, most) for name in COLUMNS})
    texts = {
        noun: spaced(Bilingual(*(told.values.get(f"{noun}_{lang}", "") for lang in LANGUAGES))) for noun in LONGEST
    }
    lacks = [
        (one.row.cell(places, f"{noun}_en") or one.row.cell(places, f"{noun}_fr"), sentence)
        for noun, sentence in (("question", _("Enter the question.")), ("answer", _("Enter the answer.")))
        if not texts[noun] and not {f"{noun}_en", f"{noun}_fr"} & one.row.cells.keys()
    ]
    if "count" not in one.row.cells:
        lacks.append((one.row.cell(places, "count"), _most(most)))
    one.question, one.after = texts["question"], Counted(new_code(4), texts["answer"], told.values.get("count", 0))
    return told.faults + lacks


def _reader(name: str, most: int) -> Reader:
    return partial(_count, most=most) if name == "count" else partial(tidy, longest=LONGEST[name[:-3]])


def _count(text: str, most: int) -> int:
    digits = "".join(text.split())
    if not (digits.isascii() and digits.isdecimal() and len(digits) < 8 and int(digits) <= most):
        raise Wrong(_most(most))
    return int(digits)


def _most(most: int) -> str:
    return _("Enter a whole number from 0 to %(most)s, the number of answers to the survey.", most=number(most))


def _weigh(
    one: JudgedAnswer, said: Counted, places: Mapping[str, int], questions: list[Asked], lines: dict[str, int]
) -> list[Asked]:
    """Say what a line would do to the questions, and give them as they would be then."""
    asked = next((each for each in questions if same_text(each.question, one.question)), None)
    known = next((each for each in asked.answers if same_text(each.label, said.label)), None) if asked else None
    if known and known.key in lines:
        sentence = _("This line is for the same answer as line %(number)s.", number=lines[known.key])
        one.faults = [(one.row.cell(places, "answer_en") or one.row.cell(places, "answer_fr"), sentence)]
        return questions
    before = asked or Asked(new_code(4), one.question, ())
    one.before, one.question = known, _filled(before.question, one.question)
    one.after = Counted(known.key, _filled(known.label, said.label), said.count) if known else said
    one.verdict = Verdict.CHANGED if known else Verdict.NEW
    if known == one.after and before.question == one.question:
        one.verdict = Verdict.SAME
    lines[one.after.key] = one.row.number
    answers = [one.after if each is known else each for each in before.answers] + ([] if known else [one.after])
    then = replace(before, question=one.question, answers=tuple(answers))
    return [then if each is asked else each for each in questions] + ([] if asked else [then])


def _filled(known: Bilingual, given: Bilingual) -> Bilingual:
    return Bilingual(given.en or known.en, given.fr or known.fr)
