"""Emails about an invitation: to the speaker and to the office that acts for them, each with its own link."""

from typing import Any

from assembly import mail
from assembly.models import SpeakerInvitation


def write_to_both(kind: str, invitation: SpeakerInvitation, **facts: Any) -> None:
    """Put an email of this kind into the outbox for each address; the version makes the same event one email."""
    write(kind, invitation, invitation.email, is_office=False, **facts)
    if invitation.office_email:
        write(kind, invitation, invitation.office_email, is_office=True, **facts)


def write(kind: str, invitation: SpeakerInvitation, address: str, *, is_office: bool, **facts: Any) -> None:
    """The same for one address; `facts` are what an email of this kind needs besides."""
    mail.post(
        kind,
        to=invitation.person,
        at=address,
        lang=invitation.lang,
        dedupe_key=f"{kind}:{invitation.code}:{invitation.version}:{'office' if is_office else 'own'}",
        facts={"invitation": invitation.code, "office": is_office, **facts},
        edition=invitation.edition,
    )


def tell_team(invitation: SpeakerInvitation, sessions: list[str], *, is_co_chair: bool = False) -> None:
    """Tell the team, at the edition's address for questions, that a confirmed speaker cannot come after all: to which
    sessions, by their codes, and whether as co-chair."""
    if invitation.edition.contact_email:
        mail.post(
            "speaker_cancelled",
            to=invitation.edition.contact_email,
            lang=invitation.lang,
            dedupe_key=f"speaker_cancelled:{invitation.code}:{invitation.version}",
            facts={"invitation": invitation.code, "sessions": sessions, "co_chair": is_co_chair},
            edition=invitation.edition,
        )
