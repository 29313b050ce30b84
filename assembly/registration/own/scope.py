"""What an assistant's link does not open."""

from __future__ import annotations

from assembly.errors import DomainError
from assembly.i18n import _l
from assembly.models import AccessLink, Purpose


class TheirsAlone(DomainError):
    """Consents, needs, the data we hold, who acts for them: the person's own affair."""

    status = 403
    sentence = _l("This page opens with the person’s own link, which we sent to them, and not with their assistant’s.")


def theirs_alone(link: AccessLink) -> None:
    """Only the person goes on. Raises TheirsAlone."""
    if link.purpose is not Purpose.OWN:
        raise TheirsAlone
