"""People are found by every name of their place, and by a reference however it was typed; the nearest come first."""

from __future__ import annotations

import pytest
from directory import make
from factories import make_edition, submission
from flask import Flask
from invitees import invitee
from queries_counted import counted
from sqlalchemy import select, text

from assembly.extensions import db
from assembly.fold import reference
from assembly.invitations.queries.listing import invitations
from assembly.invitations.service import making as inviting
from assembly.models import Alias, Bilingual, Community, Edition, Registration
from assembly.people.queries import listing as people_queries
from assembly.people.queries import narrowing
from assembly.people.queries.listing import Sort, Wanted
from assembly.registration.service import registering
from assembly.transactions import writing

pytestmark = pytest.mark.database


@pytest.fixture
def edition(ctx: Flask) -> Edition:
    """A mayor of Vienna, whose registration says Wien; she is invited too."""
    with writing():
        edition = make_edition(size=9)
        make("vienna", "Wien", names=Bilingual("Vienna", "Vienne"), spellings=("Vindobona",), country="AT")
        registering.register(edition, submission(1, given="Anna", family="Bauer", place="Wien"))
    return edition


def names(edition: Edition, typed: str) -> list[str]:
    return [one.badge_name for one in people_queries.people(edition, typed).rows]


@pytest.mark.turns(2)
@pytest.mark.parametrize("typed", ["Wien", "vienna", "VIENNE", "vindob", "bauer vienne"])
def test_each_place_name_finds_its_people(edition: Edition, typed: str) -> None:
    assert names(edition, typed) == ["Anna Bauer"]
    assert people_queries.how_many(edition, Wanted(typed)) == 1
    assert names(edition, f"{typed} linz") == []


def test_new_spelling_finds_people_at_once(edition: Edition) -> None:
    with writing():
        wien = db.session.query(Community).filter_by(code="vienna").one()
        wien.aliases.append(Alias(text="Bécs", folded="becs"))
    assert names(edition, "Bécs") == ["Anna Bauer"]


def test_an_invitation_is_found_by_each_name(edition: Edition) -> None:
    with writing():
        inviting.invite(edition, invitee(place="Wien", community="vienna", network=""))
    assert invitations(edition, "vindobona", 1).total == 1


def test_exact_name_comes_first(edition: Edition) -> None:
    with writing():
        people = [("Maria", "Ana-Silva"), ("Joana", "Silvano"), ("Ana", "Silva"), ("Ana", "Silva Ek")]
        for at, (given, family) in enumerate(people):
            registering.register(edition, submission(10 + at, given=given, family=family, place=f"Ort {at}"))
    assert names(edition, "ana silva") == ["Ana Silva", "Maria Ana-Silva", "Ana Silva Ek", "Joana Silvano"]
    assert names(edition, "silva")[:3] == ["Ana Silva", "Ana Silva Ek", "Joana Silvano"]
    listed = people_queries.listed(edition, Wanted("ana silva"), Sort.NAME, 1).rows
    assert {one.badge_name for one in listed} == set(names(edition, "ana silva"))


@pytest.mark.database("proof")
def test_references_are_read_leniently(edition: Edition) -> None:
    guest = people_queries.people(edition, "bauer").rows[0]
    bare, code = guest.spoken_ref.replace("-", ""), guest.code
    typed = [bare, bare.lower(), f"{bare[:2]} {bare[2:]}", guest.spoken_ref.replace("-", "–"), code.upper()]
    for spelling in [*typed, f"{code[:4]} {code[4:]}", " ".join(code)]:
        assert names(edition, spelling)[:1] == ["Anna Bauer"], spelling


@pytest.mark.database("proof")
@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("u960", "U9-60"),
        ("U9 60", "U9-60"),
        ("u9-6O", "U9-60"),
        ("K7-142", "K7-142"),
        ("u9", ""),
        ("Ana", ""),
        ("", ""),
    ],
)
def test_reference_is_read_as_it_is_written(typed: str, read: str) -> None:
    assert reference(typed) == read


@pytest.mark.database("proof")
def test_search_reads_names_once(edition: Edition, ctx: Flask) -> None:
    """Finding and counting are one statement, which reads the names of few or else of the whole edition."""
    with counted(ctx) as sent:
        found = people_queries.people(edition, "bauer")
    assert len([one for one in sent if "registration.folded LIKE" in one and "registration.edition_id" in one]) == 1
    assert found.total == len(found.rows) == 1
    if db.engine.dialect.name == "sqlite":
        assert all("MATCH" in one for one in sent if "count(*)" in one)


TYPED = ["bauer", "aue", "ien", "vindob", "bauer vindob", "wien vienna", "silva", "ilva ana"]


@pytest.mark.turns(2)
@pytest.mark.parametrize("way", ["index", "too many", "no index"])
def test_index_finds_what_names_hold(edition: Edition, monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    """Also of whoever was renamed or taken away, and of a reference or code typed without its hyphen."""
    with writing():
        people = [("Maria", "Ana-Silva"), ("Ana", "Silva"), ("Ana", "Weg"), ("Nina", "Weg")]
        for at, (given, family) in enumerate(people):
            registering.register(edition, submission(10 + at, given=given, family=family, place=f"Ort {at}"))
        everybody = {one.badge_name: one for one in db.session.scalars(select(Registration))}
        everybody["Nina Weg"].folded = everybody["Nina Weg"].folded.replace("nina weg", "vindobona silva")
        everybody["Ana Weg"].edition_id = make_edition("2033").id
    if way == "too many":
        monkeypatch.setattr(narrowing, "_FEW", 0)
    if way == "no index":
        monkeypatch.setattr(narrowing, "_has_index", lambda _engine: False)
    some = everybody["Ana Silva"]
    for typed in [*TYPED, "u960", "an silva", some.code, some.spoken_ref.replace("-", ""), f"{some.code} silva"]:
        wanted = Wanted(typed)
        every = select(Registration.badge_name).where(*wanted.conditions(edition))
        assert sorted(names(edition, typed)) == sorted(db.session.scalars(every)), typed
        page = people_queries.listed(edition, wanted, Sort.NAME, 1)
        assert (page.total, len(page.rows)) == (len(names(edition, typed)),) * 2, typed
        assert people_queries.listed(edition, wanted, Sort.NAME, 2).total == page.total


@pytest.mark.database("proof")
def test_index_is_what_was_registered(edition: Edition) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL keeps its index itself")
    with writing():
        registration = db.session.scalars(select(Registration)).one()
        registration.folded = "another name"
        db.session.flush()
        db.session.execute(text("INSERT INTO registration_search (registration_search) VALUES ('integrity-check')"))
        held = text("SELECT rowid FROM registration_search WHERE registration_search MATCH :word")
        assert db.session.scalars(held, {"word": '"another"'}).all() == [registration.id]
        assert db.session.scalars(held, {"word": '"bauer"'}).all() == []
