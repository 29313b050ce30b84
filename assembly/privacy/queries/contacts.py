"""Addresses and answers whose time is over: what of an edition is still there, and whose addresses nobody needs."""

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from assembly import clock
from assembly.extensions import db, read_all
from assembly.models import (
    AccessibilityMessage,
    AccessLink,
    Answer,
    Appearance,
    Consent,
    DayCard,
    Door,
    Edition,
    ExternalCode,
    Invitation,
    Mail,
    Mandate,
    MandateRole,
    NoticeKind,
    Person,
    Quote,
    QuoteRequest,
    QuoteReturn,
    Registration,
    ReviewComment,
    ReviewLink,
    Scan,
    SelectedSession,
    SentMail,
    Session,
    SpeakerInvitation,
    SpeakerProposal,
)

EXCHANGE_KEPT_FOR = timedelta(days=30)
"How long a question about a quote, its answer or a comment on a draft is kept at least: also long after the assembly."


def is_over(edition: Edition) -> bool:
    """Whether the day has come on which its addresses and answers are deleted."""
    return edition.contacts_end_on <= clock.local_day(clock.now(), edition.zone)


def editions_that_need_addresses() -> list[Edition]:
    """Those whose day is still to come, in one order."""
    return [one for one in db.session.scalars(select(Edition).order_by(Edition.id)) if not is_over(one)]


def editions_with_contacts_over() -> list[Edition]:
    """Those whose day has come, and of which something is still there."""
    over = [one for one in db.session.scalars(select(Edition).order_by(Edition.id)) if is_over(one)]
    needing = editions_that_need_addresses()
    return [one for one in over if _is_there(one, needing)]


def typed_addresses(edition: Edition) -> tuple[ColumnElement[bool], ...]:
    """The conditions under which a mail still holds an address of its own: one somebody typed to have the links of this
    edition sent again (it was sent there, so the address is known), or that of a speaker's invitation. The address of a
    question about a quote is kept as long as the question."""
    of_people = or_(Mail.template == "own_links", Mail.person_id.is_not(None))
    is_old = func.coalesce(Mail.sent_at, Mail.next_at) <= clock.now() - EXCHANGE_KEPT_FOR
    return (
        Mail.edition_id == edition.id,
        of_people,
        Mail.to_address.is_not(None),
        or_(Mail.template != "quote_approval", is_old),
    )


def exchanges_over(
    edition: Edition,
) -> tuple[tuple[type[QuoteRequest | QuoteReturn | ReviewComment | AccessibilityMessage], ColumnElement[bool]], ...]:
    """Which questions about quotes, quotes sent back, comments on a draft and messages about accessibility have had
    their time, by table.

    They are also written after the day of the edition, so their own age counts; comments stay while their link works.
    """
    before = clock.now() - EXCHANGE_KEPT_FOR
    quotes = select(Quote.id).where(Quote.edition_id == edition.id)
    in_review = exists().where(ReviewLink.edition_id == edition.id, ReviewLink.ends_at > clock.now())
    unanswered_or_old = or_(QuoteRequest.answered_at.is_(None), QuoteRequest.answered_at <= before)
    return (
        (QuoteRequest, and_(QuoteRequest.quote_id.in_(quotes), QuoteRequest.sent_at <= before, unanswered_or_old)),
        (QuoteReturn, and_(QuoteReturn.quote_id.in_(quotes), QuoteReturn.at <= before)),
        (ReviewComment, and_(ReviewComment.edition_id == edition.id, ReviewComment.at <= before, ~in_review)),
        (
            AccessibilityMessage,
            and_(AccessibilityMessage.edition_id == edition.id, AccessibilityMessage.sent_at <= before),
        ),
    )


def copies(edition: Edition) -> ColumnElement[bool]:
    """The condition under which a copy of a sent email is one of this edition."""
    return SentMail.mail_id.in_(select(Mail.id).where(Mail.edition_id == edition.id))


def speaker_contacts() -> ColumnElement[bool]:
    """The condition under which an invitation of a speaker still holds an address, a reason or slides."""
    words = (SpeakerInvitation.email, SpeakerInvitation.office_email, SpeakerInvitation.reason)
    said = (one != "" for one in (*words, SpeakerInvitation.answered_for))
    return or_(*said, SpeakerInvitation.slides_id.is_not(None))


def written_down(edition: Edition) -> ColumnElement[bool]:
    """The condition under which a scan still names somebody a phone wrote down, whom nobody registered."""
    doors = select(Door.id).where(Door.edition_id == edition.id)
    return and_(Scan.door_id.in_(doors), Scan.written.is_not(None))


def _is_there(edition: Edition, needing: list[Edition]) -> bool:
    ours = select(Registration.id).where(Registration.edition_id == edition.id)
    kept = or_(
        exists().where(Answer.registration_id.in_(ours)),
        exists().where(SelectedSession.registration_id.in_(ours)),
        exists().where(Registration.edition_id == edition.id, Registration.phone != ""),
        exists().where(ExternalCode.edition_id == edition.id),
        exists().where(written_down(edition)),
        exists().where(AccessLink.registration_id.in_(ours), AccessLink.sent_to.is_not(None)),
        exists().where(Invitation.edition_id == edition.id, or_(Invitation.phone != "", Invitation.reason != "")),
        exists().where(SpeakerProposal.edition_id == edition.id),
        exists().where(DayCard.edition_id == edition.id),
        *(exists().where(condition) for _table, condition in exchanges_over(edition)),
        exists().where(SpeakerInvitation.edition_id == edition.id, speaker_contacts()),
        exists().where(*typed_addresses(edition)),
        exists().where(copies(edition)),
        exists().where(*_unneeded(edition, needing)),
    )
    return bool(db.session.scalar(select(kept)))


def people_whose_address_is_over(
    edition: Edition, needing: list[Edition], among: Collection[int] | None = None
) -> list[int]:
    """By id: those who registered for it or were invited, and whose address neither another edition (`needing`), of
    which co-chairs are part too, nor news they asked for calls for; of all people, or of these. Rows that turned out
    to be one of them are among them."""
    found = select(Person.id).where(*_unneeded(edition, needing))
    return read_all(found if among is None else found.where(Person.id.in_(among)))


def _unneeded(edition: Edition, needing: list[Edition]) -> tuple[ColumnElement[bool], ...]:
    others = [one.id for one in needing]
    speaks = select(Appearance.person_id).join(Session).where(Session.edition_id.in_(others))
    came = select(Registration.person_id).where(Registration.edition_id == edition.id)
    return (
        Person.email.is_not(None),
        or_(_has_part([edition.id]), Person.merged_into_id.in_(came)),
        ~_has_part(others),
        Person.id.not_in(speaks),
        *(~_chairs(one) for one in needing),
        ~agrees_to_news(),
    )


def agrees_to_news() -> ColumnElement[bool]:
    """The condition under which a person has said yes to news and has not said no at a later assembly since."""
    refusal = aliased(Consent)
    refused_since = exists().where(
        refusal.person_id == Consent.person_id, *_news_answer(refusal), ~refusal.said_yes, refusal.at > Consent.at
    )
    return exists().where(Consent.person_id == Person.id, *_news_answer(Consent), Consent.said_yes, ~refused_since)


def _news_answer(consent: type[Consent]) -> tuple[ColumnElement[bool], ...]:
    return consent.kind == NoticeKind.NEWS, consent.ended_at.is_(None)


def _has_part(editions: list[int]) -> ColumnElement[bool]:
    """Whether somebody is in these lists, each of which is read once: SQLite would look through the registrations of an
    edition for each person anew."""
    return or_(
        *(
            Person.id.in_(select(noun.person_id).where(noun.edition_id.in_(editions)))
            for noun in (Registration, Invitation, SpeakerInvitation)
        )
    )


def _chairs(edition: Edition) -> ColumnElement[bool]:
    """Whether somebody is a co-chair on the day of an edition."""
    day = edition.day
    return exists().where(
        Mandate.person_id == Person.id,
        Mandate.role == MandateRole.CO_CHAIR,
        or_(Mandate.from_on.is_(None), Mandate.from_on <= day),
        or_(Mandate.to_on.is_(None), Mandate.to_on >= day),
    )
