"""Mails that ask the person what nobody else may answer."""

from assembly.access import queries as access_queries
from assembly.access.emails import check_address
from assembly.addresses import address
from assembly.i18n import _, _l
from assembly.mail import Message, NobodyThere, kind
from assembly.models import Mail, Registration
from assembly.questions import queries as question_queries
from assembly.sealed import unseal


@kind("consents_asked", _l("Two questions to answer"))
def consents_asked(mail: Mail) -> Message:
    """Two questions and one link; not what they needed, nor what anybody answered. Nothing to who will not come."""
    return _message(_registration(mail), _("Two questions for you"), "questions/consents")


@kind("needs_reported", _l("Needs reported by a person’s office"))
def needs_reported(mail: Mail) -> Message:
    """That the office told us what this person needs, and where to confirm or delete it: never what. Nothing once they
    have."""
    registration = _registration(mail)
    if not question_queries.needs_wait_for(registration):
        raise NobodyThere
    return _message(registration, _("Please confirm what your office told us"), "questions/needs_reported")


def _registration(mail: Mail) -> Registration:
    registration = access_queries.by_code(mail.facts["registration"])
    if registration is None or not registration.state.is_active:
        raise NobodyThere
    check_address(mail, registration.person)
    return registration


def _message(registration: Registration, subject: str, template: str) -> Message:
    """With the link to the page where they answer."""
    link, edition = access_queries.link_of(registration, assistant=False), registration.edition
    if link is None:
        raise NobodyThere
    whole = f"{subject} – {edition.name}"
    page = address("own.open_link", token=unseal(link.token_sealed), to="consents")
    context = {"registration": registration, "edition": edition, "own_page": page}
    return Message(whole, template, context)
