"""Kept figures are what a count says, whatever is written and by whom; what differs is found and set right."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, insert, select, update

from assembly.extensions import db
from assembly.models import Admission, Category, Community, ParticipationCount, Person, Registration, Scan, State
from assembly.stats import kept_counts
from assembly.transactions import writing

pytestmark = pytest.mark.database

DAY = date(2027, 4, 15)
CHECKPOINTS = ["entrance", "stage", "dinner"]


class Chance:
    """Writes to registrations and admissions as no service would, straight in SQL."""

    def __init__(self) -> None:
        self.dice = random.Random(7)
        self.ids = list(db.session.scalars(select(Registration.id).order_by(Registration.id)))
        self.communities = [*db.session.scalars(select(Community.id).order_by(Community.id).limit(9)), None]
        self.scan = db.session.scalars(select(Scan).limit(1)).one()

    @property
    def acts(self) -> list[Callable[[], Any]]:
        return [self.change, self.change, self.merge, self.address, self.admit, self.admit, self.undo, self.move]

    def some(self, most: int = 4) -> list[int]:
        return self.dice.sample(self.ids, self.dice.randint(1, most))

    def change(self) -> Any:
        values: dict[str, Any] = {"category": self.dice.choice(list(Category))}
        values["community_id"] = self.dice.choice(self.communities)
        if self.dice.random() < 0.5:  # few states, or a person would be active twice
            values["state"] = self.dice.choice([State.DECLINED, State.CANCELLED])
        return update(Registration).where(Registration.id.in_(self.some())).values(values)

    def merge(self) -> Any:
        one, other = self.dice.sample(self.ids, 2)
        merged = update(Registration).where(Registration.id == one)
        return merged.values(merged_into_id=self.dice.choice([other, None]))

    def address(self) -> Any:
        """Of some people an address is known from now on, or no more."""
        theirs = Person.id.in_(select(Registration.person_id).where(Registration.id.in_(self.some())))
        known = self.dice.choice([None, "x@example.org"])
        return update(Person).where(theirs).values(email=known, email_key=None)

    def admit(self) -> Any:
        """Several rows of one guest in one statement, of which some may be there already."""
        found, at = [], datetime(2027, 4, 15, 9, tzinfo=UTC)
        facts = {"door_id": self.scan.door_id, "scan_id": self.scan.scan_id, "first_at": at, "slot5": "09:00"}
        for guest in self.some():
            for checkpoint in self.dice.sample(CHECKPOINTS, 2):
                day = DAY + timedelta(days=self.dice.randint(0, 1))
                if not db.session.get(Admission, (guest, checkpoint, day)):
                    found.append({"registration_id": guest, "checkpoint": checkpoint, "day": day} | facts)
        return insert(Admission).values(found) if found else None

    def undo(self) -> Any:
        which = Admission.checkpoint == self.dice.choice(CHECKPOINTS)
        return delete(Admission).where(Admission.registration_id.in_(self.some()), which)

    def move(self) -> Any:
        """All admissions of one guest to another who has none, as when two people are made one."""
        one, other = self.dice.sample(self.ids, 2)
        if db.session.scalars(select(Admission).where(Admission.registration_id == other)).first():
            return None
        return update(Admission).where(Admission.registration_id == one).values(registration_id=other)


@pytest.fixture
def chance(demo_app: Flask) -> Iterator[Chance]:
    with demo_app.app_context():
        yield Chance()


def test_kept_figures_equal_count_after_anything(chance: Chance, full_scale: bool) -> None:
    assert kept_counts.differences() == []
    for _round in range(400 if full_scale else 20):
        with writing():
            for act in chance.dice.sample(chance.acts, 3):
                statement = act()
                if statement is not None:
                    db.session.execute(statement)
        assert kept_counts.differences() == []


def test_what_was_rolled_back_was_not_counted(chance: Chance) -> None:
    with pytest.raises(KeyError), writing():
        db.session.execute(chance.change())
        raise KeyError
    assert kept_counts.differences() == []


def test_wrong_figure_is_found_and_corrected(demo_app: Flask) -> None:
    with demo_app.app_context(), writing():
        one = db.session.scalars(select(ParticipationCount).where(ParticipationCount.confirmed > 0)).first()
        assert one is not None
        one.confirmed += 1
        said = f"participation_count ({one.edition_id}, {one.community_id}) confirmed: {one.confirmed}, counted"
    run = demo_app.test_cli_runner().invoke
    checked = run(args=["recount"])
    assert (checked.exit_code, said in checked.output) == (1, True)
    repaired = run(args=["recount", "--repair"])
    assert (repaired.exit_code, said in repaired.output) == (0, True)
    assert run(args=["recount"]).output == "The kept figures are right\n"
