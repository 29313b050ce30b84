"""Phones hand in overlapping batches while processes of the server are killed: each scan once, each guest once."""

from __future__ import annotations

import json
import random
import time
from collections import defaultdict
from datetime import timedelta
from http.client import HTTPConnection
from typing import Any

import pytest
from factories import make_edition, make_user, open_doors, submission
from flask import Flask
from load import Answer, Crowd, fork, insist
from phones import codes_of, make_phone, raw_scan
from server import start
from sqlalchemy import func, select

from assembly import clock
from assembly.extensions import db
from assembly.models import Admission, Scan
from assembly.registration import service
from assembly.transactions import writing
from config import Config

PHONES = 4
API = "/api/v1/editions/2031/scans"


def hand_in(port: int, phone: int, scans: list[dict[str, Any]]) -> Answer:
    """One batch, on a connection of its own."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Authorization": f"Bearer phone {phone}", "Content-Type": "application/json"}
    connection.request("POST", API, json.dumps({"scans": scans}), headers)
    response = connection.getresponse()
    return Answer(response.status, response.read().decode())


@pytest.mark.bites_on("sqlite")
def test_batches_survive_killed_processes(ctx: Flask, empty: Config, full_scale: bool) -> None:
    """Every phone scans every guest once; a third of each batch is sent again with the next."""
    guests, size, kills = (200, 20, 20) if full_scale else (30, 10, 2)
    with writing():
        edition = make_edition(size=None)
        open_doors(edition)
        user = make_user("organiser", "organiser@example.org", edition)
        db.session.flush()
        for phone in range(PHONES):
            make_phone(edition, phone, door="AB"[phone % 2], by_id=user.id, token=f"phone {phone}")
        for number in range(guests):
            service.register(edition, submission(number))
    codes, now = codes_of(edition), clock.now()
    work: list[list[dict[str, Any]]] = []
    for phone in range(PHONES):
        numbers = random.sample(range(guests), guests)
        at = [now - timedelta(seconds=random.randrange(1, 600)) for _guest in numbers]
        door = "AB"[phone % 2]
        work.append(
            [raw_scan(phone * 1000 + n, codes[n], when, door=door) for n, when in zip(numbers, at, strict=True)]
        )
    batches = fork.Value("i")
    server = start(empty, alone=True)

    def visit(phone: int) -> list[str]:
        acknowledged = []
        for begin in range(0, guests, size):
            batch = work[phone][max(0, begin - size // 3) : begin + size]
            told = json.loads(insist(lambda batch=batch: hand_in(server.port, phone, batch)).text)["results"]
            acknowledged += [one["id"] for one in told if one["stored"]]
            with batches.get_lock():
                batches.value += 1
        return acknowledged

    crowd, killed = Crowd(PHONES, visit), 0
    every = max(1, PHONES * guests // size // (kills + 1))
    try:
        while crowd.is_busy:
            if server.process.poll() is not None:
                server.process = start(empty, server.port, alone=True).process
            elif killed < kills and batches.value >= (killed + 1) * every:
                killed += 1
                server.kill(whole=False)
            time.sleep(0.02)
    finally:
        server.stop()
    acknowledged = {scan_id for phone in crowd.results() for scan_id in phone}
    assert killed == kills
    db.session.rollback()  # what was read before the crowd came is old
    assert acknowledged == set(db.session.scalars(select(Scan.scan_id)))
    assert len(acknowledged) == PHONES * guests
    first: dict[int, set[str]] = defaultdict(set)
    earliest = dict(
        db.session.execute(
            select(Scan.registration_id, func.min(Scan.effective_at)).group_by(Scan.registration_id)
        ).all()
    )
    for one in db.session.scalars(select(Admission)):
        first[one.registration_id].add(one.scan_id)
        assert one.first_at == earliest[one.registration_id]
    assert {len(ids) for ids in first.values()} == {1}
    assert len(first) == guests
