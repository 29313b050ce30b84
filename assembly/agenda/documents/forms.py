"""A document of a session."""

from typing import Any

from wtforms import HiddenField
from wtforms.validators import ValidationError

from assembly.agenda.documents.facts import DocumentFacts
from assembly.formats import LANGUAGES_OF_EUROPE, language, languages_first
from assembly.forms import BilingualField, DraftField, Form, TextLine, Upload, WallTime
from assembly.i18n import _, _l

SEVERAL = "mul"


class DocumentForm(Form):
    """What a document is; `seen` and `seen_file` are the marks of what the page showed."""

    seen = HiddenField()
    seen_file = HiddenField()
    file = Upload(_l("File"))
    title = DraftField(_l("Title"), longest=200)
    lang = TextLine(_l("Language of the document"), longest=8)
    shown_from = WallTime(_l("Show from"), unmistakable=True)
    alt = BilingualField(_l("What the picture shows"), longest=400)
    zone: str
    "On whose clocks the time is."

    def validate_title(self, field: Any) -> None:
        """One language is enough: a text in French may have a French title alone."""
        if not field.data:
            raise ValidationError(_("Enter the title in at least one language."))

    def validate_lang(self, field: Any) -> None:
        """Refuse what was not on offer."""
        if field.data not in {code for code, _label in languages()}:
            raise ValidationError(_("Choose the language of the document."))

    @property
    def facts(self) -> DocumentFacts:
        """What was typed; valid."""
        return DocumentFacts(self.title.data, str(self.lang.data), self.alt.data, self.shown_from.instant)

    def show(self, facts: DocumentFacts) -> None:
        """Fill in what is there."""
        self.title.data, self.lang.data, self.alt.data = facts.title, facts.lang, facts.alt
        self.shown_from.show(facts.shown_from_at, self.zone)


def languages() -> list[tuple[str, str]]:
    """The languages one may choose, the usual ones first, and several of them."""
    return [(code, language(code)) for code in (*languages_first(LANGUAGES_OF_EUROPE), SEVERAL)]
