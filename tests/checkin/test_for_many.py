"""Notes for the entrance and badge codes of another event, entered for many people at once."""

from __future__ import annotations

import pytest
from factories import make_edition, make_user, sign_in, submission
from flask import Flask
from inspector import InspectingClient
from sqlalchemy import select

from assembly import clock
from assembly.access.queries import registration_with
from assembly.checkin.forms import ForManyForm
from assembly.extensions import db
from assembly.models import Edition, Entry, Registration
from assembly.registration.service import registering
from assembly.registration.service.at_the_door import external_hash
from assembly.transactions import writing

pytestmark = pytest.mark.database
PAGE = "/en/manage/2031/badges/for-many/"


@pytest.fixture
def office(app: Flask, client: InspectingClient) -> InspectingClient:
    """An organiser and three guests."""
    with app.app_context(), writing():
        edition = make_edition()
        make_user("organiser", "here@example.org", edition)
        for number in range(3):
            registering.register(edition, submission(number))
    sign_in(client, ("here@example.org", "a long enough passphrase"))
    return client


def guests() -> list[Registration]:
    db.session.expire_all()
    return list(db.session.scalars(select(Registration).order_by(Registration.id)))


@pytest.mark.database("proof")
def test_notes_are_shared_changed_and_removed(app: Flask, office: InspectingClient) -> None:
    with app.app_context():
        one, two, three = (one.spoken_ref for one in guests())
        office.submit(PAGE, what="note", lines=f"{one.lower()}, {two} ; step-free; left door\n{three}\treceiver FR")
        assert [one.desk_note for one in guests()] == ["step-free; left door"] * 2 + ["receiver FR"]
        lines = f"{one};\nZ9-99; nobody\n{two}\n{three}; see https://example.org\n{two}; {'x' * 81}\n{one}, {two} late"
        answer = office.submit(PAGE, what="note", lines=lines, status=422)
        assert [one.desk_note for one in guests()] == ["", "step-free; left door", "receiver FR"]
        assert answer.soup.select_one("textarea").text.split("\n")[-5:] == lines.split("\n")[1:]
        assert len(answer.soup.select(".summary li")) == 5
        said = [one.verb for one in db.session.scalars(select(Entry)) if "note" in one.verb]
        assert len(said) == 4


def test_codes_belong_to_one_person_each(app: Flask, office: InspectingClient) -> None:
    with app.app_context():
        edition = db.session.scalars(select(Edition)).one()
        one, two, _three = (one.spoken_ref for one in guests())
        answer = office.submit(PAGE, what="code", lines=f"{one}; HOST-1\n{two}; HOST-1", status=422)
        assert [item.text.split(":")[0] for item in answer.soup.select(".summary li")] == [f"{two}; HOST-1"]
        assert registration_with(edition, external_hash(edition, "HOST-1")).spoken_ref == one


@pytest.mark.proof("test_note_is_deleted_with_the_needs has no field any more")
def test_no_notes_once_needs_are_deleted(app: Flask, office: InspectingClient) -> None:
    with app.app_context(), writing():
        edition = db.session.scalars(select(Edition)).one()
        edition.starts_at = edition.ends_at = clock.now()
        edition.needs_kept_days = 0
    with app.app_context():
        page = office.page(PAGE)
        assert page.select_one("input[value=note]").has_attr("disabled")
        assert not any(one.desk_note for one in guests())


def test_too_many_people_are_refused(app: Flask) -> None:
    with app.test_request_context(method="POST", data={"what": "note", "lines": "K7-42,K7-43;a\n" * 101}):
        form = ForManyForm(meta={"csrf": False})
        assert not form.validate()
        assert list(form.errors) == ["lines"]
