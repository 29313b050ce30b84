"""Migrations run up, down to the base and up again on real data; the head equals the models; two at once wait."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from databases import Databases
from flask_migrate import downgrade, upgrade
from server import environment_of
from sqlalchemy import delete, inspect, select, text
from static_checks import ROOT

from assembly import create_app
from assembly.demo import service as demonstration
from assembly.extensions import db
from assembly.models import (
    Appearance,
    Base,
    Bilingual,
    Contribution,
    Edition,
    FactSheet,
    Person,
    RecordingState,
    Report,
    SessionKind,
    Speaker,
)
from assembly.recordings.queries import watchable
from assembly.report import service as reports
from assembly.transactions import writing
from config import Config

pytestmark = pytest.mark.database
INDEXES = ("passage_index", "registration_search")
"Indexes of words, which the database keeps in tables of its own; no model knows them."


def is_ours(name: str | None) -> bool:
    """Whether a table is a noun of ours."""
    return name != "alembic_version" and not (name or "").startswith(INDEXES)


def tables() -> set[str]:
    return set(filter(is_ours, inspect(db.engine).get_table_names()))


@pytest.mark.bites_on("sqlite")  # which cannot change a column and copies the table; PostgreSQL's is in the proof
def test_down_and_up_again_with_data(databases: Databases, tmp_path: Path, full_scale: bool) -> None:
    """The database has come up by all migrations, as each template does; the newest go down in `make test`, too."""
    with databases.fresh(tmp_path, with_demo=True) as config, (app := create_app(config)).app_context():
        for _again in range(2 if full_scale else 1):
            assert tables() == set(Base.metadata.tables)
            db.session.remove()
            downgrade(revision="base" if full_scale else "-12")
            assert (tables() == set()) is full_scale
            upgrade()
            if full_scale:
                with writing():
                    demonstration.load()
        assert tables() == set(Base.metadata.tables)
        app.extensions["sqlalchemy"].engine.dispose()


def rows() -> dict[str, int]:
    with db.engine.connect() as connection:
        return {name: connection.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one() for name in tables()}


def test_the_last_step_keeps_every_row(demo: Config) -> None:
    with create_app(demo).app_context():
        before = rows()
        downgrade(revision="-1")
        below = rows()
        upgrade()
        assert below == {name: count for name, count in before.items() if name in below}
        assert {name: count for name, count in rows().items() if name in below} == below
        db.engine.dispose()


@pytest.mark.proof("what once was done to old data; the newest steps are in make test")
def test_emails_nobody_can_write_are_removed(demo: Config) -> None:
    signing = [f"signing_{one}" for one in ("received", "asked_again", "accepted", "public", "withdrawn")]
    kinds = ["registered", "place_offered", "offer_over", "registration_declined", *signing]
    with create_app(demo).app_context():
        with db.engine.begin() as connection:
            ids = (
                connection.execute(text("SELECT id FROM mail ORDER BY id LIMIT :n"), {"n": len(kinds)}).scalars().all()
            )
            for mail, kind in zip(ids, kinds, strict=True):
                connection.execute(text("UPDATE mail SET template = :kind WHERE id = :id"), {"kind": kind, "id": mail})
        downgrade(revision="0008")
        with db.engine.connect() as connection:
            left = set(connection.execute(text("SELECT template FROM mail")).scalars())
        db.engine.dispose()
    assert "registered" in left
    assert left.isdisjoint(kinds[1:])


@pytest.mark.proof("what once was done to old data; the newest steps are in make test")
def test_old_proposals_find_whose_they_are(demo: Config) -> None:
    mine = text("SELECT code, proposed_by_id FROM speaker_proposal WHERE state <> 'withdrawn' ORDER BY id")
    name = text("UPDATE speaker_proposal SET proposed_by = :name WHERE code = :code")
    with create_app(demo).app_context():
        with db.engine.begin() as connection:
            (_known, user), (unknown, _user), (twins, _user), *_rest = connection.execute(mine).all()
            connection.execute(name, {"name": "Nobody", "code": unknown})
            connection.execute(name, {"name": "Twin", "code": twins})
            connection.execute(text('UPDATE "user" SET name = :name WHERE id <> :id'), {"name": "Twin", "id": user})
        downgrade(revision="0039")
        upgrade()
        with db.engine.connect() as connection:
            assert [one for _code, one in connection.execute(mine).all()][:3] == [user, None, None]
        db.engine.dispose()


def differences() -> list[object]:
    with db.engine.connect() as connection:
        ours = {"include_name": lambda name, kind, _parents: kind != "table" or is_ours(name)}
        options: dict[str, Any] = {"compare_type": True, "compare_server_default": True} | ours
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata))


def test_the_head_equals_the_models(ctx: object) -> None:
    assert differences() == []


def test_a_difference_is_found(ctx: object) -> None:
    with db.engine.begin() as connection:
        connection.execute(text("ALTER TABLE door ADD COLUMN colour VARCHAR(8)"))
    assert len(differences()) == 1


@pytest.mark.bites_on("postgresql")
def test_two_migrations_at_once_make_one(databases: Databases, tmp_path: Path, full_scale: bool) -> None:
    """All of them; the newest three in `make test`."""
    begun = databases.blank(tmp_path) if full_scale else databases.fresh(tmp_path, with_demo=False)
    with begun as config:
        if not full_scale:
            with create_app(config).app_context():
                downgrade(revision="-3")
                db.engine.dispose()
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "migrate"]
        both = [subprocess.Popen(command, cwd=ROOT, env=environment_of(config, 8000)) for _ in range(2)]
        assert [process.wait(60) for process in both] == [0, 0]


def kinds() -> set[str]:
    with db.engine.connect() as connection:
        both = text("SELECT kind FROM session UNION SELECT kind FROM released_session")
        return set(connection.execute(both).scalars())


@pytest.mark.proof("what once was done to old data; the newest steps are in make test")
def test_every_kind_of_session_becomes_another(demo: Config) -> None:
    with create_app(demo).app_context():
        with db.engine.begin() as connection:
            ids = connection.execute(text("SELECT id FROM session ORDER BY id")).scalars().all()
            for number, kind in zip(ids, SessionKind, strict=False):
                values = {"kind": kind.value, "id": number}
                connection.execute(text("UPDATE session SET kind = :kind WHERE id = :id"), values)
        downgrade(revision="0028")
        assert kinds() <= {"break", "opening", "keynote", "debate", "ceremony", "closing"}
        upgrade()
        assert kinds() <= {kind.value for kind in SessionKind}
        db.engine.dispose()


@pytest.mark.proof("what once was done to old data; the newest steps are in make test")
def test_every_kind_of_office_becomes_another(demo: Config) -> None:
    with create_app(demo).app_context():
        with db.engine.begin() as connection:
            ids = connection.execute(text("SELECT id FROM mandate ORDER BY id LIMIT 2")).scalars().all()
            for number, role in zip(ids, ("chair", "other"), strict=True):
                connection.execute(text("UPDATE mandate SET role = :role WHERE id = :id"), {"role": role, "id": number})
        downgrade(revision="0031")
        with db.engine.connect() as connection:
            left = set(connection.execute(text("SELECT role FROM mandate")).scalars())
        assert left <= {"mayor", "co_chair", "official"}
        db.engine.dispose()


@pytest.mark.proof("what once was done to old data; the newest steps are in make test")
def test_recordings_withheld_for_somebody_are_taken_away(demo: Config) -> None:
    """One in which somebody speaks who did not agree, and one of which such a person is only to speak."""
    with create_app(demo).app_context():
        edition = db.session.scalars(select(Edition).where(Edition.slug == "2023")).one()
        with writing():
            families = Person.family.in_(["Moret i Sabidó", "Määttä"])
            speaks, confirmed = db.session.scalars(select(Person.id).where(families).order_by(Person.family)).all()
            db.session.add_all(Speaker(edition=edition, person_id=one, agreed=False) for one in (speaks, confirmed))
            db.session.execute(delete(Appearance).where(Appearance.person_id == speaks))
            db.session.execute(delete(Contribution).where(Contribution.person_id == confirmed))
        shown = {one.recording.id: one.state is RecordingState.PUBLIC for one in watchable(edition)}
        db.session.remove()
        downgrade(revision="0053")
        with db.engine.connect() as connection:
            left = set(connection.execute(text("SELECT id FROM recording")).scalars())
        db.engine.dispose()
    assert sorted(shown.values()) == [False, False, True, True]
    assert left == {one for one, is_shown in shown.items() if is_shown}


@pytest.mark.proof("the data of one older migration")
@pytest.mark.parametrize("is_withdrawn", [True, False])
def test_no_report_becomes_public_below(demo: Config, *, is_withdrawn: bool) -> None:
    """A withdrawn report goes with its sheets; of a public one only the sheet that was never published goes."""
    with create_app(demo).app_context():
        with writing():
            report = db.session.scalars(select(Report)).one()
            public = report.sheet
            db.session.add(
                FactSheet(
                    edition_id=public.edition_id,
                    number=2,
                    taken_at=public.taken_at,
                    figures_on=public.figures_on,
                    facts=public.facts,
                    hash=public.hash,
                )
            )
            if is_withdrawn:
                reports.withdraw(report, why=Bilingual("Wrong", "Faux"))
        db.session.remove()
        downgrade(revision="0080")
        with db.engine.connect() as connection:
            counts = [connection.scalar(text(f"SELECT count(*) FROM {one}")) for one in ("report", "fact_sheet")]
        db.engine.dispose()
    assert counts == ([0, 0] if is_withdrawn else [1, 1])
