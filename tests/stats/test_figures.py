"""Published numbers: counted, rounded by rule, worded in both languages, never typed."""

from __future__ import annotations

import pytest
from factories import submission
from flask import Flask
from inspector import InspectingClient
from sqlalchemy import func, select

from assembly.access.queries import valid_badge
from assembly.checkin.queries import doors
from assembly.checkin.service import ShownCode, record_scans
from assembly.demo.service import PAST_EDITIONS
from assembly.editions.queries.editions import all_editions
from assembly.extensions import db
from assembly.i18n import speaking
from assembly.models import Admission, Balance, Category, Edition, Entry, Mail, Phase, Registration, Signature, State
from assembly.registration.service import registering
from assembly.sealed import unseal
from assembly.stats import figures
from assembly.stats.hemicycle import hemicycle
from assembly.stats.queries import Group, Participation, participation
from assembly.transactions import writing

pytestmark = pytest.mark.database


@pytest.fixture
def first(demo_app: Flask) -> Edition:
    with demo_app.app_context():
        yield db.session.scalars(select(Edition).where(Edition.slug == "2023")).one()


@pytest.mark.database("proof")
@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "0"),
        (1, "1"),
        (10, "10"),
        (11, "11"),
        (19, "19"),
        (20, "20"),
        (21, "more than 20"),
        (100, "100"),
        (129, "more than 120"),
        (130, "130"),
        (131, "more than 130"),
        (138, "more than 130"),
        (1500, "1500"),
    ],
)
def test_a_round_figure_is_said_exactly(ctx: Flask, count: int, said: str) -> None:
    assert figures.rounded(count, str) == said
    with speaking("fr"):
        assert figures.rounded(count, str) == said.replace("more than", "plus de")


@pytest.mark.database("proof")
@pytest.mark.parametrize(
    ("count", "english", "french"),
    [
        (0, "0 participants", "0 personne"),
        (1, "1 participant", "1 personne"),
        (19, "19 participants", "19 personnes"),
        (130, "130 participants", "130 personnes"),
        (138, "more than 130 participants", "plus de 130 personnes"),
        (1501, "more than 1,500 participants", "plus de 1\u202f500 personnes"),
    ],
)
def test_the_words_follow_the_language(ctx: Flask, count: int, english: str, french: str) -> None:
    assert figures.participants(count) == english
    with speaking("fr"):
        assert figures.participants(count) == french


@pytest.mark.database("proof")
@pytest.mark.parametrize(("phase", "said"), [(Phase.AFTER, ""), (Phase.BEFORE, "Registered: 5 participants")])
def test_missing_places_and_countries_are_not_counted(ctx: Flask, phase: Phase, said: str) -> None:
    people = Participation(registered=Group(5, 0, 0), admitted=Group(3, 0, 0), confirmed=5, seats_joined=0)
    assert figures.caption(people, phase, is_closed=False).partition(".")[0] == said
    assert "wait for others" not in figures.caption(people, phase, is_closed=True)


def test_the_first_assembly_matches_the_article(first: Edition) -> None:
    people = participation(first)
    assert people.admitted.people == 138
    assert people.seats_joined == 4
    signed = db.session.scalars(select(Signature)).all()
    on_the_day = [s for s in signed if s.edition_id == first.id]
    before = [s for s in signed if first.lead_up_from_on <= s.signed_on < first.day]
    assert (len(on_the_day), len(before), len(signed)) == (4, 8, 12)
    assert db.session.scalar(select(Balance.count).where(Balance.kind == "sign")) + len(signed) > 150


@pytest.mark.database("proof")
def test_demo_data_write_to_nobody(first: Edition) -> None:
    assert [edition.slug for edition in all_editions()] == ["2027", *sorted(PAST_EDITIONS, reverse=True)]
    registered = select(func.count()).select_from(Registration).where(Registration.edition_id == first.id)
    assert db.session.scalar(registered) == 172
    assert db.session.scalar(registered.where(Registration.state == State.CANCELLED)) == 5
    assert set(db.session.scalars(select(Mail.state))) == {"on_hold"}
    assert db.session.scalar(select(func.count()).select_from(Entry)) > 300
    addresses = db.session.scalars(select(Registration)).all()
    assert all(one.person.email.endswith("@example.org") for one in addresses)


def test_one_admission_changes_the_sentence(first: Edition) -> None:
    for admission in db.session.scalars(select(Admission).limit(9)).all():
        with writing():
            db.session.delete(admission)
    assert figures.participants(participation(first).admitted.people) == "more than 120 participants"
    absent = db.session.scalars(
        select(Registration).where(
            Registration.edition_id == first.id,
            Registration.state == State.CONFIRMED,
            Registration.id.not_in(select(Admission.registration_id)),
        )
    ).first()
    badge = valid_badge(absent)
    with writing():
        record_scans([ShownCode("x" * 20, unseal(badge.token_sealed), doors(first)[0], first.starts_at)])
    assert figures.participants(participation(first).admitted.people) == "130 participants"


def test_staff_and_press_are_not_participants(first: Edition) -> None:
    coming = db.session.scalars(select(Edition).where(Edition.slug == "2027")).one()
    before = participation(coming)
    with writing():
        registering.register(coming, submission(1, category=Category.PRESS))
    assert participation(coming) == before
    with writing():
        registering.register(coming, submission(2))
    assert participation(coming).registered.people == before.registered.people + 1


@pytest.mark.database("proof")
def test_the_public_page_says_more_than_130(demo_client: InspectingClient) -> None:
    assert "ore than 130 participants" in demo_client.page("/en/2023/report").get_text()
    assert "lus de 130 personnes" in demo_client.page("/fr/2023/report").get_text()


@pytest.mark.database("proof")
@pytest.mark.parametrize(("taken", "joined"), [(0, 0), (1, 0), (91, 4), (121, 0), (400, 3)])
def test_the_hemicycle_has_a_dot_each(taken: int, joined: int) -> None:
    drawing = hemicycle(taken, joined)
    kinds = [seat.kind for seat in drawing.seats]
    assert (kinds.count("taken"), kinds.count("joined")) == (taken - joined, joined)
    assert all(0 < seat.x < drawing.width and 0 < seat.y < drawing.height for seat in drawing.seats)


@pytest.mark.database("proof")
def test_the_hemicycle_fills_from_left_to_right() -> None:
    drawing = hemicycle(60)
    turned = sorted(drawing.seats, key=lambda seat: (seat.x - drawing.width / 2) / (drawing.height - 12 - seat.y))
    assert [seat.kind for seat in turned if abs(seat.x - drawing.width / 2) > 1] == ["taken"] * 59 + ["free"] * 59
