"""Which invitations wait for an email, a reminder or a call."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, false, func, or_, select

from assembly import clock
from assembly.access.queries import whole_invitation
from assembly.extensions import db, read_all
from assembly.invitations.queries.listing import not_withdrawn
from assembly.models import BadAddress, Edition, Invitation, Person

MOST_CALLS = 200
REMINDED_AFTER = timedelta(days=1)
"Nobody is reminded sooner after our last mail."
CALLED_AFTER = timedelta(days=5)
"Whoever has not answered a mail by then is called."


@dataclass(frozen=True, slots=True)
class ToWrite:
    """How many mails the buttons of the list would send now, and whom no mail reaches."""

    unsent: int
    to_remind: int
    unreachable: int


def to_send(edition: Edition, most: int | None = None) -> list[Invitation]:
    """Invitations no mail has left for yet and nobody has answered, to addresses that work."""
    found = select(Invitation).where(Invitation.edition_id == edition.id, _unsent(), _reachable())
    return read_all(found.join(Person).order_by(Invitation.id).limit(most))


def to_remind(edition: Edition, most: int | None = None) -> list[Invitation]:
    """Those who had our last mail a day ago or longer and have not answered."""
    found = select(Invitation).where(Invitation.edition_id == edition.id, _to_remind(), _reachable())
    return read_all(found.join(Person).order_by(Invitation.id).limit(most))


def to_write(edition: Edition) -> ToWrite:
    """What the buttons would do now."""
    reached = _reachable()
    row = db.session.execute(
        select(
            func.count().filter(_unsent(), reached),
            func.count().filter(_to_remind(), reached),
            func.count().filter(not_withdrawn(), Invitation.reply.is_(None), ~reached),
        )
        .select_from(Invitation)
        .join(Person)
        .where(Invitation.edition_id == edition.id)
    ).one()
    return ToWrite(*row)


def to_call(edition: Edition) -> list[Invitation]:
    """Those who have not answered our mail, and those no mail reaches; who was not called yet comes first."""
    found = whole_invitation(select(Invitation)).where(Invitation.edition_id == edition.id, *_waited_for())
    order = (Invitation.called_at.is_not(None), Invitation.called_at, Invitation.folded, Invitation.id)
    return read_all(found.order_by(*order).limit(MOST_CALLS))


def silent(edition: Edition) -> int:
    """How many have had our invitation for days, were not called and have not answered."""
    late = Invitation.sent_at <= clock.now() - CALLED_AFTER
    return _count(edition, not_withdrawn(), Invitation.reply.is_(None), Invitation.called_at.is_(None), late)


def only_called(edition: Edition) -> int:
    """Count those no email reaches who were not called, did not answer and are not among the silent."""
    late = func.coalesce(Invitation.sent_at <= clock.now() - CALLED_AFTER, false())
    return _count(
        edition, not_withdrawn(), Invitation.reply.is_(None), Invitation.called_at.is_(None), _unreachable(), ~late
    )


def _unsent() -> ColumnElement[bool]:
    return and_(not_withdrawn(), Invitation.sent_at.is_(None), Invitation.reply.is_(None))


def _to_remind() -> ColumnElement[bool]:
    last = func.coalesce(Invitation.reminded_at, Invitation.sent_at)
    return and_(not_withdrawn(), Invitation.reply.is_(None), last <= clock.now() - REMINDED_AFTER)


def _waited_for() -> tuple[ColumnElement[bool], ...]:
    return not_withdrawn(), Invitation.reply.is_(None), or_(Invitation.sent_at.is_not(None), _unreachable())


def _unreachable() -> ColumnElement[bool]:
    return Invitation.person.has(~_reachable())


def _reachable() -> ColumnElement[bool]:
    """Of a person joined: there is an address, and our mails do not come back from it."""
    bad = select(BadAddress.email_key).where(BadAddress.email_key == Person.email_key).exists()
    return and_(Person.email_key.is_not(None), ~bad)


def _count(edition: Edition, *conditions: ColumnElement[bool]) -> int:
    return db.session.scalar(select(func.count()).where(Invitation.edition_id == edition.id, *conditions)) or 0
