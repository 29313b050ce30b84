"""Publishing the report, and writing its article."""

from typing import Any

from flask import request
from wtforms import HiddenField
from wtforms.validators import ValidationError

from assembly.forms import BilingualField, DraftField, Form, Paragraphs, TextLine, Tick, Version, WallTime
from assembly.i18n import _, _l
from assembly.report.article.blocks import Block
from assembly.report.article.editing import spaced
from assembly.report.facts import Counted
from assembly.report.survey.questions import Asked, mark_of
from assembly.report.survey.table import LONGEST


class ReportForm(Form):
    """The headline in both languages; everything else is computed. The reason is asked while phones hold check-ins."""

    title_en = TextLine(_l("Headline in English"), longest=160, required=_l("Enter the headline in English."))
    title_fr = TextLine(_l("Headline in French"), longest=160, required=_l("Enter the headline in French."))
    reason = TextLine(_l("Reason for publishing without these check-ins"), longest=500)

    def validate_title_en(self, field: Any) -> None:
        """Refuse braces, which nobody fills in a headline."""
        if {"{", "}"} & set(field.data or ""):
            raise ValidationError(_("The headline cannot contain braces."))

    validate_title_fr = validate_title_en


class StartForm(Form):
    """The article begins, or takes other figures; the reason is asked while phones hold check-ins."""

    reason = TextLine(_l("Reason for publishing without these check-ins"), longest=500)


class WholeNumber(TextLine):
    """A number without a fraction, up to the `most` it can be; `value` is it."""

    value: int = 0
    least: int = 0

    def __init__(self, label: Any, *, most: int, **options: Any) -> None:
        self.most = most
        super().__init__(label, longest=9, **options)

    def pre_validate(self, form: Any) -> None:
        digits = "".join((self.data or "").split())
        if not (digits.isascii() and digits.isdecimal() and self.least <= int(digits) <= self.most):
            raise ValidationError(
                _("Enter a whole number from %(least)s to %(most)s.", least=self.least, most=self.most)
            )
        self.value = int(digits)


class SurveyForm(Form):
    """Where a survey is, and what it found."""

    link = TextLine(_l("Address of the survey"), longest=500, required=_l("Enter the address of the survey."))
    answers = WholeNumber(_l("Answers to the survey"), most=1_000_000)
    satisfied = WholeNumber(_l("Satisfied with the assembly, in per cent"), most=100)
    recommend = WholeNumber(_l("Would recommend the assembly, in per cent"), most=100)

    def validate_link(self, field: Any) -> None:
        """Refuse what no browser opens."""
        whole_address(field)


class AnswerForm(Form):
    """One answer: its words, how many gave it, and whether it goes."""

    answer = DraftField(_l("Answer given"), longest=LONGEST["answer"], least=_l("Enter the answer."))
    count = WholeNumber(_l("Number of answers"), most=0)
    gone = Tick(_l("Remove this answer"))

    def __init__(self, one: Counted, most: int) -> None:
        values = {"answer": one.label, "count": one.count}
        super().__init__(data=values, prefix=f"{one.key}-", meta={"csrf": False})
        self.count.most, self.key = most, one.key

    @property
    def now(self) -> Counted:
        """What the page says of it."""
        return Counted(self.key, spaced(self.answer.data), self.count.value)


class QuestionForm(Form):
    """A question of the survey with the form of each of its answers."""

    question = DraftField(_l("Question"), longest=LONGEST["question"], least=_l("Enter the question."))

    seen = HiddenField()

    def __init__(self, asked: Asked, most: int) -> None:
        super().__init__(data={"question": asked.question, "seen": mark_of(asked)})
        self.key, self.answers = asked.key, [AnswerForm(one, most) for one in asked.answers]

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the question and each of its answers."""
        return all([super().validate(extra_validators), *(one.validate() for one in self.answers)])

    @property
    def faults(self) -> list[tuple[Any, str]]:
        """What is wrong with the question, then with its answers."""
        return [*super().faults, *(fault for one in self.answers for fault in one.faults)]

    @property
    def now(self) -> list[Asked]:
        """What the page says; nothing where no answer is left."""
        answers = tuple(one.now for one in self.answers if not one.gone.data)
        return [Asked(self.key, spaced(self.question.data), answers)] if answers else []


def whole_address(field: Any) -> None:
    """Refuse what is no address of the web."""
    if field.data and not field.data.startswith(("https://", "http://")):
        raise ValidationError(_("Enter a whole address that begins with https://"))


class WithdrawForm(Form):
    """Why the public no longer reads the report."""

    why = BilingualField(_l("Reason for the withdrawal"), longest=600, required=_l("Say why the report is withdrawn."))
    sure = Tick(_l("I understand that the public will no longer be able to read the report"))

    def validate_sure(self, field: Any) -> None:
        """Refuse a press without the tick."""
        if not field.data:
            raise ValidationError(_("Tick the box to withdraw the report."))


class CommentForm(Form):
    """What somebody writes about a draft."""

    by = TextLine(_l("From"), longest=120, required=_l("Enter your name."))
    text = Paragraphs(_l("Comment"), longest=2000, required=_l("Enter your comment."))


class ArticleForm(Form):
    """The article but for its blocks, each of which has a form of its own within the same page."""

    def __init__(self, zone: str, **options: Any) -> None:
        self.zone = zone
        super().__init__(**options)

    title = DraftField(_l("Headline"), longest=160)
    erratum = DraftField(_l("What this version corrects"), longest=600, paragraphs=True)
    publish_at = WallTime(_l("Publish at"))
    version = Version()
    add = TextLine(_l("Block to add"), longest=80)
    after = TextLine(_l("Put it after"), longest=12)
    into = TextLine(_l("Insert figures into"), longest=12)


class BlockForm(Form):
    """One block: its text in both languages, where its outside figures come from, where it leads."""

    text = DraftField(_l("Text"), longest=4_000, paragraphs=True)
    source = DraftField(_l("Source of other figures"), longest=300)
    link = TextLine(_l("Link"), longest=500)

    def validate_link(self, field: Any) -> None:
        """Refuse what no browser opens."""
        whole_address(field)

    @classmethod
    def of(cls, block: Block) -> "BlockForm":
        """The form of a block, with what was typed in it or what it says."""
        typed = request.form if request.method == "POST" and f"{block.code}-link" in request.form else None
        values = {"text": block.text, "source": block.source, "link": block.link}
        return cls(formdata=typed, data=values, prefix=f"{block.code}-", meta={"csrf": False})


def decided(word: str) -> dict[str, str]:
    """The figures with this decision, and the mark each had on the page."""
    begin = "decide-"
    keys = [name.removeprefix(begin) for name, said in request.form.items() if name.startswith(begin) and said == word]
    return {key: request.form.get(f"mark-{key}", "") for key in keys}
