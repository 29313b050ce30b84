"""A badge opens a door once, no scan is lost, and two doors at the same moment agree."""

from __future__ import annotations

import random
import re
import time
from collections import Counter, defaultdict
from itertools import chain
from secrets import token_hex
from typing import Any

import pytest
from factories import make_edition, make_user, open_doors, submission
from flask import Flask
from load import Visitor, fork, together
from server import Server, running
from sqlalchemy import func, insert, select
from sqlalchemy.orm import aliased

from assembly import clock
from assembly.extensions import db
from assembly.models import Admission, Badge, Edition, Scan, Told
from assembly.registration.service import registering
from assembly.sealed import new_code, new_token
from assembly.transactions import writing
from config import Config

CLIENTS = 8
DOOR_PAGE = "/en/checkin/2031/"
VERDICT = re.compile(r'<h1 class="word">(\w+)</h1>|<p class="note">([^<]*)</p>')
Post = tuple[str, str]
"A badge's code and the name of the scan."


def people(number: int) -> list[str]:
    """An edition with two doors and so many confirmed people: the codes of their badges, in order.

    The service registers one; the others are copies of its rows, for a thousand registrations take their time.
    """
    tokens = [new_token() for _ in range(number)]
    with writing():
        edition = make_edition(size=None, doors="AB")
        make_user("door", "door@example.org", edition)
        registering.register(edition, submission())
        open_doors(edition)
        badge = db.session.scalars(select(Badge)).one()
        persons = copies(badge.registration.person, [{"code": new_code(), "email_key": token.hash} for token in tokens])
        registrations = copies(
            badge.registration,
            [
                {
                    "code": new_code(),
                    "person_id": person,
                    "seq": seq,
                    "spoken_ref": str(seq),
                    "idempotency_key": str(seq),
                }
                for seq, person in enumerate(persons, start=2)
            ],
        )
        copies(
            badge,
            [
                {"registration_id": registration, "token_hash": token.hash, "token_sealed": token.sealed}
                for registration, token in zip(registrations, tokens, strict=True)
            ],
        )
    return [token.clear for token in tokens]


def copies(row: Any, changes: list[dict[str, Any]]) -> list[int]:
    """As many copies of a row as there are changes: their ids, in the same order."""
    facts = {column.key: getattr(row, column.key) for column in row.__table__.columns if column.key != "id"}
    statement = insert(type(row)).returning(type(row).id, sort_by_parameter_order=True)
    return list(db.session.scalars(statement, [facts | change for change in changes]))


def phone_at(server: Server, door: str) -> Visitor:
    """The phone of somebody who has signed in and said at which door they stand."""
    phone = Visitor(server.port)
    phone.get("/en/sign-in")
    account = {"email": "door@example.org", "passphrase": "a long enough passphrase"}
    while phone.post("/en/sign-in", account).status == 429:
        time.sleep(0.2)  # more than five at one account in the same instant are asked to try again
    phone.get(DOOR_PAGE)
    assert phone.post(f"{DOOR_PAGE}which", {"door": door}).status == 303
    assert f"Entrance {door}</h1>" in phone.get(DOOR_PAGE).text
    return phone


def verdict(phone: Visitor, post: Post) -> tuple[str, ...]:
    """What the door is shown: the word and, for somebody already in, since when and by which door."""
    badge, scan_id = post
    answer = phone.post(f"/b/{badge}", {"scan_id": scan_id})
    assert answer.status == 200
    return tuple(map("".join, VERDICT.findall(answer.text)))


def dealt(badges: list[str]) -> list[list[Post]]:
    """The work of each phone, in random order: its badges, an eighth as many scans another phone at its door also
    sends, and as many second scans of badges the other door reads for the first time."""
    eighth = len(badges) // 8
    work: list[list[Post]] = [[] for _ in range(CLIENTS)]
    for number, badge in enumerate(badges):
        first = (badge, token_hex(16))
        work[number % CLIENTS].append(first)
        if number < eighth:
            work[(number + 2) % CLIENTS].append(first)
        if eighth // 2 <= number < eighth // 2 + eighth:
            work[(number + 1) % CLIENTS].append((badge, token_hex(16)))
    return [random.sample(posts, k=len(posts)) for posts in work]


@pytest.mark.bites_on("postgresql")
def test_scans_of_which_a_fifth_is_repeated(ctx: Flask, empty: Config, full_scale: bool) -> None:
    """At full size 2,000 scans of each phone: 1,600 re-sent ones store nothing; as many second scans, the control,
    store a row each and admit nobody."""
    badges, again = (12_800, 1_600) if full_scale else (160, 20)
    work = dealt(people(badges))

    def visit(client: int) -> list[tuple[Post, tuple[str, ...]]]:
        phone = phone_at(server, "AB"[client % 2])
        return [(post, verdict(phone, post)) for post in work[client]]

    with running(empty, alone=True) as server:
        answers = list(chain.from_iterable(together(CLIENTS, visit)))
    told = defaultdict(set)
    for (_badge, scan_id), shown in answers:
        told[scan_id].add(shown)
    assert len(answers) == badges + 2 * again
    assert all(len(verdicts) == 1 for verdicts in told.values())
    assert set(db.session.scalars(select(Scan.scan_id))) == set(told)
    assert Counter(verdicts.pop()[0] for verdicts in told.values()) == {"IN": badges, "ASK": again}
    assert Counter(db.session.scalars(select(Scan.told))) == {Told.ADMITTED: badges, Told.ALREADY_IN: again}
    admitted = db.session.scalars(select(Admission.registration_id)).all()
    assert (len(admitted), len(set(admitted))) == (badges, badges)


def neck_and_neck() -> int:
    """How many losers had been asked before the winner was stored."""
    won, lost = aliased(Scan), aliased(Scan)
    races = select(func.count()).join(won, lost.told_scan_id == won.scan_id).where(lost.effective_at <= won.received_at)
    return db.session.scalar(races.select_from(lost)) or 0


@pytest.mark.bites_on("sqlite")
def test_two_doors_at_the_same_moment(ctx: Flask, empty: Config, full_scale: bool) -> None:
    """One of them admits; the other says when and where. The control counts how often both were asked before either
    had answered, which is when looking first would have admitted twice."""
    badges, starting_shot = people(200 if full_scale else 30), fork.Barrier(2)

    def visit(client: int) -> list[tuple[str, ...]]:
        phone, shown = phone_at(server, "AB"[client]), []
        for badge in badges:
            starting_shot.wait(30)
            shown.append(verdict(phone, (badge, token_hex(16))))
        return shown

    with running(empty, alone=True) as server:
        at_doors = zip(*together(2, visit), strict=True)
    zone = db.session.scalars(select(Edition.zone)).one()
    admissions = db.session.scalars(select(Admission).order_by(Admission.registration_id))
    for admission, shown in zip(admissions, at_doors, strict=True):
        winner = "AB".index(admission.door.code)
        since = f"{clock.local(admission.first_at, zone):%H:%M}"
        assert shown[winner] == ("IN",)
        assert shown[1 - winner] == ("ASK", f"Already checked in at {since}, entrance {admission.door.code}")
    assert db.session.scalar(select(func.count()).select_from(Scan)) == 2 * len(badges)
    assert neck_and_neck() > 0
