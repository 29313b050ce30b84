"""Who stands for a city: one at a time, a chain with who, when, for whom and why; the others are its delegation."""

from __future__ import annotations

import pytest
from city_delegations import chain, come
from directory import make
from factories import make_edition, submission
from flask import Flask
from queries_counted import counted
from sqlalchemy import select

from assembly.access import queries as access_queries
from assembly.communities import queries as known
from assembly.communities.facts import facts_of
from assembly.communities.jobs import take_up_typed_names
from assembly.communities.service import merging, suggestions
from assembly.delegations import queries as delegation_queries
from assembly.delegations import service as delegations
from assembly.delegations.jobs import keep_represented
from assembly.delegations.service import CannotStand
from assembly.extensions import db
from assembly.models import Edition, Entry, Mode, NoticeKind, Registration, Representation, State, Suggestion
from assembly.people.service import answering
from assembly.privacy.service import kept_notices
from assembly.registration.service import changing, handing_over, leaving, registering
from assembly.registration.service.changing import Change
from assembly.registration.service.handing_over import Successor
from assembly.transactions import writing


def test_the_first_represents_and_others_come_along(edition: Edition) -> None:
    first, second = come(edition, 1, function="Adjointe"), come(edition, 2)
    assert chain(first) == [("1", "", True)]
    assert (first.head_id, second.head_id) == (None, first.id)
    assert come(edition, 3, mode=Mode.ONLINE).head_id is None


def test_a_deputy_represents_the_absent_mayor(edition: Edition) -> None:
    mayor, other = come(edition, 1), come(edition, 2, function="Adjointe")
    with writing():
        deputy = handing_over.hand_over(
            mayor, Successor("Boris", "Nowak 3", "Adjoint", "boris@example.org", "fr", "Vote")
        )
    assert chain(deputy) == [("1", "", False), ("3", "1", True)]
    assert delegation_queries.chain(deputy)[-1].reason == ""  # why the mayor stays away is her own affair
    db.session.refresh(other)
    assert other.head_id == deputy.id
    with writing():
        third = handing_over.hand_over(deputy, Successor("Ewa", "Nowak 4", "Conseillère", "ewa@example.org", "fr"))
    assert chain(third)[-1] == ("4", "1", True)  # still for the mayor


def test_leaving_or_going_online_ends_it(edition: Edition) -> None:
    first = come(edition, 1)
    with writing():
        leaving.cancel(first)
    assert chain(first) == [("1", "", False)]
    second = come(edition, 2)
    with writing():
        delegations.represent(second, first.person, "Un appel")
    change = Change(second.version, second.badge_name, second.function, "Rzeszów", Mode.ONLINE)
    with writing():
        changing.change(second, change)
    assert chain(first)[-2:] == [("2", "", False), ("2", "1", False)]
    assert come(edition, 3).head_id is None
    assert chain(first)[-1] == ("3", "", True)


def heads(edition: Edition) -> dict[str, str]:
    """With whom each comes, by the last letters of their names."""
    db.session.expire_all()
    rows = db.session.scalars(select(Registration).where(Registration.edition_id == edition.id))
    return {one.badge_name[-1]: one.head.badge_name[-1] if one.head else "" for one in rows}


@pytest.mark.turns(5)
@pytest.mark.parametrize(
    ("functions", "heir"),
    [
        (("Adjoint", "Conseillère", "Conseiller"), "2"),  # in the order of registration
        (("Adjoint", "Conseillère", "Maire"), "3"),  # the mayor before them
    ],
)
@pytest.mark.parametrize("leaves", ["cancels", "online", "other city", "declined"])
def test_somebody_confirmed_stands_after_who_leaves(
    edition: Edition, functions: tuple[str, ...], heir: str, leaves: str
) -> None:
    first, *_others = [come(edition, at, function=one) for at, one in enumerate(functions, 1)]
    other = "2" if heir == "3" else "3"
    with writing():
        if leaves == "cancels":
            leaving.cancel(first)
        elif leaves == "declined":
            answering.decline(first, "Un doublon")
        else:
            place, mode = ("Porto", Mode.ON_SITE) if leaves == "other city" else ("Rzeszów", Mode.ONLINE)
            changing.change(first, Change(first.version, first.badge_name, first.function, place, mode))
    assert chain(_others[0]) == [("1", "", False), (heir, "", True)]
    assert heads(edition) == {"1": "", heir: "", other: heir}
    entries = select(Entry.noun_ref).where(Entry.verb == "represents")
    assert [access_queries.by_code(code).badge_name[-1] for code in db.session.scalars(entries)] == [heir]  # type: ignore[union-attr]


@pytest.mark.proof("test_somebody_confirmed_stands_after_who_leaves")
def test_an_earlier_representative_returns(edition: Edition) -> None:
    mayor, second, third = (come(edition, at, function="Adjointe") for at in (1, 2, 3))
    with writing():
        delegations.represent(third, mayor.person, "Un appel")
    with writing():
        delegations.represent(mayor)
    with writing():
        leaving.cancel(mayor)
    assert chain(second)[-1] == ("3", "1", True)  # though the second has the lower number
    assert heads(edition) == {"1": "", "2": "3", "3": ""}


def test_people_waiting_never_represent(ctx: Flask) -> None:
    with writing():
        make("rzeszow", "Rzeszów")
        edition = make_edition(size=1)
    first, second = come(edition, 1), come(edition, 2)
    with writing():
        leaving.cancel(first)
    db.session.refresh(second)
    assert second.state is State.OFFERED
    assert chain(first) == [("1", "", False)]


def typed(edition: Edition) -> list[Registration]:
    """A councillor and the mayor of a city nobody knew; the directory knows it now, and nobody stands for it yet."""
    found = [come(edition, 1, place="Sanok", function="Conseiller"), come(edition, 2, place="Sanok", function="Maire")]
    take_up_typed_names()
    with writing():
        suggestions.accept(db.session.scalars(select(Suggestion)).one(), make("sanok", "Sanok"))
    return found


@pytest.mark.proof("communities/test_suggestions takes the registrations along")
def test_an_accepted_name_has_its_representative(edition: Edition) -> None:
    councillor, mayor = typed(edition)
    keep_represented()
    assert chain(councillor) == [("2", "", True)]
    assert heads(edition) == {"1": "2", "2": ""}
    keep_represented()
    assert chain(councillor) == [("2", "", True)]
    assert delegation_queries.unsettled() == []
    come(edition, 3, place="Sanok", function="Conseillère technique")
    assert chain(mayor) == [("2", "", True)]


@pytest.mark.proof("test_the_first_represents_and_others_come_along")
def test_a_newcomer_takes_nobodys_role(edition: Edition) -> None:
    councillor, mayor = typed(edition)
    newcomer = come(edition, 3, place="Sanok", function="Conseillère technique")
    assert (chain(councillor), newcomer.head_id) == ([], mayor.id)
    with writing():
        registering.add_by_hand(edition, submission(4, place="Sanok", origin="office"))
    keep_represented()
    assert chain(councillor) == [("2", "", True)]
    assert heads(edition) == {"1": "2", "2": "", "3": "2", "4": "2"}


@pytest.mark.proof("communities/test_merging: one place keeps one representative")
def test_merged_places_have_one_representative(edition: Edition) -> None:
    with writing():
        make("reichshof", "Reichshof")
    for number, place in enumerate(("Rzeszów", "Reichshof", "Rzeszów", "Reichshof"), 1):
        come(edition, number, place=place)
    with writing():
        kept, gone = known.by_code("rzeszow"), known.by_code("reichshof")
        assert kept is not None
        assert gone is not None
        merging.merge(kept, gone, facts_of(kept), versions=(kept.version, gone.version))
    keep_represented()
    assert heads(edition) == {"1": "", "2": "1", "3": "1", "4": "1"}
    assert delegation_queries.unsettled() == []


@pytest.mark.proof("the database allows one: test_the_database_allows_one_who_stands")
def test_represented_twice_is_once(edition: Edition) -> None:
    first, second = come(edition, 1), come(edition, 2)
    for _click in range(2):
        with writing():
            delegations.represent(second, first.person, "Un appel")
    assert chain(first) == [("1", "", False), ("2", "1", True)]
    online = come(edition, 4, mode=Mode.ONLINE)
    with pytest.raises(CannotStand), writing():
        delegations.represent(online)


def test_any_place_costs_the_same_statements(edition: Edition, ctx: Flask) -> None:
    with writing():
        kept_notices.id_of(NoticeKind.PRIVACY, "fr")  # looked up once by each process
    costs = []
    for number, place in enumerate(("Rzeszów", "Rzeszów", "Nowhere", "Rzeszów")):
        with counted(ctx) as sent, writing():
            registering.register(edition, submission(number, place=place))
        costs.append(len(sent))
    assert max(costs) <= 21, costs  # the last of them raises the version of pages


def test_the_database_allows_one_who_stands(edition: Edition) -> None:
    come(edition, 1)
    come(edition, 2)
    standing = db.session.scalars(select(Representation).where(Representation.until_at.is_(None))).all()
    assert len(standing) == 1
