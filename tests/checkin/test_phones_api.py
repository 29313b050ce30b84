"""What phones of the doors ask and send: pairing, names, list, scans."""

from __future__ import annotations

from base64 import b64decode
from datetime import timedelta
from typing import Any

import pytest
from factories import make_edition, make_user, open_doors, submission
from flask import Flask
from inspector import InspectingClient
from phones import codes_of, make_phone, raw_scan
from sqlalchemy import select

from assembly import clock
from assembly.checkin.queries import doors
from assembly.checkin.service import phones
from assembly.extensions import db
from assembly.models import Admission, Device, DoorShift, Edition, Mode, Registration, Scan
from assembly.registration.service import registering
from assembly.transactions import writing

API = "/api/v1/editions/2031"
TOKEN = "a-token-of-a-paired-phone"


@pytest.fixture
def codes(app: Flask) -> list[str]:
    """An edition with open doors, a shift, a paired phone and two guests: their codes."""
    with app.app_context(), writing():
        edition = make_edition()
        open_doors(edition)
        user = make_user("organiser", "organiser@example.org", edition)
        db.session.flush()
        make_phone(edition, 1, by_id=user.id, token=TOKEN)
        registering.register(edition, submission(1))
        registering.register(edition, submission(2, mode=Mode.ONLINE))
        registering.register(edition, submission(3))
    with app.app_context():
        return codes_of(db.session.scalars(select(Edition)).one())


def ask(client: InspectingClient, path: str, body: Any = None, token: str = TOKEN, **options: Any) -> Any:
    headers = {"Authorization": f"Bearer {token}"} | options.pop("headers", {})
    method = "GET" if body is None else "POST"
    return client.open(API + path, method=method, json=body, headers=headers)


def send(client: InspectingClient, *scans: Any, **more: Any) -> dict[str, Any]:
    answer = ask(client, "/scans", {"scans": list(scans)} | more)
    assert answer.status_code == 200
    told: dict[str, Any] = answer.get_json()
    return told


def test_a_phone_is_paired_once(app: Flask, client: InspectingClient, codes: list[str]) -> None:
    with app.app_context(), writing():
        edition = db.session.scalars(select(Edition)).one()
        user = db.session.scalars(select(Device.paired_by_id)).first()
        _phone, pairing = phones.invite_phone(doors(edition)[1], user or 0)
    answer = client.post(f"{API}/devices", json={"pairing": pairing})
    assert answer.status_code == 201
    told = answer.get_json()
    assert (told["number"], told["door"]) == (2, "B")
    assert client.post(f"{API}/devices", json={"pairing": pairing}).status_code == 409
    assert ask(client, "/scans", {}, told["token"]).status_code == 200
    with app.app_context():
        assert told["token"] not in repr([vars(one) for one in db.session.scalars(select(Device))])


def test_an_unknown_phone_is_refused(client: InspectingClient, codes: list[str]) -> None:
    for path, body in (("/scans", {}), ("/names", {}), ("/roster", None), ("/guests/abc/in-person", {})):
        for token in ("", "x", TOKEN + "x"):
            assert ask(client, path, body, token).status_code == 401, path


def test_the_pin_opens_names_five_tries(app: Flask, client: InspectingClient, codes: list[str]) -> None:
    assert ask(client, "/names", {"pin": "000000"}).status_code == 403  # no shift
    with app.app_context(), writing():
        pin = phones.start_shift(db.session.scalars(select(Edition)).one())
    answer = ask(client, "/names", {"pin": pin})
    assert len(b64decode(answer.get_json()["key"])) == 32
    wrong = f"{(int(pin) + 1) % 1_000_000:06d}"
    assert [ask(client, "/names", {"pin": wrong}).status_code for _try in range(5)] == [403] * 4 + [429]
    assert ask(client, "/names", {"pin": pin}).status_code == 429
    with app.app_context():
        assert pin not in repr([vars(one) for one in db.session.scalars(select(DoorShift))])


def test_the_list_is_sent_once(client: InspectingClient, codes: list[str]) -> None:
    answer = ask(client, "/roster")
    assert answer.status_code == 200
    for word in ("Łukaszewicz", "Rzeszów", *codes):
        assert word.encode() not in answer.data
    mark = answer.headers["ETag"]
    assert ask(client, "/roster", headers={"If-None-Match": mark}).status_code == 304
    told = send(client, check_list=True)
    assert f'"{told["list_mark"]}"' == mark


def test_an_ended_phone_hands_in_scans(app: Flask, client: InspectingClient, codes: list[str]) -> None:
    now = clock.now()
    with app.app_context(), writing():
        phones.end_phone(db.session.scalars(select(Device)).one())
    assert ask(client, "/roster").status_code == 403
    told = send(client, raw_scan(1, codes[0], now - timedelta(minutes=5)))
    assert (told["phone_ended"], told["results"][0]["counts"]) == (True, True)
    with app.app_context():
        assert db.session.query(Admission).count() == 1


def test_contact_hears_that_the_phone_ended(app: Flask, codes: list[str]) -> None:
    """It was read before the transaction, as every batch does, and the supervisor has ended it since."""
    with app.app_context():
        phone = db.session.scalars(select(Device)).one()
        db.session.expunge(phone)
        with writing():
            phones.end_phone(db.session.scalars(select(Device)).one())
        with writing():
            phones.note_contact(phone, None)
        assert phone.ended_at is not None


def test_one_broken_scan_blocks_nothing(app: Flask, client: InspectingClient, codes: list[str]) -> None:
    now = clock.now()
    batch: list[Any] = [raw_scan(n, codes[0], now - timedelta(minutes=n)) for n in range(1, 48)]
    batch.insert(3, raw_scan(60, codes[0], now) | {"told": "perhaps"})
    batch.insert(9, raw_scan(61, codes[0], now) | {"note": "x" * 3000})
    batch.insert(20, raw_scan(62, "an-unknown-code", now, told="not_on_list"))
    told = send(client, *batch)
    assert [one.get("fault") for one in told["results"] if not one["stored"]] == ["told", "size"]
    assert told["results"][20] == {
        "id": "scan-0000000000000062",
        "stored": True,
        "against": "unknown",
        "counts": False,
    }
    assert told["results"] == send(client, *batch)["results"]
    with app.app_context():
        assert (db.session.query(Scan).count(), db.session.query(Admission).count()) == (48, 1)


def test_code_of_another_assembly_admits_nobody(app: Flask, client: InspectingClient, codes: list[str]) -> None:
    """A failed check-in without a network was taken for another event's order (pretix #4932)."""
    with app.app_context(), writing():
        other = make_edition(slug="2032")
        registering.register(other, submission(4))
        db.session.flush()
        foreign = codes_of(other)[0]
    (told,) = send(client, raw_scan(1, foreign, clock.now(), told="not_on_list"))["results"]
    assert (told["stored"], told["counts"], told["against"]) == (True, False, "other_edition")
    with app.app_context():
        here = db.session.scalars(select(Edition.id).where(Edition.slug == "2031")).one()
        assert db.session.scalars(select(Scan)).one().door.edition_id == here
        assert db.session.query(Admission).count() == 0


def test_late_failure_leaves_an_admission(app: Flask, client: InspectingClient, codes: list[str]) -> None:
    """A scan had succeeded, and its failure, stored by the phone, came later under the same id (pretix #5897); what
    fails is never answered as a success (eventyay #3504)."""
    now = clock.now()
    assert send(client, raw_scan(1, codes[0], now))["results"][0]["counts"]
    (again,) = send(client, raw_scan(1, codes[0], now, told="not_on_list"))["results"]
    assert again.get("fault") == "reused" or again["counts"]
    with app.app_context():
        assert db.session.scalars(select(Scan)).one().counts
        assert db.session.query(Admission).count() == 1


def test_guessing_is_told_and_slows(app: Flask, client: InspectingClient, codes: list[str]) -> None:
    now = clock.now()
    guesses = [raw_scan(n, f"guess {n}", now, told="not_on_list") for n in range(31)]
    assert len([one for one in send(client, *guesses)["results"] if one["stored"]]) == 31
    with app.app_context():
        assert db.session.scalars(select(Device)).one().unknown_codes_at is not None
        code = db.session.scalars(select(Registration.code).where(Registration.mode == Mode.ONLINE)).one()
    assert ask(client, f"/guests/{code}/in-person", {}).status_code == 429


@pytest.mark.proof("test_merging: arrivals tell what has changed")
def test_arrivals_of_other_doors_are_told(app: Flask, client: InspectingClient, codes: list[str]) -> None:
    first = send(client)
    assert (first["arrivals"], first["all_arrivals"]) == ([], True)
    send(client, raw_scan(1, codes[0], clock.now() - timedelta(minutes=1), door="B"))
    news = send(client, since=first["server_time"], was_rehearsal=first["is_rehearsal"])
    assert news["all_arrivals"] is False
    assert [one[2] for one in news["arrivals"]] == ["B"]


def test_every_phone_hears_the_supervisors_no(app: Flask, client: InspectingClient, codes: list[str]) -> None:
    with app.app_context():
        guest = db.session.scalars(select(Registration.code).order_by(Registration.id)).first()
    no = raw_scan(1, None, clock.now() - timedelta(minutes=5), told="supervisor_no")
    told = send(client, no | {"guest": guest}, no | {"id": f"scan-{2:016d}"}, check_list=True)
    assert [(one["stored"], one["against"], one["counts"]) for one in told["results"]] == [(True, None, False)] * 2
    assert [(one[0], one[2]) for one in told["refusals"]] == [(guest, "A")]
    yes = raw_scan(
        4, None, clock.now() - timedelta(minutes=1), guest=guest, told="admitted_anyway", reason="supervisor"
    )
    assert send(client, yes, check_list=True)["refusals"] == []  # she has changed her mind
    back = raw_scan(5, None, clock.now(), kind="annul", told="admitted_anyway", annuls=yes["id"], guest=guest)
    assert [one[0] for one in send(client, back, check_list=True)["refusals"]] == [guest]
    undo = raw_scan(3, None, clock.now(), kind="annul", told="supervisor_no", annuls=no["id"], guest=guest)
    assert send(client, undo, check_list=True)["refusals"] == []
    send(client, raw_scan(6, None, clock.now(), told="supervisor_no", guest=guest))
    with app.app_context(), writing():
        first, other = db.session.scalars(select(Registration).order_by(Registration.id).limit(2))
        first.merged_into_id, kept = other.id, other.code
    assert [one[0] for one in send(client, check_list=True)["refusals"]] == [kept]


def test_online_becomes_in_person_while_places_last(app: Flask, client: InspectingClient, codes: list[str]) -> None:
    with app.app_context():
        code = db.session.scalars(select(Registration.code).where(Registration.mode == Mode.ONLINE)).one()
    assert ask(client, "/guests/nobody/in-person", {}).status_code == 404
    for _press in range(2):
        assert ask(client, f"/guests/{code}/in-person", {}).get_json() == {"in_person": True, "is_rehearsal": False}
    told = send(client, raw_scan(1, None, clock.now(), guest=code))
    assert told["results"][0]["counts"] is True


@pytest.mark.proof("the same at the desk: test_named")
def test_without_a_free_place_nothing_changes(app: Flask, client: InspectingClient, codes: list[str]) -> None:
    from assembly.models import Pool  # noqa: PLC0415 -- this test alone needs it

    with app.app_context(), writing():
        for pool in db.session.scalars(select(Pool)):
            pool.size = pool.taken
        code = db.session.scalars(select(Registration.code).where(Registration.mode == Mode.ONLINE)).one()
    answer = ask(client, f"/guests/{code}/in-person", {})
    assert answer.status_code == 409
    assert "no place left" in answer.get_json()["sentence"]


def test_odd_bodies_are_no_fault_of_ours(client: InspectingClient, codes: list[str]) -> None:
    for body in ([], "x", 5, {"scans": "x"}, {"scans": [None, 1, []]}, {"status": {"unsent": "x", "list_at": "y"}}):
        assert ask(client, "/scans", body).status_code in {200, 400}
    assert ask(client, "/scans", {"scans": [{}] * 501}).status_code == 400


def test_the_interface_is_described(client: InspectingClient) -> None:
    told = client.get("/api/v1/openapi.json").get_json()
    assert told["openapi"].startswith("3.1")
    ours = {rule.rule for rule in client.application.url_map.iter_rules() if rule.rule.startswith("/api/v1/editions")}
    described = {path.replace("{edition}", "<edition:edition>").replace("{code}", "<code>") for path in told["paths"]}
    assert described == ours
