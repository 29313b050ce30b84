"""The sign-in form."""

from __future__ import annotations

from wtforms import PasswordField
from wtforms.validators import DataRequired, Length

from assembly.forms import Form, TextLine
from assembly.i18n import _l


class SignInForm(Form):
    """Address and passphrase; the passphrase is taken exactly as typed."""

    email = TextLine(_l("E-mail address"), longest=254, required=_l("Please write your e-mail address."))
    passphrase = PasswordField(
        _l("Passphrase"), validators=[DataRequired(_l("Please write your passphrase.")), Length(max=200)]
    )


class SignOutForm(Form):
    """One button."""
