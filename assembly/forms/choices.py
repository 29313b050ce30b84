"""Fields with choices: what is sent is checked against them; `group()` or `select()` of macros/forms.html draw them."""

from collections.abc import Iterable, Mapping
from typing import Any

from wtforms import RadioField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import StopValidation, ValidationError
from wtforms.widgets import CheckboxInput

from assembly.i18n import OWN_NAMES, _l


def choice(value: str, label: Any, note: str = "", closed: bool = False) -> SelectChoice:
    """Give one choice, with a note beside it, and whether it is shown although nobody can make it now."""
    return SelectChoice(value, label, {"note": note, "closed": closed})


def _choices(among: Iterable[Any]) -> list[SelectChoice]:
    """Give those of an enumeration or a list, with what it says of them, or of a mapping of values to labels."""
    if isinstance(among, Mapping):
        return [choice(value, label) for value, label in among.items()]
    return [choice(str(one), getattr(one, "label", str(one)), getattr(one, "note", "")) for one in among]


class OneOf(RadioField):
    """One of some words, most often of an enumeration; `sentence` is said of anything else."""

    def __init__(self, label: Any, *, among: Iterable[Any], sentence: Any, **options: Any) -> None:
        self.sentence = sentence
        super().__init__(label, choices=lambda: _choices(among), **options)

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = str(valuelist[0]) if valuelist else ""  # nothing sent is no answer, whatever was there before

    def pre_validate(self, form: Any) -> None:
        try:
            super().pre_validate(form)
        except ValidationError:
            raise StopValidation(str(self.sentence)) from None


class OneOrNone(OneOf):
    """One of some words, or none."""

    def __init__(self, label: Any, *, among: Iterable[Any], **options: Any) -> None:
        super().__init__(label, among=among, sentence=_l("Choose from the list."), **options)

    def pre_validate(self, form: Any) -> None:
        if self.data:
            super().pre_validate(form)


class EmailLanguage(OneOf):
    """The language of what we write to somebody."""

    def __init__(self, label: Any = None, **options: Any) -> None:
        sentence = _l("Choose a language.")
        super().__init__(label or _l("Language for our emails"), among=OWN_NAMES, sentence=sentence, **options)


class AnyOf(SelectMultipleField):
    """Boxes to tick: any of some words, in their order; `required` is said where none is, `sentence` of others."""

    option_widget = CheckboxInput()
    data: Any

    def __init__(
        self, label: Any, *, among: Iterable[Any], required: Any = None, sentence: Any = None, **options: Any
    ) -> None:
        self.required_sentence, self.sentence = required, sentence or _l("Choose from the list.")
        super().__init__(label, choices=lambda: _choices(among), **options)

    def pre_validate(self, form: Any) -> None:
        try:
            super().pre_validate(form)
        except ValidationError:
            raise ValidationError(str(self.sentence)) from None
        if self.required_sentence and not self.data:
            raise ValidationError(str(self.required_sentence))
        self.data = [one.value for one in self.iter_choices() if one.selected]
