"""Forms and their fields: clean text with our own sentences, CSRF protection, one summary of faults."""

import re
from functools import cache
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, FileField, HiddenField, StringField
from wtforms.i18n import get_translations
from wtforms.validators import ValidationError

from assembly.email_addresses import NotAnAddress, read_address
from assembly.fold import clean, clean_paragraphs, has_link, hides_something, piles_up_marks
from assembly.i18n import LANGUAGES, LOCALES, _, _l, current_language
from assembly.kept_forms import SHOWN_AGAIN
from assembly.models import Bilingual


@cache
def _sentences_of_library(lang: str) -> Any:
    """Those of WTForms, read from its file once: Flask-WTF would read it again with every form, for a millisecond."""
    return get_translations([LOCALES[lang]])


class Form(FlaskForm):
    """A form whose CSRF fault is a fault like any other: nothing typed is lost.

    One that was kept while its sender signed in again comes with `SHOWN_AGAIN`: it is drawn as it was typed, and is
    valid once it has been sent from its own page.
    """

    class Meta(FlaskForm.Meta):
        """What of a request a form reads."""

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """Give the fields of a form's body; Flask-WTF takes JSON too, whose values may be anything."""
            return None if request.mimetype == "application/json" else super().wrap_formdata(form, formdata)

        def get_translations(self, form: Any) -> Any:
            """Give the sentences of WTForms in the language now spoken."""
            return _sentences_of_library(current_language())

    def validate(self, extra_validators: Any = None) -> bool:
        """Check what was typed; what is only shown again is never valid."""
        is_valid = bool(super().validate(extra_validators))
        return is_valid and SHOWN_AGAIN not in request.form

    @property
    def csrf_failed(self) -> bool:
        """Whether the page was open too long or the request comes from elsewhere."""
        return bool("csrf_token" in self.errors) or (self.is_submitted() and SHOWN_AGAIN in request.form)

    @property
    def faults(self) -> list[tuple[Any, str]]:
        """Each field at fault with its first sentence, in the order of the page, for the summary."""
        return [(field, str(field.errors[0])) for field in self if field.errors and field.name != "csrf_token"]

    def typed(self, *names: str) -> dict[str, Any]:
        """What was typed into the fields of these names, by name."""
        return {name: self[name].data for name in names}


class Button(Form):
    """A page with nothing but a button."""


class TextLine(StringField):
    """One line of text, made safe to store; `longest` counts characters after cleaning."""

    def __init__(self, label: Any, *, longest: int, required: Any = None, **options: Any) -> None:
        self.longest = longest
        self.required_sentence = required
        super().__init__(label, **options)

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = clean(valuelist[0]) if valuelist and isinstance(valuelist[0], str) else ""

    def pre_validate(self, form: Any) -> None:
        if not self.data and self.required_sentence:
            raise ValidationError(str(self.required_sentence))
        if len(self.data or "") > self.longest:
            raise ValidationError(_("Use %(count)s characters or fewer.", count=self.longest))
        if piles_up_marks(self.data or ""):
            raise ValidationError(_("Use no more than four accents or marks on any one letter."))


class Paragraphs(TextLine):
    """Several lines of text, each made safe to store; at most one empty line between two paragraphs."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = clean_paragraphs(valuelist[0]) if valuelist and isinstance(valuelist[0], str) else ""


class Tick(BooleanField):
    """A box to tick, never ticked beforehand unless the thing it asks about is already so."""


class BilingualField(Field):
    """One text in English and French: two controls, `<name>_en` and `<name>_fr`, and one `Bilingual` value.

    `required` is the sentence said when a language is missing. `paragraphs` allows several lines.
    """

    def __init__(
        self, label: Any, *, longest: int, required: Any = None, paragraphs: bool = False, **options: Any
    ) -> None:
        self.longest = longest
        self.required_sentence = required
        self.paragraphs = paragraphs
        super().__init__(label, **options)

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """What was typed, else what is there."""
        self.process_errors: list[str] = []
        self.data = data if isinstance(data, Bilingual) else Bilingual()
        if formdata:
            tidy = clean_paragraphs if self.paragraphs else clean
            self.data = Bilingual(*(tidy(formdata.get(f"{self.name}_{lang}", "")) for lang in LANGUAGES))

    def pre_validate(self, form: Any) -> None:
        missing = self.data.missing()
        if self.required_sentence and len(missing) == len(LANGUAGES):
            raise ValidationError(str(self.required_sentence))
        if missing == ["fr"]:
            raise ValidationError(_("The French text is missing."))
        if missing == ["en"]:
            raise ValidationError(_("The English text is missing."))
        if any(len(getattr(self.data, lang)) > self.longest for lang in LANGUAGES):
            raise ValidationError(_("Use %(count)s characters or fewer.", count=self.longest))


class DraftField(BilingualField):
    """A text that may lack a language while it is being written; `least` is the sentence said when both are missing."""

    def __init__(self, label: Any, *, least: Any = None, **options: Any) -> None:
        self.least_sentence = least
        super().__init__(label, **options)

    def pre_validate(self, form: Any) -> None:
        if self.least_sentence and not self.data:
            raise ValidationError(str(self.least_sentence))
        if any(len(getattr(self.data, lang)) > self.longest for lang in LANGUAGES):
            raise ValidationError(_("Use %(count)s characters or fewer.", count=self.longest))


class Upload(FileField):
    """One file; `content` are its bytes. What is in it is checked by whoever asked for it, never its name."""

    content: bytes = b""

    def __init__(self, label: Any, *, required: Any = None, **options: Any) -> None:
        self.required_sentence = required
        super().__init__(label, **options)

    def process_formdata(self, valuelist: list[Any]) -> None:
        sent = next((one for one in valuelist if getattr(one, "filename", "")), None)
        self.content = sent.read() if sent else b""
        self.data = sent

    def pre_validate(self, form: Any) -> None:
        if self.data is not None and not self.content:
            raise ValidationError(_("This file is empty. Choose another one."))
        if self.required_sentence and not self.content:
            raise ValidationError(str(self.required_sentence))


def no_link(_form: Any, field: Any) -> None:
    """A validator for what our mails repeat: nobody may have us send links of theirs to an address they type."""
    if has_link(field.data or ""):
        raise ValidationError(_("Do not include a web address."))


class NameLine(TextLine):
    """Whom or what people call somebody. Unlike other lines it is not cleaned in silence: it comes back clean, to be
    looked at, for a hidden character may have turned the order of the letters.
    """

    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(label, validators=[no_link], **options)

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        if any(isinstance(one, str) and hides_something(one) for one in (self.raw_data or [])[:1]):
            raise ValidationError(_("This name contained hidden characters. Check it, then send the form again."))


class GivenName(NameLine):
    """The given name of somebody who comes."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            _l("Given name"),
            longest=120,
            required=_l("Enter the given name."),
            **options,
        )


class FamilyName(NameLine):
    """The family name of somebody who comes."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            _l("Family name"),
            longest=120,
            required=_l("Enter the family name."),
            **options,
        )


class EmailLine(TextLine):
    """An address that can be written to. Its domain is not looked up: the mail itself will tell."""

    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(label, longest=254, **options)

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        if not self.data:
            return
        try:
            self.data = read_address(self.data)
        except NotAnAddress as problem:
            raise ValidationError(str(problem.sentence)) from None


class Picked(HiddenField):
    """The code of what was picked from suggestions, by a script alone; what is no code is nothing."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        code = clean(valuelist[0]) if valuelist and isinstance(valuelist[0], str) else ""
        self.data = code if len(code) <= 64 else ""


def version_in(field: Any) -> int:
    """The version that a field brought; 0, which nothing has, for what is none."""
    text = str(field.data or "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


class Version(HiddenField):
    """The version of a row that a page was opened on."""

    def process_data(self, value: Any) -> None:
        """As a page holds it."""
        self.data = str(value or "")

    @property
    def number(self) -> int:
        """As a number; 0, which no row has, for anything else."""
        return version_in(self)


class SubmissionKey(HiddenField):
    """A random value made with the empty form, so that the same form sent twice is one submission.

    Keys that we make ourselves have a colon, so that no form can take one of theirs.
    """

    _SHAPE = re.compile(r"[\w-]{16,64}", re.ASCII)

    def pre_validate(self, form: Any) -> None:
        if not self._SHAPE.fullmatch(self.data or ""):
            raise ValidationError(_("There is a problem with this form. Reload the page."))


class Number(TextLine):
    """A whole number of people, or nothing."""

    number: int | None = None

    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(label, longest=6, **options)

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        if self.data and not (self.data.isascii() and self.data.isdecimal() and int(self.data) <= 100_000):
            raise ValidationError(_("Enter a whole number up to 100,000."))
        self.number = int(self.data) if self.data else None
