"""The list of a phone: a record opens with its code alone, the names with the key of the shift."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from base64 import b64encode
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from factories import make_edition, submission
from flask import Flask
from phones import codes_of
from sqlalchemy import select

from assembly.access.service import links as access_links
from assembly.checkin import roster
from assembly.checkin.queries.roster import list_header, list_mark, place_names, roster_guests
from assembly.checkin.service.phones import names_key, start_shift
from assembly.extensions import db
from assembly.models import DoorShift, Edition, Registration
from assembly.registration.service import leaving, registering
from assembly.sealed import token_hash
from assembly.transactions import writing

VECTORS = Path(__file__).with_name("vectors")
KEY = bytes(range(32))
GUEST = roster.RosterGuest(
    token="a-code-of-forty-three-letters",
    code="abcd2345",
    name="Żaneta Łukaszewicz-Đorđević",
    function="Maire",
    place="Rzeszów",
    lang="fr",
    state="confirmed",
    mode="on_site",
    ref="K7-42",
    replaced_at=0,
    desk_note="Empfänger FR",
    category="press",
    is_invited=True,
    successor="",
    place_code="rze",
    name_key="zaneta lukaszewicz dordevic",
    words="lukaszewicz dordevic zaneta rzeszow k7 42",
)
HEADER = {"at": 1, "mark": "m", "doors": {}}


def opened(body: bytes, code: str) -> Any:
    """What the script of the phones reads."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("no Node.js on this machine")
    sent = {"list": b64encode(body).decode(), "code": code, "wrong": code + "x", "key": b64encode(KEY).decode()}
    told = subprocess.run(
        [node, VECTORS / "open.mjs"], input=json.dumps(sent), capture_output=True, text=True, check=True
    )
    return json.loads(told.stdout)


def test_a_phone_opens_what_the_server_made() -> None:
    old = replace(GUEST, token="an-older-code", replaced_at=99, successor="Anna")
    read = opened(roster.prepare([GUEST, old], {"rze": "rzeszow|resovia"}, KEY).body(HEADER), GUEST.token)
    assert (read["guest"]["name"], read["guest"]["ref"], read["guest"]["replacedAt"]) == (GUEST.name, "K7-42", None)
    assert (read["guest"]["desk"], read["names"][0]["desk"]) == (GUEST.desk_note, GUEST.desk_note)
    assert (read["guest"]["category"], read["names"][0]["isInvited"]) == ("press", True)
    assert read["nobody"] is None
    assert [(one["code"], one["words"]) for one in read["names"]] == [("abcd2345", f"{GUEST.words}|rzeszow|resovia")]
    assert read["hash"] == token_hash(GUEST.token)


def test_a_list_names_nobody() -> None:
    body = roster.prepare([GUEST], {"rze": "rzeszow"}, KEY).body(HEADER)
    shown = (GUEST.name, GUEST.place, GUEST.token, GUEST.ref, GUEST.desk_note, GUEST.code)
    for word in (*shown, "lukaszewicz", "rzeszow"):
        assert word.encode() not in body
    assert len({roster.prepare([GUEST], {}, KEY).body(HEADER) for _time in range(2)}) == 2


@pytest.mark.proof("ten thousand guests")
def test_ten_thousand_guests_fit_two_megabytes() -> None:
    """The time is asserted with room: a phone downloads the list once, and then only what has changed."""
    guests = [replace(GUEST, token=f"{GUEST.token}{n}", code=f"c{n}", ref=f"K7-{n}") for n in range(10_000)]
    begin = time.perf_counter()
    body = roster.prepare(guests, {"rze": "rzeszow"}, KEY).body(HEADER)
    assert len(body) < 2_000_000
    assert time.perf_counter() - begin < 2


def test_list_is_prepared_once_oldest_forgotten() -> None:
    lists, made = roster.PreparedLists(most=2), []

    def make() -> roster.Prepared:
        made.append(1)
        return roster.prepare([GUEST], {}, KEY)

    first = lists.get("one", make)
    assert lists.get("one", make) is first
    for key in ("two", "three", "one"):
        lists.get(key, make)
    assert len(made) == 4


def test_the_mark_changes_with_the_list(ctx: Flask) -> None:
    with writing():
        edition = make_edition()
        registering.register(edition, submission(1))
    marks = [list_mark(edition, None)]
    with writing():
        start_shift(edition)
    shift = db.session.scalars(select(DoorShift)).one()
    marks.append(list_mark(edition, shift))
    with writing():
        registering.register(edition, submission(2))
    marks.append(list_mark(edition, shift))
    with writing():
        leaving.cancel(db.session.scalars(select(Registration).limit(1)).one())
    marks.append(list_mark(edition, shift))
    assert len(set(marks)) == 4
    assert list_mark(edition, shift) == marks[-1]


@pytest.mark.database("proof")
def test_the_list_holds_replaced_codes_too(ctx: Flask) -> None:
    with writing():
        edition = make_edition()
        registering.register(edition, submission(1))
    with writing():
        access_links.renew_code(db.session.scalars(select(Registration)).one(), "a-button")
    edition = db.session.scalars(select(Edition)).one()
    guests = list(roster_guests(edition))
    assert [one.token for one in guests] == codes_of(edition)
    assert [one.replaced_at > 0 for one in guests] == [True, False]
    assert list_header(edition, None)["doors"].keys() == {"A", "B"}
    assert place_names(edition).keys() <= {one.place_code for one in guests}
    with writing():
        pin = start_shift(edition)
    shift = db.session.scalars(select(DoorShift)).one()
    assert pin not in repr(shift.__dict__)
    assert len(names_key(shift)) == 32
