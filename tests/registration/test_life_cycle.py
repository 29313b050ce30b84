"""Whatever happens to registrations, in whatever order, what was promised holds after each step."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from databases import Databases
from factories import make_edition, submission
from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from promised_emails import moves_are_legal, promised
from sqlalchemy import func, select, update
from sqlalchemy.orm import selectinload

from assembly import clock, create_app, history
from assembly.errors import DomainError
from assembly.extensions import db
from assembly.models import (
    Category,
    Edition,
    Entry,
    Mail,
    Mode,
    Office,
    PlaceCount,
    Pool,
    Registration,
    Represents,
    Reserve,
    State,
)
from assembly.people.service import answering
from assembly.quotas import service as quotas
from assembly.quotas.service import Rules
from assembly.registration.jobs import keep_moving
from assembly.registration.service import leaving, registering, waiting_list
from assembly.stats import kept_counts
from assembly.transactions import writing

_runs = itertools.count()
FUNCTIONS = ("Maire", "Conseillère", "Cheffe de cabinet")
WHO = st.integers(0, 11)
WHICH = st.integers(0, 30)
SIZES = st.none() | st.integers(0, 5)


class LifeCycle(RuleBasedStateMachine):
    """An edition of one place, for which two wait already, and a dozen people: all that they and the office can do."""

    def __init__(self) -> None:
        super().__init__()
        self.now = clock.now()
        with writing():
            edition = make_edition(f"2031-{next(_runs)}", size=1)
            for who in range(3):
                registering.register(edition, submission(who))
            self.edition_id = edition.id
        self.taken: dict[tuple[Mode, Reserve], int] = {}
        self.numbers: dict[tuple[Mode, int], int] = {}

    def act(self, do: Callable[[Edition], Any]) -> None:
        """As a page does. What is refused leaves nothing behind."""
        with clock.at(self.now), suppress(DomainError), writing():
            do(db.session.get_one(Edition, self.edition_id))

    def on(self, which: int, do: Callable[[Registration], Any]) -> None:
        """Do it to one of the registrations there are."""
        found = db.session.scalars(select(Registration.id).where(Registration.edition_id == self.edition_id)).all()
        if found:
            self.act(lambda _edition: do(db.session.get_one(Registration, found[which % len(found)])))

    # --- what people do ---

    @rule(who=WHO, mode=st.sampled_from(Mode), represents=st.sampled_from(Represents), as_=st.sampled_from(FUNCTIONS))
    def register(self, who: int, mode: Mode, represents: Represents, as_: str) -> None:
        self.act(lambda one: registering.register(one, submission(who, mode=mode, represents=represents, function=as_)))

    @rule(who=WHO)
    def mayor_registers(self, who: int) -> None:
        self.act(lambda one: registering.register(one, submission(who)))

    @rule(which=WHICH)
    def cancel(self, which: int) -> None:
        self.on(which, leaving.cancel)

    @rule(which=WHICH)
    def accept_offer(self, which: int) -> None:
        self.on(which, waiting_list.accept_offer)

    @rule(which=WHICH)
    def decline_offer(self, which: int) -> None:
        self.on(which, waiting_list.decline_offer)

    # --- what the office does ---

    @rule(who=WHO, reachable=st.booleans(), category=st.sampled_from(Category))
    def add_by_hand(self, who: int, reachable: bool, category: Category) -> None:
        email = {} if reachable else {"email": ""}
        sent = submission(who, category=category, origin="office", **email)
        self.act(lambda one: registering.add_by_hand(one, sent, though_namesake=True))

    @rule(which=WHICH)
    def look_at(self, which: int) -> None:
        self.on(which, lambda one: answering.look_at(one, "looked at again"))

    @rule(which=WHICH)
    def approve(self, which: int) -> None:
        self.on(which, answering.approve)

    @rule(which=WHICH)
    def decline(self, which: int) -> None:
        self.on(which, lambda one: answering.decline(one, "not this time"))

    @rule(which=WHICH)
    def give_place(self, which: int) -> None:
        self.on(which, lambda one: answering.give_place(one, "out of turn"))

    @rule(which=WHICH, office=st.sampled_from(Office))
    def set_office(self, which: int, office: Office) -> None:
        self.on(which, lambda one: answering.set_office(one, office))
        self.a_minute_passes()

    @rule(mode=st.sampled_from(Mode), size=SIZES, mayors=st.integers(0, 2), cities=st.integers(0, 2), days=SIZES)
    def set_rules(self, mode: Mode, size: int | None, mayors: int, cities: int, days: int | None) -> None:
        """Fewer places, more, none at all, some kept for a while."""
        until = None if days is None else self.now + timedelta(days=days)

        def change(edition: Edition) -> None:
            count = next(one for one in edition.places if one.mode is mode)
            kept = {Reserve.MAYORS: (mayors, until), Reserve.COMMUNITIES: (cities, until)}
            waiting_list.set_rules(
                edition, mode, Rules(count.opens_at, count.closes_at, count.is_reviewed, size, reserves=kept)
            )

        self.act(change)

    @rule(yes=st.booleans())
    def review(self, yes: bool) -> None:
        self.act(lambda edition: [setattr(one, "is_reviewed", yes) for one in edition.places])

    # --- what time does ---

    @rule(hours=st.sampled_from([1, 5, 24, 49, 72]))
    @precondition(lambda self: self.now < clock.now() + timedelta(days=32))
    def wait(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        self.a_minute_passes()

    def a_minute_passes(self) -> None:
        with clock.at(self.now):
            keep_moving()

    # --- what holds ---

    @invariant()
    def promises_hold(self) -> None:
        with clock.at(self.now):
            edition = db.session.get_one(Edition, self.edition_id)
            registrations = db.session.scalars(
                select(Registration)
                .where(Registration.edition_id == self.edition_id)
                .options(selectinload(Registration.moves), selectinload(Registration.person))
            ).all()
            pools = db.session.scalars(select(Pool).where(Pool.edition_id == self.edition_id)).all()
            self.places_are_counted(registrations, pools)
            self.nobody_waits_in_vain(edition, registrations, pools)
            self.numbers_are_given_once(registrations)
            moves_are_legal(registrations)
            self.everybody_is_told(registrations)
            assert kept_counts.differences() == []
            db.session.rollback()

    def places_are_counted(self, registrations: Any, pools: Any) -> None:
        held = Counter(one.pool_id for one in registrations if one.state.holds_place)
        assert all(one.pool_id is None for one in registrations if not one.state.holds_place)
        before, self.taken = self.taken, {(pool.mode, pool.reserve): pool.taken for pool in pools}
        for pool in pools:
            assert pool.taken == held[pool.id]
            # lowered below what is given, nobody is thrown out and nobody new comes in
            assert pool.taken <= max(pool.size, before.get((pool.mode, pool.reserve), pool.taken))
        limited = {pool.mode for pool in pools}
        for one in registrations:
            if one.state.holds_place and one.category.takes_place and one.mode in limited:
                assert one.pool_id is not None

    def nobody_waits_in_vain(self, edition: Edition, registrations: Any, pools: Any) -> None:
        if self.now >= edition.starts_at:
            return
        waiting = [one for one in registrations if one.state is State.WAITING]
        rested = [one for one in waiting if one.asked_again_from is None or one.asked_again_from <= self.now]
        for one in rested:
            mine = [pool for pool in pools if pool.mode is one.mode]
            assert mine, "without a limit nobody waits"
            assert not [pool for pool in mine if pool.left and pool.open_to in one.reserves]

    def numbers_are_given_once(self, registrations: Any) -> None:
        for one in registrations:
            assert self.numbers.setdefault((one.mode, one.seq), one.id) == one.id
        rows = db.session.scalars(select(PlaceCount).where(PlaceCount.edition_id == self.edition_id))
        for count in rows:
            given = [seq for mode, seq in self.numbers if mode is count.mode]
            assert sorted(given) == list(range(1, count.next_seq))

    def everybody_is_told(self, registrations: Any) -> None:
        keys = db.session.scalars(select(Mail.dedupe_key).where(Mail.edition_id == self.edition_id))
        sent = Counter(tuple(key.split(":")[:2]) for key in keys)
        for one in registrations:
            told = {kind: number for (kind, code), number in sent.items() if code == one.code}
            told.pop("already_registered", None)
            assert told == (promised(one) if one.person.email else {})

    def teardown(self) -> None:
        """Each move is in the history, which verifies. Then this edition rests, so that the next run is alone."""
        noted = select(Entry.noun_ref, func.count()).where(
            Entry.noun == "registration",
            Entry.edition_id == self.edition_id,
            Entry.verb.in_([one.value for one in State]),
        )
        rows = db.session.execute(noted.group_by(Entry.noun_ref)).all()
        counted: dict[str, int] = dict(rows)  # type: ignore[arg-type]
        mine = Registration.edition_id == self.edition_id
        for one in db.session.scalars(select(Registration).where(mine).options(selectinload(Registration.moves))):
            assert counted.get(one.code, 0) == len(one.moves) - 1
        assert history.first_broken_entry(latest=300) is None
        with writing():
            db.session.execute(update(Registration).where(mine).values(state=State.CANCELLED, pool_id=None))


@pytest.fixture
def ready(databases: Databases, tmp_path: Path) -> Iterator[Flask]:
    """A database that need not survive a power cut: thousands of small transactions are written here."""
    with databases.fresh(tmp_path, with_demo=False) as config:
        app = create_app(config)
        with app.app_context():
            yield app
            db.session.remove()
            db.engine.dispose()


def live(runs: int, *phases: Phase, steps: int = 30) -> None:
    run_state_machine_as_test(
        LifeCycle,
        settings=settings(
            max_examples=runs,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            derandomize=True,
            phases=phases or (Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_any_order_of_events_keeps_every_promise(ready: Flask, databases: Databases, full_scale: bool) -> None:
    if full_scale:
        live(200 if databases.kind == "sqlite" else 50)
    else:
        live(2, steps=20)
    assert history.first_broken_entry() is None
    if not full_scale:
        return
    reached = set(db.session.scalars(select(Entry.verb).where(Entry.noun == "registration").distinct()))
    assert reached >= {one.value for one in State if not one.awaits_answer}  # that these are reached is chance


def test_a_place_never_freed_is_found(ready: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quotas, "free", lambda *_: None)
    with pytest.raises(AssertionError):
        live(50, Phase.generate)
