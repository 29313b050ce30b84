"""What an answer to an invitation means to each person concerned: one mail to each, and never a bare cancellation.

Whoever is registered upon their own answer gets the mail of every registration instead.
"""

from assembly import mail
from assembly.access import queries as access_queries
from assembly.access.service import already_registered
from assembly.fold import email_key
from assembly.models import AccessLink, Invitation, Person, Registration


def named(invitation: Invitation, registration: Registration, *, fresh: bool) -> None:
    """To who comes for the person invited: who named them. Who was registered before keeps what they have, and is
    written to no oftener than an address may be by a form."""
    if fresh:
        _post("representative_named", registration, registration.person, invitation)
        return
    key = f"invitation:{invitation.code}:{invitation.version}"
    already_registered.tell(registration, key, "representative_named", invitation=invitation.code, registered=True)


def noted(invitation: Invitation) -> None:
    """To the person invited: what they have answered, where nothing else tells them."""
    reply = invitation.reply
    if invitation.person.email is None or reply is None:
        return
    mail.post(
        "answer_noted",
        to=invitation.person,
        lang=invitation.lang,
        dedupe_key=f"answer_noted:{invitation.code}:{invitation.version}",
        facts={"invitation": invitation.code, "reply": reply.value},
        edition=invitation.edition,
    )


def dropped(invitation: Invitation, registration: Registration) -> None:
    """To who was to come for the person invited, and to those who acted for whoever was to come. The person invited
    has just said so, and hears of it by what they said."""
    told = {invitation.person.email_key, registration.person.email_key}
    if registration.person_id != invitation.person_id:
        _post("representative_dropped", registration, registration.person, invitation)
    for link in access_queries.assistants_of(registration):
        key = email_key(link.sent_to or "")
        if key not in told:
            _post("representative_dropped", registration, link, invitation)
        told.add(key)


def _post(kind: str, registration: Registration, to: Person | AccessLink, invitation: Invitation) -> None:
    assistant = isinstance(to, AccessLink)
    if isinstance(to, Person) and to.email is None:
        return
    mail.post(
        kind,
        to=to,
        lang=registration.lang,
        dedupe_key=f"{kind}:{registration.code}:{invitation.version}:{to.id if assistant else 'own'}",
        facts={"registration": registration.code, "assistant": assistant, "invitation": invitation.code},
        edition=registration.edition,
    )
