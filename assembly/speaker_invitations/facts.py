"""What a speaker is asked and what they say of themselves, as plain values: pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from assembly.i18n import Labelled, _l
from assembly.models import (
    Appearance,
    AppearanceState,
    Bilingual,
    Person,
    Presence,
    RoleAnswer,
    Speaker,
    SpeakerInvitation,
)
from assembly.values import Values

DECLINES = "declines"
"The answer to a session of somebody who cannot take part; any other answer is a `Presence`."
ROLE = "co-chair"
"The name, in forms, of the question to a co-chair who is in no session; its answer is a `RoleAnswer`."


class Ask(Labelled):
    """Something only the speaker, or their office, can give us."""

    ANSWER = "answer", _l("Answer to the invitation")
    BIOGRAPHY_EN = "biography_en", _l("Biography in English")
    BIOGRAPHY_FR = "biography_fr", _l("Biography in French")
    PORTRAIT = "portrait", _l("Portrait")
    PRONUNCIATION = "pronunciation", _l("Name pronunciation")
    ADDRESS = "address", _l("Form of address")
    CONSENT = "consent", _l("Consent to being shown and recorded")


def asks_of(
    invitation: SpeakerInvitation, speaker: Speaker | None, parts: Sequence[Appearance], *, is_co_chair: bool
) -> list[Ask]:
    """What we still ask of somebody: first their answers; of those who take part, what we say of them.

    Nothing about biography and portrait is asked of somebody who does not agree to be shown.
    """
    states, role = {one.state for one in parts}, role_of(invitation, parts, is_co_chair=is_co_chair)
    found = [Ask.ANSWER] if AppearanceState.INVITED in states or role == "" else []
    if AppearanceState.CONFIRMED not in states and not (role and RoleAnswer(role).is_yes):
        return found
    agreed = speaker.agreed if speaker else None
    if agreed is not False:
        missing = speaker.biography.missing() if speaker else ["en", "fr"]
        found += [Ask(f"biography_{lang}") for lang in missing]
        if speaker is None or speaker.portrait_id is None:
            found.append(Ask.PORTRAIT)
    if speaker is None or not speaker.pronunciation:
        found.append(Ask.PRONUNCIATION)
    if invitation.described_at is None and invitation.person.grammatical_form is None:
        found.append(Ask.ADDRESS)
    if agreed is None:
        found.append(Ask.CONSENT)
    return found


def role_of(invitation: SpeakerInvitation, parts: Sequence[Appearance], *, is_co_chair: bool) -> str | None:
    """What somebody has answered to being co-chair, empty for nothing yet; None where we do not ask that.

    We ask a co-chair who is in no session, and do not stop asking once they have answered, as long as they are one.
    """
    if not is_co_chair:
        return None
    if invitation.role_answer is not None:
        return invitation.role_answer.value
    return "" if all(one.state is AppearanceState.CANCELLED for one in parts) else None


def role_choices(invitation: SpeakerInvitation) -> list[tuple[str, str]]:
    """The answers on offer to a co-chair, each by its word and as they say it."""
    remote = RoleAnswer.REMOTE in invitation.ways or invitation.role_answer is RoleAnswer.REMOTE
    return [(one.value, one.label) for one in RoleAnswer if remote or one is not RoleAnswer.REMOTE]


@dataclass(frozen=True, slots=True)
class OwnFacts(Values):
    """What a speaker says of themselves. `address` is None where they did not say."""

    biography: Bilingual
    pronunciation: str
    address: str | None
    agreed: bool | None

    @classmethod
    def read(cls, person: Person, speaker: Speaker | None) -> "OwnFacts":
        """What is there; a person without a row at this edition has nothing yet."""
        said = (speaker.biography, speaker.pronunciation, speaker.agreed) if speaker else (Bilingual(), "", None)
        return cls(said[0], said[1], person.grammatical_form, said[2])


@dataclass(frozen=True, slots=True)
class Wanted(Values):
    """What the office enters of an invitation: whom we write to, in which language, and what is on offer."""

    email: str
    office_email: str
    lang: str
    answer_by_on: date
    ways: list[str]


def key_of(part: Appearance) -> str:
    """The name of a part in forms: one person has one part of a kind in a session."""
    return f"{part.session.code}-{part.role.value}"


def offered(invitation: SpeakerInvitation, part: Appearance) -> list[Presence]:
    """In which ways somebody may take part in a session: as it is planned, and as the invitation offers."""
    return [one for one in Presence if one is part.presence or one.value in invitation.ways]


def answer_to(part: Appearance) -> str:
    """What somebody has answered for a part: a `Presence`, `DECLINES`, or nothing yet."""
    if part.state is AppearanceState.CONFIRMED:
        return part.presence.value
    return DECLINES if part.state is AppearanceState.DECLINED else ""


_YES = {
    Presence.IN_PERSON: _l("Yes, in person"),
    Presence.REMOTE: _l("Yes, remotely"),
    Presence.VIDEO_MESSAGE: _l("Yes, by video message"),
}


def choices_for(invitation: SpeakerInvitation, part: Appearance) -> list[tuple[str, str]]:
    """The answers on offer for a part, each by its word and as the speaker says it."""
    yes = [(one.value, str(_YES[one])) for one in offered(invitation, part)]
    return [*yes, (DECLINES, str(_l("No, I cannot take part")))]


def answer_in_words(part: Appearance) -> str:
    """How far it is with a part, as its speaker reads it."""
    if part.state is AppearanceState.CONFIRMED:
        return str(_YES[part.presence])
    words = {
        AppearanceState.DECLINED: _l("You answered that you cannot take part."),
        AppearanceState.CANCELLED: _l("The organisers have cancelled this contribution."),
    }
    return str(words.get(part.state, _l("No answer yet")))


def mark_of(parts: Sequence[Appearance], role: str | None = None) -> str:
    """What a page about these parts and the co-chair's answer (`role_of`) was opened on: the same at the same times has
    the same mark."""
    shown: list[object] = [
        (
            key_of(one),
            one.presence.value,
            one.state.value,
            one.session.starts_at,
            one.session.ends_at,
            one.session.title,
        )
        for one in sorted(parts, key=key_of)
    ]
    shown += [] if role is None else [role]
    return sha256(repr(shown).encode()).hexdigest()[:16]
