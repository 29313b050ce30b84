"""What the office enters of an invitation, and what speakers answer and say of themselves."""

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from wtforms import HiddenField
from wtforms.validators import ValidationError

from assembly import clock
from assembly.fold import email_key
from assembly.forms import (
    Day,
    DraftField,
    EmailLanguage,
    EmailLine,
    Form,
    OneOf,
    TextLine,
    Tick,
    Upload,
    Version,
    no_link,
)
from assembly.i18n import _, _l
from assembly.models import Appearance, AppearanceState, Edition, Presence
from assembly.speaker_invitations.facts import DECLINES, ROLE, OwnFacts, Wanted, answer_to, key_of, mark_of
from assembly.speakers.facts import Address, Agreed


class InviteForm(Form):
    """Whom we write to, in which language, until when they answer, and in which ways they may take part."""

    edition: Edition
    kept: date | None = None
    "The day that is there already: it may have passed."
    seen = HiddenField()
    email = EmailLine(_l("Email address"), required=_l("Enter the email address where we should send the invitation."))
    office_email = EmailLine(_l("Email address of the speaker’s office"))
    lang = EmailLanguage()
    answer_by = Day(_l("Deadline for answering"), required=_l("Enter the deadline for answering."))
    remote = Tick(_l("The speaker may take part remotely"))
    video = Tick(_l("The speaker may send a video message"))
    liaison = TextLine(_l("Liaison officer"), longest=320)

    def validate_office_email(self, field: Any) -> None:
        """Two addresses, two links."""
        if field.data and email_key(field.data) == email_key(self.email.data or ""):
            raise ValidationError(
                _("This is the speaker’s own email address. Leave this empty, or enter a different one.")
            )

    def validate_answer_by(self, field: Any) -> None:
        """Still to come, and before the assembly is over."""
        if field.day is None:
            return
        if field.day < clock.local_day(clock.now(), self.edition.zone) and field.day != self.kept:
            raise ValidationError(_("This day has passed."))
        if field.day > clock.local_day(self.edition.ends_at, self.edition.zone):
            raise ValidationError(_("Choose a day no later than the last day of the assembly."))

    def show(self, wanted: Wanted, liaison: str) -> None:
        """Fill in what is there."""
        self.email.data, self.office_email.data, self.lang.data = wanted.email, wanted.office_email, wanted.lang
        self.answer_by.data = wanted.answer_by_on.isoformat()
        self.remote.data = Presence.REMOTE.value in wanted.ways
        self.video.data = Presence.VIDEO_MESSAGE.value in wanted.ways
        self.liaison.data, self.seen.data = liaison, wanted.mark

    def differing(self, now: Wanted) -> list[tuple[str, object]]:
        """Each label with what is there now, where that differs from what was typed; the next press has seen it."""
        self.seen.data = now.mark
        typed = self.wanted
        fields: dict[str, Any] = {
            "email": self.email,
            "office_email": self.office_email,
            "lang": self.lang,
            "answer_by_on": self.answer_by,
        }
        found: list[tuple[str, object]] = [
            (str(field.label.text), getattr(now, name))
            for name, field in fields.items()
            if getattr(now, name) != getattr(typed, name)
        ]
        if now.ways != typed.ways:
            found.append((_("Attendance"), ", ".join(Presence(one).label for one in now.ways)))
        return found

    @property
    def wanted(self) -> Wanted:
        """What was typed, as values."""
        ticked = ((self.remote, Presence.REMOTE), (self.video, Presence.VIDEO_MESSAGE))
        ways = [way.value for field, way in ticked if field.data]
        return Wanted(self.email.data, self.office_email.data or "", self.lang.data, self.answer_by.day, ways)


class AnswersForm(Form):
    """The answers to each part; fields are added by `answers_form`, by the key of each part."""

    seen = TextLine("", longest=16)
    reason = TextLine(_l("Reason"), longest=400)
    keys: tuple[str, ...] = ()

    @property
    def choices(self) -> dict[str, str]:
        """What was answered, by the key of each part; nothing for a part that was left open."""
        return {key: self[key].data or "" for key in self.keys}


class NotedAnswersForm(AnswersForm):
    """The same as somebody told it the office."""

    given_to = TextLine(
        _l("Person who gave this answer, and how they gave it"),
        longest=400,
        required=_l("Enter who gave this answer, for example “her assistant, by telephone”."),
    )


class _Choice(TextLine):
    """One answer, or none; whether it is on offer is decided when it is stored."""

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        if self.data and self.data not in {DECLINES, *Presence}:
            raise ValidationError(_("Choose from the list."))


def answers_form(
    parts: Sequence[Appearance],
    kind: type[AnswersForm] = AnswersForm,
    *,
    role: str | None = None,
    **options: None,
) -> AnswersForm:
    """The form for these parts, and for being co-chair where that is asked (`role_of`), showing what was answered so
    far; `formdata=None` leaves out what was sent."""
    now = {} if role is None else {ROLE: role}
    fields = {} if role is None else {ROLE: _Choice(_l("Co-chair of the assembly"), longest=24)}
    for one in parts:
        if one.state is not AppearanceState.CANCELLED:
            fields[key_of(one)] = _Choice(str(one.session.title), longest=24)
            now[key_of(one)] = answer_to(one)
    form = cast(AnswersForm, type(kind.__name__, (kind,), {**fields, "keys": tuple(fields)})(**options))
    if options or not form.is_submitted():
        for key, answer in now.items():
            form[key].data = answer
        form.seen.data = mark_of(parts, role)
    return form


class ProfileForm(Form):
    """What a speaker says of themselves. Their office answers neither of the last two questions."""

    seen = TextLine("", longest=16)
    theirs: OwnFacts | None = None
    "What somebody else has saved meanwhile, for the page to show."
    biography = DraftField(_l("Biography"), longest=3000, paragraphs=True)
    pronunciation = TextLine(_l("Name pronunciation"), longest=160, validators=[no_link])
    address = OneOf(
        _l("How should we address you?"),
        among=Address,
        sentence=_l("Choose how we should address you. You can choose not to say."),
    )
    agreed = OneOf(
        _l("May we show your biography and portrait, and record your speech?"),
        among=(Agreed.YES, Agreed.NO),
        sentence=_l("Choose an answer."),
    )
    portrait = Upload(_l("Portrait"))
    portrait_seen = TextLine("", longest=64)
    without_portrait = Tick(_l("Delete the portrait"))

    def leave_to_speaker(self) -> None:
        """Take out what only the speaker answers."""
        del self.address
        del self.agreed

    def show(self, facts: OwnFacts, *, was_asked: bool) -> None:
        """Fill in what is there; nobody who was not asked finds an answer ticked."""
        self.biography.data, self.pronunciation.data, self.seen.data = facts.biography, facts.pronunciation, facts.mark
        if "address" in self:
            said = facts.address or (Address.NOT_SAID.value if was_asked else "")
            self.address.data, self.agreed.data = said, Agreed.of(facts.agreed).value

    def facts(self, now: OwnFacts) -> OwnFacts:
        """What was typed, as values; what is not asked stays as it is `now`."""
        if "address" not in self:
            return OwnFacts(self.biography.data, self.pronunciation.data, now.address, now.agreed)
        address = None if self.address.data == Address.NOT_SAID else self.address.data
        return OwnFacts(self.biography.data, self.pronunciation.data, address, Agreed(self.agreed.data).answer)


class SlidesForm(Form):
    """Slides, or the wish to delete those that are there."""

    slides = Upload(_l("Slides (PDF)"))
    slides_seen = TextLine("", longest=64)
    without_slides = Tick(_l("Delete the slides"))

    def validate_slides(self, field: Any) -> None:
        """One of the two."""
        if not field.content and not self.without_slides.data:
            raise ValidationError(_("Choose a file."))


class PressForm(Form):
    """A button of the office over the version its page showed."""

    version = Version()
