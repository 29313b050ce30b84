"""The one page of registration, and what organisers decide about people and places."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from wtforms.validators import ValidationError

from assembly.forms import EmailLine, Form, OneOf, SubmissionKey, TextLine, Tick, WallTime, no_link
from assembly.i18n import LANGUAGES, _, _l
from assembly.models import Category, Mode, Office, Represents, Reserve

Language = StrEnum("Language", {code.upper(): code for code in LANGUAGES})  # type: ignore[misc]


class RegistrationForm(Form):
    """Six questions (experience.md 4). Everything else is asked after sending, as optional details."""

    key = SubmissionKey()
    represents = OneOf(_l("Who do you represent?"), among=Represents, sentence=_l("Please choose whom you represent."))
    place = TextLine(_l("City, region or organisation"), longest=200, required=_l("Please write whom you represent."))
    given = TextLine(_l("Given name"), longest=120, required=_l("Please write the given name."), validators=[no_link])
    family = TextLine(
        _l("Family name"), longest=120, required=_l("Please write the family name."), validators=[no_link]
    )
    function = TextLine(
        _l("Function"),
        longest=160,
        required=_l("Please write the function, for example Mayor."),
        validators=[no_link],
    )
    email = EmailLine(
        _l("E-mail address"), required=_l("Please write an e-mail address: the entry code is sent there.")
    )
    mode = OneOf(_l("How will you take part?"), among=Mode, sentence=_l("Please choose how you will take part."))
    assistant_email = EmailLine(_l("Your own e-mail address"))

    def validate_mode(self, field: Any) -> None:
        """A way of taking part that is open to whom one represents."""
        if self.represents.data in set(Represents) and Mode(field.data) not in Represents(self.represents.data).modes:
            raise ValidationError(
                _("Places in the room are for cities, regions and public bodies. Please choose “Online”.")
            )


class AnswerForm(Form):
    """What an organiser decides about one registration, and why; which acts need a reason says the service."""

    reason = TextLine(_l("Reason"), longest=500, validators=[no_link])


class Number(TextLine):
    """A whole number of people, or nothing."""

    number: int | None = None

    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(label, longest=6, **options)

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        if self.data and not (self.data.isascii() and self.data.isdecimal() and int(self.data) <= 100_000):
            raise ValidationError(_("Please write a whole number, 100,000 at most."))
        self.number = int(self.data) if self.data else None


class PlacesForm(Form):
    """When one may register in one mode, and how many may come."""

    opens = WallTime(_l("Registration opens"), required=_l("Please write when registration opens."))
    closes = WallTime(_l("Registration closes"), required=_l("Please write when registration closes."))
    is_reviewed = Tick(_l("We answer each registration before it gets a place"))
    size = Number(_l("Places for everybody"))
    mayors = Number(_l("Places kept for mayors and presidents"))
    mayors_until = WallTime(_l("Kept until"))
    communities = Number(_l("Places kept for cities and regions"))
    communities_until = WallTime(_l("Kept until"))
    zone: str

    def validate_closes(self, field: Any) -> None:
        """One can register for a while."""
        if self.opens.instant and field.instant and field.instant <= self.opens.instant:
            raise ValidationError(_("Registration closes after it opens. Please check both."))

    def validate_size(self, field: Any) -> None:
        """A reserve makes sense only where places are counted."""
        if not field.data and any(size.data not in ("", "0") for size, _until in self.reserves.values()):
            raise ValidationError(_("Without a number here there is no limit, and nothing to keep for anybody."))

    @property
    def reserves(self) -> dict[Reserve, tuple[Number, WallTime]]:
        """The two reserves with their fields."""
        return {
            Reserve.MAYORS: (self.mayors, self.mayors_until),
            Reserve.COMMUNITIES: (self.communities, self.communities_until),
        }


class OfficeForm(Form):
    """What somebody is where they come from."""

    office = OneOf(_l("Office held"), among=Office, sentence=_l("Please choose one."))


class PersonForm(Form):
    """[+ Person]: what one is told on the telephone, in twenty seconds."""

    key = SubmissionKey()
    given = TextLine(_l("Given name"), longest=120, required=_l("Please write the given name."), validators=[no_link])
    family = TextLine(
        _l("Family name"), longest=120, required=_l("Please write the family name."), validators=[no_link]
    )
    place = TextLine(_l("City, region or organisation"), longest=200, required=_l("Please write whom they represent."))
    function = TextLine(_l("Function"), longest=160, validators=[no_link])
    email = EmailLine(_l("E-mail address"))
    mode = OneOf(_l("Takes part"), among=Mode, sentence=_l("Please choose how this person takes part."))
    lang = OneOf(_l("Language of our mails"), among=Language, sentence=_l("Please choose a language."))
    category = OneOf(_l("Comes as"), among=Category, sentence=_l("Please choose as what this person comes."))
    represents = OneOf(_l("Represents"), among=Represents, sentence=_l("Please choose whom this person represents."))
    note = TextLine(_l("Note"), longest=400)
    another = Tick(_l("This is another person of the same name"))
