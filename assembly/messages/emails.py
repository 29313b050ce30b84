"""What the mails of the series and messages to a group say."""

from typing import Any

from sqlalchemy import select

from assembly.access import queries as access_queries
from assembly.access.emails import code_address, own_page_of, registration_of
from assembly.addresses import address
from assembly.agenda.queries import selected_ids
from assembly.badges import qr
from assembly.calendar import days
from assembly.editions.queries.editions import practical
from assembly.extensions import db, read_one
from assembly.files import path_of
from assembly.i18n import _, _l, current_language
from assembly.mail import Attachment, CalendarPart, InlinePicture, Message, NobodyThere, Values, kind
from assembly.mail.texts import Text, declare, filled, paragraphs
from assembly.messages.queries.catching_up import is_of_step
from assembly.messages.queries.groups import wants_news
from assembly.models import GroupMessage, Mail, Mode, Registration, State, Step, Subscription, Topic, User
from assembly.quotas import queries as quota_queries
from assembly.recordings.queries import watchable
from assembly.registration.emails.states import values_of, values_of_edition
from assembly.sealed import unseal
from assembly.sign_ups.queries import held_by
from assembly.values import present

_ON_THE_WAY = (Topic.ENTRANCE, Topic.DESK, Topic.TRANSPORT, Topic.PHONE)
"What one looks up on the way, in the last reminder."
_LISTED = 10
"Recordings an email names; the page has them all."

for _text in (
    Text(
        "seven_days",
        _l("First reminder"),
        _l("{assembly} on {date}"),
        _l("Dear {name},\n\nThe assembly will take place soon. We look forward to having you with us."),
        kind="seven_days",
    ),
    Text(
        "day_before",
        _l("Last reminder"),
        _l("See you on {date} – {assembly}"),
        _l("Dear {name},\n\nHere is everything you need for the day."),
        kind="day_before",
    ),
    Text(
        "still_waiting",
        _l("Reminders to people on the waiting list"),
        _l("You are still on the waiting list – {assembly}"),
        _l("Dear {name},\n\nSo far, no place has become available for you."),
        kind="seven_days",
        state="waiting",
    ),
    Text(
        "thanks",
        _l("Thank-you email"),
        _l("Thank you – {assembly}"),
        _l("Dear {name},\n\nThe assembly is over. Thank you to everyone who took part, in person or online."),
        kind="thanks",
    ),
    Text(
        "catch_up_attended",
        _l("Recordings, for people who came"),
        _l("Watch the assembly again – {assembly}"),
        _l("Dear {name},\n\nThank you for coming to the assembly. Recordings of it are now online."),
        kind="catch_up_attended",
    ),
    Text(
        "catch_up_online",
        _l("Recordings, for people who watched online"),
        _l("Watch the assembly again – {assembly}"),
        _l("Dear {name},\n\nThank you for following the assembly online. Recordings of it are now on our site."),
        kind="catch_up_online",
    ),
    Text(
        "catch_up_absent",
        _l("Recordings, for people who registered but were not counted as present"),
        _l("Recordings of the assembly – {assembly}"),
        _l(
            "Dear {name},\n\nYou registered for the assembly. If you could not take part, or missed some of it, "
            "recordings are now online."
        ),
        kind="catch_up_absent",
    ),
):
    declare(_text)


@kind("seven_days", _l("First reminder"))
def seven_days(mail: Mail) -> Message:
    """When and where, the way to the programme, and how to make room for somebody else."""
    registration = _expected(mail)
    if registration.state is State.WAITING:
        return _still_waiting(registration)
    return _message(registration, "seven_days", "messages/seven_days")


@kind("day_before", _l("Last reminder"))
def day_before(mail: Mail) -> Message:
    """The entrance, the phone number of the day, the entry code and the calendar; online, the way to the stream."""
    registration = _expected(mail)
    if registration.state is State.WAITING:
        return _still_waiting(registration)
    badge = access_queries.valid_badge(registration) if registration.opens_doors else None
    pictures = (InlinePicture("entry-code", qr.png(code_address(badge.token_sealed))),) if badge else ()
    topics = [(one.topic.label, str(one.text)) for one in practical(registration.edition) if one.topic in _ON_THE_WAY]
    return _message(
        registration,
        "day_before",
        "messages/day_before",
        pictures=pictures,
        calendars=days.attached(mail, registration),
        with_code=badge is not None,
        topics=topics,
    )


@kind("thanks", _l("Thank-you email"))
def thanks(mail: Mail) -> Message:
    """Where to watch, and what came of it."""
    registration = _expected(mail)
    edition = registration.edition
    report_page = address("report.page", edition=edition) if edition.public_report else None
    return _message(
        registration,
        "thanks",
        "messages/thanks",
        recordings_page=address("recordings.listing", edition=edition),
        report_page=report_page,
    )


@kind("catch_up_attended", _l("Recordings, for people who came"))
def catch_up_attended(mail: Mail) -> Message:
    """What can be watched again, for people who were let in."""
    return _catch_up(mail, Step.CATCH_UP_ATTENDED)


@kind("catch_up_online", _l("Recordings, for people who watched online"))
def catch_up_online(mail: Mail) -> Message:
    """The same for people who opened the stream with their link."""
    return _catch_up(mail, Step.CATCH_UP_ONLINE)


@kind("catch_up_absent", _l("Recordings, for people who registered but were not counted as present"))
def catch_up_absent(mail: Mail) -> Message:
    """The same for people who were seen neither at the entrance nor on the stream."""
    return _catch_up(mail, Step.CATCH_UP_ABSENT)


def _catch_up(mail: Mail, step: Step) -> Message:
    """Recordings in the reader's language. Raises NobodyThere where the step is for them no more, or nothing is online;
    a preview is of anybody."""
    registration, lang = _expected(mail), current_language()
    edition, is_preview = registration.edition, bool(mail.facts.get("is_preview"))
    online = [one for one in watchable(edition) if one.online]
    if not is_preview and not (online and is_of_step(registration, step)):
        raise NobodyThere
    in_language = [one for one in online if one.track(lang)][:_LISTED]
    pages = [
        (one.title, address("recordings.one", edition=edition, code=one.recording.code, audio=lang))
        for one in in_language
    ]
    has_chosen = bool(held_by(registration) or selected_ids(registration))
    return _message(
        registration,
        step.value,
        "messages/catch_up",
        recordings=pages,
        more=len(online) - len(pages),
        has_chosen=has_chosen,
        recordings_page=address("recordings.listing", edition=edition),
    )


def _still_waiting(registration: Registration) -> Message:
    before = quota_queries.waiting_before(registration.edition, registration.mode, registration.seq)
    return _message(registration, "still_waiting", "messages/still_waiting", waiting_number=before + 1)


def _expected(mail: Mail) -> Registration:
    """The registration a mail of the series speaks of. Raises NobodyThere if the person or the assembly
    is cancelled meanwhile."""
    registration = registration_of(mail)
    if registration.state not in {State.CONFIRMED, State.WAITING} or not registration.edition.takes_place:
        raise NobodyThere
    return registration


def _message(
    registration: Registration,
    text: str,
    template: str,
    *,
    pictures: tuple[InlinePicture, ...] = (),
    calendars: tuple[CalendarPart, ...] = (),
    **facts: Any,
) -> Message:
    edition, link = registration.edition, access_queries.link_of(registration, assistant=False)
    own_page = own_page_of(link)
    context = {
        "registration": registration,
        "edition": edition,
        "online": registration.mode is Mode.ONLINE,
        "own_page": own_page,
        "programme_page": address("agenda.programme", edition=edition),
        "practical_page": address("editions.practical", edition=edition),
        "live_page": f"{own_page}?to=live" if own_page else address("live.page", edition=edition),
        **facts,
    }
    return Message("", template, context, pictures, calendars, text, values_of(registration))


@kind("group_message", _l("Group message"))
def group_message(mail: Mail) -> Message:
    """What the organiser wrote, and for news how to leave."""
    message, registration = _written(mail), access_queries.by_code(mail.facts["registration"])
    if registration is None:
        raise NobodyThere
    if message.is_news and not wants_news(registration.person):
        raise NobodyThere
    subscription = db.session.get(Subscription, registration.person_id) if message.is_news else None
    return _letter(message, values_of(registration), subscription, reference=registration.spoken_ref)


@kind("group_test", _l("Test version of a group message"))
def group_test(mail: Mail) -> Message:
    """The same to whoever wrote it; only one that is sent, no example on the screen, says that it is a test."""
    message = _written(mail)
    user = present(read_one(select(User).where(User.code == mail.facts["user"])), NobodyThere)
    values = {"name": lambda: user.name, **values_of_edition(message.edition)}
    return _letter(message, values, None, is_test="is_example" not in mail.facts)


def _written(mail: Mail) -> GroupMessage:
    return present(read_one(select(GroupMessage).where(GroupMessage.code == mail.facts["message"])), NobodyThere)


def _letter(
    message: GroupMessage,
    values: Values,
    subscription: Subscription | None,
    *,
    reference: str = "",
    is_test: bool = False,
) -> Message:
    subject = filled(str(message.subject), values)
    if is_test:
        subject = _("Test: %(subject)s", subject=subject)
    leave = address("news.leave_page", token=unseal(subscription.token_sealed)) if subscription else None
    context = {
        "edition": message.edition,
        "body": paragraphs(str(message.body), values),
        "leave_page": leave,
        "is_news": message.is_news,
        "reference": reference,
    }
    return Message(subject, "messages/group", context, headers=_way_out(leave), attachment=_attached(message))


def _way_out(leave: str | None) -> dict[str, str]:
    """So that a mail programme can show its own button (RFC 2369, RFC 8058)."""
    if leave is None:
        return {}
    return {"List-Unsubscribe": f"<{leave}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def _attached(message: GroupMessage) -> Attachment | None:
    if message.attachment is None:
        return None
    return Attachment(message.attachment_name, path_of(message.attachment).read_bytes(), message.attachment.mime)
