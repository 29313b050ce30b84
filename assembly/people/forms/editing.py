"""What organisers write about one person who is registered."""

from typing import Any

from wtforms.validators import ValidationError

from assembly.forms import (
    EmailLanguage,
    EmailLine,
    FamilyName,
    Form,
    GivenName,
    NameLine,
    OneOf,
    Paragraphs,
    SubmissionKey,
    TextLine,
    Tick,
    Version,
    no_link,
)
from assembly.i18n import _, _l
from assembly.models import Category, Mode, Registration, Represents
from assembly.people.forms.person import participants_represent


class EditForm(Form):
    """Every fact of one person; places and the address have forms of their own."""

    version = Version()
    given = GivenName()
    family = FamilyName()
    everywhere = Tick(_l("Change this person’s name everywhere"))
    badge_name = NameLine(_l("Name on the badge"), longest=241, required=_l("Enter the name to print on the badge."))
    function = TextLine(_l("Position"), longest=160, validators=[no_link])
    represents = OneOf(_l("Represents"), among=Represents, sentence=_l("Choose who this person represents."))
    place = TextLine(_l("City, region or organisation"), longest=200, validators=[participants_represent])
    category = OneOf(_l("Attending as"), among=Category, sentence=_l("Choose the person’s role."))
    lang = EmailLanguage()
    phone = TextLine(_l("Telephone"), longest=40)
    note = Paragraphs(_l("Internal note"), longest=1000)
    desk_note = TextLine(_l("Note for the entrance"), longest=80, validators=[no_link])

    def show(self, registration: Registration) -> None:
        """What is there now."""
        for field, value in self._facts(registration):
            field.data = value
        self.version.data = str(registration.version)

    def differing(self, registration: Registration) -> list[tuple[str, str]]:
        """The label of each field that now holds something else than what was typed, with what it holds."""
        return [(field.label.text, value) for field, value in self._facts(registration) if field.data != value]

    def _facts(self, registration: Registration) -> list[tuple[Any, str]]:
        return [(self[name], value) for name, value in facts_of(registration).items() if name in self]


def facts_of(registration: Registration) -> dict[str, str]:
    """What the form shows of a registration, by the names of its fields."""
    person, community = registration.person, registration.community
    return {
        "given": person.given,
        "family": person.family,
        "badge_name": registration.badge_name,
        "function": registration.function,
        "represents": registration.represents.value,
        "place": community.native_name if community else registration.org_text,
        "category": registration.category.value,
        "lang": registration.lang,
        "phone": registration.phone,
        "note": registration.note,
        "desk_note": registration.desk_note,
    }


class ModeForm(Form):
    """Another way of taking part, and why."""

    mode = OneOf(_l("Attendance"), among=Mode, sentence=_l("Choose how this person will attend."))
    why = TextLine(_l("Reason"), longest=500, required=_l("Give a short reason. We keep it on record."))


class ExternalCodeForm(Form):
    """The code on somebody's badge of another event; nothing for none."""

    external = TextLine(_l("Badge code from another event"), longest=200)


class AddressForm(Form):
    """Where the mails go from now on; nothing means nowhere."""

    email = EmailLine(_l("Email address"))
    code_lost = Tick(_l("Replace the entry code too"))

    def validate_email(self, field: Any) -> None:
        """A form without the field takes nobody's address away."""
        if not field.raw_data:
            raise ValidationError(_("There is a problem with this form. Reload the page."))


class AccessForm(Form):
    """A button about mails and links: `key` makes two clicks one, `link` is which."""

    key = SubmissionKey()
    link = TextLine("", longest=16)
