"""The person's own page: changing until the deadline, who comes along, who acts for them. Both languages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from factories import make_edition, make_user, sign_in, submission
from flask import Flask
from inspector import InspectingClient, hidden
from mails import deliver, html_of, text_of
from own_pages import facts, subjects, taken, words
from readers import as_thunderbird
from sqlalchemy import select

from assembly import clock
from assembly.access import queries as access_queries
from assembly.extensions import db
from assembly.models import Edition, Extra, Mode, Office, Person, Registration, State
from assembly.people.service import answering
from assembly.registration.service import leaving, registering
from assembly.transactions import writing

CHANGE, ALONG = "/fr/my/change", "/fr/my/along"


@pytest.fixture
def house(app: Flask) -> Flask:
    """Two places, one taken by a mayor whose office registered her."""
    with app.app_context(), writing():
        edition = make_edition(size=2)
        edition.extras = [Extra.COMPANIONS.value]
        registering.register(edition, submission(1, assistant_email="office@example.org"))
    return app


def test_a_change_is_told_to_both(house: Flask, opens) -> None:
    client = opens("mayor1@example.org")
    client.submit(CHANGE, function="Adjointe au maire", name="Żaneta Łukaszewicz")
    one = facts(house)
    assert (one.function, one.badge_name, one.office) == ("Adjointe au maire", "Żaneta Łukaszewicz", Office.ELECTED)
    assert "Vos modifications sont enregistrées" in words(client.page("/fr/my/"))
    for address in ("mayor1@example.org", "office@example.org"):
        mail = [mail for mail in deliver(house) if mail["To"] == address][-1]
        assert str(mail["Subject"]).endswith("nscription a été modifiée – Assemblée d’essai")
        assert "Adjointe au maire" in text_of(mail)
        assert "Adjointe au maire" in html_of(mail)
    with house.app_context():
        assert db.session.scalars(select(Person.family)).one() == "Łukaszewicz 1"  # a form never changes a person


@pytest.mark.proof("the absence of an email")
def test_nothing_changed_is_no_mail(house: Flask, opens) -> None:
    client = opens("mayor1@example.org")
    client.submit(CHANGE)
    assert facts(house).version == 1
    assert subjects(house, "mayor1@example.org") == ["Inscription confirmée"]


@pytest.mark.proof("one fact beside a change")
def test_an_office_set_by_hand_stays(house: Flask, opens) -> None:
    with house.app_context(), writing():
        answering.set_office(db.session.scalars(select(Registration)).one(), Office.HEAD)
    opens("mayor1@example.org").submit(CHANGE, function="Conseillère")
    assert facts(house).office is Office.HEAD


def test_another_name_leads_to_handing_over(house: Flask, opens) -> None:
    client = opens("mayor1@example.org")
    answer = client.submit(CHANGE, name="Boris Nowak", status=422)
    assert "transmettez-lui la place" in answer.get_data(as_text=True)
    assert 'value="Boris Nowak"' in answer.get_data(as_text=True)
    assert facts(house).badge_name == "Żaneta Łukaszewicz 1"


def test_two_tabs_lose_nothing(house: Flask, opens) -> None:
    client = opens("mayor1@example.org")
    form = client.page(CHANGE).select_one("main form")
    fields = {one["name"]: one.get("value", "") for one in form.select("input:not([type=radio], [type=checkbox])")}  # type: ignore[union-attr]
    client.submit(CHANGE, function="Bourgmestre")
    answer = client.post(CHANGE, data=fields | {"mode": "on_site", "function": "Échevine"})
    assert answer.status_code == 409
    page = answer.soup
    assert page.select_one("#function")["value"] == "Échevine"
    assert client.post(CHANGE, data=fields | {"mode": "on_site", "version": "many"}).status_code == 409
    assert facts(house).function == "Bourgmestre"
    seen = {one["name"]: one.get("value", "") for one in page.select("main input:not([type=radio], [type=checkbox])")}
    assert client.post(CHANGE, data=seen | {"mode": "on_site"}).status_code == 303
    assert facts(house).function == "Échevine"


def test_going_online_frees_the_place(house: Flask, opens) -> None:
    with house.app_context(), writing():
        edition = db.session.scalars(select(Edition)).one()
        registering.register(edition, submission(2, place="Porto"))
        registering.register(edition, submission(3, place="Oulu"))
    client = opens("mayor1@example.org")
    client.submit(CHANGE, mode="online")
    assert client.get("/fr/my/qr.svg").status_code == 404
    assert [facts(house, seq).state for seq in (2, 3)] == [State.CONFIRMED, State.OFFERED]
    assert taken(house) == 2
    (calendar,) = [
        part
        for part in [one for one in deliver(house) if one["To"] == "mayor1@example.org"][-1].walk()
        if part.get_content_type() == "text/calendar"
    ]
    (event,) = as_thunderbird(calendar.get_content().encode())
    assert event["sequence"] > 0


def test_a_full_room_means_waiting(house: Flask, opens) -> None:
    with house.app_context(), writing():
        edition = db.session.scalars(select(Edition)).one()
        registering.register(edition, submission(2, place="Porto"))
        registering.register(edition, submission(3, place="Oulu", mode=Mode.ONLINE))
    client = opens("mayor3@example.org")
    assert "liste d’attente" in words(client.page(CHANGE))
    answer = client.submit(CHANGE, mode="on_site", status=409)
    assert "Aucune place n’est disponible" in answer.get_data(as_text=True)
    client.submit(CHANGE, mode="on_site", though_waiting="y")
    assert facts(house, 3).state is State.WAITING
    letter = [one for one in deliver(house) if one["To"] == "mayor3@example.org"][-1]
    (calendar,) = [part for part in letter.walk() if part.get_content_type() == "text/calendar"]
    (event,) = as_thunderbird(calendar.get_content().encode())
    assert (event["status"], event["title"]) == ("TENTATIVE", "Liste d’attente : Assemblée d’essai")  # no longer online
    assert "Add to calendar" not in words(client.page("/en/my/"))
    assert "Vous êtes n" in words(client.page("/fr/my/")) or "liste d’attente" in words(client.page("/fr/my/"))
    client.submit(CHANGE, mode="online")
    with house.app_context():
        back = db.session.scalars(select(Registration).where(Registration.mode == Mode.ONLINE)).one()
        assert back.state is State.CONFIRMED
    assert taken(house) == 2


def test_after_the_deadline_nothing_changes(house: Flask, opens) -> None:
    client = opens("mayor1@example.org")
    unseen = hidden(client.page(CHANGE))
    with house.app_context(), writing():
        db.session.scalars(select(Edition)).one().changes_until_at = clock.now() - timedelta(minutes=1)
    data = unseen | {"version": "1", "name": "Żaneta L", "function": "x", "place": "y", "mode": "on_site"}
    for path in (CHANGE, "/en/my/change"):
        answer = client.post(path, data=data)
        assert answer.status_code == 409
    assert "can no longer change this registration here" in answer.get_data(as_text=True)
    assert client.page("/fr/my/hand-over").select_one("main form") is None
    assert client.page("/fr/my/").select_one("a[href$=change]") is None
    assert facts(house).version == 1


@pytest.mark.turns(3)
@pytest.mark.parametrize("bad", [{"name": ""}, {"function": "x" * 161}, {"mode": "by_pigeon"}])
def test_bad_input_comes_back_as_typed(house: Flask, opens, bad: dict[str, str]) -> None:
    client = opens("mayor1@example.org")
    for path in (CHANGE, "/en/my/change"):
        answer = client.submit(path, status=422, **({"place": "Gdynia"} | bad))
        assert 'value="Gdynia"' in answer.get_data(as_text=True)
    assert facts(house).version == 1


@pytest.mark.proof("a second reason to refuse a mode")
def test_a_reviewed_mode_is_not_changed_to(house: Flask, opens) -> None:
    with house.app_context(), writing():
        edition = db.session.scalars(select(Edition)).one()
        for place in edition.places:
            place.is_reviewed = place.mode is Mode.ONLINE
    client = opens("mayor1@example.org")
    assert client.page(CHANGE).select_one("[value=online]").has_attr("disabled")  # type: ignore[union-attr]
    assert "écrivez-lui" in client.submit(CHANGE, mode="online", status=409).get_data(as_text=True).lower()
    assert facts(house).mode is Mode.ON_SITE


@pytest.mark.proof("the same day on four pages")
def test_people_read_when_the_next_offer_comes(app: Flask, client: InspectingClient, opens) -> None:
    with app.app_context(), writing():
        edition = make_edition(size=1)
        first = registering.register(edition, submission(1)).reference
        code = registering.register(edition, submission(2, lang="en", assistant_email="office@example.org")).reference
        make_user("organiser", "here@example.org", edition)
        leaving.cancel(access_queries.by_code(first))  # type: ignore[arg-type]
    own = opens("mayor2@example.org")
    own.submit("/en/my/", form="form[action*=decline]")
    until = facts(app, 3).rests_until
    assert until is not None
    with app.app_context():
        when = clock.local(until, db.session.scalars(select(Edition)).one().zone)
    expected = f"from {when.day} {when:%B %Y}, {when:%H:%M}"
    assert f"offer you one again {expected}" in words(own.page("/en/my/"))
    letters = {one["To"]: " ".join(text_of(one).split()) for one in deliver(app)}
    assert f"offer you one again {expected}" in letters["mayor2@example.org"]
    assert "next person" not in letters["mayor2@example.org"]
    assert f"offer one again {expected}" in letters["office@example.org"]
    sign_in(client, ("here@example.org", "a long enough passphrase"))
    assert f"offer one again {expected}" in words(client.page(f"/en/manage/2031/people/{code}"))
    with clock.at(until):
        assert "We will email you as soon as a place becomes available." in words(own.page("/en/my/"))


@pytest.mark.turns(2)
@pytest.mark.parametrize("recipient", ["mayor1@example.org", "office@example.org"])
def test_the_confirmation_says_until_when(app: Flask, recipient: str) -> None:
    with app.app_context(), clock.at(datetime(2027, 3, 1, tzinfo=UTC)):
        with writing():
            edition = make_edition(days_ahead=400)
            edition.changes_until_at = datetime(2027, 4, 1, 21, 59, tzinfo=UTC)
            registering.register(edition, submission(1, assistant_email="office@example.org"))
        until = "la modifier ou l’annuler jusqu’au 1er avril 2027 à 23 h 59, heure de Bruxelles"
        (mail,) = [one for one in deliver(app) if one["To"] == recipient]
        for said in (text_of(mail), html_of(mail)):
            assert until in " ".join(said.split())
        with clock.at(datetime(2027, 4, 2, tzinfo=UTC)), writing():
            registering.register(edition, submission(2, assistant_email="office@example.org", email="late@example.org"))
        with clock.at(datetime(2027, 4, 2, tzinfo=UTC)):
            late = [one for one in deliver(app) if one["To"] in ("late@example.org", "office@example.org")][-1]
        assert "Vous pourrez aussi l’annuler" in text_of(late)
        assert "modifier" not in text_of(late)
