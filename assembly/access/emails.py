"""What every email about one registration checks and shows."""

from assembly.access.queries import by_code
from assembly.addresses import address
from assembly.mail import NobodyThere
from assembly.models import AccessLink, Mail, Person, Registration
from assembly.sealed import unseal
from assembly.values import present


def registration_of(mail: Mail) -> Registration:
    """The registration a mail speaks of."""
    return present(by_code(mail.facts["registration"]), LookupError("the registration of this mail is gone"))


def own_page_of(link: AccessLink | None) -> str | None:
    """The address of the page behind a link; none for whoever has no link."""
    return address("own.open_link", token=unseal(link.token_sealed)) if link else None


def check_address(mail: Mail, person: Person) -> None:
    """A mail that waited while the address was corrected must not bring the new link to the old one."""
    if mail.person is not None and mail.person.email_key != person.email_key:
        raise NobodyThere


def code_address(token_sealed: str) -> str:
    """What the entry code holds."""
    return address("checkin.code", token=unseal(token_sealed))
