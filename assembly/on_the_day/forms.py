"""An act on the day: what was seen, what people are told, and that a problem is meant."""

from hashlib import sha256
from typing import Any

from wtforms import HiddenField

from assembly.fold import clean
from assembly.forms import BilingualField, Form, Picked, Tick, Version
from assembly.i18n import _l
from assembly.models import Bilingual
from assembly.on_the_day.acts import Act


class ActForm(Form):
    """The act, its session and room by their codes, and the marks of the plan that was looked at."""

    act = HiddenField()
    session = Picked()
    room = Picked()
    seen = HiddenField()
    result = HiddenField()
    offered = HiddenField()
    confirmed = Tick(_l("Publish despite these problems"))
    note = BilingualField(
        _l("Text shown to the public above the programme"),
        longest=500,
        required=_l("Complete this field in both languages."),
        paragraphs=True,
    )

    def offer(self, note: Bilingual) -> None:
        """Put a ready-made sentence into the field, unless somebody has written their own over the one offered."""
        if not self.note.data or self.own_note is None:
            self.note.data = note
        self.offered.data = _digest(note)

    @property
    def own_note(self) -> Bilingual | None:
        """What somebody has written themselves; None where the sentence is the one offered."""
        return None if self.note is None or self.offered.data == _digest(self.note.data) else self.note.data


class NoticeForm(ActForm):
    """The same for a notice, which is what the public reads; empty takes it away."""

    note: Any = None
    notice = BilingualField(_l("Notice"), longest=300, paragraphs=True)


class UndoForm(Form):
    """The number of the release to take back."""

    number = Version()


def form_for(act: Act, **options: Any) -> ActForm:
    """The form of an act."""
    return (NoticeForm if act is Act.NOTICE else ActForm)(**options)


def _digest(note: Bilingual) -> str:
    """Of the words as a form brings them: without the spaces that no line may end at."""
    return sha256(repr([clean(text) for text in (note.en, note.fr)]).encode()).hexdigest()[:16]
