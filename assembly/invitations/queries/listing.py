"""Who was invited to an edition, what they answered, who has still to be written to or called."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select, true

from assembly import clock
from assembly.access.queries import invitation_by_code, whole_invitation
from assembly.extensions import db, read_all, read_one
from assembly.i18n import _l
from assembly.invitations.invitees import Guests, person_keys
from assembly.models import (
    Appearance,
    Community,
    Edition,
    Invitation,
    Mandate,
    Mode,
    Network,
    NetworkList,
    Person,
    PlaceCount,
    Registration,
    Reply,
    State,
)
from assembly.paging import ListPage, only_page
from assembly.protocol.search import holds_words


class Standing(StrEnum):
    """Where an invitation stands, by its word in the address: each is in exactly one part of the list."""

    UNSENT = "unsent"
    UNANSWERED = "unanswered"
    COMES = "comes"
    REPRESENTED = "represented"
    ONLINE = "online"
    DECLINES = "declines"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """The part in the office's words."""
        reply = next((one for one in Reply if one.value == self.value), None)
        if reply is not None:
            return reply.told
        return str(
            {
                Standing.UNSENT: _l("Not sent"),
                Standing.UNANSWERED: _l("No answer"),
                Standing.WITHDRAWN: _l("Withdrawn"),
            }[self]
        )


_ended = Invitation.registration_id.in_(
    select(Registration.id).where(Registration.state.in_([one for one in State if not one.is_active]))
)
"As `Invitation.outcome` says it: whoever has cancelled since does not come."

_standing = case(
    (Invitation.withdrawn_at.is_not(None), Standing.WITHDRAWN.value),
    (and_(Invitation.reply.is_not(None), _ended), Standing.DECLINES.value),
    (Invitation.reply.is_not(None), Invitation.reply),
    (Invitation.sent_at.is_not(None), Standing.UNANSWERED.value),
    else_=Standing.UNSENT.value,
)


@dataclass(frozen=True, slots=True)
class OfNetwork:
    """What came of the invitations of one network; `shown` is the link by which it reads them, if it has one."""

    network: Network
    invited: int
    answered: int
    coming: int
    shown: NetworkList | None


def invitation(edition: Edition, code: str) -> Invitation | None:
    """The invitation of an address, if it belongs to this edition."""
    found = invitation_by_code(code)
    return found if found is not None and found.edition_id == edition.id else None


def invitation_by_hash(token_hash: str) -> Invitation | None:
    """The invitation whose link somebody holds."""
    return read_one(whole_invitation(select(Invitation).where(Invitation.token_hash == token_hash)))


def withdrawn(edition: Edition) -> dict[int, Invitation]:
    """Invitations taken back, by the id of their person."""
    found = select(Invitation).where(Invitation.edition_id == edition.id, Invitation.withdrawn_at.is_not(None))
    return {one.person_id: one for one in db.session.scalars(found)}


def invited_alike(
    edition: Edition, name_key: str, community: Community | None, org_text: str, but: Invitation | None = None
) -> Invitation | None:
    """Somebody invited of the same folded name and from the same place: the same person with another address."""
    others = Invitation.id != but.id if but else true()
    place = Invitation.community_id == community.id if community else Invitation.org_text == org_text
    return read_one(
        select(Invitation)
        .join(Person)
        .where(Invitation.edition_id == edition.id, not_withdrawn(), Person.name_key == name_key, place, others)
        .limit(1)
    )


def known_besides(one: Invitation) -> bool:
    """Whether something besides this invitation knows its person: a registration, another invitation, an appearance, a
    mandate."""
    person = one.person_id
    registered = exists().where(Registration.person_id == person)
    invited = exists().where(Invitation.person_id == person, Invitation.id != one.id)
    speaks = exists().where(Appearance.person_id == person)
    holds = exists().where(Mandate.person_id == person)
    return bool(db.session.scalar(select(or_(registered, invited, speaks, holds))))


def standings(edition: Edition) -> dict[Standing, int]:
    """How many are in each part of the list."""
    rows: list[tuple[str, int]] = db.session.execute(
        select(_standing, func.count()).where(Invitation.edition_id == edition.id).group_by(_standing)
    ).all()  # type: ignore[assignment]
    found = dict(rows)
    return {one: found.get(one.value, 0) for one in Standing}


def invitations(
    edition: Edition, search: str, number: int, standing: Standing | None = None, network: Network | None = None
) -> ListPage[Invitation]:
    """The office's list, by name, searched blind to accents and case in names and places."""
    found = select(Invitation).where(Invitation.edition_id == edition.id)
    if standing is not None:
        found = found.where(_standing == standing.value)
    if network is not None:
        found = found.where(Invitation.invited_by_id == network.id)
    found = found.where(*holds_words(search, Invitation.folded, Invitation.community_id))
    total = db.session.scalar(select(func.count()).select_from(found.subquery())) or 0
    page = only_page(_in_order(whole_invitation(found)), number)
    return ListPage(db.session.scalars(page).all(), total, number)


def by_network(edition: Edition) -> list[OfNetwork]:
    """What came of the invitations of each network that invited somebody, in the networks' own order."""
    coming = and_(
        Invitation.reply.in_([one for one in Reply if one.mode is not None]),
        or_(Invitation.registration_id.is_(None), ~_ended),
    )
    rows = db.session.execute(
        select(
            Network,
            func.count(),
            func.count().filter(Invitation.reply.is_not(None)),
            func.count().filter(coming),
        )
        .join(Invitation, Invitation.invited_by_id == Network.id)
        .where(Invitation.edition_id == edition.id, not_withdrawn())
        .group_by(Network.id)
        .order_by(Network.kind, Network.position, Network.id)
    ).all()
    lists = {one.network_id: one for one in open_lists(edition)}
    return [
        OfNetwork(network, invited, answered, came, lists.get(network.id)) for network, invited, answered, came in rows
    ]


def open_lists(edition: Edition) -> list[NetworkList]:
    """The links by which networks read their lists."""
    found = select(NetworkList).where(NetworkList.edition_id == edition.id, NetworkList.revoked_at.is_(None))
    return read_all(found.order_by(NetworkList.id))


def list_by_hash(token_hash: str) -> NetworkList | None:
    """The list whose link somebody holds."""
    return read_one(select(NetworkList).where(NetworkList.token_hash == token_hash))


def invited_by(shown: NetworkList) -> list[Invitation]:
    """Whom this network invited to this edition, by name."""
    found = select(Invitation).where(
        Invitation.edition_id == shown.edition_id, Invitation.invited_by_id == shown.network_id, not_withdrawn()
    )
    return read_all(_in_order(whole_invitation(found)))


def known_guests(edition: Edition) -> Guests:
    """Everybody a table need not invite: by address and name, and by name and place."""
    invited = (
        select(Invitation.code, Person.email_key, Person.name_key, Community.code, Invitation.org_text)
        .join(Person, Person.id == Invitation.person_id)
        .outerjoin(Community, Community.id == Invitation.community_id)
        .where(Invitation.edition_id == edition.id, not_withdrawn())
    )
    registered = (
        select(Registration.code, Person.email_key, Person.name_key, Community.code, Registration.org_text)
        .join(Person, Person.id == Registration.person_id)
        .outerjoin(Community, Community.id == Registration.community_id)
        .where(Registration.edition_id == edition.id, Registration.state.in_([one for one in State if one.is_active]))
    )
    return Guests(_by_key(invited), _by_key(registered))


def answers_on_offer(one: Invitation, counts: Iterable[PlaceCount] | None = None, *, late: bool = False) -> list[Reply]:
    """What may be answered now: coming in a way on offer to them, until its deadline (`late`: after it too).

    `counts` are the rows of the edition's places, where somebody holds their lock.
    """
    now, closes = clock.now(), {row.mode: row.closes_at for row in counts or one.edition.places if row.is_offered}
    modes = {mode for mode in one.represents.modes if mode in closes and (late or now <= closes[mode])}
    return [reply for reply in Reply if reply.mode is None or reply.mode in modes]


def closes_at(one: Invitation) -> datetime | None:
    """The last instant at which they may say that they come, in the way that ends first."""
    found = {place.mode: place.closes_at for place in one.edition.places if place.mode in one.represents.modes}
    return found.get(Mode.ON_SITE) or found.get(Mode.ONLINE)


def _by_key(rows: Select[str, str | None, str, str | None, str]) -> dict[tuple[str, str], str]:
    return {
        key: code
        for code, address, name, community, org_text in db.session.execute(rows)
        for key in person_keys(address, name, community, org_text)
    }


def not_withdrawn() -> ColumnElement[bool]:
    """Of invitations: those still valid."""
    return Invitation.withdrawn_at.is_(None)


def _in_order(found: Select[Invitation]) -> Select[Invitation]:
    return found.order_by(Invitation.folded, Invitation.id)
