"""What the page of the day shows equals a count over the scans, after any sequence of scans, undos and merges."""

from __future__ import annotations

import random
from collections import Counter
from datetime import timedelta

import pytest
from duplicate_people import make_one
from factories import make_edition
from flask import Flask
from phones import code_of
from sessions import come
from sqlalchemy import select

from assembly import clock
from assembly.checkin.queries import doors
from assembly.checkin.service import ShownCode, record_scans, undo_admission
from assembly.errors import DomainError
from assembly.extensions import db
from assembly.models import Admission, Category, Edition, Registration, Scan, ScanKind, State
from assembly.registration.service.leaving import cancel
from assembly.stats import kept_counts
from assembly.stats.overview import live
from assembly.transactions import writing

pytestmark = pytest.mark.database
GUESTS = 7


class TheDay:
    """Guests of every kind at the doors of a small edition, and whatever happens to them there."""

    def __init__(self, edition: Edition, seed: int) -> None:
        self.edition, self.dice, self.number = edition, random.Random(seed), 0
        self.codes = [code_of(one) for one in self.registrations]

    @property
    def registrations(self) -> list[Registration]:
        rows = select(Registration).where(Registration.edition_id == self.edition.id).order_by(Registration.id)
        return list(db.session.scalars(rows))

    def scan(self) -> None:
        self.number += 1
        at = self.edition.starts_at + timedelta(minutes=self.dice.randint(0, 60))
        door = self.dice.choice(doors(self.edition))
        with writing():
            record_scans([ShownCode(f"scan-{self.number}-of-the-day", self.dice.choice(self.codes), door, at)])

    def undo(self) -> None:
        there = db.session.scalars(select(Admission).order_by(Admission.registration_id)).all()
        with writing():
            for one in self.dice.sample(list(there), min(1, len(there))):
                undo_admission(one, "Wrong person")

    def leave(self) -> None:
        if len(self.active) > 3:
            with writing():
                cancel(self.dice.choice(self.active), tell=False)

    def merge(self) -> None:
        if len(self.active) > 3:
            make_one(self.edition, *self.dice.sample(self.active, 2))

    @property
    def active(self) -> list[Registration]:
        return [one for one in self.registrations if one.state.is_active and one.merged_into_id is None]

    @property
    def truth(self) -> tuple[int, int, Counter[str]]:
        """Registered, attended, and arrivals by slot, from the facts alone: each scan, and what took it back."""
        counted = [one for one in self.registrations if one.category in (Category.PARTICIPANT, Category.SPEAKER)]
        scans = list(db.session.scalars(select(Scan)))
        gone = {one.annuls for one in scans if one.kind is ScanKind.ANNUL}
        stands_for = {one.id: one.merged_into_id for one in self.registrations}  # a scan stays the fact it was
        first: dict[int, Scan] = {}
        for scan in sorted(scans, key=lambda one: (one.effective_at, one.scan_id)):
            if scan.counts and scan.scan_id not in gone and scan.registration_id is not None:
                first.setdefault(stands_for.get(scan.registration_id) or scan.registration_id, scan)
        slots = Counter(clock.slot5(one.effective_at, self.edition.zone) for one in first.values())
        registered = sum(one.state not in (State.CANCELLED, State.DECLINED) for one in counted)
        return registered, sum(one.id in first for one in counted), slots


@pytest.mark.database("proof")
@pytest.mark.turns(3)
@pytest.mark.parametrize("seed", range(3))
def test_live_figures_equal_the_counted_truth(app: Flask, seed: int, full_scale: bool) -> None:
    with app.test_request_context():
        with writing():
            edition = make_edition()
            kinds = [Category.PARTICIPANT] * 5 + [Category.SPEAKER, Category.STAFF]
            for number in range(GUESTS):
                come(edition, number, category=kinds[number])
        day = TheDay(edition, seed)
        with clock.at(edition.starts_at + timedelta(hours=1)):
            for _step in range(80 if full_scale else 8):
                act = day.dice.choice([day.scan, day.scan, day.scan, day.undo, day.leave, day.merge])
                try:
                    act()
                except DomainError:
                    continue  # the product does not allow it now
                check(day)


def check(day: TheDay) -> None:
    """Compare what the page shows with the truth."""
    db.session.rollback()
    assert kept_counts.differences() == []
    found = {one.key: one for one in live(day.edition)}
    registered, attended, slots = day.truth
    assert found["registered"].value == registered
    assert found["attended"].value == (attended or None)
    assert {row.key[-5:]: row.count for row in found["slots"].rows} == dict(slots)
