"""Fields of several forms, and forms over something that is there."""

from __future__ import annotations

from typing import Any, Self

from wtforms.validators import ValidationError

from assembly.formats import LANGUAGES_OF_EUROPE
from assembly.forms import BilingualField, Form, TextLine
from assembly.i18n import LANGUAGES, _
from assembly.speakers.facts import Facts


class DraftField(BilingualField):
    """A text that may lack a language while it is being written; `least` is the sentence said when both are missing."""

    def __init__(self, label: Any, *, least: Any = None, **options: Any) -> None:
        self.least_sentence = least
        super().__init__(label, **options)

    def pre_validate(self, form: Any) -> None:
        if self.least_sentence and not self.data:
            raise ValidationError(str(self.least_sentence))
        if any(len(getattr(self.data, lang)) > self.longest for lang in LANGUAGES):
            raise ValidationError(_("Please shorten this to %(count)s characters.", count=self.longest))


class Spoken(TextLine):
    """A language of Europe by its code; empty, or `empty`, where it is not known."""

    def __init__(self, label: Any, *, empty: str = "", **options: Any) -> None:
        self.empty = empty
        super().__init__(label, longest=8, **options)

    def pre_validate(self, form: Any) -> None:
        self.data = self.data or self.empty
        if self.data not in (self.empty, *LANGUAGES_OF_EUROPE):
            raise ValidationError(_("Please choose a language."))


class Shown(Form):
    """A form over something that is there: it carries the mark of what it showed."""

    seen = TextLine("", longest=16)
    TYPED: tuple[str, ...] = ()

    def show(self, facts: Any) -> None:
        """Fill in what is there."""
        raise NotImplementedError

    def differing(self, now: Facts) -> list[tuple[Any, Any]]:
        """Each label with what is there now, where that differs from what was typed; the next press has seen it."""
        theirs: Self = type(self)(formdata=None)
        theirs.show(now)
        self.seen.data = now.mark
        names = [name for name in self.TYPED if name in self]
        return [(self[one].label.text, theirs[one].data) for one in names if self[one].data != theirs[one].data]
