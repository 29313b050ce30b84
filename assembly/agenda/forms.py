"""A session with both languages side by side, and publishing the programme."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from wtforms import HiddenField, SelectMultipleField
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput

from assembly.agenda.hours import BACKWARDS, off_its_days
from assembly.formats import LANGUAGES_OF_EUROPE, SIGN_LANGUAGES, languages_first
from assembly.forms import AnyOf, BilingualField, DraftField, Form, OneOf, Picked, TextLine, Version, WallTime
from assembly.i18n import _, _l
from assembly.models import AppearanceRole, AppearanceState, Edition, Presence, Room, Session, SessionKind


class SessionForm(Form):
    """A session of the draft: times on the clocks of the edition. It may still lack a language.

    `seats_seen` is the number of seats that the page showed, for the mark in `seen` does not know it; `more` asks
    for the next session; `ends_said` is set by the script, which has moved the end already wherever it should follow.
    """

    seen = HiddenField()
    ends_said = HiddenField()
    seats_seen = HiddenField()
    more = HiddenField()
    kind = OneOf(_l("Type"), among=SessionKind, sentence=_l("Choose what kind of session it is."))
    room = Picked(_l("Room"))
    starts = WallTime(_l("Begins"), required=_l("Enter the date and time."), unmistakable=True)
    ends = WallTime(_l("Ends"), required=_l("Enter the date and time."), unmistakable=True)
    title = DraftField(_l("Title"), longest=200)
    abstract = DraftField(_l("Description"), longest=3_000, paragraphs=True)
    capacity = TextLine(_l("Seats for people who sign up"), longest=6)
    key_messages = DraftField(_l("Key messages for the report"), longest=3_000, paragraphs=True)
    spoken: AnyOf
    into: AnyOf
    signed: AnyOf
    captions: AnyOf
    edition: Edition
    rooms: Sequence[Room]
    first_languages: list[str]
    more_languages: list[str]

    @property
    def zone(self) -> str:
        """On whose clocks the times are."""
        return self.edition.zone

    @property
    def chosen_room(self) -> Room | None:
        """The room by its code; none where it happens elsewhere."""
        return next((one for one in self.rooms if one.code == self.room.data), None)

    @property
    def seats(self) -> int | None:
        """How many may sign up; None without limit."""
        return int(self.capacity.data) if self.capacity.data else None

    def move_end(self, session: Session) -> bool:
        """Before the form is judged: let the end follow where the beginning alone was moved, and so far that the
        session would not touch its old time. Somebody who moves it less makes it longer or shorter."""
        if self.ends_said.data:
            return False
        self.starts.validate(self)
        sent, length = self.ends.data, session.ends_at - session.starts_at
        self.ends.show(session.ends_at, self.zone)
        starts_at = self.starts.instant
        if sent != self.ends.data or starts_at is None or abs(starts_at - session.starts_at) < length:
            self.ends.data = sent
            return False
        self.ends.show(starts_at + length, self.zone)
        return True

    def validate_title(self, field: Any) -> None:
        """Find it again in the list; the other language may follow until it is published."""
        if not field.data:
            raise ValidationError(_("Enter the title in at least one language."))

    def validate_room(self, field: Any) -> None:
        """Refuse what is no room of this venue."""
        if field.data and self.chosen_room is None:
            raise ValidationError(_("Choose a room from the list."))

    def validate_capacity(self, field: Any) -> None:
        """Refuse what is no number of people."""
        if field.data and not (field.data.isascii() and field.data.isdecimal() and int(field.data) <= 100_000):
            raise ValidationError(_("Enter a whole number up to 100,000."))

    def validate_starts(self, field: Any) -> None:
        """On one of the days of the edition."""
        self._on_its_days(field.instant)

    def validate_ends(self, field: Any) -> None:
        """After it begins, and on one of the days of the edition; midnight still belongs to the day before."""
        self._on_its_days(field.instant, is_end=True)
        if self.starts.instant and field.instant and field.instant <= self.starts.instant:
            raise ValidationError(str(BACKWARDS))

    def _on_its_days(self, instant: datetime | None, *, is_end: bool = False) -> None:
        if instant and (fault := off_its_days(self.edition, instant, is_end=is_end)):
            raise ValidationError(fault)


def session_form(edition: Edition, rooms: Sequence[Room], used: Sequence[str], **options: Any) -> SessionForm:
    """The form of one edition: `used` are the languages its programme has, offered first."""
    first = languages_first(used)
    more = [one for one in LANGUAGES_OF_EUROPE if one not in first]
    labels = {
        "spoken": _l("Languages spoken"),
        "into": _l("Interpretation languages"),
        "captions": _l("Caption languages"),
    }
    fields: dict[str, Any] = {name: AnyOf(label, among=[*first, *more]) for name, label in labels.items()}
    fields["signed"] = AnyOf(_l("Sign languages"), among=SIGN_LANGUAGES)
    form: SessionForm = type("SessionFormOfEdition", (SessionForm,), fields)(**options)
    form.edition, form.rooms, form.first_languages, form.more_languages = edition, rooms, first, more
    return form


class PublishForm(Form):
    """What was seen, a note on what changed, and why it is published against a check."""

    seen = HiddenField()
    note = BilingualField(_l("What has changed (one sentence)"), longest=300)
    reason = TextLine(_l("Why are you publishing anyway?"), longest=400)


class UndoForm(Form):
    """The number of the release to take back."""

    number = Version()


class PartForm(Form):
    """What somebody does in a session; `seen` is the mark of what the page showed, `more` asks for the next person."""

    seen = HiddenField()
    person = Picked()
    role = OneOf(_l("Role"), among=AppearanceRole, sentence=_l("Choose the role."))
    presence = OneOf(_l("Attendance"), among=Presence, sentence=_l("Choose how this person takes part."))
    more = HiddenField()
    state = OneOf(_l("Their answer"), among=AppearanceState, sentence=_l("Choose this person’s answer."))


class ConfirmForm(Form):
    """The parts, by their keys, whose people have given the office their word."""

    parts = SelectMultipleField(_l("Contributions"), validate_choice=False, option_widget=CheckboxInput())

    def validate_parts(self, field: Any) -> None:
        """Somebody is meant."""
        if not field.data:
            raise ValidationError(_("Tick at least one person."))


class SelectionForm(Form):
    """Sessions, by their codes, to keep in one's selection or no longer; `to` is the page the button was on."""

    add = SelectMultipleField(validate_choice=False)
    remove = SelectMultipleField(validate_choice=False)
    to = HiddenField()

    @property
    def added(self) -> list[str]:
        """The codes to keep."""
        return list(self.add.data or [])

    @property
    def removed(self) -> list[str]:
        """The codes to keep no longer."""
        return list(self.remove.data or [])
