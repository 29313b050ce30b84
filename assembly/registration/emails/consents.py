"""The mail that asks the person what nobody else may answer."""

from __future__ import annotations

from assembly.addresses import address
from assembly.i18n import _, _l
from assembly.mail import Message, NobodyThere, kind
from assembly.models import Mail
from assembly.registration import queries
from assembly.sealed import unseal


@kind("consents_asked", _l("Two questions asked"))
def consents_asked(mail: Mail) -> Message:
    """Two questions and one link; not what they needed, nor what anybody answered. Nothing to who will not come."""
    registration = queries.by_code(mail.facts["registration"])
    link = queries.link_of(registration, assistant=False) if registration else None
    if registration is None or link is None or not registration.state.is_active:
        raise NobodyThere
    page = address("own.open_link", token=unseal(link.token_sealed), to="consents")
    subject = f"{_('Two questions for you')} – {registration.edition.name}"
    context = {"registration": registration, "edition": registration.edition, "own_page": page, "subject": subject}
    return Message(subject, "registration/consents", context)
