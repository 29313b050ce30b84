"""Those who are invited to the coming assembly, and what one of them said on the telephone. Nothing is sent."""

from assembly.communities.queries import by_code
from assembly.demo.service.files import picked, rows
from assembly.invitations.invitees import Invitee
from assembly.invitations.service import answering as invitation_answering
from assembly.invitations.service import making as inviting
from assembly.invitations.service.answering import Answer
from assembly.models import Edition, Reply, Represents


def invite_people(edition: Edition) -> None:
    """The invitations of the file, each with the answer the office has noted, if there is one."""
    for row in rows(f"{edition.slug}/invitations.csv"):
        community = by_code(row["community"])
        who = Invitee(
            **picked(row, "given", "family", "email", "lang", "function", "phone"),
            place=community.native_name if community else row["community"],
            represents=Represents.COMMUNITY,
            network=row["invited_by"],
            community=community.code if community else "",
        )
        made = inviting.invite(edition, who)
        if row["reply"]:
            invitation_answering.answer(made, Answer(Reply(row["reply"])), by_office=True)
