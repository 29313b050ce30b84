"""What an invitation and its reminder say: who invites, when and where, and four answers to tap."""

from assembly.access import queries as access_queries
from assembly.access.emails import check_address
from assembly.addresses import address
from assembly.formats import moment
from assembly.i18n import _, _l
from assembly.invitations.queries import listing as invitation_queries
from assembly.mail import Message, NobodyThere, kind
from assembly.mail.texts import Text, declare
from assembly.models import Invitation, Mail
from assembly.registration.emails.states import values_of_edition
from assembly.sealed import unseal

for _text in (
    Text(
        "invitation",
        _l("Invitation"),
        _l("You are invited – {assembly}"),
        _l("Dear {name},\n\nWe are honoured to invite you to the assembly on {date}."),
        kind="invitation",
        state="",
    ),
    Text(
        "invitation_reminder",
        _l("Invitation reminder"),
        _l("Will you be joining us? – {assembly}"),
        _l(
            "Dear {name},\n\nWe invited you to the assembly on {date}. Please let us know whether you will be joining "
            "us."
        ),
        kind="invitation_reminder",
        state="",
    ),
):
    declare(_text)


@kind("invitation", _l("Invitation"))
def invitation(mail: Mail) -> Message:
    """The four answers, each a link to the page that asks for one tap. Nothing once it is withdrawn."""
    return _message(_invitation(mail), "invitation")


@kind("invitation_reminder", _l("Invitation reminder"))
def reminder(mail: Mail) -> Message:
    """The same, to who has not answered; nothing to who has meanwhile."""
    one = _invitation(mail)
    if one.reply is not None:
        raise NobodyThere
    return _message(one, "invitation_reminder")


def _invitation(mail: Mail) -> Invitation:
    one = access_queries.invitation_by_code(mail.facts["invitation"])
    if one is None:
        raise LookupError("the invitation of this mail is gone")
    if not one.is_open:
        raise NobodyThere
    check_address(mail, one.person)
    return one


def _message(one: Invitation, text: str) -> Message:
    edition, token = one.edition, unseal(one.token_sealed)
    ends = invitation_queries.closes_at(one)
    context = {
        "edition": edition,
        "invitation": one,
        "answers": [
            (reply.label, address("invited.open_link", token=token, answer=reply.value))
            for reply in invitation_queries.answers_on_offer(one)
        ],
        "answer_by": moment(ends, edition.zone) if ends else "",
        "edition_page": address("editions.home", edition=edition),
        "programme_page": address("agenda.programme", edition=edition),
    }
    values = {"name": lambda: one.person.full_name, **values_of_edition(edition)}
    return Message(_("Invitation"), "invitations/invitation", context, text=text, values=values)
