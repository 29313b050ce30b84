"""Scans are facts: stored once, told once, and an admission is exactly one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from factories import make_edition, make_user, open_doors, sign_in, submission
from flask import Flask
from inspector import InspectingClient
from sqlalchemy import func, select
from turns import recorded_turns

from assembly import clock
from assembly.access.queries import valid_badge
from assembly.checkin import service
from assembly.checkin.queries import doors, kept_door
from assembly.checkin.service import ShownCode, Verdict, record_scans
from assembly.extensions import db
from assembly.models import Admission, AdmitReason, Door, Edition, EditionStatus, Mode, Registration, Scan, Told
from assembly.registration.service import leaving, registering
from assembly.sealed import new_token, unseal
from assembly.transactions import writing

pytestmark = pytest.mark.database

NINE = datetime(2031, 6, 15, 7, 2, tzinfo=UTC)


@pytest.fixture
def edition(ctx: Flask) -> Edition:
    with writing():
        edition = make_edition()
        open_doors(edition, NINE)
        registering.register(edition, submission(1))
    return edition


def token(edition: Edition) -> str:
    return token_of(db.session.scalars(select(Registration).where(Registration.edition_id == edition.id)).first())


def token_of(one: Registration) -> str:
    return unseal(valid_badge(one).token_sealed)


def scan(shown: str, door: Door, at: datetime = NINE, scan_id: str = "scan-0000000000001") -> Verdict:
    with writing():
        return record_scans([ShownCode(scan_id, shown, door, at)])[0]


def count(noun: type) -> int:
    return db.session.scalar(select(func.count()).select_from(noun)) or 0


@pytest.mark.database("proof")
def test_the_second_door_says_when_and_where(edition: Edition) -> None:
    door_a, door_b = doors(edition)
    assert scan(token(edition), door_a).told is Told.ADMITTED
    second = scan(token(edition), door_b, NINE + timedelta(minutes=5), "scan-0000000000002")
    assert (second.told, second.since, second.since_door) == (Told.ALREADY_IN, NINE, "A")
    assert (count(Scan), count(Admission)) == (2, 1)


def test_a_repeated_scan_is_stored_once(edition: Edition) -> None:
    door = doors(edition)[0]
    assert scan(token(edition), door) == scan(token(edition), door, NINE + timedelta(hours=1))
    assert (count(Scan), count(Admission)) == (1, 1)


def test_a_scan_with_other_content_is_refused(edition: Edition) -> None:
    door_a, door_b = doors(edition)
    scan(token(edition), door_a)
    with pytest.raises(service.ScanReused):
        scan(token(edition), door_b)
    assert count(Scan) == 1


def test_a_new_local_day_is_another_admission(edition: Edition) -> None:
    door = doors(edition)[0]
    late = datetime(2031, 6, 15, 21, 58, tzinfo=UTC)  # 23:58 in Brussels
    assert scan(token(edition), door, late).told is Told.ADMITTED
    assert scan(token(edition), door, late + timedelta(minutes=4), "scan-0000000000002").told is Told.ADMITTED
    rows = db.session.scalars(select(Admission).order_by(Admission.day)).all()
    assert [(row.day.day, row.slot5) for row in rows] == [(15, "23:55"), (16, "00:00")]


def test_a_repetition_inside_a_batch_counts_once(edition: Edition) -> None:
    door, shown = doors(edition)[0], token(edition)
    with writing():
        told = record_scans([ShownCode(f"scan-000000000000{n}", shown, door, NINE) for n in (1, 2, 1)])
    assert [verdict.told for verdict in told] == [Told.ADMITTED, Told.ALREADY_IN, Told.ADMITTED]
    assert (count(Scan), count(Admission)) == (2, 1)


@pytest.mark.proof("test_closed_entrance_asks_and_anyway_counts keeps one")
def test_replaced_badge_admitted_anyway_keeps_reason(app: Flask, edition: Edition, client: InspectingClient) -> None:
    shown = token(edition)
    with writing():
        valid_badge(db.session.scalars(select(Registration)).one()).revoked_at = clock.now()
        make_user("door", "door@example.org", edition)
    sign_in(client, ("door@example.org", "a long enough passphrase"))
    client.submit("/en/checkin/2031/", door="A")
    client.submit(f"/b/{shown}", form=".anyway form", reason="supervisor", status=200)
    kept = db.session.scalars(select(Scan)).one()
    assert (kept.told, kept.against, kept.reason) == (Told.ADMITTED_ANYWAY, Told.REPLACED, AdmitReason.SUPERVISOR)


@pytest.mark.turns(2)
@pytest.mark.database("proof")
@pytest.mark.parametrize("case", ["unknown", "cancelled", "other edition", "revoked", "online"])
def test_a_refused_scan_is_no_admission(edition: Edition, case: str) -> None:
    door, shown = doors(edition)[0], token(edition)
    with writing():
        if case == "unknown":
            shown = new_token().clear
        elif case == "cancelled":
            leaving.cancel(db.session.scalars(select(Registration)).one())
        elif case == "online":
            registering.register(edition, submission(2, mode=Mode.ONLINE))
            shown = token_of(db.session.scalars(select(Registration).where(Registration.mode == Mode.ONLINE)).one())
        elif case == "other edition":
            door = doors(make_edition("2032"))[0]
        else:
            valid_badge(db.session.scalars(select(Registration)).one()).revoked_at = clock.now()
    expected = {
        "unknown": Told.UNKNOWN,
        "cancelled": Told.NOT_CONFIRMED,
        "other edition": Told.OTHER_EDITION,
        "revoked": Told.REPLACED,
        "online": Told.REGISTERED_ONLINE,
    }
    assert scan(shown, door).told is expected[case]
    assert (count(Scan), count(Admission)) == (1, 0)


def test_kept_door_follows_its_changes(edition: Edition) -> None:
    kept = kept_door("2031", "A")
    assert kept is not None
    assert (kept.roles, kept_door("2031", "A")) == ([], kept)
    for change in ({"roles": ["speaker"]}, {"code": "C"}):
        with writing():
            here = db.session.scalars(select(Door).where(Door.code == "A")).one()
            for name, value in change.items():
                setattr(here, name, value)
        db.session.rollback()
        found = kept_door("2031", "A")
        assert (found.roles if found else None) == change.get("roles")


def test_kept_door_follows_its_assembly(edition: Edition) -> None:
    before = kept_door("2031", "A")
    with writing():
        db.session.scalars(select(Edition)).one().status = EditionStatus.CANCELLED
    db.session.rollback()
    after = kept_door("2031", "A")
    assert before is not None
    assert after is not None
    assert before.edition.status is not EditionStatus.CANCELLED
    assert after.edition.status is EditionStatus.CANCELLED


@pytest.mark.sqlite_only
def test_scan_sends_five_statements_under_lock(edition: Edition, ctx: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The scan, the guest, the admission, the fact, the version of pages; one more finds who was first."""
    door_a, door_b = doors(edition)
    shown = token(edition)
    codes = [ShownCode(f"scan-{number:016d}", shown, door, NINE) for number, door in enumerate((door_a, door_b))]
    with recorded_turns(ctx, monkeypatch) as turns:
        for code in codes:
            with writing():
                record_scans([code])
    assert [one.statements for one in turns] == [5, 6]
    assert count(Admission) == 1
