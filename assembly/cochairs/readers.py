"""Who the card of a day is for, the link of each, and who has been sent it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from assembly import clock
from assembly.agenda.queries import programme
from assembly.extensions import db, read_all, read_one
from assembly.models import DayCard, Edition, EditionRole, Mail, Person, User
from assembly.security import Permission, may_enter, rights, works_on_desk
from assembly.speakers.queries import co_chairs


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody the card is for: an account that works on the desk, or a co-chair of the day by mandate."""

    key: str
    "What an address of ours and the email name them by."
    name: str
    lang: str
    address: str
    "Empty where we cannot write to them: the office hands them their link."
    user_id: int | None = None
    person_id: int | None = None

    @classmethod
    def of(cls, card: DayCard) -> "Reader":
        """Whose link it is."""
        return _account(card.user) if card.user is not None else _person(card.person)


@dataclass(frozen=True, slots=True)
class Link:
    """One co-chair and their link to the card of one day, if they have one that works."""

    reader: Reader
    card: DayCard | None


def named(edition: Edition) -> list[Reader]:
    """Everybody the card is for, each address once: accounts first, since their owners chose the language."""
    at = or_(EditionRole.edition_id == edition.id, EditionRole.edition_id.is_(None))
    here = select(User).where(User.id.in_(select(EditionRole.user_id).where(at)))
    users = db.session.scalars(here.order_by(User.name, User.id))
    found = [_account(one) for one in users if _is_reader(one, edition)]
    addresses = {one.address for one in found}
    for person in (mandate.person for mandate in co_chairs(edition)):
        if not person.email_key or person.email_key not in addresses:
            found.append(_person(person))
            addresses.add(person.email_key or "")
    return list({one.key: one for one in found}.values())


def readers(edition: Edition) -> list[Reader]:
    """Everybody the card is emailed to."""
    return [one for one in named(edition) if one.address]


def links(edition: Edition, day: date) -> list[Link]:
    """Everybody the card is for with their link; then others who hold one that works under another of their names."""
    mine = select(DayCard).where(DayCard.edition_id == edition.id, DayCard.day == day, DayCard.ended_at.is_(None))
    rows = db.session.scalars(mine.options(joinedload(DayCard.user), joinedload(DayCard.person)).order_by(DayCard.id))
    cards = {Reader.of(one).key: one for one in rows}
    found = [Link(one, cards.pop(one.key, None)) for one in named(edition)]
    people = _co_chairs(edition) if cards else frozenset()
    return found + [Link(Reader.of(one), one) for one in cards.values() if _still_works(one, people)]


def last_card(edition: Edition, day: date, reader: Reader) -> DayCard | None:
    """The link made last for somebody and one day, ended or not."""
    return read_one(_cards(edition, day, reader).order_by(DayCard.id.desc()).limit(1))


def open_card(edition: Edition, day: date, reader: Reader) -> DayCard | None:
    """The same, unless it was ended."""
    last = last_card(edition, day, reader)
    return last if last is not None and last.ended_at is None else None


def open_cards(edition: Edition, day: date, reader: Reader) -> list[DayCard]:
    """All their links that work: two where two entries for one person were merged."""
    return read_all(_cards(edition, day, reader).where(DayCard.ended_at.is_(None)))


def card_by_hash(token_hash: str) -> DayCard | None:
    """The link somebody holds, unless it was ended or they are no longer a co-chair."""
    mine = select(DayCard).where(DayCard.token_hash == token_hash, DayCard.ended_at.is_(None))
    found = read_one(mine.options(joinedload(DayCard.user)))
    return found if found is not None and _still_works(found, _co_chairs(found.edition)) else None


def mail_key(edition: Edition, day: date, when: str, reader: Reader) -> str:
    """What makes sure that one reader gets the card of one day once in the evening and once in the morning."""
    return f"day-card:{edition.id}:{day.isoformat()}:{when}:{reader.key}"


def without_mail(edition: Edition, day: date, when: str) -> list[Reader]:
    """Those who have not been sent this card yet; nobody where no published session takes place on that day."""
    if not any(clock.local_day(one.starts_at, edition.zone) == day for one in programme(edition)):
        return []
    keys = {mail_key(edition, day, when, one): one for one in readers(edition)}
    there = set(db.session.scalars(select(Mail.dedupe_key).where(Mail.dedupe_key.in_(keys))))
    return [one for key, one in keys.items() if key not in there]


def key_of(user: User) -> str:
    """The key an account has as a reader, whether it is one or not."""
    return f"user:{user.code}"


def _cards(edition: Edition, day: date, reader: Reader) -> Select[DayCard]:
    holder = DayCard.user_id == reader.user_id if reader.user_id is not None else DayCard.person_id == reader.person_id
    return select(DayCard).where(DayCard.edition_id == edition.id, DayCard.day == day, holder)


def _account(user: User) -> Reader:
    return Reader(key_of(user), user.name, user.lang, user.email_key, user_id=user.id)


def _person(person: Person | None) -> Reader:
    assert person is not None  # a link belongs to an account or to a person
    address = person.email if person.email and person.email_key else ""
    return Reader(f"person:{person.code}", person.full_name, person.mail_lang, address, person_id=person.id)


def _is_reader(user: User, edition: Edition) -> bool:
    """Whether an account may use the desk of an edition as a co-chair: by their role, or because they may not do the
    organisers' work there."""
    here = any(one.role == "co_chair" and one.edition_id in (None, edition.id) for one in user.edition_roles)
    as_co_chair = here and Permission.USE_DESK in rights(user, edition)
    return may_enter(user) and (as_co_chair or works_on_desk(user, edition))


def _co_chairs(edition: Edition) -> frozenset[int]:
    """The co-chairs of the day by mandate, by the id of the person."""
    return frozenset(one.person_id for one in co_chairs(edition))


def _still_works(card: DayCard, people: frozenset[int]) -> bool:
    """Whether the link still belongs to a co-chair of its edition; `people` are those by mandate."""
    return card.person_id in people if card.user is None else _is_reader(card.user, card.edition)
