"""What the office does with an invitation: prepare it, send it, remind, withdraw it."""

from assembly import clock, history
from assembly.errors import DomainError
from assembly.extensions import db
from assembly.i18n import _l
from assembly.models import Appearance, AppearanceState, Edition, Person, SpeakerInvitation
from assembly.quotas import service as quotas
from assembly.sealed import new_code, new_token
from assembly.speaker_invitations import queries
from assembly.speaker_invitations.facts import Wanted
from assembly.speaker_invitations.service.locking import hold, note
from assembly.speaker_invitations.service.posting import write, write_to_both
from assembly.speaker_invitations.service.registering import settle
from assembly.speakers import board
from assembly.speakers.service.people import add_speaker
from assembly.values import values_of


class NothingToAsk(DomainError):
    """There is no session to answer for, and they are not co-chair."""

    sentence = _l("Add this person to a session first. Only a co-chair can be invited without one.")


class NotAhead(DomainError):
    """Nobody is asked to speak at an assembly that is not held, or is over."""

    sentence = _l("The assembly is cancelled, postponed or over, so no invitation can be sent.")


def prepare(edition: Edition, person: Person, wanted: Wanted, *, liaison: str, seen: str) -> SpeakerInvitation:
    """Write down whom we ask at which address and until when; nothing is sent yet.

    An address that is corrected later gets the invitation with another link at once: the link before opens nothing any
    more. An invitation that was withdrawn begins anew. Raises ChangedMeanwhile where what is there is not what `seen`
    is the mark of.
    """
    quotas.lock(edition)
    speaker = add_speaker(edition, person)
    if speaker.liaison != liaison:
        speaker.liaison = liaison
        history.record("speaker", person.code, "changed", edition_id=edition.id)
    invitation = queries.invitation_of(edition, person)
    if invitation is None:
        invitation = _create(edition, person, wanted)
    else:
        db.session.refresh(invitation)
        if not wanted.differs(Wanted.of(invitation), seen) and invitation.withdrawn_at is None:
            return invitation
    if invitation.withdrawn_at is not None:
        _begin_anew(invitation)
    changed = _renew_links(invitation, wanted)
    wanted.write(invitation)
    db.session.flush()
    note(invitation, "prepared")
    if invitation.sent_at is not None and edition.is_ahead:
        for is_office in changed:
            write(
                "speaker_invitation",
                invitation,
                wanted.office_email if is_office else wanted.email,
                is_office=is_office,
            )
    return invitation


def _create(edition: Edition, person: Person, wanted: Wanted) -> SpeakerInvitation:
    token = new_token()
    invitation = SpeakerInvitation(
        code=new_code(),
        edition=edition,
        person=person,
        **values_of(wanted, "email", "lang", "answer_by_on"),
        made_at=clock.now(),
        reminders=0,
        token_hash=token.hash,
        token_sealed=token.sealed,
    )
    db.session.add(invitation)
    db.session.flush()
    return invitation


def _begin_anew(invitation: SpeakerInvitation) -> None:
    invitation.withdrawn_at = invitation.sent_at = invitation.opened_at = invitation.answered_at = None
    invitation.reminded_at, invitation.reminders = None, 0
    invitation.role_answer = None
    invitation.reason = invitation.answered_for = invitation.email = invitation.office_email = ""


def _renew_links(invitation: SpeakerInvitation, wanted: Wanted) -> list[bool]:
    """Another link for each address that is another now. Returns for which: False the speaker's, True the office's."""
    changed = []
    if invitation.email != wanted.email:
        token = new_token()
        invitation.token_hash, invitation.token_sealed = token.hash, token.sealed
        changed.append(False)
    if invitation.office_email != wanted.office_email:
        invitation.office_token_hash, invitation.office_token_sealed = None, ""
        if wanted.office_email:
            token = new_token()
            invitation.office_token_hash, invitation.office_token_sealed = token.hash, token.sealed
            changed.append(True)
    if changed:
        note(invitation, "link renewed")
    return changed


def send(invitation: SpeakerInvitation, *, seen: int) -> bool:
    """Email the invitation to both addresses, again if it was sent before. Returns whether it was.

    What was an idea is asked from now on. `seen` is the version on the page, so that a second press sends nothing.
    Raises NothingToAsk, NotAhead.
    """
    hold(invitation)
    if invitation.version != seen or invitation.withdrawn_at is not None:
        return False
    if not invitation.edition.is_ahead:
        raise NotAhead
    parts = board.appearances_of(invitation.edition, invitation.person)
    if all(one.state is AppearanceState.CANCELLED for one in parts) and queries.role_in(invitation) is None:
        raise NothingToAsk
    for part in parts:
        if part.state is AppearanceState.IDEA:
            set_state(part, AppearanceState.INVITED)
    invitation.sent_at = clock.now()
    db.session.flush()
    write_to_both("speaker_invitation", invitation)
    note(invitation, "sent")
    return True


def remind(invitation: SpeakerInvitation) -> bool:
    """Email what we still ask for, once a day at most. Returns whether it was sent."""
    hold(invitation)
    if not (invitation.is_open and invitation.edition.is_ahead):
        return False
    if queries.reminded_today(invitation) or not queries.asks(invitation):
        return False
    invitation.reminded_at, invitation.reminders = clock.now(), invitation.reminders + 1
    db.session.flush()
    write_to_both("speaker_reminder", invitation)
    note(invitation, "reminded")
    return True


def withdraw(invitation: SpeakerInvitation) -> None:
    """Take it back: the page behind its links says so, and their sessions are cancelled with what followed from them.

    The speaker and their office are told, if they still expect to take part. Done twice it is done once.
    """
    hold(invitation)
    if invitation.withdrawn_at is not None:
        return
    tells = queries.withdrawal_is_told(invitation)
    invitation.withdrawn_at, invitation.role_answer = clock.now(), None
    ended = [part for part in queries.parts_of(invitation) if not part.state.is_over]
    for part in ended:
        set_state(part, AppearanceState.CANCELLED)
    db.session.flush()
    settle(invitation)
    if tells:
        write_to_both("speaker_withdrawn", invitation, sessions=sorted({part.session.code for part in ended}))
    note(invitation, "withdrawn")


def set_state(part: Appearance, state: AppearanceState) -> None:
    """Say how far it is with a part, and keep that in the history."""
    part.state = state
    facts = {"session": part.session.code, "role": part.role.value}
    history.record("appearance", part.person.code, state.value, edition_id=part.session.edition_id, **facts)
