"""The programme as files: what each says, the same in both languages where it must be, and nothing of the draft."""

from __future__ import annotations

import io
import json
import re
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from xml.etree import ElementTree as ET

import pytest
from factories import make_edition
from flask import Flask
from inspector import InspectingClient
from programmes import add, many, publish, speak, two_rooms
from pypdf import PdfReader
from queries_counted import counted
from static_checks import ROOT
from walking import read, text_of

from assembly.agenda.public.blueprint import read_programme
from assembly.agenda.published.booklet import facts_of
from assembly.agenda.service.sessions import remove_session
from assembly.extensions import db
from assembly.models import (
    AppearanceRole,
    AppearanceState,
    Bilingual,
    Edition,
    EditionStatus,
    Presence,
    Session,
    SessionKind,
)
from assembly.speakers.queries import in_session
from assembly.transactions import writing

FILES = ("agenda.json", "agenda.xml", "agenda.pdf")


@pytest.fixture
def sessions(ctx: Flask) -> dict[str, Session]:
    """A programme of two rooms, of which the closing was cancelled later; somebody speaks, somebody may."""
    with writing():
        edition = make_edition()
        found = two_rooms(edition)
        speak(found["left"], "Grace Hopper")
        speak(found["left"], "Zebra Uncertain", AppearanceState.INVITED)
        remove_session(found["closing"])
        publish(edition, "Shorter")
        add(edition, "Zebra draft", 200, 230)
    return found


def data(client: InspectingClient, lang: str = "en") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(client.get(f"/{lang}/2031/agenda.json").data)
    return found


def test_json_is_the_same_in_both_languages(client: InspectingClient, sessions: dict[str, Session]) -> None:
    assert client.get("/en/2031/agenda.json").data == client.get("/fr/2031/agenda.json").data


def test_json_has_the_documented_fields(client: InspectingClient, sessions: dict[str, Session]) -> None:
    found = data(client)
    assert found.keys() == {"format", "edition", "release", "sessions"}
    assert (found["format"], found["release"]["number"]) == (1, 2)
    left = next(one for one in found["sessions"] if one["title"]["en"] == "Left")
    documented = (ROOT / "docs/open-data.md").read_text(encoding="utf-8")
    names = set(re.findall(r"`\.?(\w+)(?:\[\])?`", documented))
    assert not {*found, *left, *found["edition"], *found["release"], *left["languages"], *left["speakers"][0]} - names
    assert left.keys() == {
        "code", "uid", "status", "kind", "title", "abstract", "room", "starts_at", "ends_at", "languages", "speakers",
        "changed_at", "url",
    }  # fmt: skip
    assert left["room"] == {"en": "Hall", "fr": "Hall (fr)"}
    assert left["languages"] == {"spoken": ["en"], "interpreted": [], "signed": [], "captions": []}
    assert [one["name"] for one in left["speakers"]] == ["Grace Hopper"]
    assert datetime.fromisoformat(left["starts_at"]) == sessions["left"].starts_at
    assert left["url"]["fr"].endswith(f"/fr/2031/agenda/{left['code']}")


def test_json_tells_what_was_cancelled(client: InspectingClient, sessions: dict[str, Session]) -> None:
    states = {one["title"]["en"]: one["status"] for one in data(client)["sessions"]}
    assert states == {"Opening": "scheduled", "Left": "scheduled", "Right": "scheduled", "Closing": "cancelled"}


def test_json_before_the_first_release_is_empty(ctx: Flask, client: InspectingClient) -> None:
    with writing():
        add(make_edition(), "Draft", 0, 30)
    assert (data(client)["release"], data(client)["sessions"]) == (None, [])


CONFERENCE = ["acronym", "title", "start", "end", "days", "timeslot_duration", "base_url", "time_zone_name"]
EVENT = [
    "room", "title", "subtitle", "type", "date", "start", "duration", "abstract", "slug", "track", "persons",
    "language", "description", "recording", "links", "attachments", "url",
]  # fmt: skip


def schedule(client: InspectingClient, lang: str = "en") -> ET.Element:
    return ET.fromstring(client.get(f"/{lang}/2031/agenda.xml").data)


def test_xml_has_its_elements_in_order(client: InspectingClient, sessions: dict[str, Session]) -> None:
    root = schedule(client)
    assert [one.tag for one in root] == ["version", "conference", "day"]
    assert [one.tag for one in root.find("conference") or ()] == CONFERENCE
    assert re.fullmatch(r"[A-Za-z0-9-]+", root.findtext("conference/acronym", ""))
    assert root.findtext("conference/time_zone_name") == "Europe/Brussels"
    day = root.find("day")
    assert day is not None
    assert day.get("index") == "1"
    assert [one.get("name") for one in day.findall("room")] == ["Hall", "Small room"]
    for event in root.iter("event"):
        assert [one.tag for one in event] == EVENT
        assert UUID(event.get("guid")).version == 5
        assert str(event.get("id")).isdecimal()
        assert re.fullmatch(r"\d\d:\d\d", event.findtext("start", ""))
        assert re.fullmatch(r"\d\d:\d\d", event.findtext("duration", ""))
        assert re.fullmatch(r"assembly-2031-\d+-[\w-]+", event.findtext("slug", ""))
        begins = datetime.fromisoformat(event.findtext("date", ""))
        hours, minutes = map(int, event.findtext("duration", "").split(":"))
        assert begins.utcoffset() is not None
        assert begins + timedelta(hours=hours, minutes=minutes) <= datetime.fromisoformat(str(day.get("end")))
    assert [one.findtext("title") for one in root.iter("event")] == ["Opening", "Left", "Right"]
    assert [one.text for one in root.iter("person")] == ["Grace Hopper"]


def test_xml_has_the_same_ids_in_french(client: InspectingClient, sessions: dict[str, Session]) -> None:
    english, french = ([dict(one.attrib) for one in schedule(client, lang).iter("event")] for lang in ("en", "fr"))
    assert english == french
    assert next(schedule(client, "fr").iter("event")).findtext("title") == "Opening (fr)"


def test_xml_holds_no_forbidden_sign(ctx: Flask, client: InspectingClient) -> None:
    with writing():
        edition = make_edition()
        add(edition, "Bell\x07 <&> \ufffe", 0, 30)
        publish(edition)
    assert next(schedule(client).iter("event")).findtext("title") == "Bell <&> "


@pytest.mark.turns(2)
@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_nothing_else_is_in_a_file(
    client: InspectingClient, sessions: dict[str, Session], file: str, lang: str
) -> None:
    answer = client.get(f"/{lang}/2031/{file}")
    text = text_of(answer)
    assert "Zebra" not in text
    assert "Hopper" in text


@pytest.mark.turns(3)
@pytest.mark.parametrize("file", FILES)
def test_who_has_it_gets_304(client: InspectingClient, sessions: dict[str, Session], file: str) -> None:
    first = client.get(f"/en/2031/{file}")
    again = client.get(f"/en/2031/{file}", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    with writing():
        sessions["left"].title = Bilingual("Other", "Autre")
        publish(db.session.get_one(Edition, sessions["left"].edition_id), "Other")
    changed = client.get(f"/en/2031/{file}", headers={"If-None-Match": first.headers["ETag"]})
    assert (changed.status_code, changed.headers["ETag"] != first.headers["ETag"]) == (200, True)


def events(client: InspectingClient, path: str) -> dict[str, Any]:
    script = client.page(path).select_one('script[type="application/ld+json"]')
    assert script is not None
    found: dict[str, Any] = json.loads(str(script.string))
    return found


def test_pages_describe_events(client: InspectingClient, sessions: dict[str, Session]) -> None:
    whole = events(client, "/fr/2031/agenda")
    assert (whole["@type"], whole["name"]) == ("Event", "Assemblée d’essai")
    states = {one["name"]: one["eventStatus"].rpartition("/")[2] for one in whole["subEvent"]}
    assert states == {
        "Opening (fr)": "EventScheduled",
        "Left (fr)": "EventScheduled",
        "Right (fr)": "EventScheduled",
        "Closing (fr)": "EventCancelled",
    }
    one = events(client, f"/en/2031/agenda/{sessions['left'].code}")
    assert [person["name"] for person in one["performer"]] == ["Grace Hopper"]
    assert datetime.fromisoformat(one["startDate"]) == sessions["left"].starts_at
    assert one["location"][0]["name"] == "Hall"
    gone = events(client, f"/en/2031/agenda/{sessions['closing'].code}")
    assert gone["eventStatus"].endswith("EventCancelled")


def test_a_title_cannot_end_the_script(ctx: Flask, client: InspectingClient) -> None:
    with writing():
        edition = make_edition()
        add(edition, "</script><script>alert(1)</script>", 0, 30)
        publish(edition)
    page = client.get("/en/2031/agenda").text
    assert "<script>alert" not in page
    assert events(client, "/en/2031/agenda")["subEvent"][0]["name"].startswith("</script>")


@pytest.mark.turns(2)
@pytest.mark.parametrize(("count", "lang"), [(12, "en"), (100, "fr")])
def test_the_pdf_is_one_sheet(ctx: Flask, client: InspectingClient, count: int, lang: str) -> None:
    with writing():
        many(make_edition(), count)
    read = PdfReader(io.BytesIO(client.get(f"/{lang}/2031/agenda.pdf").data))
    text = " ".join(one.extract_text() for one in read.pages)
    assert len(read.pages) == 1
    assert text.count("length" if lang == "en" else "longueur") == count
    assert read.xmp_metadata is not None
    assert read.trailer["/Root"]["/Lang"] == lang


def test_the_pdf_says_who_moderates_remotely(sessions: dict[str, Session]) -> None:
    edition = sessions["left"].edition
    with writing():
        sessions["left"].kind = SessionKind.SIDE_EVENT
        part = in_session(sessions["left"])[0]
        part.role, part.presence = AppearanceRole.MODERATOR, Presence.VIDEO_MESSAGE
        publish(edition, "Changed")
    found = {one["title"]: one for one in facts_of(read_programme(edition))["days"][0]["sessions"]}
    assert found["Left"]["people"] == "Grace Hopper, moderation, by video message"
    assert found["Left"]["room"] == "Side event by invitation · Hall"


def test_the_pdf_before_the_first_release(ctx: Flask, client: InspectingClient) -> None:
    with writing():
        add(make_edition(), "Draft", 0, 30)
    read = PdfReader(io.BytesIO(client.get("/en/2031/agenda.pdf").data))
    assert "has not been published yet" in " ".join(read.pages[0].extract_text().split())


@pytest.mark.turns(2)
@pytest.mark.parametrize(
    "path", ["agenda", "agenda.json", "agenda.xml", "agenda.pdf", "agenda/changes", "agenda/selection"]
)
def test_more_sessions_cost_no_more(app: Flask, client: InspectingClient, path: str) -> None:
    costs = []
    for slug, count in (("2031", 3), ("2032", 40)):
        with app.app_context(), writing():
            many(make_edition(slug), count)
        client.get(f"/en/{slug}/{path}")
        with counted(app) as sent:
            assert client.get(f"/en/{slug}/{path}").status_code == 200
        costs.append(len(sent))
    assert costs[0] == costs[1]


@pytest.mark.proof("the same count at another size")
def test_five_hundred_sessions_cost_a_fixed_number(app: Flask, client: InspectingClient) -> None:
    with app.app_context(), writing():
        many(make_edition(), 500)
    with counted(app) as sent:
        page = read(client, "/en/2031/agenda")
    assert page.text.count("<article") == 500
    assert len(sent) <= 12


@pytest.mark.turns(4)
@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"status": EditionStatus.RESCHEDULED}, "EventRescheduled"),
        ({"status": EditionStatus.POSTPONED}, "EventPostponed"),
        ({"status": EditionStatus.CANCELLED}, "EventCancelled"),
        ({"is_online": True}, "EventMovedOnline"),
    ],
)
def test_events_tell_a_change_of_plan(
    ctx: Flask, client: InspectingClient, sessions: dict[str, Session], facts: dict[str, Any], told: str
) -> None:
    with writing():
        for name, value in facts.items():
            setattr(sessions["left"].edition, name, value)
    whole = events(client, "/en/2031/agenda")
    states = {one["name"]: one["eventStatus"].rpartition("/")[2] for one in [whole, *whole["subEvent"]]}
    assert states == dict.fromkeys(states, told) | {"Closing": "EventCancelled"}
    assert ("Place" in {one["@type"] for one in whole["location"]}) == (told != "EventMovedOnline")
