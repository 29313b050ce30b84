"""Forms of those who work here: signing in, choosing a passphrase, the team."""

from enum import StrEnum
from typing import Any

from wtforms import PasswordField
from wtforms.validators import DataRequired, Length, ValidationError

from assembly import clock
from assembly.accounts.passphrases import SHORTEST_PASSPHRASE, fault_of_passphrase
from assembly.forms import Day, EmailLanguage, EmailLine, Form, OneOf, TextLine, no_link
from assembly.i18n import _, _l
from assembly.security import ROLES

Role = StrEnum("Role", {name.upper(): name for name in ROLES})  # type: ignore[misc]


class SignInForm(Form):
    """Address and passphrase; the passphrase is taken exactly as typed."""

    email = TextLine(_l("Email address"), longest=254, required=_l("Enter your email address."))
    passphrase = PasswordField(
        _l("Passphrase"), validators=[DataRequired(_l("Enter your passphrase.")), Length(max=200)]
    )


class LinkForm(Form):
    """Asking for a sign-in link."""

    email = EmailLine(_l("Email address"), required=_l("Enter your email address."))


class NewPassphrase(Form):
    """Choosing a passphrase, typed once: who mistypes it asks for a link."""

    shortest = SHORTEST_PASSPHRASE
    passphrase = PasswordField(
        _l("New passphrase"), validators=[DataRequired(_l("Enter a passphrase.")), Length(max=200)]
    )

    def validate_passphrase(self, field: Any) -> None:
        """Refuse what is short or soon guessed; what it is made of is left to its owner."""
        if fault := fault_of_passphrase(field.data):
            raise ValidationError(fault)


class ChangePassphrase(NewPassphrase):
    """The same for somebody signed in, who proves to be the owner of the account and not of the chair alone."""

    current = PasswordField(_l("Current passphrase"), validators=[Length(max=200)])


class InviteForm(Form):
    """Somebody for the team of one edition."""

    name = TextLine(_l("Name"), longest=200, required=_l("Enter the name."), validators=[no_link])
    email = EmailLine(_l("Email address"), required=_l("Enter the email address."))
    lang = EmailLanguage()
    role = OneOf(_l("What can this person do?"), among=Role, sentence=_l("Choose what this person can do."))


class CodeForm(Form):
    """The second step: one field for either sort of code, since people know which one they hold."""

    code = TextLine(_l("Code from the app, or recovery code"), longest=40, required=_l("Enter the code."))


class ConfirmApp(Form):
    """The first code of a new app."""

    code = TextLine(_l("Code shown in the app"), longest=40, required=_l("Enter the code shown in the app."))


class Proof(Form):
    """Before the ways into an account are changed: taken as typed, for it may be a passphrase."""

    proof = PasswordField(
        _l("Your passphrase or a code"),
        validators=[DataRequired(_l("Enter your passphrase or a code from your app.")), Length(max=200)],
    )


class AddPasskey(Proof):
    """A name by which its owner recognises the device."""

    name = TextLine(_l("Passkey name"), longest=60, required=_l("Enter a name for this passkey."), validators=[no_link])


class HandOverForm(Form):
    """The next team, up to three people, and the present team's last day."""

    name1 = TextLine(_l("Name"), longest=200, required=_l("Enter the name."), validators=[no_link])
    email1 = EmailLine(_l("Email address"), required=_l("Enter the email address."))
    lang1 = EmailLanguage()
    name2 = TextLine(_l("Name"), longest=200, validators=[no_link])
    email2 = EmailLine(_l("Email address"))
    lang2 = EmailLanguage()
    name3 = TextLine(_l("Name"), longest=200, validators=[no_link])
    email3 = EmailLine(_l("Email address"))
    lang3 = EmailLanguage()
    last_on = Day(_l("Last day of the current team"))

    @property
    def rows(self) -> list[tuple[Any, Any, Any]]:
        """Name, address and language of each of the three."""
        return [(self[f"name{number}"], self[f"email{number}"], self[f"lang{number}"]) for number in (1, 2, 3)]

    def validate_name2(self, field: Any) -> None:
        """Whoever has an address has a name."""
        self._both(field, self.email2, _("Enter the name."))

    def validate_email2(self, field: Any) -> None:
        """And the other way round."""
        self._both(field, self.name2, _("Enter the email address."))

    def validate_name3(self, field: Any) -> None:
        """The same for the third."""
        self._both(field, self.email3, _("Enter the name."))

    def validate_email3(self, field: Any) -> None:
        """The same for the third."""
        self._both(field, self.name3, _("Enter the email address."))

    def _both(self, field: Any, other: Any, sentence: str) -> None:
        if other.data and not field.data:
            raise ValidationError(sentence)

    def validate_last_on(self, field: Any) -> None:
        """A day that is not over, or none."""
        if field.day and field.day < clock.now().date():
            raise ValidationError(_("This date is in the past. Choose a later date or leave this empty."))
