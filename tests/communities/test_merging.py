"""Two entries made one: whatever referred to either refers to the one that stays, and no table can be forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from directory import AT, entry, make, office
from factories import make_edition, submission
from flask import Flask
from inspector import InspectingClient
from signers import interest
from sqlalchemy import Column, ForeignKey, Integer, Table, UniqueConstraint, select

from assembly.accounts.service.people import add_person
from assembly.communities import queries
from assembly.communities.facts import facts_of
from assembly.communities.service import merging
from assembly.communities.service.merging import CannotMerge, merge
from assembly.communities.service.networks import add_network
from assembly.communities.service.suggestions import link, suggest
from assembly.errors import ChangedMeanwhile
from assembly.extensions import db
from assembly.history import first_broken_entry
from assembly.models import (
    Base,
    Bilingual,
    Community,
    Entry,
    FormerCode,
    Mandate,
    MandateRole,
    Registration,
    Representation,
    Signature,
    SignatureKind,
    Signing,
)
from assembly.people.queries.listing import people
from assembly.registration.service import registering
from assembly.signatures.service.beginning import start
from assembly.signatures.service.facts import record_signature, withdraw_signature
from assembly.speakers.service.mandates import add_mandate
from assembly.transactions import writing

HANDLED = {
    "alias": "part of it",
    "ceremony_place": "moved; twice in a ceremony until the office removes one",
    "former_code": "moved",
    "mandate": "moved",
    "membership": "part of it",
    "registration": "moved, found by the name that stays",
    "invitation": "moved",
    "representation": "whoever stood first stays, the other's time ends",
    "signature": "the earlier date stays",
    "signing": "moved, with the signature that stays",
    "suggestion": "moved",
}
"Every table that refers to a community, and what a merge does there. A new one fails here until somebody decides."


def unhandled() -> set[str]:
    """Tables that refer to a community and are not in the list."""
    return {column.table.name for column in merging.references(Base.metadata.tables["community"])} ^ set(HANDLED)


@pytest.mark.database("proof")
def test_every_reference_is_handled() -> None:
    assert unhandled() == set()


@pytest.fixture
def new_table(ctx: Flask, request: pytest.FixtureRequest) -> Iterator[Table]:
    """A table somebody adds later, of which each community may have one row or many."""
    columns = [Column("id", Integer, primary_key=True), Column("community_id", ForeignKey("community.id"))]
    table = Table("twinning", Base.metadata, *columns, *request.param)
    with db.engine.begin() as connection:
        table.create(connection)
    yield table
    Base.metadata.remove(table)


def two() -> tuple[Community, Community]:
    return make("lodz", "Łódź"), make("lodsch", "Lodsch", population=3)


def merged(kept: Community, gone: Community) -> None:
    merge(kept, gone, facts_of(kept), versions=(kept.version, gone.version))


@pytest.mark.parametrize("new_table", [[]], indirect=True)
def test_a_new_table_is_moved_too(new_table: Table) -> None:
    assert unhandled() == {"twinning"}
    with writing():
        one, other = two()
        db.session.flush()
        db.session.execute(new_table.insert(), [{"community_id": one.id}, {"community_id": other.id}])
        merged(one, other)
    assert set(db.session.scalars(select(new_table.c.community_id))) == {entry("lodz").id}


@pytest.mark.parametrize("new_table", [[UniqueConstraint("community_id")]], indirect=True)
def test_a_new_table_with_one_row_refuses(new_table: Table) -> None:
    with writing():
        one, other = two()
        db.session.flush()
        db.session.execute(new_table.insert(), [{"community_id": one.id}, {"community_id": other.id}])
    with pytest.raises(CannotMerge), writing():
        merged(one, other)
    assert entry("lodsch").population == 3
    with writing():
        db.session.execute(new_table.delete().where(new_table.c.community_id == one.id))
        merged(one, other)
    assert set(db.session.scalars(select(new_table.c.community_id))) == {entry("lodz").id}


@pytest.mark.database
def test_references_of_every_kind_move(ctx: Flask) -> None:
    with writing():
        edition = make_edition()
        for code in ("oasc", "cemr"):
            add_network(code=code, short_name=code, name=code, role=Bilingual())
        one = make("lodz", "Łódź", networks=["oasc"])
        other = make("lodsch", "Lodsch", networks=("oasc", "cemr"), spellings=("Litzmannstadt",))
        record_signature(one, SignatureKind.SIGN, signed_on=date(2023, 6, 15), edition=None, source="x")
        record_signature(other, SignatureKind.SIGN, signed_on=date(2021, 1, 2), edition=None, source="y")
        record_signature(other, SignatureKind.SUPPORT, signed_on=date(2022, 1, 2), edition=None, source="z")
        registering.register(edition, submission(1, place="Lodsch"))
        person = add_person(given="A", family="B", name_lang="", grammatical_form=None, mail_lang="en")
        role = {"body": Bilingual(), "function": Bilingual("Mayor", "Maire"), "from_on": None, "to_on": None}
        add_mandate(person, MandateRole.MAYOR, community=other, **role)
        found = suggest("Litzmanstadt")
        assert found is not None
        link(found, other)
        db.session.add(FormerCode(code="oldest", community_id=other.id))
    with writing():
        merged(one, other)
    assert [one.code for one in db.session.scalars(select(Community))] == ["lodz"]
    stays = entry("lodz")
    assert queries.by_code("lodsch") == queries.by_code("oldest") == stays
    dates = {one.kind: one.signed_on for one in db.session.scalars(select(Signature))}
    assert dates == {SignatureKind.SIGN: date(2021, 1, 2), SignatureKind.SUPPORT: date(2022, 1, 2)}
    assert db.session.scalars(select(Mandate)).one().community == stays
    assert found.community_id == stays.id
    assert {alias.text for alias in stays.aliases} == {"Łódź", "Lodsch", "Litzmannstadt", "Litzmanstadt"}
    assert [one.code for one in stays.networks] == ["oasc", "cemr"]
    guest = db.session.scalars(select(Registration)).one()
    assert guest.community == stays
    assert people(edition, "lodz").total == people(edition, "lodsch").total == 1
    verbs = [(act.noun, act.verb) for act in db.session.scalars(select(Entry))]
    assert {("community", "merged"), ("community", "merged into"), ("signature", "taken out in a merge")} <= set(verbs)
    assert first_broken_entry() is None


@pytest.mark.database("proof")
def test_ways_to_a_signature_lead_on(ctx: Flask) -> None:
    """A withdrawn signature moves as it is; of two that stand the earlier stays, and its declaration is known."""
    with writing():
        edition = make_edition()
        one, other = make("lodz", "Łódź"), make("lodsch", "Lodsch")
        record_signature(one, SignatureKind.SIGN, signed_on=date(2022, 1, 2), edition=None, source="x")
        ended = record_signature(other, SignatureKind.SIGN, signed_on=date(2020, 1, 2), edition=None, source="y")
        withdraw_signature(ended, on=date(2020, 6, 1), reason="a new council")
        start(edition, interest(place="Lodsch", country="PL"))
        signing = db.session.scalars(select(Signing)).one()
        signing.signature = record_signature(
            other, SignatureKind.SIGN, signed_on=date(2023, 6, 15), edition=None, source="z"
        )
    with writing():
        merged(one, other)
    found = db.session.scalars(select(Signature).order_by(Signature.signed_on)).all()
    assert [(each.signed_on.year, each.community.code) for each in found] == [(2020, "lodz"), (2022, "lodz")]
    assert (signing.community, signing.signature) == (entry("lodz"), found[1])


@pytest.mark.database("proof")
def test_one_place_keeps_one_representative(ctx: Flask) -> None:
    """Each entry had its own; the place that is left has whoever stood first, and the chain shows both."""
    with writing():
        edition = make_edition()
        one, other = make("lodz", "Łódź"), make("lodsch", "Lodsch")
        db.session.flush()
        for number, place in enumerate((one, other)):
            registering.register(edition, submission(number, place=place.native_name))
        guests = db.session.scalars(select(Registration).order_by(Registration.id)).all()
        for row in db.session.scalars(select(Representation)):
            db.session.delete(row)  # whoever registers may represent by itself: here it is said once
        db.session.flush()
        for number, guest in enumerate(reversed(guests)):
            since = {"since_at": datetime(2026, 1, 1 + number, tzinfo=UTC), "by": "test"}
            db.session.add(
                Representation(edition=edition, community=guest.community, registration=guest, **since)  # type: ignore[arg-type]
            )
    with writing():
        merged(one, other)
    chain = db.session.scalars(select(Representation).order_by(Representation.since_at)).all()
    assert [link.registration_id for link in chain] == [guests[1].id, guests[0].id]
    assert [link.until_at is None for link in chain] == [True, False]
    assert {link.community_id for link in chain} == {entry("lodz").id}


@pytest.mark.turns(4)
@pytest.mark.database("proof")
@pytest.mark.parametrize(("first", "second", "kept"), [(9, None, None), (None, 9, None), (9, 5, 5), (5, 9, 5)])
def test_the_earlier_end_of_embargo_holds(ctx: Flask, first: int | None, second: int | None, kept: int | None) -> None:
    """A signature that is public does not vanish from the list because of a merge."""
    ends = {day: datetime(2030, 1, day, tzinfo=UTC) for day in (5, 9)} | {None: None}
    with writing():
        for year, one, day in zip((2021, 2022), two(), (first, second), strict=True):
            when: dict[str, Any] = {"signed_on": date(year, 1, 2), "public_from_at": ends[day]}
            record_signature(one, SignatureKind.SIGN, edition=None, source="x", **when)
    with writing():
        merged(entry("lodz"), entry("lodsch"))
    assert db.session.scalars(select(Signature)).one().public_from_at == ends[kept]


def test_a_merge_of_changed_places_is_refused(ctx: Flask) -> None:
    with writing():
        one, other = two()
    with pytest.raises(ChangedMeanwhile), writing():
        merge(one, other, facts_of(one), versions=(1, 7))


def test_side_by_side_somebody_chooses_what_stays(demo_app: Flask) -> None:
    client: InspectingClient = office(demo_app)
    with demo_app.app_context(), writing():
        make("lodsch", "Lodz", population=685_285, networks=["errin"]).website = "https://lodz.pl"
    pairs = client.page(f"{AT}duplicates").select(".programme a")
    assert [a["aria-label"] for a in pairs] == ["Compare Lodz and Łódź"]
    page = client.page(f"{AT}lodz/merge?with=lodsch")
    assert page.select_one("#population-gone").has_attr("checked")
    assert page.select_one("#native_name-kept").has_attr("checked")
    answers = {"from-population": "gone", "from-website": "gone", "from-native_name": "kept"}
    assert client.submit(f"{AT}lodz/merge?with=lodsch", **answers).location == f"{AT}lodz/edit"
    with demo_app.app_context():
        one = facts_of(entry("lodz"))
        assert (one.native_name, one.population, one.website) == ("Łódź", 685_285, "https://lodz.pl")
        assert one.networks == ("errin", "eurocities")
    assert client.page(f"{AT}lodsch/edit").h1.get_text() == "Łódź"  # the old code answers
    assert client.get(f"{AT}lodz/merge?with=lodsch").status_code == 422  # it is itself by now


@pytest.mark.proof("test_side_by_side_somebody_chooses_what_stays")
def test_the_other_place_is_asked_by_name(demo_app: Flask) -> None:
    client = office(demo_app)
    client.page(f"{AT}oulu/merge")
    assert client.page(f"{AT}oulu/merge?with=Espoo (FI)").select("#nuts-gone")
    assert "Choose one from the list" in client.page(f"{AT}oulu/merge?with=nobody", status=422).get_text()
    assert client.get(f"{AT}oulu/merge?with=oulu").status_code == 422
