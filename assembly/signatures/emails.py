"""What mails about a signing say. The row holds facts; words are made when it is sent."""

from typing import Any

from assembly.addresses import address
from assembly.i18n import _, _l
from assembly.mail import Message, kind
from assembly.models import Mail, Signing
from assembly.sealed import unseal
from assembly.signatures import queries
from assembly.values import present


@kind("signing_received", _l("Declaration: request received"))
def received(mail: Mail) -> Message:
    """The link to the declaration, and what happens next."""
    return _message(mail, _("Your declaration for Living-in.EU"), "received")


@kind("signing_asked_again", _l("Declaration: new document requested"))
def asked_again(mail: Mail) -> Message:
    """Why the document is not good, and where to send another."""
    return _message(mail, _("Please send us the signed declaration again"), "asked_again")


@kind("signing_accepted", _l("Declaration: accepted"))
def accepted(mail: Mail) -> Message:
    """Thanks, and when it is made public."""
    return _message(mail, _("Your signed declaration has been accepted"), "accepted")


@kind("signing_public", _l("Declaration: made public"))
def made_public(mail: Mail) -> Message:
    """The embargo has ended."""
    return _message(mail, _("Your signature is now public"), "made_public")


@kind("signing_corrected", _l("Declaration: corrected"))
def corrected(mail: Mail) -> Message:
    """What is known now."""
    return _message(mail, _("Your signature has been corrected"), "corrected")


@kind("signing_withdrawn", _l("Declaration: withdrawn"))
def withdrawn(mail: Mail) -> Message:
    """A receipt, so that nothing ends without their knowing."""
    return _message(mail, _("Your declaration has been withdrawn"), "withdrawn")


def _message(mail: Mail, subject: str, template: str) -> Message:
    signing = present(queries.by_code(mail.facts["signing"]), LookupError("the signing of this mail is gone"))
    return Message(f"{subject} – {signing.name}", f"signatures/{template}", _facts(mail, signing))


def _facts(mail: Mail, signing: Signing) -> dict[str, Any]:
    return {
        "signing": signing,
        "signature": signing.signature,
        "signs": signing.kind == "sign",
        "edition": signing.edition,
        "reason": signing.moves[mail.facts["move"]].reason,
        "own_page": address("own_signing.open_link", token=unseal(signing.token_sealed)),
        "edition_page": address("editions.home", edition=signing.edition),
        "list_page": address("signatures.signatories", role=None if signing.kind == "sign" else signing.kind.value),
        "join_page": address("signatures.join"),
    }
