"""The timetable: rooms side by side where something is parallel, a plain list elsewhere, filters where they help."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from factories import make_edition
from flask import Flask
from inspector import InspectingClient
from programmes import add, many, publish, room, two_rooms

from assembly import clock
from assembly.agenda import queries
from assembly.agenda.published.filters import offered
from assembly.agenda.published.timetable import Day, lay_out, overlaps
from assembly.agenda.service.sessions import add_session
from assembly.extensions import db
from assembly.models import Bilingual, Edition, Extra, SessionKind
from assembly.transactions import writing


def laid_out(edition: Edition) -> Day:
    (day,) = lay_out(queries.programme(edition), edition.zone)
    return day


def columns(day: Day) -> dict[str, int]:
    return {item.session.title.en: item.column for slot in day.slots for item in slot.items}


def test_parallel_rooms_have_a_column_each(ctx: Flask) -> None:
    with writing():
        edition = make_edition()
        two_rooms(edition)
    day = laid_out(edition)
    assert day.columns == 2
    assert columns(day) == {"Opening": 0, "Left": 1, "Right": 2, "Closing": 0}
    assert [slot.ends_at is None for slot in day.slots] == [False, True, False]


def test_one_room_is_a_plain_list(ctx: Flask) -> None:
    with writing():
        edition = make_edition()
        hall = room(edition, "Hall")
        add(edition, "First", 0, 30, room=hall)
        add(edition, "Second", 30, 60, room=hall)
        publish(edition)
    assert (laid_out(edition).columns, columns(laid_out(edition))) == (0, {"First": 0, "Second": 0})


def test_six_rooms_have_no_columns(ctx: Flask) -> None:
    with writing():
        edition = make_edition()
        for number in range(6):
            add(edition, f"S{number}", 0, 30, room=room(edition, f"Room {number}"))
        publish(edition)
    assert laid_out(edition).columns == 0


def test_a_session_ending_late_overlaps_all_meanwhile(ctx: Flask) -> None:
    with writing():
        edition = make_edition()
        for title, begins, ends in (("Long", 0, 90), ("Early", 0, 30), ("Later", 30, 60), ("After", 90, 120)):
            add(edition, title, begins, ends)
        publish(edition)
    pairs = [(one.title.en, other.title.en) for one, other in overlaps(queries.programme(edition))]
    assert sorted(pairs) == [("Long", "Early"), ("Long", "Later")]


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_rooms_are_shown_side_by_side(ctx: Flask, client: InspectingClient, lang: str) -> None:
    with writing():
        two_rooms(make_edition())
    page = client.page(f"/{lang}/2031/agenda")
    assert len(page.select(".side-2 > article.in-1")) == len(page.select(".side-2 > article.in-2")) == 1
    assert len(page.select(".side-2 > article:not([class])")) == 2


def test_a_short_programme_has_no_filters(ctx: Flask, client: InspectingClient) -> None:
    with writing():
        two_rooms(make_edition())
    assert client.page("/en/2031/agenda?kind=networking").select("details.filters") == []


Asked = Callable[[str], list[str]]


@pytest.fixture
def titles(ctx: Flask, client: InspectingClient) -> Asked:
    """The titles a page shows for a query, of nine sessions in two rooms."""
    with writing():
        edition = make_edition()
        two_rooms(edition)
        hall = room(edition, "Tower")
        for number in range(5):
            add(edition, f"More {number}", 120 + number, 121 + number, room=hall, into=["de"])
        publish(edition)
    return lambda query: [one.get_text() for one in client.page(f"/en/2031/agenda{query}").select(".programme h2")]


@pytest.mark.turns(3)
@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", 9),
        ("?kind=networking", 1),
        ("?room=Hall", 3),
        ("?language=fr", 2),
        ("?language=de&room=Tower", 5),
        ("?kind=no-such-kind&day=yesterday&room=%00", 9),
    ],
)
def test_filters_keep_a_part(titles: Asked, query: str, shown: int) -> None:
    assert len(titles(query)) == shown


def test_nothing_found_leads_to_everything(titles: Asked, client: InspectingClient) -> None:
    page = client.page("/en/2031/agenda?room=Tower&kind=networking")
    assert page.select_one(".empty a")["href"] == "/en/2031/agenda"  # type: ignore[index]
    assert page.select_one("details.filters[open]")


def test_what_does_not_differ_is_no_filter(titles: Asked) -> None:
    edition = db.session.query(Edition).filter_by(slug="2031").one()
    assert list(offered(queries.programme(edition), edition.zone).choices) == ["kind", "room", "language"]


def test_days_can_be_chosen(ctx: Flask, client: InspectingClient) -> None:
    with writing():
        edition = make_edition()
        many(edition, 9)
        late: dict[str, Any] = {"kind": SessionKind.PANEL, "abstract": Bilingual(), "title": Bilingual("Late", "Tard")}
        next_day = edition.starts_at + timedelta(days=1)
        add_session(edition, starts_at=next_day, ends_at=next_day + timedelta(hours=1), **late)
        publish(edition)
        on = clock.local_day(next_day, edition.zone).isoformat()
    page = client.page(f"/fr/2031/agenda?day={on}")
    assert [one.get_text() for one in page.select(".programme h2")] == ["Tard"]


def test_rooms_say_seats_and_access(ctx: Flask, client: InspectingClient) -> None:
    with writing():
        edition = make_edition()
        here = room(edition, "Hall")
        here.capacity, here.access = 220, Bilingual("Step-free, induction loop", "Plain-pied, boucle magnétique")
        unused = room(edition, "Cellar")
        unused.capacity, unused.access = 12, Bilingual("By the back door", "Par la porte de service")
        session = add(edition, "Opening", 0, 30, room=here)
        publish(edition)
        page = f"/fr/2031/agenda/{session.code}"
    for path in (page, "/fr/2031/practical"):
        text = client.page(path).select_one("main").get_text()
        assert "220 places" in text
        assert "boucle magnétique" in text
        assert "Cellar" not in text
    with writing():
        edition.extras, session.capacity = [Extra.SESSION_SIGN_UP.value], 20
    assert "220 places" not in client.page(page).select_one("main").get_text()


@pytest.mark.parametrize(
    ("at", "now", "offers"),
    [
        ("2026-12-01T10:00", None, ["Add to calendar"]),
        ("2027-04-15T09:30", "Leading by example", ["Watch live", "Add to calendar"]),
        ("2027-04-20T10:00", None, []),
    ],
)
def test_what_runs_is_marked(demo_client: InspectingClient, at: str, now: str | None, offers: list[str]) -> None:
    """And a session offers what its moment asks for."""
    with clock.at(clock.from_local(datetime.fromisoformat(at), "Europe/Brussels")):
        page = demo_client.page("/en/2027/agenda")
        session = demo_client.page(page.select(".programme h2 a")[1]["href"])
    shown = [one.select_one("h2").get_text() for one in page.select("article:has(.tag.ok)")]  # type: ignore[union-attr]
    assert shown == ([now] if now else [])
    assert [one.get_text() for one in page.select("p.state.ok a[href^='#s-']")] == shown
    assert [one.get_text() for one in session.select(".act a.button")] == offers
