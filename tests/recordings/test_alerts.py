"""“Email me when it is online”: confirmed by a button, one email in the reader's language, and the address is gone."""

from __future__ import annotations

import re
from datetime import timedelta
from email.message import EmailMessage

import pytest
from flask import Flask
from inspector import InspectingClient
from mails import deliver, text_of
from sqlalchemy import select

from assembly import clock
from assembly.extensions import db
from assembly.models import BadAddress, Mail, OnlineAlert, Recording, Session, Track, TrackState
from assembly.recordings import jobs, service
from assembly.transactions import writing

READER = "Reader@example.org"


@pytest.fixture
def awaited(demo_app: Flask) -> str:
    """The page of a recording of which the French version is not online yet."""
    with demo_app.app_context():
        with writing():
            track = french()
            track.state, track.online_on = TrackState.EXPECTED, None
        return f"/fr/2023/recordings/{french().recording.code}"


def french() -> Track:
    mine = select(Track).join(Recording).join(Session).where(Session.title_en == "Opening and welcome")
    return db.session.scalars(mine.where(Track.lang == "fr", Recording.length_s == 900)).one()


def alerts() -> list[OnlineAlert]:
    db.session.rollback()
    return list(db.session.scalars(select(OnlineAlert)))


def kept_addresses() -> list[str]:
    """Whatever of the reader's address the database still has."""
    sought = select(Mail.to_address).where(Mail.template.startswith("recording_"), Mail.to_address.is_not(None))
    return [str(one) for one in db.session.scalars(sought)] + [one.address for one in alerts()]


def link_in(mail: EmailMessage) -> str:
    """The path of the link to confirm."""
    found = re.search(r"http://localhost(/fr/recording-alerts/[\w-]+)", text_of(mail))
    assert found
    return found[1]


def ask(client: InspectingClient, page: str) -> None:
    link = client.page(page).select_one("a[href$=tell-me]")["href"]
    client.submit(link, email=READER)


@pytest.mark.database("proof")
def test_one_email_then_the_address_is_gone(demo_app: Flask, demo_client: InspectingClient, awaited: str) -> None:
    ask(demo_client, awaited)
    first = deliver(demo_app)[-1]
    assert (first["to"], "en français" in text_of(first)) == (READER, True)
    link = link_in(first)
    with demo_app.app_context():
        jobs.send_alerts()
        assert [one.confirmed_at for one in alerts()] == [None]
    demo_client.submit(link, form="form[action$=confirm]")
    assert "confirmée" in demo_client.page(link).h1.get_text()
    ask(demo_client, awaited)
    count = len(deliver(demo_app))
    with demo_app.app_context():
        jobs.send_alerts()
        assert len(alerts()) == 1
        with writing():
            service.send_alert(alerts()[0].id)  # found due, then taken offline
        assert len(alerts()) == 1
        with writing():
            french().state = TrackState.ONLINE
        jobs.send_alerts()
        jobs.send_alerts()
        assert alerts() == []
    last, *more = deliver(demo_app)[count:]
    assert (more, last["to"], "audio=fr" in text_of(last)) == ([], READER, True)
    with demo_app.app_context():
        jobs.send_alerts()
        assert kept_addresses() == []
    assert demo_client.get(link).status_code == 404


def test_address_is_deleted_when_asked(demo_app: Flask, demo_client: InspectingClient, awaited: str) -> None:
    ask(demo_client, awaited)
    link = link_in(deliver(demo_app)[-1])
    assert "supprimée" in demo_client.submit(link, status=200, form="form[action$=remove]").get_data(as_text=True)
    with demo_app.app_context():
        jobs.send_alerts()
        assert kept_addresses() == []


@pytest.mark.turns(2)
@pytest.mark.parametrize(("is_confirmed", "days"), [(False, 1), (True, 365)])
def test_address_has_its_end(
    demo_app: Flask, demo_client: InspectingClient, awaited: str, *, is_confirmed: bool, days: int
) -> None:
    ask(demo_client, awaited)
    link = link_in(deliver(demo_app)[-1])
    if is_confirmed:
        demo_client.submit(link, form="form[action$=confirm]")
    with demo_app.app_context():
        with writing():
            db.session.add(BadAddress(email_key=READER.lower(), at=clock.now(), reason="x"))
        for hours, left in ((-1, 1), (1, 0)):
            with clock.at(clock.now() + timedelta(days=days, hours=hours)):
                jobs.send_alerts()
            assert len(alerts()) == left
        assert kept_addresses() == []
        assert db.session.get(BadAddress, READER.lower()) is None


def test_alert_needs_an_awaited_recording(demo_client: InspectingClient, awaited: str) -> None:
    assert demo_client.get(awaited + "/en/tell-me").status_code == 404
    assert demo_client.get(awaited + "/de/tell-me").status_code == 404
    demo_client.submit(awaited + "/fr/tell-me", status=422, email="nobody")
    assert demo_client.get("/fr/recording-alerts/unknown").status_code == 404


@pytest.mark.proof("one more end: test_address_has_its_end")
def test_a_removed_recording_takes_alerts_along(demo_app: Flask, demo_client: InspectingClient, awaited: str) -> None:
    ask(demo_client, awaited)
    with demo_app.app_context():
        with writing():
            service.remove_recording(french().recording)
        assert alerts() == []
