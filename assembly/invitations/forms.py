"""Invitations: what the office writes about somebody, what the invited answer."""

from typing import Any

from wtforms import HiddenField
from wtforms.validators import ValidationError

from assembly.forms import (
    EmailLanguage,
    EmailLine,
    FamilyName,
    Form,
    GivenName,
    OneOf,
    TextLine,
    UploadForm,
    Version,
    no_link,
)
from assembly.i18n import _, _l, current_language
from assembly.invitations.invitees import Invitee
from assembly.models import Invitation, Represents

TYPED = ("given", "family", "place", "function", "email", "phone", "network", "lang", "represents", "note")
"What the office writes of somebody it invites."


class InviteForm(Form):
    """Somebody to invite, in twenty seconds: a name, a place, and an address or a number to call."""

    given = GivenName()
    family = FamilyName()
    place = TextLine(
        _l("City, region or organisation"),
        longest=200,
        required=_l("Enter the city, region or organisation this person represents."),
    )
    function = TextLine(_l("Position"), longest=160, validators=[no_link])
    email = EmailLine(_l("Email address"))
    phone = TextLine(_l("Telephone"), longest=40)
    network = TextLine(_l("Invited by"), longest=16)
    lang = EmailLanguage()
    represents = OneOf(_l("Represents"), among=Represents, sentence=_l("Choose who this person represents."))
    note = TextLine(_l("Note"), longest=400)

    def validate_phone(self, field: Any) -> None:
        """Some way to reach them."""
        if not field.data and not self.email.data:
            raise ValidationError(_("Enter an email address or a telephone number."))


class EditInvitationForm(InviteForm):
    """The same of somebody who is on the list, with the version it was opened on."""

    version = Version()

    def show(self, invitation: Invitation, facts: Invitee) -> None:
        """What is there now."""
        for name in TYPED:
            self[name].data = getattr(facts, name)
        self.version.data = str(invitation.version)

    def differing(self, facts: Invitee) -> list[tuple[str, str]]:
        """The label of each field that now holds something else than what was typed, with what it holds."""
        now = {name: getattr(facts, name) for name in TYPED}
        return [(self[name].label.text, value) for name, value in now.items() if self[name].data != value]


class InviteesForm(UploadForm):
    """A table of those to invite."""

    lang = EmailLanguage(_l("Language for our emails, if the file does not give one"), default=current_language)

    def options(self) -> dict[str, str]:
        """The language of those of whom the file says none."""
        return {"lang": str(self.lang.data)}


class NotedForm(Form):
    """A button of one row: from which page it was pressed, and over which version."""

    back = HiddenField()
    seen = Version()


class ComesForm(Form):
    """What an invitation does not say of who comes themselves."""

    function = TextLine(
        _l("Position"),
        longest=160,
        required=_l("Enter the position, for example Mayor."),
        validators=[no_link],
    )


class StandInForm(ComesForm):
    """Who comes for the person invited."""

    given = GivenName()
    family = FamilyName()
    email = EmailLine(_l("Email address"), required=_l("Enter the email address where we should send the entry code."))


class ToldForm(Form):
    """The same as the office notes it on the telephone: what was not said stays empty."""

    given = GivenName()
    family = FamilyName()
    function = TextLine(_l("Position"), longest=160, validators=[no_link])
    email = EmailLine(_l("Email address"))


class DeclinesForm(Form):
    """Why they cannot come, if they like to say."""

    reason = TextLine(_l("Reason"), longest=400)
