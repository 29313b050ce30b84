"""What a speaker answers: each part by itself, and what follows for their registration."""

from collections.abc import Mapping
from dataclasses import dataclass

from assembly import clock
from assembly.errors import ChangedMeanwhile, DomainError, Rejected
from assembly.extensions import db
from assembly.i18n import _l
from assembly.models import Appearance, AppearanceState, Presence, RoleAnswer, SpeakerInvitation
from assembly.speaker_invitations import queries
from assembly.speaker_invitations.facts import DECLINES, ROLE, answer_to, key_of, mark_of, offered, role_choices
from assembly.speaker_invitations.service.inviting import set_state
from assembly.speaker_invitations.service.locking import hold_open, note
from assembly.speaker_invitations.service.posting import tell_team, write_to_both
from assembly.speaker_invitations.service.registering import settle
from assembly.speakers.service.appearances import refuse_if_cancelled


class PartChanged(ChangedMeanwhile):
    """The office has changed a session or what somebody does there."""

    sentence = _l(
        "Your part in the programme has changed since you opened this page. Check it, then send your answers again."
    )


class TooLateToAnswer(DomainError):
    """The last day for an answer has passed, perhaps while the page was open; our clock decides."""

    sentence = _l("The deadline for answering has passed. Nothing has been saved: please write to us.")


class NotOffered(Rejected):
    """A way of taking part that is not on offer for this session."""

    sentence = _l("You cannot choose this answer.")


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered: by `key_of` each part a `Presence` or `DECLINES`, by `ROLE` a `RoleAnswer`; `seen` is the mark
    of what was shown.

    `given_to` says who gave the answer to the office, and how; it is empty for a link.
    """

    choices: Mapping[str, str]
    seen: str
    reason: str = ""
    given_to: str = ""


def answer(invitation: SpeakerInvitation, said: Answers) -> bool:
    """Take the answers to some or all parts; the registration follows. Returns whether anything has changed.

    After the last day only a confirmed speaker may still change their mind, and then the team is told; the office may
    enter any answer. Raises Withdrawn, PartChanged, TooLateToAnswer, NotOffered, and AssemblyCancelled where somebody
    would newly be confirmed.
    """
    hold_open(invitation)
    parts, role = queries.parts_of(invitation), queries.role_in(invitation)
    by_key = {key_of(one): one for one in parts}
    given = {key: choice for key, choice in said.choices.items() if choice}
    chair = given.pop(ROLE, role)
    changes = [(by_key.get(key), choice) for key, choice in given.items()]
    changes = [(part, choice) for part, choice in changes if part is None or answer_to(part) != choice]
    reason_given = bool(said.reason) and said.reason != invitation.reason
    declines = any(choice == DECLINES for _part, choice in changes) or (chair != role and chair == DECLINES)
    declined = role == RoleAnswer.DECLINES or any(one.state is AppearanceState.DECLINED for one in parts)
    if not changes and chair == role and not (reason_given and declined):
        return False
    if said.seen != mark_of(parts, role):
        raise PartChanged
    given_up = [part for part, choice in changes if _apply(invitation, part, choice, said)]
    chair_given_up = chair != role and _apply_role(invitation, role, str(chair), said)
    invitation.answered_at = clock.now()
    invitation.answered_for = said.given_to
    if said.reason or declines:
        invitation.reason = said.reason
    db.session.flush()
    says_yes = any(choice == Presence.IN_PERSON for _part, choice in changes)
    settle(invitation, anew=says_yes or (chair != role and chair == RoleAnswer.IN_PERSON))
    write_to_both("speaker_answer", invitation)
    if (given_up or chair_given_up) and not said.given_to:
        tell_team(invitation, [one.session.code for one in given_up if one], is_co_chair=chair_given_up)
    note(invitation, "answered")
    return True


def _apply(invitation: SpeakerInvitation, part: Appearance | None, choice: str, said: Answers) -> bool:
    """Write down one answer; return whether somebody gives up what they had confirmed."""
    if part is None or part.state is AppearanceState.CANCELLED:
        raise PartChanged
    had_confirmed = part.state is AppearanceState.CONFIRMED
    _refuse_if_late(invitation, said, had_confirmed=had_confirmed)
    if choice == DECLINES:
        set_state(part, AppearanceState.DECLINED)
        return had_confirmed
    if choice not in offered(invitation, part):
        raise NotOffered
    if not had_confirmed:
        refuse_if_cancelled(invitation.edition)
    part.presence = Presence(choice)
    set_state(part, AppearanceState.CONFIRMED)
    return False


def _apply_role(invitation: SpeakerInvitation, role: str | None, choice: str, said: Answers) -> bool:
    """Write down the answer of a co-chair without a session; return whether they give up what they had confirmed."""
    if role is None:
        raise PartChanged
    had_confirmed = bool(role) and RoleAnswer(role).is_yes
    _refuse_if_late(invitation, said, had_confirmed=had_confirmed)
    if choice not in {value for value, _label in role_choices(invitation)}:
        raise NotOffered
    answer = RoleAnswer(choice)
    if answer.is_yes and not had_confirmed:
        refuse_if_cancelled(invitation.edition)
    invitation.role_answer = answer
    return had_confirmed and not answer.is_yes


def _refuse_if_late(invitation: SpeakerInvitation, said: Answers, *, had_confirmed: bool) -> None:
    if invitation.is_late and not said.given_to and not had_confirmed:
        raise TooLateToAnswer
