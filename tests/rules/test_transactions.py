"""`writing()` is the only door to the database's writing side."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime

import pytest
from factories import make_edition, submission
from flask import Flask
from sqlalchemy import delete, select

from assembly import clock, history, plain_statements
from assembly.extensions import db
from assembly.models import Door, Edition, Entry, EntryDetail, Mail, Registration
from assembly.registration.service import registering
from assembly.transactions import WriteOutside, after_commit, after_rollback, writing

pytestmark = pytest.mark.database


def test_a_change_outside_is_refused(ctx: Flask) -> None:
    with writing():
        edition = make_edition()
    edition.slug = "2099"
    with pytest.raises(WriteOutside):
        db.session.flush()
    db.session.rollback()
    with pytest.raises(WriteOutside):
        db.session.execute(delete(Door))
    with pytest.raises(WriteOutside):
        plain_statements.execute(delete(Door))


def test_writing_inside_writing_is_refused(ctx: Flask) -> None:
    with writing(), pytest.raises(WriteOutside), writing():
        pass


def test_earlier_reads_are_read_again_inside(ctx: Flask) -> None:
    with writing():
        make_edition()
    edition = db.session.scalars(select(Edition)).one()
    assert edition.ordinal == 9

    def change_elsewhere() -> None:
        with ctx.app_context(), writing():
            db.session.scalars(select(Edition)).one().ordinal = 10

    thread = threading.Thread(target=change_elsewhere)
    thread.start()
    thread.join()
    with writing():
        assert edition.ordinal == 10


def test_after_commit_runs_once(ctx: Flask) -> None:
    seen: list[int] = []
    with writing():
        make_edition()
        after_commit(lambda: seen.append(len(db.session.scalars(select(Edition)).all())))
        assert seen == []
    assert seen == [1]


def test_after_rollback_survives_the_refusal(ctx: Flask) -> None:
    def survives() -> None:
        history.record("door", "A", "refused")

    with pytest.raises(ZeroDivisionError), writing():
        make_edition()
        after_rollback(survives)
        raise ZeroDivisionError
    assert db.session.scalars(select(Edition)).all() == []
    assert db.session.scalars(select(Entry.verb)).all() == ["refused"]


def test_an_email_tells_committed_facts_alone(ctx: Flask) -> None:
    with writing():
        edition = make_edition()
    with pytest.raises(ZeroDivisionError), writing():
        registering.register(edition, submission(1))
        raise ZeroDivisionError
    assert db.session.scalars(select(Registration)).all() == []
    assert db.session.scalars(select(Mail)).all() == []


def test_the_chained_history_finds_a_change(ctx: Flask) -> None:
    with writing():
        make_edition()
    assert history.first_broken_entry() is None
    with writing():
        db.session.get_one(Entry, 3).verb = "invented"
    assert history.first_broken_entry() == 3


@pytest.mark.parametrize("gone", [1, 3, "last"])
def test_the_history_finds_an_entry_removed(ctx: Flask, gone: int | str) -> None:
    with writing():
        make_edition()
    last = max(db.session.scalars(select(Entry.n)))
    number = last if gone == "last" else int(gone)
    with writing():
        db.session.delete(db.session.get_one(Entry, number))
    assert history.first_broken_entry() == number


def test_erasing_details_leaves_the_chain_whole(ctx: Flask) -> None:
    with writing():
        make_edition()
    with writing():
        db.session.execute(delete(EntryDetail))
    assert history.first_broken_entry() is None


def test_production_refuses_demo_and_time_travel(ctx: Flask) -> None:
    clock.allow_travel(False)
    try:
        with pytest.raises(RuntimeError), clock.at(datetime(2023, 6, 15, tzinfo=UTC)):
            pass
    finally:
        clock.allow_travel(True)


@pytest.mark.sqlite_only
def test_slices_let_others_write_between(ctx: Flask) -> None:
    """A job that takes the turn again at once gets it after whoever asked meanwhile."""
    order: list[str] = []
    begun = threading.Event()

    def job() -> None:
        with ctx.app_context():
            while order.count("visitor") < 3 and order.count("slice") < 100:
                with writing():
                    begun.set()
                    order.append("slice")
                    time.sleep(0.01)

    def visitor() -> None:
        begun.wait(5)
        with ctx.app_context(), writing():
            order.append("visitor")

    threads = [threading.Thread(target=one) for one in (job, visitor, visitor, visitor)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert order.count("visitor") == 3
    assert order.count("slice") < 100
