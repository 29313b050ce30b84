"""All statistics of a very large edition within a second, and those of the day within a twentieth of one."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from bulk_data import crowd
from flask import Flask
from sqlalchemy import text

from assembly.agenda.queries import programme
from assembly.checkin.queries import doors
from assembly.editions.queries.editions import edition_by_slug
from assembly.editions.service.doors import add_door
from assembly.extensions import db
from assembly.models import DoorKind, Edition
from assembly.report.queries import facts
from assembly.stats import kept_counts
from assembly.stats.overview import live, statistics
from assembly.transactions import writing

PEOPLE = 100_000
SCANS = """
INSERT INTO scan (scan_id, door_id, registration_id, kind, effective_at, received_at, told, body_hash, is_rehearsal,
    offset_ms, is_offline, clock_suspect, counts)
SELECT id || '-{number}', {door}, id, 'entry', '2027-04-15 06:30:00+00:00', '2027-04-15 06:30:00+00:00', 'admitted', '',
    {no}, 0, {no}, {no}, {yes}
FROM registration WHERE edition_id = {edition}
"""
ADMISSIONS = """
INSERT INTO admission (registration_id, checkpoint, day, door_id, scan_id, first_at, slot5)
SELECT id, '{checkpoint}', '2027-04-15', {door}, id || '-1', '2027-04-15 06:30:00+00:00',
    CASE WHEN id % 20 < 10 THEN '0' || (7 + id % 3) ELSE '1' || (id % 3) END || ':' || (id % 5 + 1) || (id % 2 * 5)
FROM registration WHERE edition_id = {edition} AND state = 'confirmed'
"""
MOVES = """
INSERT INTO move (registration_id, from_state, to_state, at, by, reason)
SELECT id, 'confirmed', state, '2027-04-0{number} 06:30:00+00:00', 'test', ''
FROM registration WHERE edition_id = {edition} AND id % 2 = {number} - 1
"""
SKILLS = """
INSERT INTO skill (registration_id, lang, kind)
SELECT id, '{lang}', 'understands' FROM registration WHERE edition_id = {edition} AND id % {of} = 0
"""


def fill(edition: Edition) -> None:
    """Write everybody and whatever they did set-wise: three scans each, a move, their languages."""
    on_postgresql = db.engine.dialect.name == "postgresql"
    values = {"edition": edition.id, "door": doors(edition)[0].id}
    values |= {"no": "false", "yes": "true"} if on_postgresql else {"no": 0, "yes": 1}
    with writing():
        if on_postgresql:  # a hundred thousand changes of one row in one transaction would take it minutes
            db.session.execute(text("SET LOCAL session_replication_role = replica"))
        crowd(edition, PEOPLE)
        room = add_door(edition, "R", DoorKind.ROOM)
        room.session_id = programme(edition)[0].session_id
        db.session.flush()
        statements = [SCANS.format(number=number, **values) for number in (1, 2, 3)]
        statements += [ADMISSIONS.format(checkpoint="entrance", **values)]
        statements += [ADMISSIONS.format(checkpoint="R", **values | {"door": room.id})]
        statements += [MOVES.format(number=number, **values) for number in (1, 2)]
        statements += [SKILLS.format(lang=lang, of=of, **values) for lang, of in (("en", 1), ("fr", 2), ("da", 7))]
        for statement in statements:
            db.session.execute(text(statement.format(**values)))
        kept_counts.recount()
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
        if on_postgresql:  # one process, as on a small machine, and where no memory can be shared between several
            name = db.engine.url.database
            connection.execute(text(f'ALTER DATABASE "{name}" SET max_parallel_workers_per_gather = 0'))
    db.session.remove()
    db.engine.dispose()


def seconds(read: Callable[[], object]) -> float:
    """The shortest of five: others use this machine too."""
    spans = []
    for _round in range(5):
        began = time.perf_counter()
        read()
        spans.append(time.perf_counter() - began)
        db.session.rollback()
    return min(spans)


@pytest.mark.database
@pytest.mark.proof("100,000 registrations and 300,000 scans")
def test_statistics_of_a_very_large_edition(demo_app: Flask) -> None:
    with demo_app.test_request_context():
        edition = edition_by_slug("2027")
        assert edition is not None
        fill(edition)
        edition = db.session.merge(edition)
        everything, of_the_day = seconds(lambda: statistics(edition, exact=True)), seconds(lambda: live(edition))
        report = seconds(lambda: facts(edition, edition.day))
        print(  # noqa: T201
            f"{db.engine.dialect.name}: all {everything * 1000:.0f} ms, of the day {of_the_day * 1000:.0f} ms, "
            f"facts of a report {report * 1000:.0f} ms"
        )
        assert everything < 1
        assert report < 1
        assert of_the_day < 0.05
