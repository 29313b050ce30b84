"""Mails to those who work here: their links."""

from __future__ import annotations

from assembly.accounts import queries
from assembly.addresses import address
from assembly.editions.queries import current_edition
from assembly.i18n import _, _l
from assembly.mail import Message, NobodyThere, kind
from assembly.models import Mail
from assembly.sealed import unseal


@kind("account_sign_in", _l("Sign-in link"))
def sign_in(mail: Mail) -> Message:
    """The link somebody asked for, if there is an account; else nothing is sent."""
    return _message(mail, "accounts/sign_in", _("Your sign-in link"))


@kind("account_invitation", _l("Invitation to the team"))
def invitation(mail: Mail) -> Message:
    """The first link: it leads to choosing a passphrase."""
    return _message(mail, "accounts/invitation", _("You are invited to the organising team"))


def _message(mail: Mail, template: str, subject: str) -> Message:
    user = queries.user_by_email(mail.to_address or "")
    if user is None or not user.active:
        raise NobodyThere
    link = address("accounts.open_link", token=unseal(mail.facts["token"]))
    return Message(subject, template, {"subject": subject, "edition": current_edition(), "user": user, "link": link})
