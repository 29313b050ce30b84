"""The one page of registration."""

from typing import Any

from wtforms.validators import ValidationError

from assembly.forms import EmailLine, FamilyName, Form, GivenName, OneOf, Picked, SubmissionKey, TextLine, no_link
from assembly.i18n import _, _l
from assembly.models import Mode, Represents


class RegistrationForm(Form):
    """Six questions. Everything else is asked after sending, as optional details."""

    key = SubmissionKey()
    represents = OneOf(_l("Who do you represent?"), among=Represents, sentence=_l("Choose who you represent."))
    place = TextLine(
        _l("City, region or organisation"),
        longest=200,
        required=_l("Enter the city, region or organisation you represent."),
    )
    community = Picked()
    given = GivenName()
    family = FamilyName()
    function = TextLine(
        _l("Position"),
        longest=160,
        required=_l("Enter the position, for example Mayor."),
        validators=[no_link],
    )
    email = EmailLine(_l("Email address"), required=_l("Enter the email address where we should send the entry code."))
    mode = OneOf(_l("How will you take part?"), among=Mode, sentence=_l("Choose how you will take part."))
    assistant_email = EmailLine(_l("Your own email address"))

    def validate_mode(self, field: Any) -> None:
        """A way of taking part that is open to whom one represents."""
        if self.represents.data in set(Represents) and Mode(field.data) not in Represents(self.represents.data).modes:
            raise ValidationError(_("In-person places are for cities, regions and public bodies. Choose “Online”."))
