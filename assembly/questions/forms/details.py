"""What people may add after sending, and the further questions of their edition."""

import re
from collections.abc import Iterable
from typing import Any

from wtforms import HiddenField
from wtforms.validators import ValidationError

from assembly.formats import countries, country
from assembly.forms import AnyOf, Day, EmailLanguage, Form, NameLine, OneOrNone, Paragraphs, TextLine, Version, no_link
from assembly.i18n import _, _l
from assembly.models import Bilingual, NeedKind, Question, QuestionKind

_PHONE = re.compile(r"\+?[\d\s()./-]*\d[\d\s()./-]*(?:(?:ext\.?|x|#)\s*\d+)?", re.IGNORECASE)
_DIGITS = range(6, 21)


def a_phone(_form: Any, field: Any) -> None:
    """As people write it, with whatever stands between the digits."""
    digits = sum(character.isdigit() for character in field.data or "")
    if field.data and not (_PHONE.fullmatch(field.data) and digits in _DIGITS):
        raise ValidationError(_("Enter the number with its country code, for example +32 2 555 01 23."))


class DetailsForm(Form):
    """What is asked of everybody; `form_of` adds the questions of an edition."""

    version = Version()
    asked = HiddenField()
    badge_name = NameLine(_l("Name on the badge"), longest=240, required=_l("Enter the name for the badge."))
    address_form = TextLine(_l("How should we address you?"), longest=40, validators=[no_link])
    phone = TextLine(_l("Phone"), longest=40, validators=[a_phone])
    lang = EmailLanguage()
    understands: AnyOf
    speaks: AnyOf
    needs = AnyOf(_l("What do you need?"), among=NeedKind)
    needs_text = Paragraphs(_l("In your own words"), longest=500)
    news = OneOrNone(_l("News about the next assembly"), among={"yes": _l("Yes"), "no": _l("No")})
    questions: list[Question]
    languages: list[str]
    more_languages: list[str]

    def field_of(self, question: Question) -> Any:
        """The field of a question."""
        return self[f"q_{question.code}"]

    @property
    def answers(self) -> dict[str, Any]:
        """What is answered, by the code of the question; None is no answer."""
        return {question.code: _value(question, self.field_of(question)) for question in self.questions}

    def was_asked(self, question: Question) -> bool:
        """Whether the page that was sent had this question on it."""
        return question.code in (self.asked.data or "").split()

    def show(self, answers: dict[str, Any]) -> None:
        """Fill in the answers that are stored."""
        for question in self.questions:
            value = answers.get(question.code)
            if question.kind is QuestionKind.YES_NO and value is not None:
                value = "yes" if value else "no"
            self.field_of(question).data = value

    def answered(self, questions: Iterable[Question]) -> bool:
        """Whether each of these that needs an answer, and was on the page, has one."""
        missing = [
            one for one in questions if one.is_required and self.was_asked(one) and self.answers[one.code] is None
        ]
        for question in missing:
            self.field_of(question).errors = [_("Answer this question.")]
        return not missing


def form_of(questions: list[Question], languages: list[str], more: list[str]) -> DetailsForm:
    """The form of one edition: with its questions, and the languages to choose from, some first and `more` folded."""
    fields: dict[str, Any] = {f"q_{question.code}": _field(question) for question in questions}
    fields["understands"] = AnyOf(_("Languages you understand"), among=[*languages, *more])
    fields["speaks"] = AnyOf(_("Languages you speak"), among=[*languages, *more])
    form: DetailsForm = type("DetailsForm", (DetailsForm,), fields)()
    form.questions, form.languages, form.more_languages = questions, languages, more
    return form


def _field(question: Question) -> Any:
    label = str(question.words)
    match question.kind:
        case QuestionKind.CHOICES:
            return AnyOf(label, among=dict(options_of(question)))
        case QuestionKind.CHOICE | QuestionKind.YES_NO | QuestionKind.COUNTRY:
            return OneOrNone(label, among=dict(options_of(question)))
        case QuestionKind.DATE:
            return Day(label)
    return TextLine(label, longest=500)


def _value(question: Question, field: Any) -> Any:
    if question.kind is QuestionKind.YES_NO and field.data:
        return field.data == "yes"
    if question.kind is QuestionKind.DATE and field.data:
        return field.day.isoformat() if field.day else None
    return field.data or None


def options_of(question: Question) -> list[tuple[str, str]]:
    """The answers to choose from, as values and words."""
    match question.kind:
        case QuestionKind.YES_NO:
            return [("yes", _("Yes")), ("no", _("No"))]
        case QuestionKind.COUNTRY:
            return [(code, country(code)) for code in countries()]
    return [(one["key"], str(Bilingual(one["en"], one["fr"]))) for one in question.options]
