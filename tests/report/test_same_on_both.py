"""The same rows in SQLite and in PostgreSQL give the same report, byte for byte; a PDF but for its dates."""

from __future__ import annotations

import re
import shutil
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from application import new_application
from article import first_assembly
from databases import Databases
from flask import Flask
from sqlalchemy import Engine, create_engine, text

from assembly import clock
from assembly.extensions import db
from assembly.models import Base, Bilingual, ParticipationCount, StateCount
from assembly.report import service
from assembly.report.facts import Counted
from assembly.report.queries import survey_of
from assembly.report.survey.questions import Asked, as_json
from assembly.transactions import writing
from config import Config

OUTPUTS = {"report": ("", "md", "json", "html", "docx", "pdf"), "full-report": ("", "md", "docx", "pdf")}
_DATES = re.compile(rb"/(?:Creation|Mod)Date ?\([^)]*\)|<xmp:\w+Date>[^<]*|<xmpMM:\w+ID>[^<]*|/ID ?\[[^\]]*\]")
_KEPT = (ParticipationCount.__table__, StateCount.__table__)
"What triggers count while rows come in: these two are copied last."


def copy_rows(source: Engine, target: Engine) -> None:
    """Copy every row of one database into another, whose own rows go."""
    tables = Base.metadata.sorted_tables
    with source.connect() as there, target.connect() as here:
        here.exec_driver_sql("PRAGMA foreign_keys = OFF")
        here.commit()
        for table in (*reversed(tables), *_KEPT):
            here.execute(table.delete())
        for table in (*(one for one in tables if one not in _KEPT), *_KEPT):
            if table in _KEPT:
                here.execute(table.delete())
            if rows := [dict(row) for row in there.execute(table.select()).mappings()]:
                here.execute(table.insert(), rows)
        here.commit()


def shuffle_rows(engine: Engine) -> None:
    """Put a part of all rows behind the others, so that an order nobody asked for is another one."""
    with engine.begin() as connection:
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        for table in Base.metadata.sorted_tables:
            key = next(iter(table.primary_key)).name
            connection.execute(text(f'UPDATE "{table.name}" SET "{key}" = "{key}" WHERE ctid::text LIKE \'%1)\''))


def outputs(app: Flask) -> dict[str, bytes]:
    """Publish the report of 2023 with the figures of now, and read all that is made of it."""
    with app.app_context():
        now = first_assembly().ends_at + timedelta(days=400)
    with clock.at(now):
        with app.app_context(), writing():
            service.publish(first_assembly(), title=Bilingual("The assembly of 2023", "L’assemblée de 2023"))
        client, found = app.test_client(), {}
        for lang in ("en", "fr"):
            for of, ending in [(of, ending) for of, endings in OUTPUTS.items() for ending in endings]:
                name = f"{of}.{ending}".rstrip(".")
                answer = client.get(f"/{lang}/2023/{name}")
                assert answer.status_code == 200, name
                found[f"{lang}/{name}"] = _DATES.sub(b"", answer.data) if name.endswith("pdf") else answer.data
    for name in [one for one in found if one.endswith("docx")]:
        with ZipFile(BytesIO(found.pop(name))) as parts:
            found |= {f"{name}/{part}": parts.read(part) for part in parts.namelist()}
    return found


@pytest.mark.postgresql_only
@pytest.mark.proof("copies all rows of the demonstration")
def test_report_is_the_same_on_both(demo_app: Flask, demo: Config, tmp_path: Path) -> None:
    with demo_app.app_context(), writing():
        edition = first_assembly()
        service.set_survey(edition, link="https://survey.example.org/1", answers=64, satisfied=89, recommend=92)
        rooms = Asked(
            "room", Bilingual("How was the room?", "Et la salle\u202f?"), (Counted("a", Bilingual("Good"), 7),)
        )
        survey_of(edition).questions = as_json([rooms])
    shutil.copytree(demo.data / "files", tmp_path / "sqlite" / "files", dirs_exist_ok=True)
    with Databases("sqlite").fresh(tmp_path / "sqlite", with_demo=False) as config:
        target, other = create_engine(config.database_url), new_application(config)
        with demo_app.app_context():
            copy_rows(db.engine, target)
            shuffle_rows(db.engine)
        target.dispose()
        here, there = outputs(demo_app), outputs(other)
        with other.app_context():
            db.engine.dispose()
    assert here.keys() == there.keys()
    assert [name for name in here if here[name] != there[name]] == []
