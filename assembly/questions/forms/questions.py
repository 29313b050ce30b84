"""How organisers write a further question."""

from typing import Any

from wtforms.validators import ValidationError

from assembly.forms import BilingualField, Form, OneOf, Paragraphs, TextLine, Tick, Version
from assembly.i18n import _, _l
from assembly.models import Bilingual, Question, QuestionKind

_LONGEST_ANSWER = 120
_MOST_ANSWERS = 40


class QuestionForm(Form):
    """One question. `conditions` are the earlier answers it may depend on, by their value."""

    version = Version()
    kind = OneOf(_l("Type of answer"), among=QuestionKind, sentence=_l("Choose the type of answer."))
    words = BilingualField(_l("Question"), longest=200, required=_l("Complete this field in both languages."))
    hint = BilingualField(_l("Hint"), longest=300)
    purpose = BilingualField(
        _l("What the answer is used for"),
        longest=200,
        required=_l("Every question needs a purpose. Enter it in both languages."),
    )
    options = Paragraphs(_l("Answers to choose from"), longest=10_000)
    is_required = Tick(_l("An answer is required to save the page"))
    condition = TextLine(_l("Asked only after this answer"), longest=60)
    conditions: frozenset[str] = frozenset()

    def validate_options(self, field: Any) -> None:
        """Two or more lines, each in both languages, none twice."""
        if self.kind.data not in set(QuestionKind) or not QuestionKind(self.kind.data).has_options:
            return
        lines = [line for line in field.data.split("\n") if line]
        if not 2 <= len(lines) <= _MOST_ANSWERS:
            raise ValidationError(_("Enter 2 to %(most)s answers, one per line.", most=_MOST_ANSWERS))
        self.answers = tuple(_bilingual(line) for line in lines)
        for lang in ("en", "fr"):
            if len({answer.in_language(lang).casefold() for answer in self.answers}) < len(lines):
                raise ValidationError(_("Two answers are the same."))

    def validate_condition(self, field: Any) -> None:
        """An answer to an earlier question; without any it is not asked for."""
        if field.data and self.conditions and field.data not in self.conditions:
            raise ValidationError(_("Choose from the list."))

    @property
    def shown_if(self) -> dict[str, str] | None:
        """The condition as it is kept."""
        code, _colon, answer = (self.condition.data or "").partition(":")
        return {"question": code, "answer": answer} if answer else None

    def show(self, question: Question) -> None:
        """Fill in what is stored."""
        self.version.data, self.kind.data = str(question.version), question.kind.value
        self.words.data, self.hint.data, self.purpose.data = question.words, question.hint, question.purpose
        self.options.data = "\n".join(f"{one['en']} | {one['fr']}" for one in question.options)
        self.is_required.data = question.is_required
        self.condition.data = ":".join(question.shown_if.values()) if question.shown_if else ""

    answers: tuple[Bilingual, ...] = ()


def _bilingual(line: str) -> Bilingual:
    english, bar, french = (part.strip() for part in line.partition("|"))
    if not (english and bar and french):
        raise ValidationError(
            _("Enter “%(line)s” in both languages, separated by a bar: English | Français", line=line[:_LONGEST_ANSWER])
        )
    if max(len(english), len(french)) > _LONGEST_ANSWER:
        raise ValidationError(_("Each answer must be %(count)s characters or fewer.", count=_LONGEST_ANSWER))
    return Bilingual(english, french)
