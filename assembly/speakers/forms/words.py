"""What the office writes about quotes and announcements."""

from typing import Any, Self
from urllib.parse import urlsplit

from wtforms.validators import ValidationError

from assembly.forms import BilingualField, Day, DraftField, EmailLanguage, EmailLine, Form, OneOf, Paragraphs, TextLine
from assembly.i18n import _, _l
from assembly.models import QuoteAnswer
from assembly.speakers.facts import AnnouncementFacts, QuoteFacts
from assembly.speakers.forms.shared import Shown, Spoken
from assembly.speakers.service.asking import SpeakerAnswer

_BOTH = _l("Complete this field in both languages.")
NOT_RECORDED = "und"
"The language of words of which nobody noted it."


class QuoteForm(Shown):
    """Words of somebody in office. One may choose among `mandates` and `sessions`: ids by code; `labels` by code."""

    TYPED = ("mandate", "words", "original_lang", "original", "session", "caption", "source")
    mandate = TextLine(_l("Person quoted"), longest=16, required=_l("Choose the person quoted."))
    words = DraftField(_l("Text of the quote"), longest=600, paragraphs=True, least=_l("Enter the quote."))
    original_lang = Spoken(_l("Original language"), empty=NOT_RECORDED)
    original = Paragraphs(_l("Text in the original language"), longest=600)
    session = TextLine(_l("Session"), longest=16)
    caption = BilingualField(_l("Caption"), longest=200)
    source = TextLine(_l("Source"), longest=500, required=_l("Enter where this quote comes from."))
    mandates: dict[str, int]
    sessions: dict[str, int]
    labels: dict[str, str]

    def validate_mandate(self, field: Any) -> None:
        """One of the list."""
        if field.data and field.data not in self.mandates:
            raise ValidationError(_("Choose the person quoted."))

    def validate_session(self, field: Any) -> None:
        """One of this edition."""
        if field.data and field.data not in self.sessions:
            raise ValidationError(_("Choose a session from this assembly."))

    def empty(self) -> Self:
        """The same form with nothing typed and the same to choose from."""
        blank = super().empty()
        blank.mandates, blank.sessions, blank.labels = self.mandates, self.sessions, self.labels
        return blank

    def worded(self, field: Any) -> Any:
        """What a field holds, as people read it."""
        return self.labels.get(field.data, "") if field.name in ("mandate", "session") else super().worded(field)

    def show(self, facts: QuoteFacts) -> None:
        """Fill in what is there."""
        self.mandate.data = next((code for code, one in self.mandates.items() if one == facts.mandate_id), "")
        self.session.data = next((code for code, one in self.sessions.items() if one == facts.session_id), "")
        for name in ("words", "original_lang", "original", "caption", "source"):
            self[name].data = getattr(facts, name)
        self.seen.data = facts.mark

    @property
    def facts(self) -> QuoteFacts:
        """What was typed, as values."""
        return QuoteFacts(
            self.mandates[self.mandate.data],
            self.sessions.get(self.session.data),
            self.original_lang.data,
            self.original.data or "",
            self.words.data,
            self.caption.data,
            self.source.data,
        )


class ApprovalForm(Form):
    """Who agrees to the words that were shown."""

    seen = TextLine("", longest=16)
    by = TextLine(_l("Approved by"), longest=80, required=_l("Enter who approved this quote."))


class AnnouncementForm(Shown):
    """Something an assembly announced."""

    TYPED = ("title", "text", "partners", "languages", "planned_on", "link", "source")
    title = BilingualField(_l("Title"), longest=200, required=_BOTH)
    text = BilingualField(_l("Text"), longest=2000, required=_BOTH, paragraphs=True)
    partners = BilingualField(_l("Partners, one per line"), longest=1000, paragraphs=True)
    languages = BilingualField(_l("Planned languages"), longest=200)
    planned_on = Day(_l("Planned for"))
    link = TextLine(_l("Web address"), longest=500)
    source = TextLine(_l("Source"), longest=500, required=_l("Enter where this information comes from."))

    def validate_link(self, field: Any) -> None:
        """An address a browser opens."""
        try:
            parts = urlsplit(field.data or "")
        except ValueError:  # brackets that enclose no address of the network
            parts = urlsplit("")
        if field.data and (parts.scheme not in ("http", "https") or not parts.hostname):
            raise ValidationError(_("Enter a web address, like https://example.eu/page."))

    def show(self, facts: AnnouncementFacts) -> None:
        """Fill in what is there."""
        for name in ("title", "text", "partners", "languages", "link", "source"):
            self[name].data = getattr(facts, name)
        self.planned_on.data = facts.planned_on.isoformat() if facts.planned_on else ""
        self.seen.data = facts.mark

    @property
    def facts(self) -> AnnouncementFacts:
        """What was typed, as values."""
        return AnnouncementFacts(
            **self.typed("title", "text", "partners", "languages", "source"),
            planned_on=self.planned_on.day,
            link=self.link.data or "",
        )


class SeenForm(Form):
    """A button over words that were shown."""

    seen = TextLine("", longest=16)


class AskSpeakerForm(Form):
    """To which address we write about a quote, and in which language; `seen` is the link sent before."""

    seen = TextLine("", longest=16)
    email = EmailLine(_l("Email address of the speaker"), required=_l("Enter the email address of the speaker."))
    lang = EmailLanguage(_l("Language of the email"))


class QuoteAnswerForm(Form):
    """What a speaker answers about a quote."""

    seen = TextLine("", longest=16)
    answer = OneOf(_l("Your answer"), among=QuoteAnswer, sentence=_l("Choose an answer."))
    amended = Paragraphs(_l("Your wording"), longest=600)
    comment = Paragraphs(_l("Comment for the organisers"), longest=600)
    words: str = ""
    "The quote as it is."

    def validate_amended(self, field: Any) -> None:
        """Other words than those there are, where they say so."""
        if self.answer.data == QuoteAnswer.AMENDED and (field.data or "") in ("", self.words):
            raise ValidationError(_("Change the text to what you would like us to publish."))

    @property
    def said(self) -> SpeakerAnswer:
        """What was answered, as values."""
        return SpeakerAnswer(QuoteAnswer(self.answer.data), self.amended.data or "", self.comment.data or "")
