"""Whom a phone writes down as not on the list: sealed for the server, registered once, by the rules of the form."""

from __future__ import annotations

import json
import shutil
import subprocess
from base64 import b64decode, b64encode
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from directory import make
from factories import make_edition, make_user, open_doors, sign_in, submission
from flask import Flask
from inspector import InspectingClient, hidden
from phones import make_phone, raw_scan, sealed
from sqlalchemy import delete, select

from assembly import clock
from assembly.checkin import walk_ins
from assembly.checkin.queries.conflicts import conflicts
from assembly.checkin.service import phones
from assembly.extensions import db
from assembly.models import (
    Admission,
    AdmitReason,
    CommunityKind,
    Device,
    Edition,
    Mode,
    PlaceCount,
    Pool,
    Registration,
    Scan,
    State,
)
from assembly.privacy.jobs import delete_contacts
from assembly.privacy.queries.contacts import editions_with_contacts_over
from assembly.registration.service import registering
from assembly.transactions import writing

API, TOKEN = "/api/v1/editions/2031", "a-token-of-a-paired-phone"
SECRET = bytes(range(32))
ANA = {"given": "Ana", "family": "Silva", "place": "Porto", "lang": "fr"}


@pytest.fixture
def phone(app: Flask) -> None:
    """A phone at entrance A of an edition of two places."""
    with app.app_context(), writing():
        edition = make_edition(size=2)
        open_doors(edition)
        user = make_user("organiser", "organiser@example.org", edition)
        db.session.flush()
        make_phone(edition, 1, by_id=user.id, token=TOKEN)


def point(client: InspectingClient) -> bytes:
    """What the list tells a phone to seal for."""
    body = client.get(f"{API}/roster", headers={"Authorization": f"Bearer {TOKEN}"}).data
    header = json.loads(body[4 : 4 + int.from_bytes(body[:4])])
    return b64decode(header["walk_in_key"])


def written(client: InspectingClient, number: int, words: Any = ANA, **changes: Any) -> dict[str, Any]:
    scan = raw_scan(number, None, clock.now() - timedelta(minutes=5), told="recorded") | changes
    return scan | {"walk_in": sealed(point(client), scan["id"], json.dumps(words))}


def send(client: InspectingClient, *scans: Any) -> list[dict[str, Any]]:
    headers = {"Authorization": f"Bearer {TOKEN}"}
    answer = client.post(f"{API}/scans", json={"scans": list(scans)}, headers=headers)
    assert answer.status_code == 200
    told: list[dict[str, Any]] = answer.get_json()["results"]
    return told


def rows(app: Flask) -> list[Registration]:
    with app.app_context():
        return list(db.session.scalars(select(Registration).order_by(Registration.id)))


def inside(app: Flask) -> int:
    with app.app_context():
        return db.session.query(Admission).count()


def test_server_alone_opens_what_phone_sealed() -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("no Node.js on this machine")
    sent = {"words": ANA, "point": b64encode(walk_ins.public_point(SECRET)).decode(), "name": "scan-1"}
    script = Path(__file__).with_name("vectors") / "seal.mjs"
    done = subprocess.run([node, script], input=json.dumps(sent), capture_output=True, text=True, check=True)
    box = b64decode(done.stdout)
    assert json.loads(walk_ins.opened(SECRET, box, "scan-1")) == ANA
    for secret, name in ((SECRET, "scan-2"), (bytes(32), "scan-1")):
        with pytest.raises(ValueError, match="somebody else"):
            walk_ins.opened(secret, box, name)


def test_walk_in_is_registered_and_inside_once(app: Flask, client: InspectingClient, phone: None) -> None:
    scan = written(client, 1)
    (first,), (again,) = send(client, scan), send(client, scan)
    assert first == again
    (ana,) = rows(app)
    assert (first["counts"], first["guest"], first["ref"], first["unlisted"]) == (True, ana.code, ana.spoken_ref, True)
    assert (ana.badge_name, ana.lang, ana.origin, ana.state) == ("Ana Silva", "fr", "walk_in", State.CONFIRMED)
    assert inside(app) == 1
    with app.app_context():
        assert db.session.scalars(select(Scan.effective_at)).one() < ana.registered_at


@pytest.mark.proof("told apart by test_walk_in_is_registered_and_inside_once")
def test_walk_in_who_waits_outside_is_registered(app: Flask, client: InspectingClient, phone: None) -> None:
    """The volunteer says that they are waiting: the entry is taken back in the batch that brings it."""
    scan = written(client, 1)
    taken_back = raw_scan(2, None, clock.now(), told="recorded", kind="annul", annuls=scan["id"])
    told, _undone = send(client, scan, taken_back)
    assert (told["counts"], rows(app)[0].state, inside(app)) == (True, State.CONFIRMED, 0)
    send(client, raw_scan(3, None, clock.now(), told="admitted", guest=told["guest"]))
    assert inside(app) == 1  # found by name once there was a place


@pytest.mark.proof("test_whoever_came_first_has_the_last_place leaves one waiting")
def test_walk_in_without_place_waits_for_supervisor(app: Flask, client: InspectingClient, phone: None) -> None:
    with app.app_context(), writing():
        for pool in db.session.scalars(select(Pool)):
            pool.size = 0
    (told,) = send(client, written(client, 1))
    assert (told["stored"], told["counts"], told["against"]) == (True, False, "not_confirmed")
    assert (rows(app)[0].state, inside(app)) == (State.WAITING, 0)
    with app.app_context():
        (one,) = conflicts(db.session.scalars(select(Edition)).one())
        assert (one.kind, one.can_count) == ("not_confirmed", True)
    allowed = written(client, 2, told="admitted_anyway", reason="supervisor")
    taken_back = raw_scan(3, None, clock.now(), told="recorded", kind="annul", annuls=one.scan.scan_id)
    told = send(client, taken_back, allowed)[1]
    assert (told["counts"], told["against"]) == (True, "not_confirmed")  # inside, and the phone says: no place was free
    assert (len(rows(app)), inside(app)) == (1, 1)
    with app.app_context():
        (one,) = conflicts(db.session.scalars(select(Edition)).one())
        assert (one.scan.reason, one.kind, one.can_count) == (AdmitReason.SUPERVISOR, "not_confirmed", False)


@pytest.mark.proof("the same at the desk: test_organisation_of_the_directory_has_no_place")
def test_organisation_follows_online_and_keeps_its_name(app: Flask, client: InspectingClient, phone: None) -> None:
    with app.app_context(), writing():
        make("porto-tech", "Porto Tech", kind=CommunityKind.COMPANY)
    scan = written(client, 1, ANA | {"place": "Porto Tech"})
    (told,), (again,) = send(client, scan), send(client, scan)
    assert told == again
    assert (told["stored"], told["counts"], told["against"]) == (True, False, "online_only")
    (ana,) = rows(app)
    assert (ana.badge_name, ana.mode, inside(app)) == ("Ana Silva", Mode.ONLINE, 0)
    with app.app_context():
        (one,) = conflicts(db.session.scalars(select(Edition)).one())
        assert (one.kind, one.can_count) == ("online_only", True)
        assert one.scan.registration_id == ana.id  # so that the card says who it is


@pytest.mark.proof("kept and decided at the desk: test_walk_in; deleted: the proof")
@pytest.mark.database
def test_name_of_unregistered_is_kept_until_decided(app: Flask, client: InspectingClient, phone: None) -> None:
    """The assembly has no online part. What retention deletes is what a decision deletes."""
    with app.app_context(), writing():
        make("porto-tech", "Porto Tech", kind=CommunityKind.COMPANY)
        db.session.execute(delete(Pool).where(Pool.mode == Mode.ONLINE))
        db.session.execute(delete(PlaceCount).where(PlaceCount.mode == Mode.ONLINE))
    words = ANA | {"place": "Porto Tech"}
    allowed = {"told": "admitted_anyway", "reason": "supervisor"}
    first, second, _waits, _outside = send(
        client,
        written(client, 1, words),
        written(client, 2, words | {"given": "Eva"}, **allowed),
        waits := written(client, 3, words | {"given": "Ida"}),
        raw_scan(4, None, clock.now(), told="recorded", kind="annul", annuls=waits["id"]),
    )
    assert (first["against"], second.keys() & {"guest", "unlisted"}, rows(app)) == ("online_only", set(), [])
    sign_in(client, ("organiser@example.org", "a long enough passphrase"))
    page = client.page("/en/manage/2031/phones/")
    assert {one.get_text() for one in page.select(".card .who")} == {"Ana Silva, Porto Tech", "Eva Silva, Porto Tech"}
    assert client.post(page.select_one(".card form")["action"], data={"count": "no", **hidden(page)}).status_code == 303
    with app.app_context():
        assert [one for one in db.session.scalars(select(Scan.written)) if one] == ["Ana Silva, Porto Tech"]
        with clock.at(clock.now() + timedelta(days=800)):
            delete_contacts()
            assert set(db.session.scalars(select(Scan.written))) == {""}
            assert editions_with_contacts_over() == []


@pytest.mark.turns(2)
@pytest.mark.parametrize("is_late_first", [False, True])
def test_whoever_came_first_has_the_last_place(
    app: Flask, client: InspectingClient, phone: None, is_late_first: bool
) -> None:
    with app.app_context(), writing():
        for pool in db.session.scalars(select(Pool)):
            pool.size = 1
    now = clock.now().timestamp()
    batch = [
        written(client, 1, ANA, device_at=now - 500),
        written(client, 2, ANA | {"given": "Eva"}, device_at=now - 100),
    ]
    send(client, *(reversed(batch) if is_late_first else batch))
    states = {one.badge_name: one.state for one in rows(app)}
    assert states == {"Ana Silva": State.CONFIRMED, "Eva Silva": State.WAITING}


@pytest.mark.proof("the same at the desk: test_people_on_the_list_have_one_button")
def test_somebody_of_that_name_is_that_person(app: Flask, client: InspectingClient, phone: None) -> None:
    with app.app_context(), writing():
        edition = db.session.scalars(select(Edition)).one()
        registering.register(edition, submission(1, given="Ana", family="Silva", place="Porto"))
        registering.register(edition, submission(2, given="Eva", family="Melo", place="Braga", mode=Mode.ONLINE))
    here, online = send(
        client, written(client, 1), written(client, 2, ANA | {"given": "Eva", "family": "Melo", "place": "Braga"})
    )
    assert (here["counts"], online["against"]) == (True, "registered_online")
    assert (len(rows(app)), inside(app)) == (2, 1)


def test_rehearsal_and_ended_phone_register_nobody(app: Flask, client: InspectingClient, phone: None) -> None:
    early = written(client, 1, device_at=1.0, list_at=1.0)
    late = written(client, 2)
    with app.app_context(), writing():
        db.session.scalars(select(Device)).one().ended_at = clock.now() - timedelta(hours=1)
    told = send(client, late)
    assert (told[0]["counts"], told[0]["against"], rows(app)) == (False, "phone_ended", [])
    with app.app_context(), writing():
        device = db.session.scalars(select(Device)).one()
        device.ended_at = None
    told = send(client, early)
    assert (told[0]["stored"], told[0]["counts"], told[0]["against"], rows(app)) == (True, False, None, [])


@pytest.mark.turns(3)
@pytest.mark.parametrize(
    ("words", "fault"),
    [(ANA | {"given": " "}, "given"), (ANA | {"place": "https://x.example"}, "place"), ([], "walk_in")],
)
def test_what_form_would_refuse_is_not_stored(
    app: Flask, client: InspectingClient, phone: None, words: Any, fault: str
) -> None:
    good, bad = written(client, 1), written(client, 2, words)
    forged = written(client, 3) | {"walk_in": b64encode(bytes(120)).decode()}
    told = send(client, bad, forged, good)
    assert [one.get("fault") for one in told] == [fault, "walk_in", None]
    assert len(rows(app)) == 1


def test_phone_gets_badges_of_own_walk_ins(app: Flask, client: InspectingClient, phone: None) -> None:
    with app.app_context(), writing():
        edition = db.session.scalars(select(Edition)).one()
        registering.register(edition, submission(1, given="Ana", family="Silva", place="Porto"))
    told, there = send(client, written(client, 1, ANA | {"given": "Eva"}), written(client, 2))
    assert (there["counts"], there.keys() & {"guest", "ref"}) == (True, set())  # registered before, by somebody else
    headers = {"Authorization": f"Bearer {TOKEN}"}
    answer = client.get(f"{API}/guests/{told['guest']}/badge", headers=headers)
    assert answer.data.startswith(b"%PDF")
    assert client.get(f"{API}/guests/{rows(app)[0].code}/badge", headers=headers).status_code == 404
    with app.app_context(), writing():
        phones.end_phone(db.session.scalars(select(Device)).one())
    assert client.get(f"{API}/guests/{told['guest']}/badge", headers=headers).status_code == 404
