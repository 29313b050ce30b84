"""What an assistant's link does not open."""

from assembly.errors import DomainError
from assembly.i18n import _l
from assembly.models import AccessLink, Purpose


class TheirsAlone(DomainError):
    """Consents, needs, the data we hold, who acts for them: the person's own affair."""

    status = 403
    sentence = _l(
        "This page only opens with the person’s own link, which we sent to them. It does not open with "
        "their assistant’s link."
    )


def theirs_alone(link: AccessLink) -> None:
    """Only the person goes on. Raises TheirsAlone."""
    if link.purpose is not Purpose.OWN:
        raise TheirsAlone
