"""Who may be one person with two registrations, or with a registration and a part in the programme."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import Integer, String, cast, literal, null, select, union_all
from sqlalchemy.orm import joinedload

from assembly.access.queries import active_of
from assembly.extensions import db
from assembly.fold import fold
from assembly.i18n import Labelled, _l
from assembly.models import (
    Appearance,
    AppearanceRole,
    AppearanceState,
    Edition,
    Mandate,
    Person,
    Quote,
    Registration,
    ReleasedAppearance,
    Session,
    State,
    TwoPeople,
)
from assembly.speakers.similar_names import Name, Names, name_of

MOST_PAIRS = 100
"As many are shown; once some are settled, others follow."
_ACTIVE = [state for state in State if state.is_active]


class Sign(Labelled):
    """Why two may be one."""

    ADDRESS = "address", _l("Same email address and a similar name")
    PLACE = "place", _l("Similar name and same city, region or organisation")
    PROGRAMME = "programme", _l("One of the two people is in the programme")


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is compared of somebody: who is in the programme without a registration has none."""

    person_id: int
    registration_id: int | None
    name: Name
    address: str | None
    community_id: int | None
    place: str


@dataclass(frozen=True, slots=True)
class Twins:
    """Two people who may be one, with their registrations here, if they have one, and their parts in the programme."""

    sign: Sign
    one: Person
    other: Person
    registrations: tuple[Registration | None, Registration | None]
    roles: tuple[tuple[AppearanceRole, ...], tuple[AppearanceRole, ...]]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people side by side: `kept` is the one whose page and code stay. Either may have no registration here."""

    kept: Person
    gone: Person
    of_kept: Registration | None
    of_gone: Registration | None

    @property
    def better_is_gone(self) -> bool:
        """Whether the registration that stands better is that of the person who goes."""
        if self.of_kept is None or self.of_gone is None:
            return self.of_kept is None
        return rank(self.of_gone) < rank(self.of_kept)


def rank(registration: Registration) -> tuple[int, int]:
    """A confirmed registration stands better than an offer, that better than waiting; among equals the earlier."""
    order = (State.CONFIRMED, State.OFFERED, State.WAITING)
    place = order.index(registration.state) if registration.state in order else len(order)
    return place, registration.id


def count_twins(edition: Edition) -> int:
    """How many pairs there are to look at, as far as they are shown."""
    return len(_found(_look(edition)))


def twins(edition: Edition) -> list[Twins]:
    """Pairs to look at, the surest sign first, without those somebody said are two people."""
    roles, found = _roles(edition), _found(_look(edition))
    ids = {each.person_id for _sign, one, other in found for each in (one, other)}
    people = {one.id: one for one in db.session.scalars(select(Person).where(Person.id.in_(ids)))}
    theirs = {one.registration_id for _sign, *pair in found for one in pair}
    rows = select(Registration).where(Registration.id.in_(theirs - {None})).options(joinedload(Registration.community))
    registrations = {one.id: one for one in db.session.scalars(rows)}
    return [
        Twins(
            sign,
            people[one.person_id],
            people[other.person_id],
            (registrations.get(one.registration_id or 0), registrations.get(other.registration_id or 0)),
            (roles.get(one.person_id, ()), roles.get(other.person_id, ())),
        )
        for sign, one, other in found
    ]


def pair(edition: Edition, one: Person, other: Person) -> Pair | None:
    """These two side by side, if each is registered or in the programme here and they are not one yet."""
    here = active_of(edition, one), active_of(edition, other)
    there = [mine is not None or bool(_roles(edition, who)) for mine, who in zip(here, (one, other), strict=True)]
    if one.id == other.id or not all(there):
        return None
    found = Pair(one, other, *here)
    return Pair(other, one, here[1], here[0]) if _goes(found) else found


def sign_of(edition: Edition, one: Person, other: Person) -> Sign | None:
    """The surest sign that these two may be one; None for two whom only somebody's own idea brought together."""
    look, ids = _look(edition), {one.id, other.id}
    both = _candidates(
        [seen for seen in look.registered if seen.person_id in ids],
        [seen for seen in look.speaking if seen.person_id in ids],
    )
    return next((sign for sign, _one, _other in both), None)


def roles_of(edition: Edition, person: Person) -> tuple[AppearanceRole, ...]:
    """What somebody does in the programme of this edition, unless they said no."""
    return _roles(edition, person).get(person.id, ())


def _goes(pair: Pair) -> bool:
    """Whether the first of two goes: merged before, or without the public page the other has, or worse registered."""
    if pair.kept.merged_into_id or pair.gone.merged_into_id:
        return pair.kept.merged_into_id is not None
    public = _with_public_page(pair.kept, pair.gone)
    if len(public) == 1:
        return pair.gone.id in public
    if pair.of_kept is None or pair.of_gone is None:
        return pair.of_kept is None
    return pair.better_is_gone


def _with_public_page(*people: Person) -> set[int]:
    """Whose address the public may have: it must go on leading to them."""
    ids = [one.id for one in people]
    found = [
        db.session.scalars(select(noun.person_id).where(noun.person_id.in_(ids)))
        for noun in (Mandate, Appearance, Quote, ReleasedAppearance)
    ]
    return {one for rows in found for one in rows}


@dataclass(frozen=True, slots=True)
class _Look:
    """Who means to come, who is in the programme without a registration, and who was said to be two people."""

    registered: list[_Seen]
    speaking: list[_Seen]
    two: set[tuple[int, int]]


def _look(edition: Edition) -> _Look:
    """All of it in one statement: the first page of the office asks for it."""
    nothing, no_text = cast(null(), Integer), literal("")
    registered = (
        select(
            Registration.id.label("registration_id"),
            Registration.community_id,
            Registration.org_text,
            Person.id.label("person_id"),
            Person.name_key,
            Person.email_key,
        )
        .join(Person, Person.id == Registration.person_id)
        .where(Registration.edition_id == edition.id, Registration.state.in_(_ACTIVE))
    )
    speaking = (
        select(nothing, Mandate.community_id, no_text, Person.id, Person.name_key, cast(null(), String))
        .select_from(Appearance)
        .join(Session)
        .join(Person, Person.id == Appearance.person_id)
        .outerjoin(Mandate, Mandate.id == Appearance.mandate_id)
        .where(
            Session.edition_id == edition.id,
            Session.removed_at.is_(None),
            Appearance.state.not_in([one for one in AppearanceState if one.is_over]),
        )
    )
    two = select(TwoPeople.one_id, TwoPeople.other_id, no_text, nothing, no_text, cast(null(), String))
    found = _Look([], [], set())
    parts: dict[int, _Seen] = {}
    rows: Iterable[Any] = db.session.execute(union_all(registered, speaking, two))
    for here, community, text, person, name, address in rows:
        if person is None:
            found.two.add((here, community))
        elif here is None:
            parts[person] = _Seen(person, None, name_of(name), None, community, "")
        else:
            found.registered.append(
                _Seen(person, here, name_of(name), address, community, "" if community else fold(text))
            )
    found.registered.sort(key=lambda one: one.registration_id or 0)
    known = {one.person_id for one in found.registered}
    found.speaking.extend(parts[one] for one in sorted(parts) if one not in known)
    return found


def _found(look: _Look) -> list[tuple[Sign, _Seen, _Seen]]:
    found: dict[tuple[int, int], tuple[Sign, _Seen, _Seen]] = {}
    for sign, one, other in _candidates(look.registered, look.speaking):
        ids = min(one.person_id, other.person_id), max(one.person_id, other.person_id)
        if one.person_id != other.person_id and ids not in look.two:
            found.setdefault(ids, (sign, one, other))
    return list(islice(found.values(), MOST_PAIRS))


def _candidates(registered: list[_Seen], speaking: list[_Seen]) -> Iterator[tuple[Sign, _Seen, _Seen]]:
    addresses, places = Names[_Seen](), Names[_Seen]()
    for one in registered:
        if one.address:
            addresses.add(one.address, one.name, one)
    for one in (*registered, *speaking):
        if one.community_id or one.place:
            places.add(one.community_id or one.place, one.name, one)
    yield from ((Sign.ADDRESS, *two) for two in addresses.pairs())
    yield from _in_the_programme(registered, speaking)
    for one, other in places.pairs():
        speaks = one.registration_id is None or other.registration_id is None
        if one.registration_id or other.registration_id:
            yield Sign.PROGRAMME if speaks else Sign.PLACE, one, other


def _in_the_programme(registered: list[_Seen], speaking: list[_Seen]) -> Iterator[tuple[Sign, _Seen, _Seen]]:
    """Of the same words in their names, and not known to be from two places."""
    by_words = {tuple(sorted(one.name)): one for one in speaking}
    for one in registered:
        other = by_words.get(tuple(sorted(one.name)))
        if other is not None and len({one.community_id, other.community_id, None}) < 3:
            yield Sign.PROGRAMME, one, other


def _roles(edition: Edition, *people: Person) -> dict[int, tuple[AppearanceRole, ...]]:
    """What each person (by id) does in the programme, unless they said no."""
    parts = (
        select(Appearance.person_id, Appearance.role)
        .join(Session)
        .where(
            Session.edition_id == edition.id,
            Session.removed_at.is_(None),
            Appearance.state.not_in([one for one in AppearanceState if one.is_over]),
        )
        .order_by(Appearance.id)
    )
    if people:
        parts = parts.where(Appearance.person_id.in_([one.id for one in people]))
    found: dict[int, dict[AppearanceRole, None]] = {}
    for person_id, role in db.session.execute(parts):
        found.setdefault(person_id, {})[role] = None
    return {person_id: tuple(roles) for person_id, roles in found.items()}
