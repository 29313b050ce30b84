"""What emails to speakers say: the invitation, a reminder, the answers, a withdrawal; and one to the team."""

from typing import Any

from assembly.addresses import address
from assembly.extensions import read_coded
from assembly.formats import day
from assembly.i18n import _, _l
from assembly.mail import Message, NobodyThere, kind
from assembly.mail.texts import Text, declare
from assembly.models import Appearance, AppearanceState, Mail, RoleAnswer, SpeakerInvitation, State
from assembly.registration.emails.states import values_of_edition
from assembly.sealed import unseal
from assembly.speaker_invitations import queries
from assembly.speaker_invitations.facts import Ask, answer_in_words
from assembly.speakers import board

for _text in (
    Text(
        "speaker_invitation",
        _l("Speaker invitation"),
        _l("Will you speak at the assembly? – {assembly}"),
        _l("Dear {name},\n\nWe would be honoured if you would take part in the programme of the assembly on {date}."),
        kind="speaker_invitation",
        state="",
    ),
    Text(
        "co_chair_invitation",
        _l("Co-chair invitation"),
        _l("Invitation to co-chair the assembly – {assembly}"),
        _l("Dear {name},\n\nWe would be honoured if you would take part in the assembly on {date}."),
        kind="speaker_invitation",
        state="",
    ),
    Text(
        "speaker_reminder",
        _l("Speaker reminder"),
        _l("Your part in the programme – {assembly}"),
        _l("Dear {name},\n\nWe look forward to the assembly on {date}. We still need something from you."),
        kind="speaker_reminder",
        state="",
    ),
):
    declare(_text)


@kind("speaker_invitation", _l("Speaker invitation"))
def invitation(mail: Mail) -> Message:
    """The sessions, the last day for an answer, and the link of this address. Nothing once it is withdrawn."""
    one = _invitation(mail)
    if one.withdrawn_at is not None:
        raise NobodyThere
    asked = _asked(one)
    is_for_role = not asked and queries.role_in(one) is not None
    text = "co_chair_invitation" if is_for_role else "speaker_invitation"
    return _message(mail, one, "speaker_invitations/invitation", text, asked=asked, is_for_role=is_for_role)


@kind("speaker_reminder", _l("Speaker reminder"))
def reminder(mail: Mail) -> Message:
    """What we still ask for; nothing to whoever has answered it all meanwhile."""
    one = _invitation(mail)
    asks = queries.asks(one)
    if not one.is_open or not asks:
        raise NobodyThere
    more = {"asks_answer": Ask.ANSWER in asks, "missing": _in_a_line(asks)}
    return _message(mail, one, "speaker_invitations/reminder", "speaker_reminder", asked=_asked(one), **more)


@kind("speaker_answer", _l("Speaker’s answer recorded"))
def answered(mail: Mail) -> Message:
    """What they have answered, part by part, and what follows from it."""
    one = _invitation(mail)
    parts = queries.parts_of(one)
    registration, role = queries.registration_of(one), queries.role_in(one)
    return _message(
        mail,
        one,
        "speaker_invitations/answer",
        "",
        parts=parts,
        answer_of=answer_in_words,
        role=RoleAnswer(role).label if role else "",
        missing=_in_a_line(queries.asks(one)),
        is_registered=registration is not None and registration.opens_doors,
    )


@kind("speaker_withdrawn", _l("Speaker invitation withdrawn"))
def withdrawn(mail: Mail) -> Message:
    """What is no longer asked of them; nothing where they have been invited again meanwhile."""
    one = _invitation(mail)
    if one.withdrawn_at is None:
        raise NobodyThere
    codes, registration = mail.facts["sessions"], queries.registration_of(one)
    return _message(
        mail,
        one,
        "speaker_invitations/withdrawn",
        "",
        parts=[part for part in _all_parts(one) if part.session.code in codes and part.state.is_over],
        is_registered=registration is not None and registration.state is State.CONFIRMED and one.edition.takes_place,
    )


@kind("speaker_cancelled", _l("Speaker can no longer take part"))
def cancelled(mail: Mail) -> Message:
    """To the team: who has given up a session they had confirmed."""
    one = _found(mail)
    codes = mail.facts["sessions"]
    given_up = [part for part in _all_parts(one) if part.session.code in codes and part.state.is_over]
    context = {
        "edition": one.edition,
        "invitation": one,
        "parts": given_up,
        "role": _("Has declined") if mail.facts.get("co_chair") else "",
        "office_page": address("speaker_invitations_office.one", edition=one.edition, code=one.person.code),
    }
    subject = _("%(name)s can no longer take part", name=one.person.full_name)
    return Message(f"{subject} – {one.edition.name}", "speaker_invitations/cancelled", context)


def _found(mail: Mail) -> SpeakerInvitation:
    one = read_coded(SpeakerInvitation, mail.facts["invitation"])
    if one is None:
        raise NobodyThere  # removed with its person
    return one


def _invitation(mail: Mail) -> SpeakerInvitation:
    """The invitation, unless its address has been corrected: the new link must not reach the old one."""
    one = _found(mail)
    address_now = one.office_email if mail.facts["office"] else one.email
    if mail.person is not None and mail.to_address != address_now:
        raise NobodyThere
    return one


def _in_a_line(asks: list[Ask]) -> list[str]:
    """What is missing besides answers, as it is said within a sentence."""
    return [label[:1].lower() + label[1:] for label in (one.label for one in asks if one is not Ask.ANSWER)]


def _all_parts(one: SpeakerInvitation) -> list[Appearance]:
    return board.appearances_of(one.edition, one.person)


def _asked(one: SpeakerInvitation) -> list[Appearance]:
    """What is asked; before the invitation is sent an idea is part of it, for the preview says what will be asked."""
    ideas = () if one.sent_at else (AppearanceState.IDEA,)
    asked = (*ideas, AppearanceState.INVITED, AppearanceState.CONFIRMED)
    return [part for part in _all_parts(one) if part.state in asked]


def _message(mail: Mail, one: SpeakerInvitation, template: str, text: str, **facts: Any) -> Message:
    """To the speaker in words an organiser may have replaced; to the office in ours, and with the speaker's name."""
    is_office, edition, name = bool(mail.facts["office"]), one.edition, one.person.full_name
    sealed = one.office_token_sealed if is_office else one.token_sealed
    context = {
        "edition": edition,
        "invitation": one,
        "name": name,
        "is_office": is_office,
        "answer_by": day(one.answer_by_on, weekday=True),
        "page": address("speaker_page.open_link", token=unseal(sealed)),
        "opening": [],
        "asks_role": queries.role_in(one) == "",
        **facts,
    }
    if is_office or not text:
        subject = {
            "speaker_invitations/invitation": (
                _("Invitation for %(name)s to co-chair the assembly", name=name)
                if context.get("is_for_role")
                else _("Invitation for %(name)s to speak", name=name)
            ),
            "speaker_invitations/reminder": _("What we still need from %(name)s", name=name),
            "speaker_invitations/withdrawn": (
                _("Invitation to %(name)s withdrawn", name=name) if is_office else _("Invitation to speak withdrawn")
            ),
            "speaker_invitations/answer": _("Answers from %(name)s", name=name) if is_office else _("Your answers"),
        }[template]
        return Message(f"{subject} – {edition.name}", template, context)
    return Message("", template, context, text=text, values={"name": lambda: name, **values_of_edition(edition)})
