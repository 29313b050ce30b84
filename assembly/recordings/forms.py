"""Forms of the office for recordings; `seen` is the mark of what the page showed."""

from typing import Any

from wtforms import HiddenField
from wtforms.validators import ValidationError

from assembly import pictures
from assembly.errors import DomainError
from assembly.formats import LANGUAGES_OF_EUROPE, language, languages_first
from assembly.forms import Day, DraftField, EmailLine, Form, OneOf, Picked, TextLine, Tick, Upload
from assembly.i18n import LANGUAGES, _, _l
from assembly.models import Bilingual, Medium, RecordingState, TrackKind
from assembly.recordings.captions.webvtt import NotCaptions, packed, read
from assembly.recordings.form_values import SEVERAL, CaptionsFacts, PartFacts, RecordingFacts, TrackFacts
from assembly.recordings.moments import read_chapters, read_moment, said_moment, written_chapters


class _Language(str):
    """A language as a choice."""

    __slots__ = ()

    @property
    def label(self) -> str:
        """Its name in the language spoken."""
        return language(self)


_LANGUAGES = [_Language(code) for code in (*languages_first(LANGUAGES_OF_EUROPE), SEVERAL)]
"Those one may choose, the usual ones first, and several of them in one recording."
_CHOOSE = _l("Choose a language.")


class Moment(TextLine):
    """A time inside a recording, or a length; `seconds` is None where nothing was typed."""

    seconds: int | None = None

    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(label, longest=10, **options)

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        self.seconds = None
        if not self.data:
            return
        try:
            self.seconds = read_moment(self.data)
        except ValueError as problem:
            raise ValidationError(str(problem)) from None
        self.data = said_moment(self.seconds)

    def show(self, seconds: int | None) -> None:
        """Fill in what is there."""
        self.data = "" if seconds is None else said_moment(seconds)


class NewRecordingForm(Form):
    """Of which session (its code), or of the whole assembly with a title."""

    session = Picked(_l("Recording of"))
    title = DraftField(_l("Title"), longest=200)


class RecordingForm(Form):
    """What is said of a recording as a whole."""

    seen = HiddenField()
    state = OneOf(_l("For the public"), among=RecordingState, sentence=_l("Choose what the public is told."))
    title = DraftField(_l("Title"), longest=200)
    length = Moment(_l("Length"))
    chapters = DraftField(_l("Chapters"), longest=8_000, paragraphs=True)
    poster = Upload(_l("Picture"))
    drop_poster = Tick(_l("Remove the picture"))

    picture: pictures.Fresh | None = None

    def validate_poster(self, field: Any) -> None:
        """Draw it anew: that is the `picture`."""
        try:
            self.picture = pictures.fresh(field.content) if field.content else None
        except DomainError as refusal:
            raise ValidationError(str(refusal)) from None

    def validate_chapters(self, field: Any) -> None:
        """Each line has its time; what was understood goes back in order."""
        try:
            field.data = Bilingual(*(written_chapters(read_chapters(getattr(field.data, lang))) for lang in LANGUAGES))
        except ValueError as problem:
            raise ValidationError(str(problem)) from None

    @property
    def facts(self) -> RecordingFacts:
        """What was typed; valid."""
        return RecordingFacts(RecordingState(self.state.data), self.title.data, self.length.seconds, self.chapters.data)

    def show(self, facts: RecordingFacts) -> None:
        """Fill in what is there."""
        self.state.data, self.title.data, self.chapters.data = facts.state.value, facts.title, facts.chapters
        self.length.show(facts.length_s)
        self.seen.data = facts.mark


class TrackForm(Form):
    """One language of one recording: with an address it is online, without one it is awaited."""

    values = TrackFacts
    seen = HiddenField()
    lang = OneOf(_l("Language of the audio"), among=_LANGUAGES, sentence=_CHOOSE)
    kind = OneOf(_l("What you hear"), among=TrackKind, sentence=_l("Choose what you hear."))
    medium = OneOf(_l("Video or audio"), among=Medium, sentence=_l("Choose video or audio."))
    address = TextLine(_l("Web address of the recording"), longest=500)
    expected_on = Day(_l("Expected by"))

    @property
    def facts(self) -> TrackFacts:
        """What was typed; valid."""
        kind, medium = TrackKind(self.kind.data), Medium(self.medium.data)
        return TrackFacts(str(self.lang.data), kind, medium, self.address.data or "", self.expected_on.day)

    def show(self, facts: TrackFacts) -> None:
        """Fill in what is there."""
        self.lang.data, self.kind.data, self.medium.data = facts.lang, facts.kind.value, facts.medium.value
        self.address.data = facts.address
        self.expected_on.data = facts.expected_on.isoformat() if facts.expected_on else ""
        self.seen.data = facts.mark


class PartForm(Form):
    """Who speaks from when to when; `people` are the ids of those one may choose, by code."""

    values = PartFacts
    seen = HiddenField()
    person = Picked(_l("Speaker"))
    start = Moment(_l("Begins at"), required=_l("Enter when the speech begins."))
    end = Moment(_l("Ends at"), required=_l("Enter when the speech ends."))
    people: dict[str, int]

    def validate_person(self, field: Any) -> None:
        """Somebody of this recording."""
        if field.data not in self.people:
            raise ValidationError(_("Choose the speaker from the list."))

    def validate_end(self, field: Any) -> None:
        """After it begins."""
        if None not in (self.start.seconds, field.seconds) and field.seconds <= self.start.seconds:
            raise ValidationError(_("The speech must end after it begins."))

    @property
    def facts(self) -> PartFacts:
        """What was typed; valid."""
        return PartFacts(self.people[str(self.person.data)], self.start.seconds or 0, self.end.seconds or 0)

    def show(self, facts: PartFacts) -> None:
        """Fill in what is there."""
        self.person.data = next(code for code, key in self.people.items() if key == facts.person_id)
        self.start.show(facts.start_s)
        self.end.show(facts.end_s)
        self.seen.data = facts.mark


class CaptionsForm(Form):
    """A file of captions and who wrote them; `cues` are those that stay where no file is sent."""

    values = CaptionsFacts
    seen = HiddenField()
    lang = OneOf(_l("Language of the captions"), among=_LANGUAGES, sentence=_CHOOSE)
    automatic = Tick(_l("Generated automatically, not checked by a person"))
    file = Upload(_l("Captions file"))
    cues: list[list[int | str]] | None = None

    def validate_file(self, field: Any) -> None:
        """Read it: `cues` are its own from then on."""
        try:
            self.cues = packed(read(field.content)) if field.content else self.cues
        except NotCaptions as refusal:
            raise ValidationError(str(refusal)) from None
        if self.cues is None:
            raise ValidationError(_("Choose a file."))

    @property
    def facts(self) -> CaptionsFacts:
        """What was sent; valid."""
        return CaptionsFacts(str(self.lang.data), bool(self.automatic.data), self.cues or [])

    def show(self, facts: CaptionsFacts) -> None:
        """Fill in what is there."""
        self.lang.data, self.automatic.data, self.seen.data = facts.lang, facts.automatic, facts.mark


class AlertForm(Form):
    """Where the one email goes."""

    email = EmailLine(_l("Email address"), required=_l("Enter your email address."))
