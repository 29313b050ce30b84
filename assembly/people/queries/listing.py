"""The office's list of people."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, aliased, joinedload

from assembly.extensions import db, read_all
from assembly.i18n import Labelled, _l
from assembly.models import (
    Admission,
    Category,
    Community,
    Edition,
    Mode,
    Office,
    Person,
    Registration,
    Represents,
    State,
    StateCount,
)
from assembly.paging import ListPage, only_page
from assembly.people.queries.narrowing import few_with, the_edition
from assembly.protocol.search import matching, nearness
from assembly.quotas.queries import numbers_among


class Among(Labelled):
    """A part of the list of people, by its word in the address."""

    CONFIRMED = "confirmed", _l("Confirmed")
    TO_ANSWER = "to_answer", _l("To review")
    WAITING = "waiting", _l("Waiting list")
    OFFERED = "offered", _l("Place offered")
    NOT_COMING = "not_coming", _l("Will not come")
    ADMITTED = "admitted", _l("Admitted")
    ADMITTED_NOT_COMING = "admitted_not_coming", _l("Admitted, but marked as not coming")

    @property
    def states(self) -> tuple[State, ...]:
        """The states of those in it."""
        return {
            Among.CONFIRMED: (State.CONFIRMED,),
            Among.TO_ANSWER: (State.SUBMITTED, State.IN_REVIEW),
            Among.WAITING: (State.WAITING,),
            Among.OFFERED: (State.OFFERED,),
            Among.NOT_COMING: (State.CANCELLED, State.DECLINED),
            Among.ADMITTED: tuple(State),
            Among.ADMITTED_NOT_COMING: (State.CANCELLED, State.DECLINED),
        }[self]

    @property
    def condition(self) -> ColumnElement[bool]:
        """Who is in it."""
        in_state = Registration.state.in_(self.states)
        came = Registration.id.in_(select(Admission.registration_id))
        return in_state & came if self in (Among.ADMITTED, Among.ADMITTED_NOT_COMING) else in_state


class Sort(Labelled):
    """In which order the list stands, by its word in the address. No other is taken."""

    NAME = "name", _l("Name")
    PLACE = "place", _l("City or region")
    PROTOCOL = "protocol", _l("Protocol order")
    NEWEST = "newest", _l("Newest first")
    WAITING = "waiting", _l("Waiting list")

    def terms(self, *, walked: bool = True) -> list[ColumnElement[Any]]:
        """What the database sorts by. Each order has an index to walk along; `walked` false hides it: where few are
        wanted they are found first, which the database cannot know."""
        columns: dict[Sort, list[InstrumentedAttribute[Any]]] = {
            Sort.NAME: [Registration.folded],
            Sort.PLACE: [Registration.place_folded, Registration.folded],
            Sort.PROTOCOL: [Registration.protocol_key],
            Sort.NEWEST: [Registration.registered_at],
            Sort.WAITING: [Registration.mode, Registration.seq],
        }
        stored = [*columns[self], Registration.id]
        terms = [one.expression if walked else func.coalesce(one, one) for one in stored]
        return [one.desc() for one in terms] if self is Sort.NEWEST else terms


class Address(Labelled):
    """Whether somebody can be written to, by its word in the address."""

    KNOWN = "yes", _l("With an email address")
    MISSING = "no", _l("Without an email address")


_MERGED = aliased(Registration)
_STANDS = Registration.id.not_in(select(_MERGED.id).where(_MERGED.merged_into_id.is_not(None)))
"Of people made one the registration that stands. So few are not, that each order is walked in its index alone."


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is of: those for whom everything chosen is true. `country` is ISO 3166, `lang` one of ours.

    One person once: what was merged is found by the registration that stands.
    """

    search: str = ""
    among: Among | None = None
    mode: Mode | None = None
    category: Category | None = None
    represents: Represents | None = None
    office: Office | None = None
    country: str = ""
    lang: str = ""
    address: Address | None = None

    def conditions(self, edition: Edition, few: ColumnElement[bool] | None = None) -> list[ColumnElement[bool]]:
        """The same for the database; `few` are those that `narrowing` has found for the search."""
        equal = {
            Registration.mode: self.mode,
            Registration.category: self.category,
            Registration.represents: self.represents,
            Registration.office: self.office,
            Registration.lang: self.lang,
        }
        found: list[ColumnElement[bool]] = [_STANDS]
        found += [Registration.edition_id == edition.id] if few is None else [few, the_edition(edition)]
        found += [column == value for column, value in equal.items() if value]
        found += [self.among.condition] if self.among else []
        if self.country:
            found.append(Registration.community_id.in_(select(Community.id).where(Community.country == self.country)))
        if self.address:
            without = Registration.person_id.in_(select(Person.id).where(Person.email.is_(None)))
            found.append(without if self.address is Address.MISSING else ~without)
        return found + matching(self.search)


@dataclass(frozen=True, slots=True)
class PeoplePage(ListPage[Registration]):
    """One page of the office's list, how many there are in all, when and where those came in last who were admitted,
    and which number on the waiting list those have who wait, each by the id of the registration."""

    admissions: dict[int, Admission]
    numbers: dict[int, int]


_APART = (Among.CONFIRMED, Among.TO_ANSWER, Among.WAITING, Among.OFFERED, Among.NOT_COMING)
"Everybody is in one of these parts, and in no other of them."


def counts(edition: Edition) -> dict[Among, int]:
    """How many are in each part of the list: everybody in it, whether or not they count as participants."""
    rows = db.session.execute(
        select(StateCount.state, StateCount.people, StateCount.admitted).where(StateCount.edition_id == edition.id)
    ).all()
    in_state = {state: count for state, count, _admitted in rows}
    came_in_state = {state: count for state, _count, count in rows}
    by_came = dict.fromkeys((Among.ADMITTED, Among.ADMITTED_NOT_COMING), came_in_state)
    return {among: sum(by_came.get(among, in_state).get(state, 0) for state in among.states) for among in Among}


def offered_without_address(edition: Edition) -> int:
    """Count those a place is offered to whom no email can tell."""
    return how_many(edition, Wanted(among=Among.OFFERED, address=Address.MISSING))


def people(edition: Edition, search: str) -> PeoplePage:
    """Find those of whom this is written somewhere, the nearest first, then by name.

    They are counted by the statement that finds them, since all names of the edition may be read for it.
    """
    order = [nearness(search), *Sort.NAME.terms(walked=False)]
    ids, total = _counted(Wanted(search).conditions(edition, few_with(search, edition)), order, 1)
    return _page(edition, ids, total, 1)


def listed(
    edition: Edition, wanted: Wanted, sort: Sort, number: int, parts: Mapping[Among, int] | None = None
) -> PeoplePage:
    """One page of the office's list, searched blind to accents and case in names, places and references. `parts` is
    how many are in each part of the list, where that is known already."""
    few = few_with(wanted.search, edition)
    if few is not None:
        ids, total = _counted(wanted.conditions(edition, few), sort.terms(walked=False), number)
        if ids or number == 1:
            return _page(edition, ids, total, number)
    if parts is not None and wanted == Wanted(among=wanted.among):
        total = parts[wanted.among] if wanted.among else sum(parts[one] for one in _APART)
    else:
        total = how_many(edition, wanted)
    ids = db.session.scalars(only_page(found(edition, wanted, sort, few=total <= _FEW), number)).all()
    return _page(edition, ids, total, number)


def _counted(
    conditions: list[ColumnElement[bool]], order: list[ColumnElement[Any]], number: int
) -> tuple[Sequence[int], int]:
    """One page of those who meet the conditions, and how many do; 0 where the page is beyond the last."""
    found = select(Registration.id, func.count().over()).where(*conditions).order_by(*order)
    rows = db.session.execute(only_page(found, number)).all()
    return [one for one, _total in rows], rows[0][1] if rows else 0


def _page(edition: Edition, ids: Sequence[int], total: int, number: int) -> PeoplePage:
    rows = db.session.scalars(
        select(Registration).where(Registration.id.in_(ids)).options(joinedload(Registration.community))
    )
    by_id = {one.id: one for one in rows}
    came = select(Admission).where(Admission.registration_id.in_(ids)).order_by(Admission.first_at)
    admissions = {one.registration_id: one for one in db.session.scalars(came.options(joinedload(Admission.door)))}
    return PeoplePage([by_id[one] for one in ids], total, number, admissions, numbers_among(by_id.values()))


_FEW = 10_000
"So many are found first and then sorted; of more, the first in order are soon met by walking along the order."


def found(edition: Edition, wanted: Wanted, sort: Sort, *, few: bool = False) -> Select[int]:
    """The ids of those who are wanted, in this order; `few` says that they are."""
    return select(Registration.id).where(*wanted.conditions(edition)).order_by(*sort.terms(walked=not few))


def how_many(edition: Edition, wanted: Wanted) -> int:
    """How many are wanted."""
    return db.session.scalar(select(func.count()).select_from(Registration).where(*wanted.conditions(edition))) or 0


def countries(edition: Edition) -> list[str]:
    """The countries (ISO) whose cities and regions people of this edition represent."""
    speaks = (Registration.community_id == Community.id) & (Registration.edition_id == edition.id)
    return read_all(select(Community.country).where(select(Registration.id).where(speaks).exists()).distinct())


def ids_of(edition: Edition, codes: Iterable[str]) -> list[int]:
    """The registrations of these codes that belong to this edition."""
    chosen = select(Registration.id).where(Registration.edition_id == edition.id, Registration.code.in_(list(codes)))
    return read_all(chosen.order_by(Registration.id))


def ids_of_all(edition: Edition, wanted: Wanted, states: Collection[State] = tuple(State)) -> list[int]:
    """Everybody wanted who is in one of these states, by when they registered."""
    chosen = select(Registration.id).where(*wanted.conditions(edition), Registration.state.in_(states))
    return read_all(chosen.order_by(Registration.id))
