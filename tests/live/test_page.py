"""The live page in its states, who may watch, and what pressing [Watch] records."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from factories import make_edition, submission
from flask import Flask
from inspector import InspectingClient, filled
from mails import deliver, link_in
from queries_counted import counted

from assembly import clock
from assembly.extensions import db
from assembly.live.queries import opened
from assembly.live.service import StreamFacts, add_stream, set_access, set_state, tell_viewers
from assembly.models import (
    Bilingual,
    Edition,
    EditionStatus,
    LiveState,
    Mode,
    OnlineAttendance,
    Registration,
    StreamDay,
)
from assembly.registration.service.leaving import cancel
from assembly.registration.service.registering import register
from assembly.transactions import writing

STREAM, CAPTIONS = "https://video.example.org/floor", "https://captions.example.org/en"
PAGE = "/en/2031/live"


@pytest.fixture
def at(app: Flask) -> Callable[[int], AbstractContextManager[None]]:
    """An edition with two channels; gives the clock so many minutes after it begins."""
    with app.app_context(), writing():
        edition = make_edition(days_ahead=0)
        starts_at = edition.starts_at
        edition.places[0].closes_at = edition.places[1].closes_at = starts_at + timedelta(days=1)
        add_stream(edition, StreamFacts("", STREAM, CAPTIONS))
        add_stream(edition, StreamFacts("fr", "https://video.example.org/fr"))
    return lambda minutes: clock.at(starts_at + timedelta(minutes=minutes))


@pytest.fixture
def viewer(app: Flask, at: Callable[[int], AbstractContextManager[None]]) -> Iterator[InspectingClient]:
    """On the air, with the personal link of an online participant open."""
    with at(10):
        with app.app_context(), writing():
            register(db.session.query(Edition).one(), submission(mode=Mode.ONLINE, lang="en"))
        client: InspectingClient = app.test_client()  # type: ignore[assignment]
        client.submit(link_in(deliver(app)[-1]))
        yield client


def say(app: Flask, state: LiveState | None = None, *, registered: bool = False) -> None:
    with app.app_context(), writing():
        edition = db.session.query(Edition).one()
        set_access(edition, for_registered=registered)
        if state is not None:
            set_state(edition, state, seen=None)


@pytest.mark.turns(2)
@pytest.mark.parametrize(
    ("status", "said"), [(EditionStatus.CANCELLED, "is cancelled"), (EditionStatus.POSTPONED, "is postponed")]
)
def test_no_stream_while_assembly_not_held(
    app: Flask,
    client: InspectingClient,
    at: Callable[[int], AbstractContextManager[None]],
    status: EditionStatus,
    said: str,
) -> None:
    with at(10):
        with app.app_context(), writing():
            db.session.query(Edition).one().status = status
        page = client.page(PAGE)
        assert f"The assembly {said}." in page.get_text()
        assert page.select("#live form") == []


def press(client: InspectingClient, path: str = PAGE, number: int = 0) -> str:
    """Press a button of the live page, and give where it leads."""
    form = client.page(path).select("#live form")[number]
    answer = client.post(str(form["action"]), data=filled(form, {}))
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return str(answer.headers["Location"])


def counts(app: Flask) -> tuple[int, int]:
    """People with their link, openings without one."""
    with app.app_context():
        days = opened(db.session.query(Edition).one())
        return (days[0][1], days[0][2]) if days else (0, 0)


@pytest.mark.turns(3)
@pytest.mark.parametrize(
    ("minutes", "said", "buttons"),
    [
        (-30, "The stream starts on", 0),
        (10, "The assembly is taking place now.", 3),
        (241, "The stream has ended.", 0),
    ],
)
@pytest.mark.database("proof")
def test_the_clock_decides_the_state(
    app: Flask,
    client: InspectingClient,
    at: Callable[[int], AbstractContextManager[None]],
    minutes: int,
    said: str,
    buttons: int,
) -> None:
    with at(minutes):
        page = client.page(PAGE)
    assert said in page.get_text()
    assert len(page.select("#live form")) == buttons
    assert "example.org/floor" not in str(page)


@pytest.mark.turns(3)
@pytest.mark.parametrize(
    ("state", "said", "french"),
    [
        (LiveState.TEST, "We are testing the stream.", "Nous testons la diffusion."),
        (LiveState.WAIT, "The stream starts soon.", "La diffusion va bientôt commencer."),
        (LiveState.ENDED, "The stream has ended.", "La diffusion est terminée."),
    ],
)
def test_an_organiser_decides_over_the_clock(
    app: Flask,
    client: InspectingClient,
    at: Callable[[int], AbstractContextManager[None]],
    state: LiveState,
    said: str,
    french: str,
) -> None:
    with at(10):
        say(app, state)
        with app.app_context(), writing():
            tell_viewers(db.session.query(Edition).one(), Bilingual("No sound", "Pas de son"), seen=Bilingual())
        assert said in client.page(PAGE).get_text()
        page = client.page("/fr/2031/live").get_text()
        assert french in page
        assert "Pas de son" in page


@pytest.mark.database
def test_watching_with_a_link_counts_once(app: Flask, viewer: InspectingClient) -> None:
    for number in (0, 1, 2, 0):
        press(viewer, number=number)
    assert counts(app) == (1, 0)
    with app.app_context():
        assert db.session.query(OnlineAttendance).count() == 1


def test_watching_leads_to_the_stream(app: Flask, viewer: InspectingClient) -> None:
    page = viewer.page(press(viewer))
    assert page.select_one("main a.button")["href"] == STREAM
    assert page.select_one("meta[http-equiv=refresh]")["content"] == f"0; url={STREAM}"
    assert viewer.page(press(viewer, number=1)).select_one("main a.button")["href"] == CAPTIONS


def test_watching_without_a_link_is_a_total(
    app: Flask, client: InspectingClient, at: Callable[[int], AbstractContextManager[None]]
) -> None:
    with at(10):
        for _press in range(3):
            press(client)
        assert counts(app) == (0, 3)
    with app.app_context():
        assert {column.name for column in StreamDay.__table__.columns} == {
            "edition_id",
            "day",
            "without_link",
            "with_link",
        }


@pytest.mark.proof("test_what_is_not_on_air_opens_nothing")
@pytest.mark.database
def test_a_test_counts_nobody(app: Flask, viewer: InspectingClient) -> None:
    say(app, LiveState.TEST)
    press(viewer)
    assert counts(app) == (0, 0)


def test_what_is_not_on_air_opens_nothing(app: Flask, viewer: InspectingClient) -> None:
    form = viewer.page(PAGE).select("#live form")[0]
    say(app, LiveState.ENDED)
    answer = viewer.post(str(form["action"]), data=filled(form, {}))
    assert answer.status_code == 409
    assert "The stream is not on air." in answer.get_data(as_text=True)
    assert viewer.get(str(form["action"])).headers["Location"].endswith("/en/2031/live")
    assert counts(app) == (0, 0)


def test_registered_viewers_open_their_link_first(
    app: Flask, client: InspectingClient, viewer: InspectingClient
) -> None:
    form = client.page(PAGE).select("#live form")[0]
    say(app, registered=True)
    page = client.page(PAGE)
    assert "Open the link in your email on this device" in page.get_text()
    assert page.select("#live form") == []
    assert client.post(str(form["action"]), data=filled(form, {})).status_code == 403
    assert client.get(str(form["action"])).headers["Location"].endswith("/en/2031/live")
    press(viewer)
    assert counts(app) == (1, 0)


def test_cancelled_registration_opens_no_closed_stream(app: Flask, viewer: InspectingClient) -> None:
    press(viewer)
    with app.app_context(), writing():
        cancel(db.session.query(Registration).one())
    say(app, registered=True)
    assert viewer.page(PAGE).select("#live form") == []


@pytest.mark.proof("test_watching_without_a_link_is_a_total")
def test_page_drawn_without_link_counts_nobody(app: Flask, client: InspectingClient, viewer: InspectingClient) -> None:
    form = client.page(PAGE).select("#live form")[0]
    with viewer.session_transaction() as theirs, client.session_transaction() as mine:
        mine["own_link"] = theirs["own_link"]
    assert client.post(str(form["action"]), data=filled(form, {})).status_code == 303
    assert counts(app) == (0, 1)


def test_unknown_channels_are_not_found(
    app: Flask, client: InspectingClient, at: Callable[[int], AbstractContextManager[None]]
) -> None:
    with at(10):
        action = str(client.page(PAGE).select("#live form")[2]["action"])
        assert client.get(action.replace("/watch", "/captions")).status_code == 404
        assert client.get(f"{PAGE}/nothing1/watch").status_code == 404


@pytest.mark.database("proof")
def test_more_channels_cost_no_more_statements(
    app: Flask, client: InspectingClient, at: Callable[[int], AbstractContextManager[None]]
) -> None:
    def statements() -> int:
        with counted(app) as sent, at(10):
            client.page(PAGE)
        return len(sent)

    few = statements()
    with app.app_context(), writing():
        for lang in ("de", "it", "es", "nl"):
            add_stream(db.session.query(Edition).one(), StreamFacts(lang, f"https://video.example.org/{lang}"))
    assert statements() == few


def test_home_and_calendar_point_to_the_page(
    app: Flask, client: InspectingClient, at: Callable[[int], AbstractContextManager[None]]
) -> None:
    with at(10):
        home = client.page("/en/2031/")
    assert home.select_one("a.button.sun")["href"] == PAGE
    assert STREAM not in str(home)
