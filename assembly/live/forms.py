"""What the office says of the live stream."""

from typing import Any

from wtforms import HiddenField
from wtforms.validators import ValidationError

from assembly.formats import LANGUAGES_OF_EUROPE, SIGN_LANGUAGES
from assembly.forms import BilingualField, Form, Picked, TextLine, Tick
from assembly.i18n import _, _l
from assembly.live.service import StreamFacts
from assembly.models import LiveState


class StreamForm(Form):
    """One channel; `seen` is the mark of what the page showed."""

    seen = HiddenField()
    lang = Picked(_l("Language"))
    address = TextLine(_l("Web address for the stream"), longest=500, required=_l("Enter the address of the stream."))
    captions_address = TextLine(_l("Web address for the live captions"), longest=500)

    def validate_lang(self, field: Any) -> None:
        """Refuse what is no language of the list; empty is the floor."""
        if field.data and field.data not in {*LANGUAGES_OF_EUROPE, *SIGN_LANGUAGES}:
            raise ValidationError(_("Choose from the list."))

    @property
    def facts(self) -> StreamFacts:
        """As typed."""
        return StreamFacts(self.lang.data or "", self.address.data or "", self.captions_address.data or "")

    def show(self, facts: StreamFacts) -> None:
        """What is saved, and its mark."""
        self.lang.data, self.address.data, self.captions_address.data = (
            facts.lang,
            facts.address,
            facts.captions_address,
        )
        self.seen.data = facts.mark


class StateForm(Form):
    """What the stream is said to be, and what the page showed; empty is by the clock."""

    state = HiddenField()
    seen = HiddenField()

    @property
    def chosen(self) -> tuple[LiveState | None, LiveState | None]:
        """Both, as members; what is no state is none."""
        known = {one.value: one for one in LiveState}
        return known.get(self.state.data or ""), known.get(self.seen.data or "")


class ViewersForm(Form):
    """A notice on the live page; `seen_*` is what the page showed."""

    notice = BilingualField(_l("Notice to viewers"), longest=300, paragraphs=True)
    seen = BilingualField("", longest=300, paragraphs=True)


class AccessForm(Form):
    """Who may watch."""

    for_registered = Tick(_l("Only people with a confirmed registration can watch"))
