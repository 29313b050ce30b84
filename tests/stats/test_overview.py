"""The statistics of an edition: each defined in both languages, counted as it is defined, honest where not measured."""

from __future__ import annotations

import csv
import re
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from factories import CO_CHAIR, DOOR, ORGANISER, make_edition, make_user, sign_in
from flask import Flask
from inspector import InspectingClient
from invitees import invitee
from openpyxl import load_workbook
from sessions import come, offer_sessions
from sqlalchemy import select

from assembly import clock
from assembly.access.queries import valid_badge
from assembly.checkin.queries import doors
from assembly.checkin.service import ShownCode, record_scans
from assembly.editions.queries.editions import edition_by_slug
from assembly.editions.service.doors import add_door
from assembly.extensions import db
from assembly.i18n import speaking
from assembly.invitations.service.answering import note_call
from assembly.invitations.service.making import invite
from assembly.live.service import StreamFacts, add_stream
from assembly.models import (
    Door,
    DoorKind,
    Edition,
    GroupTotal,
    Mode,
    OnlineAttendance,
    Recording,
    Registration,
    Skill,
    SkillKind,
)
from assembly.recordings.service import count_view
from assembly.registration.service.leaving import cancel
from assembly.sealed import unseal
from assembly.stats import counting, group_totals
from assembly.stats.definitions import DEFINITIONS, LIVE
from assembly.stats.jobs import keep_group_totals
from assembly.stats.overview import compared, statistics
from assembly.stats.statistic import Share, Statistic
from assembly.transactions import writing

PAGE = "/en/manage/2023/statistics/"


@pytest.fixture
def office(demo_client: InspectingClient) -> InspectingClient:
    sign_in(demo_client, ORGANISER)
    return demo_client


def read(edition: Edition, **how: bool) -> dict[str, Statistic]:
    return {one.key: one for one in statistics(edition, **how)}


def admit(edition: Edition, guest: Registration, minutes: int = 0, at: Door | None = None) -> None:
    code, then = unseal(valid_badge(guest).token_sealed), edition.starts_at + timedelta(minutes=minutes)
    record_scans([ShownCode(f"scan-{guest.code}", code, at or doors(edition)[0], then)])


def test_every_figure_is_defined_in_both_languages(ctx: Flask) -> None:
    for one in DEFINITIONS:
        english = [str(one.label), str(one.text), str(one.basis)]
        with speaking("fr"):
            french = [str(one.label), str(one.text), str(one.basis)]
        assert all(english)
        assert english[1] != french[1], one.key
        assert not one.query or one.query == "participation" or callable(getattr(counting, one.query))


@pytest.mark.database("proof")
def test_figures_of_the_first_assembly(demo_app: Flask) -> None:
    with demo_app.app_context():
        edition = edition_by_slug("2023")
        assert edition is not None
        found = read(edition)
        values = {key: one.value for key, one in found.items() if one.definition.head is None}
        assert values == {
            **{"invited": None, "registered": 167, "confirmed": 167, "waiting": 0},
            **{"withdrawn_before": 4, "withdrawn_after": 1, "attended": 138, "walk_in": 0, "online": None},
            **{"no_show": Share(12, 150), "peak": 138, "communities_registered": 95, "countries_registered": 30},
            **{"communities_attended": 91, "countries_attended": 30},
            **{"signed_before": 8, "signed_during": 4, "signed_since": 0},
        }
        for key, total in (
            ("slots", 138),
            ("ranks", 138),
            ("attended_by_country", 138),
            ("registered_by_country", 167),
        ):
            assert sum(row.count for row in found[key].rows) == total
        assert [row.key for row in found["attended_by_country"].rows][:6] == ["BE", "BG", "CZ", "DK", "DE", "EE"]
        assert not found["recordings_watched"].is_measured
        recording = db.session.scalars(select(Recording).where(Recording.edition_id == edition.id)).first()
        with writing():
            for lang in ("fr", "en", "fr"):
                count_view(recording, lang)
        assert [(row.key, row.count) for row in read(edition)["recordings_watched"].rows] == [("fr", 2), ("en", 1)]


def test_unknown_figures_are_no_noughts(demo_app: Flask) -> None:
    with demo_app.app_context():
        edition = edition_by_slug("2025")
        assert edition is not None
        assert [one.key for one in statistics(edition) if one.value is not None] == []
        numbers = {one.slug: numbers for one, numbers in compared(edition_by_slug("2027"))}
        assert set(numbers["2025"].values()) == {None}
        assert numbers["2023"]["attended"] == 138


@pytest.mark.database("proof")
def test_each_person_is_counted_where_they_belong(app: Flask) -> None:
    with app.test_request_context():
        with writing():
            edition = make_edition(days_ahead=-2)
        begins = edition.starts_at
        with clock.at(begins - timedelta(days=3)), writing():
            guests = [come(edition, number) for number in range(6)]
            guests.append(come(edition, 6, mode=Mode.ONLINE))
            late = come(edition, 9)
            late.origin = counting.WALK_IN
            cancel(guests[0])
        with clock.at(begins + timedelta(minutes=10)), writing():
            cancel(guests[1])
            for minutes, guest in ((0, guests[2]), (4, guests[3]), (31, guests[4])):
                admit(edition, guest, minutes)
            admit(edition, late, 33)
            add_stream(edition, StreamFacts("", "https://video.example.org/"))
            assert counting.online(edition) is None  # nobody opened it: not measured
            db.session.add(OnlineAttendance(registration_id=guests[6].id, day=edition.day, first_at=clock.now()))
        found = read(edition)
        values = {key: found[key].value for key in ("registered", "withdrawn_before", "withdrawn_after", "attended")}
        assert values == {"registered": 6, "withdrawn_before": 1, "withdrawn_after": 1, "attended": 4}
        assert (found["walk_in"].value, found["online"].value, found["peak"].value) == (1, 1, 4)
        assert found["no_show"].value == Share(1, 4)
        assert [row.count for row in found["slots"].rows] == [2, 2]


def test_unanswered_call_is_no_invitation(app: Flask) -> None:
    with app.test_request_context(), writing():
        edition = make_edition()
        rung, written = (invite(edition, invitee(number)) for number in range(2))
        note_call(rung)
        written.sent_at = clock.now()
        db.session.flush()
        assert counting.invited(edition) == 1


@pytest.mark.proof("test_each_person_is_counted_where_they_belong")
@pytest.mark.database
def test_sessions_with_a_door_are_counted(app: Flask, client: InspectingClient) -> None:
    with app.test_request_context(), writing():
        edition = make_edition(days_ahead=-2)
        first, _second = offer_sessions(edition, None, None)
        room = add_door(edition, "Room", DoorKind.ROOM)
        make_user("organiser", "here@example.org", edition)
        slug, session, guests = edition.slug, first.code, []
        with clock.at(edition.starts_at - timedelta(days=3)):
            guests = [come(edition, number) for number in range(3)]
        assert not read(edition)["session_attendance"].is_measured
        for one in guests[:2]:
            admit(edition, one, at=room)
    sign_in(client, ("here@example.org", "a long enough passphrase"))
    client.submit(f"/en/manage/{slug}/settings/doors/Room", session=session)
    with app.app_context():
        found = read(edition_by_slug(slug))["session_attendance"]
    assert [(row.key, row.count) for row in found.rows] == [(session, 2)]


@pytest.mark.database("proof")
def test_answers_are_exact_before_and_protected_after(app: Flask) -> None:
    with app.test_request_context(), writing():
        edition = make_edition()
        for number in range(11):
            guest = come(edition, number)
            for lang in ["en"] + ["fr"] * (number < 6) + ["da"] * (number < 2):
                db.session.add(Skill(registration_id=guest.id, lang=lang, kind=SkillKind.UNDERSTANDS))
        db.session.flush()
        exact = read(edition, exact=True)["languages_wanted"]
        assert [(row.key, row.count) for row in exact.rows] == [("da", 2), ("en", 11), ("fr", 6)]
        assert not read(edition)["languages_wanted"].rows
        with clock.at(edition.ends_at + timedelta(days=1)):
            assert "no figure yet" in read(edition)["languages_wanted"].note
            group_totals.keep(edition)
            before = statistics(edition, exact=True)
            for one in db.session.scalars(select(Skill).where(Skill.lang == "fr")):
                db.session.delete(one)
            group_totals.keep(edition)
            assert statistics(edition) == before  # two looks tell nobody whose answer has changed
        shown = {one.key: one for one in before}["languages_wanted"]
        assert [(row.key, row.count) for row in shown.rows] == [("fr", 6)]


@pytest.mark.database
def test_totals_are_kept_once_after_the_assembly(demo_app: Flask) -> None:
    with demo_app.app_context():
        keep_group_totals()
        assert set(db.session.scalars(select(Edition.slug).join(GroupTotal))) >= {"2023"}
        assert "no figure yet" not in read(edition_by_slug("2023"))["speakers_by_form"].note


def test_page_shows_each_figure_with_its_definition(office: InspectingClient) -> None:
    page, french = office.page(PAGE), office.page(PAGE.replace("/en/", "/fr/"))
    for one in DEFINITIONS:
        assert str(one.text) in page.select_one(f'[data-statistic="{one.key}"]').get_text()
        assert french.select_one(f'[data-statistic="{one.key}"]')
    assert "As of" in page.get_text()
    for drawing in page.select("svg.chart"):
        assert drawing.title
        assert drawing.find_parent("section").select_one("table")
    assert page.select_one("#live") is None


def test_day_is_live_without_a_script_too(office: InspectingClient) -> None:
    with office.application.app_context():
        edition = edition_by_slug("2027")
        assert edition is not None
        during = edition.starts_at + timedelta(hours=1)
    with clock.at(during):
        sign_in(office, ORGANISER)
        page = office.page("/en/manage/2027/statistics/")
        assert page.select_one("noscript meta[http-equiv=refresh]")
        live = office.page(page.select_one("#live")["data-from"])
    assert live.select_one("#live")["data-mark"] == page.select_one("#live")["data-mark"]
    assert {one["data-statistic"] for one in live.select("[data-statistic]")} <= set(LIVE)


def test_files_hold_every_figure_and_no_formula(office: InspectingClient) -> None:
    name = "/en/manage/2023/statistics/file."
    rows = list(csv.reader(StringIO(office.get(f"{name}csv").get_data(as_text=True).lstrip("\ufeff"))))
    assert {one.key for one in DEFINITIONS} == {row[0] for row in rows[1:]}
    assert ["attended", "Attended in person", "", "138"] in [row[:4] for row in rows]
    assert not [cell for row in rows for cell in row if re.match(r"[=+@-]", cell)]
    sheet = load_workbook(BytesIO(office.get(f"{name}xlsx").data)).active
    as_of = rows[0].index("As of")  # a second may pass between two files
    same = [[str(value or "") for value in row] for row in sheet.values]
    assert [row[:as_of] for row in same] == [row[:as_of] for row in rows]
    data = {one["key"]: one for one in office.get(f"{name}json").get_json()["statistics"]}
    assert (data["attended"]["value"], data["online"]["value"], data["online"]["measured"]) == (138, None, False)
    assert office.get(f"{name}exe").status_code == 404


def test_unannounced_assembly_is_compared_for_its_team(demo_client: InspectingClient) -> None:
    co_chair = ("one@example.org", "a long enough passphrase")
    with demo_client.application.app_context(), writing():
        edition_by_slug("2025").is_announced = False
        make_user("co_chair", co_chair[0], edition_by_slug("2027"))
    for who, is_seen in ((co_chair, False), (ORGANISER, True)):
        sign_in(demo_client, who)
        rows = demo_client.page("/en/manage/2027/statistics/").select("th[scope=row]")
        assert any(row.get_text().startswith("2025") for row in rows) is is_seen


@pytest.mark.parametrize(("who", "status"), [(CO_CHAIR, 200), (DOOR, 403)])
def test_whoever_may_see_figures_sees_them(demo_client: InspectingClient, who: tuple[str, str], status: int) -> None:
    sign_in(demo_client, who)
    assert demo_client.get("/en/manage/2027/statistics/").status_code == status
