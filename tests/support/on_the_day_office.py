"""Does something to a session on the day."""

from __future__ import annotations

from bs4 import BeautifulSoup
from flask import Flask
from inspector import InspectingClient, filled
from werkzeug.test import TestResponse

from assembly.agenda.queries import latest_rows
from assembly.calendar.queries import pending
from assembly.extensions import db
from assembly.models import Bilingual, Edition, Release, Session

PAGE = "/en/manage/2031/programme/today/"
FORM = 'form[method=post]:has([name="act"])'


def code(app: Flask, title: str) -> str:
    with app.app_context():
        return db.session.query(Session).filter_by(title_en=title).one().code


def look(app: Flask, office: InspectingClient, act: str, title: str = "Opening", **more: str) -> BeautifulSoup:
    extra = "".join(f"&{name}={value}" for name, value in more.items())
    return office.page(f"{PAGE}?act={act}&session={code(app, title)}{extra}")


def press(
    office: InspectingClient, page: BeautifulSoup, status: int = 303, form: str = FORM, **answers: str
) -> TestResponse:
    found = page.select_one(form)
    assert found is not None
    answer = office.post(str(found.get("action")), data=filled(found, answers))
    assert answer.status_code == status, answer.get_data(as_text=True)
    return answer


def public(app: Flask) -> list[tuple[str, int, str, int]]:
    """What the public sees: title, minutes after the beginning of the assembly, status, SEQUENCE."""
    with app.app_context():
        edition = db.session.query(Edition).one()
        begin = edition.starts_at
        return [
            (row.title.en, int((row.starts_at - begin).total_seconds() // 60), row.status.value, row.ics_sequence)
            for row in latest_rows(edition)
        ]


def drafts(app: Flask) -> dict[str, int]:
    with app.app_context():
        edition = db.session.query(Edition).one()
        return {
            one.title.en: int((one.starts_at - edition.starts_at).total_seconds() // 60)
            for one in db.session.query(Session).order_by(Session.id)
        }


def unpublished(app: Flask) -> list[str]:
    with app.app_context():
        return [one.title.en for one in pending(db.session.query(Edition).one()).changes]


def words_of(page: BeautifulSoup) -> str:
    return " ".join(page.get_text().replace("\u00a0", " ").split())


def notes(app: Flask) -> list[Bilingual]:
    with app.app_context():
        return [one.note for one in db.session.query(Release).order_by(Release.number)][1:]
