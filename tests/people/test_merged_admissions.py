"""Two registrations made one at the door: either badge admits, and counts once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from duplicate_people import come, make_one, scan, token, two
from factories import open_doors

from assembly import clock
from assembly.checkin.queries import doors
from assembly.checkin.service import ShownCode, record_scans
from assembly.extensions import db
from assembly.models import (
    Admission,
    Edition,
    OnlineAttendance,
    Scan,
    Told,
)
from assembly.registration.service.leaving import cancel
from assembly.stats.queries import participation
from assembly.transactions import writing

NOW = datetime(2030, 1, 1, tzinfo=UTC)


def test_either_badge_admits_the_same_registration_once(edition: Edition) -> None:
    with writing():
        open_doors(edition)
    one, other = two(edition)
    first, second = token(one), token(other)
    make_one(edition, one, other)
    assert scan(edition, second, 1) is Told.ADMITTED
    assert scan(edition, first, 2) is Told.ALREADY_IN
    assert {each.registration_id for each in db.session.query(Scan)} == {one.id}
    assert db.session.query(Admission).one().registration_id == one.id
    assert participation(edition).admitted.people == 1


@pytest.mark.proof("test_either_badge_admits_the_same_registration_once, by name")
def test_the_ended_registrations_name_lets_in(edition: Edition) -> None:
    one, other = two(edition)
    make_one(edition, one, other)
    with writing():
        code = ShownCode("scan-named-00000001", "", doors(edition)[0], clock.now(), named=other)
        verdict = record_scans([code])[0]
    assert (verdict.told, verdict.guest.id) == (Told.ADMITTED, one.id)


def test_an_unmerged_cancelled_registration_is_refused(edition: Edition) -> None:
    """The control: only a merge makes an old badge good."""
    with writing():
        one = come(edition, "Ana", "Silva", "ana@example.org")
        shown = token(one)
        cancel(one)
        come(edition, "Ana", "Silva", "ana@example.org")
    assert scan(edition, shown, 1) is Told.NOT_CONFIRMED


@pytest.mark.proof("test_either_badge_admits_the_same_registration_once")
def test_an_admission_by_both_counts_once(edition: Edition) -> None:
    with writing():
        open_doors(edition)
    one, other = two(edition)
    assert scan(edition, token(other), 1) is Told.ADMITTED
    assert scan(edition, token(one), 2) is Told.ADMITTED
    first = db.session.query(Admission).filter_by(registration_id=other.id).one().first_at
    assert participation(edition).admitted.people == 2
    make_one(edition, one, other)
    admission = db.session.query(Admission).one()
    assert (admission.registration_id, admission.first_at) == (one.id, first)
    assert participation(edition).admitted.people == 1
    assert db.session.query(Scan).filter_by(registration_id=other.id).count() == 1  # a fact of its time


@pytest.mark.proof("test_merged_references: single things stay single")
def test_a_stream_opened_by_both_counts_once(edition: Edition) -> None:
    one, other = two(edition)
    later, day = NOW + timedelta(hours=1), NOW.date()
    with writing():
        for registration, at in ((one, later), (other, NOW)):
            db.session.add(OnlineAttendance(registration_id=registration.id, day=day, first_at=at))
        db.session.add(OnlineAttendance(registration_id=other.id, day=day + timedelta(days=1), first_at=later))
    make_one(edition, one, other)
    rows = db.session.query(OnlineAttendance).order_by(OnlineAttendance.day)
    assert [(row.registration_id, row.first_at) for row in rows] == [(one.id, NOW), (one.id, later)]
