"""No transaction keeps others waiting: what is due is found before the lock, and written in small slices."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
from bulk_data import crowd
from factories import draft, make_edition, open_doors, submission
from flask import Flask
from queries_counted import counted
from sessions import let_in
from sqlalchemy import insert, select, update
from turns import recorded_turns

from assembly import clock
from assembly.communities.facts import Facts
from assembly.communities.service.places import add_community
from assembly.extensions import db
from assembly.mail.copies import KEPT, delete_copies
from assembly.messages.jobs import post_due
from assembly.messages.service import groups
from assembly.models import Bilingual, CommunityKind, Edition, Mail, Mode, Person, Pool, Registration, SentMail, State
from assembly.privacy.jobs import delete_contacts
from assembly.privacy.queries import contacts as contact_queries
from assembly.privacy.service import contacts
from assembly.protocol.jobs import keep_sorted
from assembly.registration.jobs import keep_moving
from assembly.registration.queries.own import hand_over_of
from assembly.registration.service import registering, waiting_list
from assembly.registration.service.waiting_list import AT_ONCE
from assembly.transactions import writing

MOST_STATEMENTS, MOST_ROWS = 60, 250
"""Of one write transaction, so that nobody keeps the others waiting for more than 50 ms: a statement takes a third of
one, ten more rows as long. Numbers are the same on every machine; `make bench` measures the time."""


@pytest.fixture
def edition(ctx: Flask) -> Edition:
    """An edition without a place left, for which some hundred people wait."""
    with writing():
        edition = make_edition(size=0)
        crowd(edition, 600)
        db.session.execute(update(Registration).where(Registration.state == State.OFFERED).values(state=State.WAITING))
    return edition


def in_state(edition: Edition, state: State) -> int:
    rows = select(Registration.id).where(Registration.edition_id == edition.id, Registration.state == state)
    return len(db.session.scalars(rows.where(Registration.mode == Mode.ON_SITE)).all())


def copy_every_mail() -> int:
    """Copies whose time is over, of as many emails as there are."""
    facts = {"sent_at": clock.now() - KEPT, "to_address": "", "subject": "", "subject_key": "", "sealed": ""}
    rows = [facts | {"mail_id": mail_id} for mail_id in db.session.scalars(select(Mail.id))]
    with db.engine.begin() as connection:
        connection.execute(insert(SentMail), rows)
    db.session.rollback()
    return len(rows)


@pytest.mark.sqlite_only
def test_jobs_hold_the_lock_briefly(edition: Edition, ctx: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with writing():
        message = groups.write(edition, draft(), "the key of the message")
    with writing():
        groups.send(message, None)
        db.session.scalars(select(Pool).where(Pool.edition_id == edition.id)).one().size = 45
        db.session.execute(update(Registration).values(protocol_key="0"))
    waiting = in_state(edition, State.WAITING)
    assert waiting > 45
    with recorded_turns(ctx, monkeypatch) as turns:
        keep_sorted()
        keep_moving()
        with clock.at(clock.now() + groups.GRACE):
            post_due()
        for number in range(5):
            with writing():
                registering.register(edition, submission(number))
        copies = copy_every_mail()
        delete_copies()
    assert len(turns) > 600 // 100 + 45 // AT_ONCE + 5
    assert not [one for one in turns if one.statements > MOST_STATEMENTS or one.rows > MOST_ROWS]
    assert copies > MOST_ROWS
    assert not db.session.scalars(select(SentMail)).all()
    assert in_state(edition, State.WAITING) == waiting - 45 + 5
    assert "0" not in db.session.scalars(select(Registration.protocol_key)).all()


def test_larger_size_is_offered_in_slices(edition: Edition) -> None:
    """The office gets its page at once; the rest is offered by the job of the next minute, to the first in line."""
    before = in_state(edition, State.WAITING)
    with writing():
        db.session.scalars(select(Pool).where(Pool.edition_id == edition.id)).one().size = AT_ONCE + 5
    with writing():
        assert waiting_list.offer_what_is_free(edition)
    assert in_state(edition, State.WAITING) == before - AT_ONCE
    with writing():
        waiting_list.offer_what_is_free(edition)  # and to those who wait for nothing but the other way of taking part
    assert in_state(edition, State.WAITING) == before - AT_ONCE - 5


@pytest.mark.proof("what one job does not ask")
def test_nobody_is_looked_for_while_nothing_changed(edition: Edition, ctx: Flask) -> None:
    keep_sorted()
    keep_sorted()  # the first has written
    with writing():
        open_doors(edition)
    keep_sorted()
    with writing():  # who comes in is sorted as before: the doors keep the worker idle
        let_in(db.session.scalars(select(Registration).where(Registration.state == State.CONFIRMED)).first())
    with counted(ctx) as sent:
        keep_sorted()
    assert not [one for one in sent if "protocol_key" in one]
    with writing():
        registering.register(edition, submission(1))
    with counted(ctx) as sent:
        keep_sorted()
    assert [one for one in sent if "protocol_key" in one]


@pytest.mark.turns(2)
@pytest.mark.sqlite_only
@pytest.mark.parametrize("place", ["Rzeszów", "Nowhere in the directory"])
def test_submission_looks_at_few_rows(edition: Edition, ctx: Flask, place: str) -> None:
    """Whoever comes from one place, or has one name, is found by an index of those: not among all of the edition."""
    with writing():
        names, city = Bilingual("Rzeszów", "Rzeszów"), CommunityKind.MUNICIPALITY
        add_community("rzeszow", Facts(native_name="Rzeszów", names=names, kind=city, country="PL"))
    with counted(ctx) as sent, writing():
        registering.register(edition, submission(1, place=place))
    plans: set[str] = set()
    with db.engine.connect() as connection:
        for one in sent:
            found = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {one}", (None,) * one.count("?"))
            plans |= {row[3] for row in found}
    assert any("uq_registration_active_person" in one for one in plans)
    assert any("ix_registration_place" in one or "place_folded" in one for one in plans)
    assert any("ix_person_" in one for one in plans)
    assert not [one for one in plans if "ix_registration_facts" in one or one.startswith(("SCAN regis", "SCAN person"))]


@pytest.mark.sqlite_only
def test_hand_over_is_found_by_indexes(edition: Edition, ctx: Flask) -> None:
    """Doors ask for each person who has left: not among all of the edition."""
    left = db.session.scalars(select(Registration).where(Registration.state == State.CANCELLED)).first()
    with counted(ctx) as sent:
        hand_over_of(left)
    with db.engine.connect() as connection:
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sent[-1]}", (None,) * sent[-1].count("?"))
        plan = [row[3] for row in rows]
    assert "MULTI-INDEX OR" in plan
    assert not [one for one in plan if "(edition_id=?)" in one]


@pytest.mark.proof("one more job in slices")
@pytest.mark.sqlite_only
def test_addresses_are_deleted_in_slices(edition: Edition, ctx: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contacts, "AT_ONCE", 200)
    over = edition.ends_at + timedelta(days=edition.contacts_kept_days + 1)
    people = select(Person.id).where(Person.email.is_not(None))
    with clock.at(over), recorded_turns(ctx, monkeypatch) as turns:
        delete_contacts()
    assert len([one for one in turns if one.rows > 200]) >= 600 // 200 - 1
    assert not [one for one in turns if one.statements > MOST_STATEMENTS]
    assert not db.session.scalars(people).all()


@pytest.mark.proof("the plan of one query")
@pytest.mark.sqlite_only
def test_people_of_an_edition_are_listed_once(edition: Edition, ctx: Flask) -> None:
    """The question each minute whose addresses are over must not look through an edition again for each person."""
    with counted(ctx) as sent:
        contact_queries.people_whose_address_is_over(edition, [])
    with db.engine.connect() as connection:
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sent[-1]}", (None,) * sent[-1].count("?"))
        plan = [row[3] for row in rows]
    assert not [two for one, two in pairwise(plan) if one.startswith("CORRELATED") and "SEARCH registration" in two]
