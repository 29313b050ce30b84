"""What people need is sealed, theirs to say, seen by one permission and noted, and deleted on its day; totals stay."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from details import CONSENTS, DETAILS, only_registration, prepared, press, said
from factories import submission
from flask import Flask
from flask.testing import FlaskClient
from inspector import InspectingClient
from mails import deliver
from queries_counted import counted
from sqlalchemy import select
from stated_needs import MARKER, needs_of, say, signed_in, told
from static_checks import contents

from assembly import clock
from assembly.access.queries import valid_badge
from assembly.extensions import db
from assembly.models import AccessLink, Edition, Entry, Need, NeedKind, NeedTotal, Purpose, Registration, State
from assembly.people.service import answering
from assembly.questions import queries as question_queries
from assembly.questions.jobs import delete_needs
from assembly.questions.service import needs
from assembly.questions.service.needs import NONE, Needs, totals
from assembly.registration.service import registering
from assembly.sealed import unseal
from assembly.security import Permission
from assembly.transactions import writing

NOTE = "arrogant-but-useful"
"What the office wrote about somebody, for itself alone."


def test_needs_are_read_changed_and_removed(app: Flask, mayor: InspectingClient) -> None:
    assert needs_of(app) == Needs((NeedKind.VEGETARIAN, NeedKind.CAPTIONS), MARKER)
    page = mayor.page(DETAILS)
    assert [one["value"] for one in page.select("[name=needs][checked]")] == ["vegetarian", "captions"]
    say(mayor, "vegan")
    assert needs_of(app) == Needs((NeedKind.VEGAN,))
    say(mayor)
    with app.app_context():
        assert db.session.query(Need).count() == 0


def everything_read(app: Flask, client: InspectingClient, below: str, nth: int) -> Iterator[tuple[str, str]]:
    """The answer to every nth address below this one, with the code of the one registration put in."""
    with app.app_context():
        code = only_registration().code
    paths = []
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or set()) or rule.endpoint in {"static", "accounts.sign_out"}:
            continue
        path = rule.rule.replace("<lang:lang>", "en").replace("<edition:edition>", "2031")
        for name in rule.arguments:
            for converter in ("", "path:", "int(max=999999):"):
                path = path.replace(f"<{converter}{name}>", code if name == "code" else "1")
        if path.startswith(below):
            paths.append(path)
    for path in paths[nth - 1 :: nth]:
        with FlaskClient.open(client, path) as answer:  # what it looks like is for other tests
            yield path, answer.get_data().decode("utf-8", "replace")


def test_needs_and_notes_stay_with_the_office(
    app: Flask, mayor: InspectingClient, capfd: pytest.CaptureFixture[str], full_scale: bool
) -> None:
    roles: dict[str, Any] = {
        "nobody": app.test_client(),
        "door": signed_in(app, "door"),
        "co-chair": signed_in(app, "co_chair"),
        "organiser without": signed_in(app, "organiser", Permission.SEE_NEEDS),
        "organiser who only looks": signed_in(app, "organiser"),
    }
    with app.app_context(), writing():
        only_registration().note = NOTE
        code = unseal(valid_badge(only_registration()).token_sealed)  # type: ignore[union-attr]
    roles["door"].submit("/en/checkin/2031/", door="A")
    assert "Wszędybylska" in roles["door"].get(f"/b/{code}").get_data(as_text=True)
    for who in ("nobody", "door"):
        for path in (f"/b/{code}", "/en/checkin/2031/?q=wszedybylska"):
            text = roles[who].get(path).get_data(as_text=True)
            assert MARKER not in text, (who, path)
            assert NOTE not in text, (who, path)
    read = 0
    for who, client in roles.items():
        if who != "organiser without" and not full_scale:
            continue  # the other roles: tests/rules/test_who_sees_what.py
        for path, text in everything_read(app, client, *(("/en/", 1) if full_scale else ("/en/manage/", 2))):
            assert MARKER not in text, (who, path)
            assert NOTE not in text or who.startswith("organiser"), (who, path)
            read += "Wszędybylska" in text
    assert read > (6 if full_scale else 2)  # the pages were the right ones
    for who in ("nobody", "door", "co-chair", "organiser without"):
        with app.app_context():
            code = only_registration().code
        for path in ("/en/manage/2031/needs", f"/en/manage/2031/people/{code}/needs"):
            page = roles["organiser who only looks"].page("/en/manage/2031/needs")
            token = page.select_one("main [name=csrf_token]")["value"]
            answer = roles[who].post(path, data={"csrf_token": token})
            assert answer.status_code in {303, 400, 403}, (who, path)
            assert MARKER not in answer.get_data(as_text=True)
    assert all(MARKER.encode() not in mail.as_bytes() for mail in deliver(app))
    own = mayor.get("/en/my/").get_data(as_text=True)
    assert MARKER not in own
    assert NOTE not in own
    assert MARKER.encode() not in mayor.get("/en/my/badge.pdf").data
    captured = capfd.readouterr()
    assert '"event": "request"' in captured.err
    assert MARKER not in captured.err + captured.out


def test_at_rest_it_is_encrypted(app: Flask, mayor: InspectingClient) -> None:
    rows = json.dumps(list(contents(app).values()), default=str, ensure_ascii=False)
    assert "Wszędybylska" in rows
    for hidden in (MARKER, "vegetarian", "captions"):
        assert hidden not in rows
    config = app.config["ASSEMBLY"]
    if config.is_sqlite:
        written = b"".join(file.read_bytes() for file in config.data.glob("assembly.db*"))
        assert "Wszędybylska".encode() in written
        assert MARKER.encode() not in written


def test_names_are_opened_and_it_is_noted(app: Flask, mayor: InspectingClient) -> None:
    office = signed_in(app, "organiser")
    with app.app_context():
        person = f"/en/manage/2031/people/{only_registration().code}"
        before = contents(app)
    page = office.page("/en/manage/2031/needs")
    assert {one.get_text() for one in page.select(".facts dt")} == {"Vegetarian", "Live captions"}
    assert "Wszędybylska" not in page.get_text()
    assert contents(app) == before
    opened_ = office.submit("/en/manage/2031/needs", status=200)
    assert f"Vegetarian · Live captions · {MARKER}" in opened_.get_data(as_text=True)
    shown = office.submit(person, form=f"form[action$='{person}/needs']", status=200)
    assert MARKER in shown.get_data(as_text=True)
    with app.app_context():
        noted = db.session.scalars(select(Entry).where(Entry.verb == "opened").order_by(Entry.n)).all()
        assert [(one.noun, one.noun_ref) for one in noted] == [
            ("needs list", "2031"),
            ("needs", only_registration().code),
        ]
        assert all(one.actor_ref.startswith("user:") for one in noted)


def test_many_names_cost_one_statement(app: Flask, mayor: InspectingClient) -> None:
    with app.app_context():
        said_of, edition = question_queries.need_of(only_registration()), only_registration().edition
        assert said_of is not None
        sealed, delete_on = said_of.sealed, said_of.delete_on
        with writing():
            for number in range(5):
                registering.register(edition, submission(number))
            for one in db.session.scalars(select(Registration).where(Registration.id != said_of.registration_id)):
                same = {"sealed": sealed, "said_at": clock.now(), "said_by": "visitor", "delete_on": delete_on}
                db.session.add(Need(registration=one, reported_by_office=False, **same))
        edition_id = edition.id
    with app.app_context():
        edition = db.session.get_one(Edition, edition_id)
        with counted(app) as sent:
            names = {need.registration.badge_name for need in question_queries.needs_in(edition)}
    assert (len(names), len(sent)) == (6, 1)


def test_a_co_chair_reads_numbers_alone(app: Flask, mayor: InspectingClient) -> None:
    page = signed_in(app, "co_chair").page("/en/manage/2031/needs")
    assert "Vegetarian" in page.get_text()
    assert page.select("main form") == []


@pytest.mark.proof("test_the_person_is_told_once_a_day is the other side")
def test_stating_needs_oneself_brings_no_email(app: Flask, mayor: InspectingClient) -> None:
    assert told(app) == []


@pytest.mark.proof("test_an_objection_deletes_at_once")
def test_one_may_object_after_changes_are_over(app: Flask, mayor: InspectingClient) -> None:
    with app.app_context(), writing():
        db.session.query(Edition).one().changes_until_at = clock.now() - timedelta(minutes=1)
    press(mayor, CONSENTS, **said("needs", "delete"))
    assert needs_of(app) == NONE


def many(app: Flask) -> None:
    """Twelve vegetarians, one of whom is not accepted, and two people in wheelchairs."""
    with app.app_context():
        edition = db.session.scalars(select(Edition)).one()
        for number in range(13):
            with writing():
                registering.register(edition, submission(number))
                newest = db.session.scalars(select(Registration).order_by(Registration.id.desc()).limit(1)).one()
                link = db.session.scalars(select(AccessLink).where(AccessLink.registration_id == newest.id)).one()
                assert link.purpose is Purpose.OWN
                kinds = (NeedKind.VEGETARIAN, NeedKind.STEP_FREE) if number < 2 else (NeedKind.VEGETARIAN,)
                needs.say(link, Needs(kinds, MARKER))
                if number == 12:
                    newest.state = State.DECLINED


def test_needs_are_deleted_and_totals_stay(app: Flask) -> None:
    prepared(app)
    many(app)
    expected = {NeedKind.VEGETARIAN: 12, NeedKind.STEP_FREE: 2}
    with app.app_context():
        edition = db.session.scalars(select(Edition)).one()
        day = needs.last_day(edition)
        assert day == clock.local_day(edition.ends_at, edition.zone) + timedelta(days=30)
        assert set(db.session.scalars(select(Need.delete_on))) == {day}
        midnight = edition.ends_at + timedelta(days=30)
        midnight -= clock.local(midnight, edition.zone) - clock.local(midnight, edition.zone).replace(
            hour=0, minute=0, second=0, microsecond=0
        )
        with clock.at(midnight - timedelta(minutes=1)):
            delete_needs()
            assert db.session.query(Need).count() == 12  # who was declined has none any more
            assert totals(edition) == expected
        for minute in range(3):
            with clock.at(midnight + timedelta(minutes=minute)):
                delete_needs()
        assert db.session.query(Need).count() == 0
        assert {one.kind: one.count for one in db.session.scalars(select(NeedTotal))} == expected
        assert totals(edition) == expected
        assert db.session.scalars(select(Entry.verb).where(Entry.verb == "purged")).all() == ["purged"]


@pytest.mark.proof("test_needs_are_deleted_and_totals_stay deletes three times")
def test_two_workers_add_up_once(app: Flask) -> None:
    prepared(app)
    many(app)
    with app.app_context():
        edition = db.session.scalars(select(Edition)).one()
        with clock.at(edition.ends_at + timedelta(days=40)):
            for _worker in range(2):
                with writing():
                    needs.purge(db.session.get_one(Edition, edition.id))
        assert {one.kind: one.count for one in db.session.scalars(select(NeedTotal))}[NeedKind.VEGETARIAN] == 12


@pytest.mark.proof("another number of days: test_needs_are_deleted_and_totals_stay")
def test_a_retention_that_is_changed_is_heeded(app: Flask, mayor: InspectingClient) -> None:
    with app.app_context():
        with writing():
            db.session.scalars(select(Edition)).one().needs_kept_days = 5
        ends_at = db.session.scalars(select(Edition.ends_at)).one()
        with clock.at(ends_at + timedelta(days=6)):
            delete_needs()
        assert db.session.query(Need).count() == 0


@pytest.mark.proof("test_needs_are_deleted_and_totals_stay has one who was declined")
def test_people_not_coming_leave_no_needs(app: Flask, mayor: InspectingClient) -> None:
    mayor.submit("/en/my/cancel")
    with app.app_context():
        for _minute in range(2):
            delete_needs()
        assert (db.session.query(Need).count(), db.session.query(NeedTotal).count()) == (0, 0)


@pytest.mark.proof("test_needs_are_deleted_and_totals_stay has one who was declined")
def test_declined_people_leave_no_needs(app: Flask, mayor: InspectingClient) -> None:
    with app.app_context():
        with writing():
            answering.decline(db.session.scalars(select(Registration)).one(), "The room is full")
        assert db.session.query(Need).count() == 1
        delete_needs()
        assert (db.session.query(Need).count(), db.session.query(NeedTotal).count()) == (0, 0)
