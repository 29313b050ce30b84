"""Batches of phones come in any order, any number of times, and the same comes out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from factories import make_edition, make_user, open_doors, submission
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from phones import code_of, codes_of, make_phone, raw_scan, scanned
from sqlalchemy import delete, select

from assembly import clock
from assembly.access.queries import valid_badge
from assembly.checkin.phone_scans import Malformed, PhoneScan, read_scan
from assembly.checkin.queries import admission_by_scan
from assembly.checkin.queries.merging import arrivals
from assembly.checkin.service import merge_scans, undo_admission
from assembly.checkin.service.merging import Stored
from assembly.extensions import db
from assembly.models import Admission, Device, Edition, Registration, Scan, State, Told
from assembly.registration.service import leaving, registering
from assembly.sealed import new_token
from assembly.transactions import writing

pytestmark = pytest.mark.database

NINE = datetime(2031, 6, 15, 7, 0, tzinfo=UTC)
LATER = NINE + timedelta(hours=3)
_ONE_DATABASE = [HealthCheck.function_scoped_fixture]


@pytest.fixture
def edition(ctx: Flask) -> Edition:
    """Two phones at two doors, three guests."""
    with clock.at(NINE - timedelta(days=1)), writing():
        edition = make_edition()
        open_doors(edition, NINE)
        user = make_user("organiser", "organiser@example.org", edition)
        db.session.flush()
        make_phone(edition, 1, door="A", by_id=user.id)
        make_phone(edition, 2, door="B", by_id=user.id)
        for number in range(3):
            registering.register(edition, submission(number))
    return edition


def phones() -> list[Device]:
    return list(db.session.scalars(select(Device).order_by(Device.number)))


def send(phone: int, *scans: PhoneScan, at: datetime = LATER) -> list[Stored]:
    with clock.at(at), writing():
        return merge_scans(phones()[phone], scans)


def minutes(number: int) -> datetime:
    return NINE + timedelta(minutes=number)


def state() -> tuple[Any, ...]:
    """All that is stored of scans and admissions."""
    scans = select(Scan.scan_id, Scan.against, Scan.counts, Scan.effective_at, Scan.registration_id)
    admissions = select(Admission.registration_id, Admission.day, Admission.scan_id, Admission.first_at)
    return set(map(tuple, db.session.execute(scans))), set(map(tuple, db.session.execute(admissions)))


def admitted() -> dict[str, datetime]:
    return dict(db.session.execute(select(Admission.scan_id, Admission.first_at)).all())  # type: ignore[arg-type]


one_scan = st.tuples(
    st.integers(0, 1),  # phone
    st.integers(0, 3),  # guest; the last is unknown here
    st.integers(0, 6),  # minutes after nine
    st.sampled_from(["admitted", "already_in", "admitted_anyway", "not_on_list"]),
    st.booleans(),  # taken back
)


def made(facts: list[tuple[int, int, int, str, bool]], codes: list[str]) -> list[tuple[int, PhoneScan]]:
    scans = []
    for number, (phone, guest, minute, told, is_undone) in enumerate(facts):
        reason = {"reason": "supervisor"} if told == "admitted_anyway" else {}
        entry = scanned(number, codes[guest], minutes(minute), told=told, door="AB"[phone], **reason)
        scans.append((phone, entry))
        if is_undone:
            undo = {"kind": "annul", "annuls": entry.scan_id, "door": "AB"[phone]}
            scans.append((phone, scanned(1000 + number, None, minutes(minute + 1), **undo)))
    return scans


@settings(settings.default, max_examples=settings().max_examples // 6, suppress_health_check=_ONE_DATABASE)
@given(facts=st.lists(one_scan, max_size=10), data=st.data())
def test_any_interleaving_ends_in_one_state(edition: Edition, facts: Any, data: st.DataObject) -> None:
    codes = [*codes_of(edition), "an-unknown-code"]
    scans = made(facts, codes)
    states = []
    for _order in range(2):
        repeated = scans + data.draw(st.lists(st.sampled_from(scans), max_size=6)) if scans else scans
        order = data.draw(st.permutations(repeated))
        size = data.draw(st.integers(1, 5))
        for start in range(0, len(order), size):
            for phone in (0, 1):
                batch = [scan for whose, scan in order[start : start + size] if whose == phone]
                send(phone, *batch)
        states.append(state())
        with writing():
            db.session.execute(delete(Admission))
            db.session.execute(delete(Scan))
    assert states[0] == states[1]
    undone = {number for number, one in enumerate(facts) if one[4]}
    counted = [n for n, one in enumerate(facts) if one[3].startswith("admitted") and one[1] < 3 and n not in undone]
    assert len(states[0][1]) == len({facts[number][1] for number in counted})


def test_the_earliest_scan_wins(edition: Edition) -> None:
    code = codes_of(edition)[0]
    send(0, scanned(1, code, minutes(9)))
    send(1, scanned(2, code, minutes(4), door="B"))
    assert admitted() == {"scan-0000000000000002": minutes(4)}
    assert {scan.counts for scan in db.session.scalars(select(Scan))} == {True}


@pytest.mark.database("proof")
def test_an_undone_scan_leaves_the_next(edition: Edition) -> None:
    code = codes_of(edition)[0]
    undo = scanned(3, None, minutes(5), kind="annul", annuls="scan-0000000000000002", door="B")
    foreign = scanned(4, None, minutes(5), kind="annul", annuls="scan-0000000000000001")
    send(0, scanned(1, code, minutes(9)))
    send(1, undo, foreign)
    send(1, scanned(2, code, minutes(4), door="B"))
    assert admitted() == {"scan-0000000000000001": minutes(9)}  # nobody takes back what another phone did


@pytest.mark.database("proof")
def test_the_office_undoes_every_entry(edition: Edition) -> None:
    code = codes_of(edition)[0]
    send(0, scanned(1, code, minutes(1)))
    send(1, scanned(2, code, minutes(2), door="B"))
    with clock.at(LATER), writing():
        admission = admission_by_scan("scan-0000000000000001")
        assert admission is not None
        undo_admission(admission, "It was her double.")
    assert admitted() == {}
    send(0, scanned(3, code, LATER), at=LATER)
    assert list(admitted()) == ["scan-0000000000000003"]


@pytest.mark.turns(4)
@pytest.mark.parametrize(("told", "minute", "against", "counts"), [
    ("admitted", 4, None, True),
    ("admitted", 6, Told.REPLACED, False),
    ("replaced", 6, Told.REPLACED, False),
    ("admitted_anyway", 6, Told.REPLACED, True),
])  # fmt: skip
def test_code_replaced_while_offline(
    edition: Edition, told: str, minute: int, against: Told | None, counts: bool
) -> None:
    """Replaced five minutes after nine, and the scan comes afterwards."""
    guest = db.session.scalars(select(Registration)).first()
    assert guest is not None
    code = code_of(guest)
    with clock.at(minutes(5)), writing():
        badge = valid_badge(guest)
        assert badge is not None
        badge.revoked_at = clock.now()
    stored = send(0, scanned(1, code, minutes(minute), told=told, reason="identity"))
    assert [(one.against, one.counts) for one in stored] == [(against, counts)]
    assert len(admitted()) == counts


@pytest.mark.turns(2)
@pytest.mark.parametrize(("minute", "counts"), [(4, True), (6, False)])
def test_cancelled_after_the_scan_counts(edition: Edition, minute: int, counts: bool) -> None:
    guest = db.session.scalars(select(Registration)).first()
    assert guest is not None
    code = code_of(guest)
    with clock.at(minutes(5)), writing():
        leaving.cancel(guest)
        assert guest.state is State.CANCELLED
    stored = send(0, scanned(1, code, minutes(minute)))
    assert stored[0].counts is counts


@pytest.mark.database("proof")
def test_an_ended_phone_keeps_earlier_scans(edition: Edition) -> None:
    first, second, _third = codes_of(edition)
    with writing():
        phones()[0].ended_at = minutes(5)
    stored = send(0, scanned(1, first, minutes(4)), scanned(2, second, minutes(6)))
    assert [(one.against, one.counts) for one in stored] == [(None, True), (Told.PHONE_ENDED, False)]


def test_a_scan_sent_again_is_answered_alike(edition: Edition) -> None:
    code = codes_of(edition)[0]
    first = send(0, scanned(1, code, minutes(1)), scanned(2, new_token().clear, minutes(2), told="not_on_list"))
    again = send(0, scanned(2, "x" * 43, minutes(2)), scanned(1, code, minutes(1)), at=LATER + timedelta(hours=1))
    assert again == [Stored("scan-0000000000000002", fault="reused"), first[0]]
    assert first[1].against is Told.UNKNOWN
    assert db.session.query(Scan).count() == 2


def test_arrivals_tell_what_has_changed(edition: Edition) -> None:
    code = codes_of(edition)[0]
    guest = db.session.scalars(select(Registration.code).order_by(Registration.id)).first()
    here = phones()[0].door
    assert arrivals(here, LATER, None) == []
    send(1, scanned(1, code, minutes(1), door="B"))
    (came,) = arrivals(here, LATER, LATER - timedelta(minutes=1))
    assert (came.guest, came.at, came.door) == (guest, minutes(1), "B")
    undo = scanned(2, None, minutes(2), kind="annul", annuls="scan-0000000000000001", door="B")
    send(1, undo, at=LATER + timedelta(minutes=1))
    (left,) = arrivals(here, LATER, LATER)
    assert (left.guest, left.at) == (guest, None)


FAULTS: dict[str, dict[str, Any]] = {
    "id": {"id": "short"},
    "kind": {"kind": "exit"},
    "door": {"door": "'; drop"},
    "code_hash": {"code_hash": "clear-code"},
    "device_at": {"device_at": "nine"},
    "list_at": {"list_at": -1},
    "offset_ms": {"offset_ms": 1.5},
    "told": {"told": "phone_ended"},
    "reason": {"told": "admitted_anyway"},
    "annuls": {"kind": "annul"},
    "size": {"note": "x" * 3000},
}


@pytest.mark.database("proof")
@pytest.mark.parametrize(("field", "wrong"), FAULTS.items())
def test_a_malformed_scan_names_its_field(field: str, wrong: dict[str, Any]) -> None:
    with pytest.raises(Malformed, match=field):
        read_scan(raw_scan(1, "x", NINE) | wrong)
    for odd in ([], None, 5, {}):
        with pytest.raises(Malformed):
            read_scan(odd)
