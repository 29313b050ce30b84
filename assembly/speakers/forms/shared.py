"""Fields of several forms, and forms over something that is there."""

from typing import Any, Self

from wtforms.validators import ValidationError

from assembly.formats import LANGUAGES_OF_EUROPE, language
from assembly.forms import Form, OneOf, TextLine, Tick
from assembly.i18n import _
from assembly.values import Values


class Spoken(TextLine):
    """A language of Europe by its code; empty, or `empty`, where it is not known."""

    def __init__(self, label: Any, *, empty: str = "", **options: Any) -> None:
        self.empty = empty
        super().__init__(label, longest=8, **options)

    def pre_validate(self, form: Any) -> None:
        self.data = self.data or self.empty
        if self.data not in (self.empty, *LANGUAGES_OF_EUROPE):
            raise ValidationError(_("Choose a language."))


class Shown(Form):
    """A form over something that is there: it carries the mark of what it showed."""

    seen = TextLine("", longest=16)
    TYPED: tuple[str, ...] = ()

    def show(self, facts: Any) -> None:
        """Fill in what is there."""
        raise NotImplementedError

    def differing(self, now: Values) -> list[tuple[Any, Any]]:
        """Each label with what is there now, where that differs from what was typed; the next press has seen it."""
        theirs = self.empty()
        theirs.show(now)
        self.seen.data = now.mark
        names = [name for name in self.TYPED if name in self]
        differ = [theirs[name] for name in names if self[name].data != theirs[name].data]
        return [(field.label.text, self.worded(field)) for field in differ]

    def empty(self) -> Self:
        """The same form with nothing typed."""
        return type(self)(formdata=None)

    def worded(self, field: Any) -> Any:
        """What a field holds, as people read it."""
        if isinstance(field, Tick):
            return _("Yes") if field.data else _("No")
        if isinstance(field, Spoken):
            return language(field.data) if field.data else ""
        if isinstance(field, OneOf):
            return next((one.label for one in field.iter_choices() if one.selected), "")
        return field.data
