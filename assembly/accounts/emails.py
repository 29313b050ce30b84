"""Mails to those who work here: their links, what changed at their account, handing over an edition."""

from datetime import datetime

from assembly.accounts import queries
from assembly.addresses import address
from assembly.editions.queries.editions import current_edition
from assembly.i18n import _, _l
from assembly.mail import Message, NobodyThere, kind
from assembly.models import Mail, User
from assembly.sealed import unseal
from assembly.security import may_enter

CHANGES = {
    "app_added": _l("From now on, we will ask for a code from your app when you sign in."),
    "app_removed": _l("We will no longer ask for codes from your app when you sign in."),
    "passkey_added": _l("A passkey was added and can now be used to sign in to your account:"),
    "passkey_removed": _l("A passkey was removed and can no longer be used to sign in:"),
    "recovery_code_used": _l("One of your recovery codes was used. It cannot be used again."),
    "recovery_codes_made": _l("New recovery codes were created. The old ones no longer work."),
    "passphrase_changed": _l("Your passphrase was changed. All your other devices have been signed out."),
    "second_factor_taken": _l(
        "Your second factor was removed: your app, passkeys and recovery codes no longer work, and you have been "
        "signed out everywhere. Please set it up again. This was done by:"
    ),
}
"What a mail says of each change; a sentence that ends in a colon is followed by a name."


@kind("account_sign_in", _l("Sign-in link"))
def sign_in(mail: Mail) -> Message:
    """The link somebody asked for, if there is an account; else nothing is sent."""
    return _message(mail, "accounts/sign_in", _("Your sign-in link"))


@kind("account_invitation", _l("Invitation to join the team"))
def invitation(mail: Mail) -> Message:
    """The first link: it leads to choosing a passphrase."""
    return _message(mail, "accounts/invitation", _("You are invited to join the organising team"))


def _message(mail: Mail, template: str, subject: str) -> Message:
    user = _reader(mail)
    link = address("accounts.open_link", token=unseal(mail.facts["token"]))
    return Message(subject, template, {"edition": current_edition(), "user": user, "link": link})


@kind("account_changed", _l("Account change"))
def changed(mail: Mail) -> Message:
    """Something about how this account is entered is new: if it was not its owner, they must know at once."""
    context = {
        "edition": current_edition(),
        "user": _reader(mail),
        "sentence": CHANGES[mail.facts["what"]],
        "whose": mail.facts.get("name") or mail.facts.get("by") or "",
        "at": datetime.fromisoformat(mail.facts["at"]),
        "link": address("accounts.account"),
    }
    return Message(_("Your account has changed"), "accounts/changed", context)


@kind("hand_over_invitation", _l("Handover: invitation"))
def hand_over_invitation(mail: Mail) -> Message:
    """To the next team: signing in is accepting."""
    subject = _("You are invited to take over the assembly")
    token = mail.facts["token"]
    link = address("accounts.open_link", token=unseal(token)) if token else address("accounts.sign_in")
    again = address("accounts.ask_for_link")
    return _hand_over(mail, "accounts/hand_over_invitation", subject, link=link, first_link=bool(token), again=again)


@kind("hand_over_announced", _l("Handover: announcement"))
def hand_over_announced(mail: Mail) -> Message:
    """To the present team: when their rights will end."""
    return _hand_over(mail, "accounts/hand_over_announced", _("The assembly is being handed over"))


@kind("hand_over_withdrawn", _l("Handover: cancellation"))
def hand_over_withdrawn(mail: Mail) -> Message:
    """To the next team: it will not be."""
    return _hand_over(mail, "accounts/hand_over_withdrawn", _("The handover has been cancelled"))


@kind("hand_over_ended", _l("Handover: end"))
def hand_over_ended(mail: Mail) -> Message:
    """To the former team."""
    return _hand_over(mail, "accounts/hand_over_ended", _("The assembly has been handed over: thank you"))


@kind("hand_over_done", _l("Handover: start"))
def hand_over_done(mail: Mail) -> Message:
    """To the new team."""
    return _hand_over(
        mail,
        "accounts/hand_over_done",
        _("Your team is now in charge of the assembly"),
        link=address("accounts.sign_in"),
    )


def _hand_over(mail: Mail, template: str, subject: str, **more: object) -> Message:
    hand_over = queries.hand_over_by_code(mail.facts["hand_over"])
    facts = {"edition": hand_over.edition, "user": _reader(mail), "hand_over": hand_over}
    return Message(subject, template, facts | more)


def _reader(mail: Mail) -> User:
    user = queries.user_by_email(mail.to_address or "")
    if not may_enter(user):
        raise NobodyThere
    return user
