"""Forms of messages to a group, of the series and of texts."""

import re
from datetime import datetime, time, timedelta
from enum import StrEnum
from functools import partial
from typing import Any

from wtforms.validators import ValidationError

from assembly import clock
from assembly.fold import clean
from assembly.forms import AnyOf, BilingualField, Form, OneOf, SubmissionKey, TextLine, Tick, Upload, read_day
from assembly.i18n import LANGUAGES, OWN_NAMES, _, _l
from assembly.mail.texts import unknown_place
from assembly.messages.audience import Audience, Presence
from assembly.messages.service.groups import Draft
from assembly.models import Category, Edition, Mode, State, Step

LARGEST_PDF = 5 * 1024 * 1024
_FARTHEST = timedelta(days=400)
_HOURS = {"first": "06:00", "last": "22:00", "example": "09:30"}


def no_unknown_place(_form: Any, field: Any) -> None:
    """Braces hold only what stands for a fact."""
    for lang in LANGUAGES:
        if place := unknown_place(getattr(field.data, lang)):
            raise ValidationError(_("“%(place)s” is not a known field. Use only the fields listed below.", place=place))


Several = partial(AnyOf, sentence=_l("There is a problem with this form. Reload the page."))


class MessageForm(Form):
    """What a message says and whom it is for."""

    key = SubmissionKey()
    subject = BilingualField(_l("Subject"), longest=150, required=_l("Enter a subject."), validators=[no_unknown_place])
    body = BilingualField(
        _l("Text"),
        longest=6000,
        paragraphs=True,
        required=_l("Enter the text."),
        validators=[no_unknown_place],
    )
    states = Several(_l("Registration status"), among=State, required=_l("Choose at least one registration status."))
    modes = Several(_l("How people are taking part"), among=Mode)
    langs = Several(_l("Language"), among=OWN_NAMES)
    categories = Several(_l("Attending as"), among=Category)
    presence = OneOf(_l("At the door"), among=Presence, sentence=_l("Choose one of the three options."))
    only_speakers = Tick(_l("Only speakers in the programme"))
    is_news = Tick(_l("This is news, not information about the assembly itself"))
    pdf = Upload(_l("Attach a PDF"))
    drop_pdf = Tick(_l("Remove the attachment"))

    def validate_pdf(self, field: Any) -> None:
        """What is in it decides, never its name."""
        if len(field.content) > LARGEST_PDF:
            raise ValidationError(_("The file must be 5 MB or smaller."))
        if field.content and not (field.content.startswith(b"%PDF-") and b"%%EOF" in field.content[-2048:]):
            raise ValidationError(_("The file must be a PDF."))

    @property
    def audience(self) -> Audience:
        """Whom it is for; the form is valid."""
        return Audience(
            tuple(State(one) for one in self.states.data),
            tuple(Mode(one) for one in self.modes.data),
            tuple(self.langs.data),
            tuple(Category(one) for one in self.categories.data),
            Presence(self.presence.data),
            bool(self.only_speakers.data),
        )

    @property
    def draft(self) -> Draft:
        """What was written; the form is valid."""
        return Draft(
            self.subject.data,
            self.body.data,
            self.audience,
            bool(self.is_news.data),
            self.pdf.content,
            _file_name(self.pdf.data.filename or "") if self.pdf.data else "",
            bool(self.drop_pdf.data),
        )


def _file_name(text: str) -> str:
    """As its reader sees it: without folders, at most a hundred characters, ending in .pdf."""
    stem = re.sub(r"\.pdf$", "", clean(re.split(r"[/\\]", text)[-1]), flags=re.IGNORECASE)
    return f"{stem[:96] or 'document'}.pdf"


class When(StrEnum):
    """When a message leaves."""

    NOW = "now"
    LATER = "later"


class SendForm(Form):
    """In ten minutes, or at a day and time on the clocks of the edition."""

    when = OneOf(_l("When should the message be sent?"), among=When, sentence=_l("Choose when to send the message."))
    day = TextLine(_l("Day"), longest=10)
    at = TextLine(_l("Time"), longest=5)
    edition: Edition

    def validate_at(self, field: Any) -> None:
        """A time that exists, is still to come, and is not in another year by mistake."""
        if self.when.data != When.LATER:
            return
        wall = self._wall()
        instant = clock.from_local(wall, self.edition.zone)
        if clock.local(instant, self.edition.zone).replace(tzinfo=None) != wall:
            raise ValidationError(_("This time does not exist: the clocks go forward that night."))
        if instant <= clock.now():
            raise ValidationError(_("This time has passed. Choose a later one."))
        if instant > clock.now() + _FARTHEST:
            raise ValidationError(_("This date is more than a year away. Check the year."))

    def _wall(self) -> datetime:
        try:
            day = read_day(self.day.data or "")
            at = time.fromisoformat(self.at.data or "")
        except ValueError:
            day = None
        if day is None or not re.fullmatch(r"[0-9]{2}:[0-9]{2}", self.at.data or ""):
            raise ValidationError(
                _("Enter a day, for example %(day)s, and a time, for example %(time)s.", day="2027-04-15", time="09:30")
            )
        return datetime.combine(day, at)

    @property
    def instant(self) -> datetime | None:
        """When it leaves; None means in ten minutes. The form is valid."""
        return clock.from_local(self._wall(), self.edition.zone) if self.when.data == When.LATER else None


_ODD = 40
"Room for what is neither a number nor a time, so that the sentence says what is expected instead of its length."


class StepForm(Form):
    """When a mail of the series leaves."""

    days = TextLine(_l("Number of days"), longest=_ODD)
    at = TextLine(_l("Time"), longest=_ODD)
    step: Step

    def validate_days(self, field: Any) -> None:
        """A reminder leaves before the day, the thanks may leave on it, recordings need time."""
        fewest, most = (0, 30) if self.step is Step.THANKS else (1, 60)
        if not (field.data.isascii() and field.data.isdecimal() and fewest <= int(field.data) <= most):
            raise ValidationError(_("Enter a number from %(fewest)s to %(most)s.", fewest=fewest, most=most))

    def validate_at(self, field: Any) -> None:
        """Nobody wants mail at night, nor a time the clocks leave out."""
        if (
            not re.fullmatch(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]", field.data)
            or not _HOURS["first"] <= field.data <= _HOURS["last"]
        ):
            raise ValidationError(_("Enter a time from %(first)s to %(last)s, like %(example)s.", **_HOURS))


class TextForm(Form):
    """Words in place of ours."""

    subject = BilingualField(_l("Subject"), longest=150, required=_l("Enter a subject."), validators=[no_unknown_place])
    opening = BilingualField(
        _l("Opening text of the email"),
        longest=3000,
        paragraphs=True,
        required=_l("Enter the text."),
        validators=[no_unknown_place],
    )
