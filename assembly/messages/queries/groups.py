"""Reads of messages to a group: who they go to, and how far they have come."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, String, and_, cast, exists, func, literal, or_, select

from assembly import clock
from assembly.extensions import db, read_all, read_one
from assembly.mail import Recipient
from assembly.messages.audience import Audience, Presence
from assembly.models import (
    Admission,
    Appearance,
    AppearanceState,
    BadAddress,
    Consent,
    Edition,
    GroupMessage,
    Mail,
    MailState,
    MessageState,
    NoticeKind,
    Person,
    Registration,
    Session,
    Subscription,
)
from assembly.privacy.queries.contacts import agrees_to_news

CHUNK = 100
"Mails of one transaction: 40 ms at most, in which visitors who write wait."


@dataclass(frozen=True, slots=True)
class Reach:
    """How many people a message goes to, by language, and how many are left out and why."""

    by_lang: dict[str, int]
    without_address: int
    bad_addresses: int
    without_consent: int

    @property
    def total(self) -> int:
        """In all languages."""
        return sum(self.by_lang.values())


def reach(edition: Edition, audience: Audience, *, is_news: bool) -> Reach:
    """Whom it would go to now."""
    rows = _people(edition, audience).subquery()
    found: dict[str, int] = {}
    without_address = bad = without_consent = 0
    kinds = rows.c.lang, rows.c.has_address, rows.c.bad, rows.c.wants_news
    groups = select(*kinds, func.count()).group_by(*kinds)
    for lang, has_address, is_bad, wants, count in db.session.execute(groups):
        if not has_address:
            without_address += count
        elif is_bad:
            bad += count
        elif is_news and not wants:
            without_consent += count
        else:
            found[lang] = found.get(lang, 0) + count
    return Reach(found, without_address, bad, without_consent)


def waiting_for(message: GroupMessage, among: Collection[int] | None = None) -> list[Recipient]:
    """Some of those who have still to get a message that leaves now, or who of these people has (`among`, by id)."""
    found = _people(message.edition, Audience.of(message.audience), among)
    key, rows = f"message:{message.code}:", found.subquery()
    missing = select(rows.c.person_id, rows.c.lang, rows.c.code).where(
        rows.c.has_address,
        ~rows.c.bad,
        ~exists().where(Mail.dedupe_key == literal(key) + cast(rows.c.person_id, String)),
    )
    if message.is_news:
        missing = missing.where(rows.c.wants_news)
    facts = {"message": message.code}
    return [
        Recipient(person_id, lang, f"{key}{person_id}", facts | {"registration": code})
        for person_id, lang, code in db.session.execute(missing.order_by(rows.c.person_id).limit(CHUNK))
    ]


def example(edition: Edition, audience: Audience, *, is_news: bool) -> Registration | None:
    """The newest registration it goes to: a preview is read on a real person."""
    chosen = _chosen(edition, audience).subquery()
    found = select(Registration).where(Registration.id.in_(select(chosen)))
    if is_news:
        found = found.join(Person).where(_wants_news())
    return read_one(found.order_by(Registration.id.desc()).limit(1))


def _chosen(edition: Edition, audience: Audience, among: Collection[int] | None = None) -> Select[int]:
    """One registration of each person who fits, or of these people alone: two of one person are one mail."""
    found = select(func.max(Registration.id)).where(
        Registration.edition_id == edition.id,
        Registration.state.in_(audience.states),
        Registration.merged_into_id.is_(None),
    )
    for column, wanted in (
        (Registration.mode, audience.modes),
        (Registration.lang, audience.langs),
        (Registration.category, audience.categories),
    ):
        if wanted:
            found = found.where(column.in_(wanted))
    if audience.presence is not Presence.ANY:
        was_let_in = exists().where(Admission.registration_id == Registration.id)
        found = found.where(was_let_in if audience.presence is Presence.ADMITTED else ~was_let_in)
    if audience.only_speakers:
        speaks = (
            select(Appearance.person_id)
            .join(Session)
            .where(
                Session.edition_id == edition.id,
                ~Session.hidden,
                Session.removed_at.is_(None),
                Appearance.state == AppearanceState.CONFIRMED,
            )
        )
        found = found.where(Registration.person_id.in_(speaks))
    if among is not None:
        found = found.where(Registration.person_id.in_(among))
        if all(state.is_active for state in audience.states):
            found = found.where(Registration.means_to_come())  # else SQLite would read the whole edition once more
    return found.group_by(Registration.person_id)


def _people(
    edition: Edition, audience: Audience, among: Collection[int] | None = None
) -> Select[int, str, str, bool, bool, bool]:
    """Each person who fits, with whether there is an address, whether it fails, and whether they want news."""
    return (
        select(
            Registration.person_id,
            Registration.lang,
            Registration.code,
            Person.email_key.is_not(None).label("has_address"),
            exists().where(BadAddress.email_key == Person.email_key).label("bad"),
            _wants_news().label("wants_news"),
        )
        .join(Person)
        .where(Registration.id.in_(_chosen(edition, audience, among)))
    )


def wants_news(person: Person) -> bool:
    """Whether somebody has agreed to news and not left them since."""
    return bool(db.session.scalar(select(_wants_news()).where(Person.id == person.id)))


def _wants_news() -> ColumnElement[bool]:
    """Only a yes counts. Whoever shares an address with somebody who left has left, too."""
    return and_(agrees_to_news(), Person.email_key.not_in(_left_the_news()))


def _left_the_news() -> Select[str | None]:
    """By address, until somebody who left says yes to news again."""
    came_back = exists().where(
        Consent.person_id == Person.id,
        Consent.kind == NoticeKind.NEWS,
        Consent.ended_at.is_(None),
        Consent.said_yes,
        Consent.at > Subscription.ended_at,
    )
    return (
        select(Person.email_key)
        .join(Subscription)
        .where(Subscription.ended_at.is_not(None), Person.email_key.is_not(None), ~came_back)
    )


def listing(edition: Edition) -> list[GroupMessage]:
    """Newest first."""
    return read_all(select(GroupMessage).where(GroupMessage.edition_id == edition.id).order_by(GroupMessage.id.desc()))


def by_form_key(edition: Edition, form_key: str) -> GroupMessage | None:
    """What an earlier copy of the same form made."""
    wanted = select(GroupMessage).where(GroupMessage.edition_id == edition.id, GroupMessage.form_key == form_key)
    return read_one(wanted)


def due() -> list[int]:
    """The messages, by id, that leave now or were interrupted while leaving."""
    planned = and_(GroupMessage.state == MessageState.SCHEDULED, GroupMessage.send_at <= clock.now())
    leaving = GroupMessage.state == MessageState.SENDING
    return read_all(select(GroupMessage.id).where(or_(planned, leaving)))


def progress(message: GroupMessage) -> dict[MailState, int]:
    """How many of its mails are in each state."""
    rows = select(Mail.state, func.count()).where(Mail.group_message_id == message.id).group_by(Mail.state)
    return dict(db.session.execute(rows).all())
