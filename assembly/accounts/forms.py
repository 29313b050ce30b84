"""Forms of those who work here: signing in, choosing a passphrase, the team."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from wtforms import PasswordField
from wtforms.validators import DataRequired, Length, ValidationError

from assembly.forms import EmailLine, Form, OneOf, TextLine, no_link
from assembly.i18n import LANGUAGES, _, _l
from assembly.security import ROLES, SHORTEST_PASSPHRASE

Role = StrEnum("Role", {name.upper(): name for name in ROLES})  # type: ignore[misc]
Language = StrEnum("Language", {code.upper(): code for code in LANGUAGES})  # type: ignore[misc]


class SignInForm(Form):
    """Address and passphrase; the passphrase is taken exactly as typed."""

    email = TextLine(_l("E-mail address"), longest=254, required=_l("Please write your e-mail address."))
    passphrase = PasswordField(
        _l("Passphrase"), validators=[DataRequired(_l("Please write your passphrase.")), Length(max=200)]
    )


class LinkForm(Form):
    """Asking for a sign-in link."""

    email = EmailLine(_l("E-mail address"), required=_l("Please write your e-mail address."))


class NewPassphrase(Form):
    """Choosing a passphrase, typed once: who mistypes it asks for a link."""

    shortest = SHORTEST_PASSPHRASE
    passphrase = PasswordField(
        _l("New passphrase"), validators=[DataRequired(_l("Please write a passphrase.")), Length(max=200)]
    )

    def validate_passphrase(self, field: Any) -> None:
        """Long enough; what it is made of is left to its owner."""
        if len(field.data) < self.shortest:
            raise ValidationError(
                _("Please use at least %(count)s characters: four words will do.", count=self.shortest)
            )


class ChangePassphrase(NewPassphrase):
    """The same for somebody signed in, who proves to be the owner of the account and not of the chair alone."""

    current = PasswordField(_l("Present passphrase"), validators=[Length(max=200)])


class InviteForm(Form):
    """Somebody for the team of one edition."""

    name = TextLine(_l("Name"), longest=200, required=_l("Please write the name."), validators=[no_link])
    email = EmailLine(_l("E-mail address"), required=_l("Please write the e-mail address."))
    lang = OneOf(_l("Language of our mails"), among=Language, sentence=_l("Please choose a language."))
    role = OneOf(_l("What may this person do?"), among=Role, sentence=_l("Please choose what this person may do."))
