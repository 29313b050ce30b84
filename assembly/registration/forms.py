"""The one page of registration, and the buttons of the own page."""

from __future__ import annotations

from typing import Any

from wtforms import RadioField
from wtforms.validators import ValidationError

from assembly.forms import EmailLine, Form, SubmissionKey, TextLine
from assembly.i18n import _, _l
from assembly.models import Mode, Represents


class RegistrationForm(Form):
    """Six questions (experience.md 4). Everything else is asked after sending, as optional details."""

    key = SubmissionKey()
    represents = RadioField(
        _l("Who do you represent?"), choices=[(kind.value, kind.value) for kind in Represents], validate_choice=False
    )
    place = TextLine(_l("City, region or organisation"), longest=200, required=_l("Please write whom you represent."))
    given = TextLine(_l("Given name"), longest=120, required=_l("Please write the given name."))
    family = TextLine(_l("Family name"), longest=120, required=_l("Please write the family name."))
    function = TextLine(_l("Function"), longest=160, required=_l("Please write the function, for example Mayor."))
    email = EmailLine(
        _l("E-mail address"), required=_l("Please write an e-mail address: the entry code is sent there.")
    )
    mode = RadioField(
        _l("How will you take part?"), choices=[(mode.value, mode.value) for mode in Mode], validate_choice=False
    )
    assistant_email = EmailLine(_l("Your own e-mail address"))

    def validate_represents(self, field: Any) -> None:
        """One of the three."""
        if field.data not in {kind.value for kind in Represents}:
            raise ValidationError(_("Please choose whom you represent."))

    def validate_mode(self, field: Any) -> None:
        """A way of taking part that is open to whom one represents."""
        if field.data not in set(Mode):
            raise ValidationError(_("Please choose how you will take part."))
        if self.represents.data in set(Represents) and Mode(field.data) not in Represents(self.represents.data).modes:
            raise ValidationError(
                _("Places in the room are for cities, regions and public bodies. Please choose “Online”.")
            )


class Button(Form):
    """A page with nothing but a button."""
