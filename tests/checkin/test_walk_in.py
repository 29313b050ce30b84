"""Who is not in the list is registered at the door in three fields and is inside, if a place is free for them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from directory import make
from factories import make_edition, make_user, open_doors, sign_in, submission
from flask import Flask
from inspector import InspectingClient, filled
from sqlalchemy import delete, select

from assembly import clock
from assembly.checkin.queries.conflicts import conflicts
from assembly.communities.jobs import take_up_typed_names
from assembly.communities.queries import registrations_of, suggestions
from assembly.communities.service.suggestions import link
from assembly.editions.queries.editions import pool_of
from assembly.extensions import db
from assembly.models import (
    Admission,
    AdmitReason,
    Category,
    CommunityKind,
    Door,
    Edition,
    Mail,
    Mode,
    PlaceCount,
    Pool,
    Registration,
    Represents,
    Scan,
    State,
    Told,
)
from assembly.registration.service import leaving, registering
from assembly.stats.queries import Group, participation
from assembly.transactions import writing

START, WALK_IN = "/en/checkin/2031/", "/en/checkin/2031/walk-in"
ANA = {"given": "Ana", "family": "Silva", "place": "Porto"}


@pytest.fixture
def door(app: Flask, client: InspectingClient) -> InspectingClient:
    """A phone at entrance A of an edition of two places."""
    with app.app_context(), writing():
        edition = make_edition(size=2)
        open_doors(edition)
        make_user("door", "door@example.org", edition)
        make("porto", "Porto")
    sign_in(client, ("door@example.org", "a long enough passphrase"))
    client.submit(START, door="A")
    return client


def rows(app: Flask) -> list[Registration]:
    with app.app_context():
        return list(db.session.query(Registration).order_by(Registration.id))


def inside(app: Flask) -> int:
    with app.app_context():
        return db.session.query(Admission).count()


def word(answer: Any) -> str:
    return answer.soup.select_one(".word").get_text()


def fields(client: InspectingClient) -> dict[str, str]:
    form = client.page(WALK_IN).select_one("#walk-in")
    return {tag["name"]: tag.get("value", "") for tag in form.select("input:not([type=checkbox])")}


def test_from_nobody_found_to_inside(app: Flask, door: InspectingClient) -> None:
    link = door.page(f"{START}?q=ana+maria+silva").select_one("#found a")["href"]
    typed = {one["name"]: one["value"] for one in door.page(link).select("#walk-in [type=text]")}
    assert (typed["given"], typed["family"]) == ("ana maria", "silva")
    door.page(link.replace("/en/", "/fr/"))
    typed = filled(door.page(link).select_one("#walk-in"), ANA | {"walk_in": "y", "email": "ana@"})
    called = door.post(f"{START}call", data=typed).soup
    assert called.select_one(".note").get_text() == "The supervisor has been called."
    assert filled(called.select_one("#walk-in"), {"csrf_token": typed["csrf_token"]}) | {"walk_in": "y"} == typed
    answer = door.submit(link, **ANA, status=200)
    assert word(answer) == "IN"
    assert "Ana Silva" in answer.get_data(as_text=True)
    badge = answer.soup.select_one("a[href$='.pdf']")["href"]
    assert door.get(badge).data.startswith(b"%PDF-")
    (one,) = rows(app)
    assert (one.origin, one.state, one.mode) == ("walk_in", State.CONFIRMED, Mode.ON_SITE)
    assert (one.category, inside(app)) == (Category.PARTICIPANT, 1)
    with app.app_context():
        assert db.session.query(Mail).count() == 0
        assert pool_of(db.session.query(Edition).one(), Mode.ON_SITE).taken == 1  # type: ignore[union-attr]


def test_an_unknown_city_becomes_a_suggestion(app: Flask, door: InspectingClient) -> None:
    asked = door.submit(WALK_IN, **ANA | {"place": "Nowhere City"}, status=422).soup.select_one("#walk-in")
    assert rows(app) == []  # the volunteer is told that the directory does not know it, and ticks that it is right
    assert word(door.post(WALK_IN, data=filled(asked, {"unlisted": "y"}))) == "IN"
    with app.app_context():
        take_up_typed_names()
        (nina,), (typed,) = db.session.query(Registration).all(), suggestions()
        assert (nina.represents, nina.community_id, nina.org_text) == (Represents.COMMUNITY, None, "Nowhere City")
        assert (typed.text, registrations_of(typed)) == ("Nowhere City", [nina])
        assert participation(nina.edition).admitted == Group(people=1, communities=0, countries=0)
        with writing():
            link(typed, make("nowhere", "Nowhere City"))
        assert participation(nina.edition).admitted == Group(people=1, communities=1, countries=1)


def test_two_clicks_let_one_person_in_once(app: Flask, door: InspectingClient) -> None:
    data = fields(door) | ANA | {"email": "ana@example.org"}
    assert [word(door.post(WALK_IN, data=data)) for _click in range(2)] == ["IN", "IN"]
    assert door.post(WALK_IN, data=data | {"family": "Costa"}).status_code == 409
    assert (len(rows(app)), inside(app)) == (1, 1)
    with app.app_context():
        assert db.session.query(Scan).count() == 1
        assert db.session.query(Mail).one().address == "ana@example.org"


@pytest.mark.proof("the rule: test_door_rules; the call: test_supervisor_allows_without_a_place")
def test_door_for_others_registers_nobody(app: Flask, door: InspectingClient) -> None:
    data = fields(door) | ANA
    with app.app_context(), writing():
        db.session.query(Door).filter_by(code="A").one().invited_only = True
    answer = door.post(WALK_IN, data=data)
    assert (answer.status_code, "by invitation only, so no one can be" in answer.text) == (409, True)
    assert (rows(app), inside(app)) == ([], 0)
    page = door.page(f"{WALK_IN}?q=ana+silva")
    assert "by invitation only, so no one can be" in page.get_text()
    data = filled(page.select_one("form[action$='/call']"), {})
    allowed = door.post(f"{START}call", data=data).soup.select_one("a[href*='allowed=']")["href"]
    assert door.page(allowed).select_one("[name=family]")["value"] == "silva"
    assert word(door.submit(allowed, **ANA, status=200)) == "IN"
    assert held(app) == [(Told.NOT_INVITED, AdmitReason.SUPERVISOR, True, "")]
    with app.app_context(), writing():
        db.session.query(Door).filter_by(code="A").one().invited_only = False
    form = door.post(f"{START}call", data=data).soup.select_one("#walk-in")  # the rule has gone meanwhile
    assert word(door.post(WALK_IN, data=filled(form, ANA | {"given": "Eva"}))) == "IN"


def held(app: Flask) -> list[tuple[Told | None, AdmitReason | None, bool, str]]:
    """What is held against whom the supervisor allowed in, with the reason, whether they count, and a name kept."""
    with app.app_context():
        scans = [one.scan for one in conflicts(db.session.query(Edition).one())]
        return [(one.against, one.reason, one.counts, one.written) for one in scans]


@pytest.mark.turns(2)
@pytest.mark.parametrize("times", [2, 1])
def test_supervisor_allows_without_a_place(app: Flask, door: InspectingClient, times: int) -> None:
    with app.app_context(), writing():
        db.session.query(Pool).one().size = 0
    refused = door.submit(WALK_IN, **ANA, status=409).soup.select_one("form")
    for _press in range(times):
        green = door.post(WALK_IN, data=filled(refused, {"allowed": "y"}))
        assert (word(green), green.soup.select("a[href$='.pdf']")) == ("IN", [])
    assert (rows(app)[0].state, inside(app)) == (State.WAITING, 1)
    assert held(app) == [(Told.NOT_CONFIRMED, AdmitReason.SUPERVISOR, True, "")]
    assert "Admitted anyway" in door.page(f"{START}last").select_one(".line").get_text()


def test_a_full_room_stores_nothing(app: Flask, door: InspectingClient) -> None:
    for number in range(2):
        with app.app_context(), writing():
            registering.register(db.session.query(Edition).one(), submission(number))
    answer = door.submit(WALK_IN, **ANA, status=409)
    assert word(answer) == "ASK"
    assert "call the supervisor" in answer.get_data(as_text=True)
    assert (len(rows(app)), inside(app)) == (2, 0)
    answer = door.post(f"{START}call", data=filled(answer.soup.select_one("form"), {}))
    assert answer.soup.select_one(".note").get_text() == "The supervisor has been called."
    with app.app_context(), writing():
        db.session.query(Pool).one().size = 3
    again = answer.soup.select_one("form")
    data = {tag["name"]: tag.get("value", "") for tag in again.select("input")}
    assert word(door.post(again["action"], data=data)) == "IN"
    assert inside(app) == 1


@pytest.mark.turns(2)
@pytest.mark.parametrize(
    ("online", "kept"),
    [(True, (Told.REGISTERED_ONLINE, True, "")), (False, (Told.ONLINE_ONLY, False, "Ana Silva, Porto Tech"))],
)
def test_organisation_of_the_directory_has_no_place(
    app: Flask, door: InspectingClient, online: bool, kept: tuple[Told, bool, str]
) -> None:
    with app.app_context(), writing():
        make("porto-tech", "Porto Tech", kind=CommunityKind.COMPANY)
        if not online:
            db.session.execute(delete(PlaceCount).where(PlaceCount.mode == Mode.ONLINE))
    answer = door.submit(WALK_IN, **ANA | {"place": "Porto Tech"}, status=409)
    assert (word(answer), "Call the supervisor" in answer.text, rows(app)) == ("ASK", True, [])
    data = filled(answer.soup.select_one("form"), {"allowed": "y"})
    for _press in range(2):
        assert word(door.post(WALK_IN, data=data)) == "IN"
    against, counts, name = kept
    assert held(app) == [(against, AdmitReason.SUPERVISOR, counts, name)]
    assert (len(rows(app)), inside(app)) == (online, online)
    green = door.post(WALK_IN, data=data).soup
    assert [one.get_text() for one in green.select(".who, .undo span")] == ["Ana Silva", "Ana Silva has been admitted."]
    (line,) = door.page(f"{START}last").select(".line")
    assert line.b.get_text() == (name or "Ana Silva")
    question = door.page(line.a["href"]).select_one(".who").get_text()
    undone = door.post(f"{START}undo", data=filled(green.select_one(".undo"), {}))
    assert (question, undone.soup.select_one(".question").get_text()) == (name or "Ana Silva", "Undone")
    assert (held(app), inside(app), door.page(f"{START}last").select(".line a")) == ([], 0, [])
    with app.app_context():
        assert set(db.session.scalars(select(Scan.written))) == {""}  # nobody decides about the name any more


@pytest.mark.turns(2)
@pytest.mark.parametrize("third", [{}, {"given": "Ana", "family": "Silva", "place": "Porto"}])
def test_who_waits_goes_first_before_the_beginning(app: Flask, door: InspectingClient, third: dict[str, str]) -> None:
    with app.app_context(), writing():
        edition = db.session.query(Edition).one()
        for number in range(3):
            registering.register(edition, submission(number, **(third if number == 2 else {})))
        db.session.query(Pool).one().size = 3  # free, and not yet offered
        starts_at = edition.starts_at
    door.submit(WALK_IN, **ANA, status=409)
    assert (rows(app)[2].state, inside(app)) == (State.WAITING, 0)
    with clock.at(starts_at + timedelta(minutes=1)):
        sign_in(door, ("door@example.org", "a long enough passphrase"))
        door.submit(START, door="A")
        assert word(door.submit(WALK_IN, **ANA, status=200)) == "IN"


def test_people_on_the_list_have_one_button(app: Flask, door: InspectingClient) -> None:
    with app.app_context(), writing():
        registering.register(db.session.query(Edition).one(), submission(0, place="Porto", given="Ana", family="Silva"))
    answer = door.submit(WALK_IN, **ANA, status=409)
    page = answer.soup
    assert page.select_one("[name=given]")["value"] == "Ana"
    form = page.select_one(".hits form")
    assert word(door.post(form["action"], data=filled(form, {}))) == "IN"
    assert (len(rows(app)), inside(app)) == (1, 1)
    assert door.get(f"{START}registered/{rows(app)[0].code}.pdf").status_code == 404  # they have their own
    other = door.submit(WALK_IN, **ANA, status=409).soup.select_one("#walk-in")
    data = {tag["name"]: tag.get("value", "") for tag in other.select("input, [name=another]")}
    assert door.post(WALK_IN, data=data | {"another": "Rui Silva, Porto"}).status_code == 409  # of somebody else
    assert word(door.post(WALK_IN, data=data)) == "IN"
    assert (len(rows(app)), inside(app)) == (2, 2)
    third = door.submit(WALK_IN, **ANA, status=409).soup.select_one("#walk-in")
    data = {tag["name"]: tag.get("value", "") for tag in third.select("input, [name=another]")}
    full = door.post(WALK_IN, data=data)
    asked = {tag["name"]: tag["value"] for tag in full.soup.select(f"form[action='{WALK_IN}'] input")}
    assert (full.status_code, asked["another"]) == (409, "Ana Silva, Porto")  # so that it is not asked again
    assert word(door.post(WALK_IN, data=asked | {"allowed": "y"})) == "IN"
    assert (len(rows(app)), inside(app)) == (3, 3)


@pytest.mark.turns(4)
@pytest.mark.parametrize("bad", [{"given": ""}, {"place": ""}, {"email": "nowhere"}, {"family": "x" * 200}])
def test_a_faulty_form_stores_nothing(app: Flask, door: InspectingClient, bad: dict[str, str]) -> None:
    door.submit(WALK_IN, **ANA | bad, status=422)
    assert rows(app) == []


def test_without_a_door_one_chooses_it_first(app: Flask, client: InspectingClient) -> None:
    with app.app_context(), writing():
        make_user("door", "door@example.org", make_edition())
    sign_in(client, ("door@example.org", "a long enough passphrase"))
    assert client.get(WALK_IN).location == START
    assert client.get(WALK_IN.replace("2031", "2099")).status_code == 404


@pytest.mark.turns(2)
@pytest.mark.parametrize("address", ["", "ana@example.org"])
def test_people_waiting_enter_a_free_place_later(app: Flask, door: InspectingClient, address: str) -> None:
    with app.app_context(), writing():
        edition = db.session.query(Edition).one()
        for number in range(2):
            registering.register(edition, submission(number))
        registering.register(edition, submission(2, **ANA | {"email": "ana@example.org"}))
        starts_at = edition.starts_at
    with clock.at(starts_at + timedelta(minutes=1)):
        sign_in(door, ("door@example.org", "a long enough passphrase"))
        door.submit(START, door="A")
        refused = door.submit(WALK_IN, **ANA, email=address, status=409)
        assert word(refused) == "ASK"
        if not address:  # who waits may be another person of that name
            data = filled(refused.soup.select_one("form"), {"allowed": "y"})
            asked = door.post(WALK_IN, data=data)
            assert (asked.status_code, inside(app)) == (409, 0)
            assert asked.soup.select("#walk-in [name=another], #walk-in [name=allowed]")
        with app.app_context(), writing():
            leaving.cancel(db.session.query(Registration).order_by(Registration.id).first())
        data = fields(door) | ANA | {"email": address}
        assert [word(door.post(WALK_IN, data=data)) for _click in range(2)] == ["IN", "IN"]
        assert rows(app)[2].state is State.CONFIRMED
        with app.app_context():
            assert db.session.query(Pool).one().taken == 2
    assert (len(rows(app)), inside(app)) == (3, 1)
