"""The person's own page: changing until the deadline, who comes along, who acts for them. Both languages."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from factories import make_edition, make_user, sign_in, submission
from flask import Flask
from inspector import InspectingClient, filled, hidden
from mails import deliver, html_of, link_in, text_of
from readers import as_thunderbird
from sqlalchemy import select
from static_checks import contents

from assembly import clock
from assembly.access import queries as access_queries
from assembly.editions.queries import pool_of
from assembly.extensions import db
from assembly.models import Category, Edition, Extra, Mode, Office, Person, Registration, State
from assembly.people.service import answering
from assembly.registration.service import accompanying, leaving, registering, waiting_list
from assembly.transactions import writing

CHANGE, ALONG = "/fr/my/change", "/fr/my/along"
LINK = re.compile(r"/r/[\w-]+")
BORIS = {"given": "Boris", "family": "Nowak", "category": "personal_assistant"}


@pytest.fixture
def house(app: Flask) -> Flask:
    """Two places, one taken by a mayor whose office registered her."""
    with app.app_context(), writing():
        edition = make_edition(size=2)
        edition.extras = [Extra.COMPANIONS.value]
        registering.register(edition, submission(1, assistant_email="office@example.org"))
    return app


def facts(app: Flask, seq: int = 1) -> Registration:
    with app.app_context():
        found = db.session.scalars(
            select(Registration).where(Registration.seq == seq, Registration.mode == Mode.ON_SITE)
        )
        one = found.one()
        _loaded = (one.person, one.community, one.moves, one.edition.venue)
        return one


def taken(app: Flask) -> int:
    with app.app_context():
        return pool_of(db.session.scalars(select(Edition)).one(), Mode.ON_SITE).taken  # type: ignore[union-attr]


def words(page: BeautifulSoup) -> str:
    return " ".join(page.select_one("main").get_text(" ").split())  # type: ignore[union-attr]


def subjects(app: Flask, address: str) -> list[str]:
    found = (str(one["Subject"]).partition(" –")[0] for one in deliver(app) if one["To"] == address)
    return [one.rpartition("\u00a0: ")[2] for one in found]  # those to an office name the person first


def test_what_is_changed_is_saved_and_told_to_both(house: Flask, opens) -> None:
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


def test_nothing_changed_is_no_mail(house: Flask, opens) -> None:
    client = opens("mayor1@example.org")
    client.submit(CHANGE)
    assert facts(house).version == 1
    assert subjects(house, "mayor1@example.org") == ["Inscription confirmée"]


def test_what_an_organiser_set_is_not_guessed_anew(house: Flask, opens) -> None:
    with house.app_context(), writing():
        answering.set_office(db.session.scalars(select(Registration)).one(), Office.HEAD)
    opens("mayor1@example.org").submit(CHANGE, function="Conseillère")
    assert facts(house).office is Office.HEAD


def test_somebody_elses_name_is_sent_to_the_hand_over(house: Flask, opens) -> None:
    client = opens("mayor1@example.org")
    answer = client.submit(CHANGE, name="Boris Nowak", status=422)
    assert "transmettez-lui la place" in answer.get_data(as_text=True)
    assert 'value="Boris Nowak"' in answer.get_data(as_text=True)
    assert facts(house).badge_name == "Żaneta Łukaszewicz 1"


def test_two_tabs_the_later_sees_what_stands_and_loses_nothing(house: Flask, opens) -> None:
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


def test_going_online_frees_the_place_for_who_waits(house: Flask, opens) -> None:
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


def test_coming_to_a_full_room_means_waiting_and_is_said_before(house: Flask, opens) -> None:
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


def test_after_the_deadline_a_sentence_and_nothing_changes(house: Flask, opens) -> None:
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


@pytest.mark.parametrize("bad", [{"name": ""}, {"function": "x" * 161}, {"mode": "by_pigeon"}])
def test_bad_input_is_refused_with_what_was_typed(house: Flask, opens, bad: dict[str, str]) -> None:
    client = opens("mayor1@example.org")
    for path in (CHANGE, "/en/my/change"):
        answer = client.submit(path, status=422, **({"place": "Gdynia"} | bad))
        assert 'value="Gdynia"' in answer.get_data(as_text=True)
    assert facts(house).version == 1


def test_who_comes_along_has_a_badge_and_goes_with_the_guest(house: Flask, opens) -> None:
    client = opens("mayor1@example.org")
    client.submit(ALONG, **BORIS)
    client.submit(ALONG, given="Ewa", family="Nowak", category="companion", email="ewa@example.org")
    assert taken(house) == 2  # a personal assistant takes no place
    with house.app_context():
        along = db.session.scalars(select(Registration).where(Registration.head_id.is_not(None))).all()
        assert [one.category for one in along] == [Category.PERSONAL_ASSISTANT, Category.COMPANION]
        code = along[0].code
    page = client.page("/fr/my/")
    assert "Boris Nowak" in words(page)
    assert client.get(f"/fr/my/along/{code}/badge.pdf").mimetype == "application/pdf"
    assert client.page(ALONG).select_one("main form") is None  # one of each
    assert subjects(house, "ewa@example.org") == ["Inscription confirmée"]
    assert "Boris Nowak, Ewa Nowak" in words(client.page("/fr/my/cancel"))
    client.submit("/fr/my/cancel")
    with house.app_context():
        assert {one.state for one in db.session.scalars(select(Registration))} == {State.CANCELLED}
    assert taken(house) == 0
    assert subjects(house, "ewa@example.org")[-1] == "Inscription annulée"


def test_who_goes_online_brings_nobody(house: Flask, opens) -> None:
    client = opens("mayor1@example.org")
    client.submit(ALONG, **BORIS)
    assert "Boris Nowak" in words(client.page(CHANGE))
    client.submit(CHANGE, mode="online")
    with house.app_context():
        along = db.session.scalars(select(Registration).where(Registration.badge_name == "Boris Nowak")).one()
        assert along.state is State.CANCELLED
    assert taken(house) == 0


def test_one_who_does_not_come_after_all(house: Flask, opens) -> None:
    client = opens("mayor1@example.org")
    client.submit(ALONG, **BORIS)
    client.submit("/fr/my/", form="form[action$=cancel]")
    assert [facts(house, seq).state for seq in (1, 2)] == [State.CONFIRMED, State.CANCELLED]
    client.submit(ALONG, **BORIS)
    assert facts(house, 3).state is State.CONFIRMED


def test_nobody_along_where_the_edition_takes_none_or_one_waits(house: Flask, opens) -> None:
    with house.app_context(), writing():
        edition = db.session.scalars(select(Edition)).one()
        edition.extras = []
        registering.register(edition, submission(2, place="Porto"))
        registering.register(edition, submission(3, place="Oulu"))
    client = opens("mayor1@example.org")
    offered = client.page(ALONG).select("[name=category]")
    assert [one["value"] for one in offered] == ["personal_assistant"]
    client.submit(ALONG, status=409, **(BORIS | {"category": "companion"}))
    assert opens("mayor3@example.org").page(ALONG).select_one("main form") is None


def test_a_mode_the_organisers_decide_on_is_not_changed_to(house: Flask, opens) -> None:
    with house.app_context(), writing():
        edition = db.session.scalars(select(Edition)).one()
        for place in edition.places:
            place.is_reviewed = place.mode is Mode.ONLINE
    client = opens("mayor1@example.org")
    assert client.page(CHANGE).select_one("[value=online]").has_attr("disabled")  # type: ignore[union-attr]
    assert "écrivez-lui" in client.submit(CHANGE, mode="online", status=409).get_data(as_text=True).lower()
    assert facts(house).mode is Mode.ON_SITE


def test_others_people_along_are_not_mine(house: Flask, opens) -> None:
    with house.app_context(), writing():
        registering.register(db.session.scalars(select(Edition)).one(), submission(2, place="Porto"))
    opens("mayor1@example.org").submit(ALONG, **BORIS)
    code, other = facts(house, 3).code, opens("mayor2@example.org")
    unseen = hidden(other.page("/fr/my/cancel"))
    assert other.post(f"/fr/my/along/{code}/cancel", data=unseen).status_code == 404
    assert other.get(f"/fr/my/along/{code}/badge.pdf").status_code == 404
    assert facts(house, 3).state is State.CONFIRMED


@pytest.mark.parametrize(
    "path", [CHANGE, ALONG, "/fr/my/cancel", "/fr/my/hand-over", "/fr/my/details", "/fr/my/consents"]
)
def test_a_form_acts_on_nobody_but_whom_its_page_showed(house: Flask, opens, path: str) -> None:
    with house.app_context(), writing():
        registering.register(db.session.scalars(select(Edition)).one(), submission(2, place="Porto"))
    browser = opens("mayor1@example.org")
    form = browser.page(path).select_one("main form")
    drawn = filled(form, {}) | {"say": "photo:yes"}
    browser.submit(link_in(deliver(house)[-1]))  # another tab, another registration
    before = contents(house)
    for sent in (drawn, {name: value for name, value in drawn.items() if name != "whose"}):
        answer = browser.post(path, data=sent)
        assert answer.status_code == 409
        assert "Une autre inscription a été ouverte sur cet appareil" in answer.text
    assert contents(house) == before


def test_the_same_form_twice_brings_one_person(house: Flask, opens) -> None:
    client = opens("mayor1@example.org")
    fields = {one["name"]: one.get("value", "") for one in client.page(ALONG).select("main input:not([type=radio])")}
    for _click in range(2):
        assert client.post(ALONG, data=fields | BORIS).status_code == 303
    assert client.post(ALONG, data=fields | BORIS | {"given": "Jan"}).status_code == 409
    with house.app_context():
        assert len(db.session.scalars(select(Registration)).all()) == 2


def test_an_assistant_changes_registers_the_next_and_is_kept_from_what_is_hers(house: Flask, opens) -> None:
    office = opens("office@example.org")
    office.submit(CHANGE, function="Bourgmestre")
    assert facts(house).function == "Bourgmestre"
    page = office.page("/fr/my/")
    assert "Vous agissez pour cette personne" in words(page)
    assert page.select_one("a[href$='data.json']") is None
    assert office.get("/fr/my/data.json").status_code == 403
    assert page.select_one("form[action$='assistants/end']") is None
    data = hidden(office.page("/fr/my/cancel")) | {"address": "office@example.org"}
    assert office.post("/fr/my/assistants/end", data=data).status_code == 403
    form = office.page("/fr/2031/register?again=office")
    assert form.select_one("#place")["value"] == "Rzeszów"
    assert form.select_one("#assistant_email")["value"] == "office@example.org"


def test_the_mail_to_the_office_leads_to_the_next_person_of_the_city(house: Flask, opens) -> None:
    (mail,) = [one for one in deliver(house) if one["To"] == "office@example.org"]
    (address,) = [line for line in text_of(mail).splitlines() if line.endswith("?to=another")]
    client: InspectingClient = house.test_client()  # type: ignore[assignment]
    answer = client.submit(address.removeprefix("http://localhost"))
    assert answer.location == "/fr/2031/register?again=office"
    assert client.page(answer.location).select_one("#place")["value"] == "Rzeszów"


def one_who_waits(house: Flask) -> str:
    """The second place is given; who comes third waits, and an office acts for them. Gives their code."""
    with house.app_context(), writing():
        edition = db.session.scalars(select(Edition)).one()
        registering.register(edition, submission(2, place="Porto"))
        return registering.register(edition, submission(3, place="Oulu", assistant_email="third@example.org")).reference


def of_third(house: Flask) -> list[list[str]]:
    """What the person and their office were told, each in order."""
    return [subjects(house, address) for address in ("mayor3@example.org", "third@example.org")]


def act(house: Flask, verb: Callable[..., object], code: str, *more: str) -> None:
    with house.app_context(), writing():
        verb(access_queries.by_code(code), *more)
    deliver(house)


def test_who_let_a_place_go_reads_from_when_they_are_asked_again(app: Flask, client: InspectingClient, opens) -> None:
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


def test_the_office_is_told_once_of_every_step_it_was_promised_word_of(house: Flask) -> None:
    waits = one_who_waits(house)
    deliver(house)
    with house.app_context():
        first = db.session.scalars(select(Registration).order_by(Registration.id)).first().code  # type: ignore[union-attr]
    act(house, leaving.cancel, first)
    (offer,) = [one for one in deliver(house)[-2:] if one["To"] == "third@example.org"]
    assert "Une place s’est libérée pour cette personne." in text_of(offer)
    (to_person,) = [one for one in deliver(house)[-3:] if one["To"] == "mayor3@example.org"]
    assert set(LINK.findall(text_of(offer))).isdisjoint(LINK.findall(text_of(to_person)))
    act(house, waiting_list.decline_offer, waits)
    act(house, answering.give_place, waits, "Une place de plus")
    act(house, answering.decline, waits, "La salle est petite")
    assert "La salle est petite" in text_of(deliver(house)[-1])
    assert "La salle est petite" in text_of(deliver(house)[-2])
    assert of_third(house) == [
        [
            "Vous êtes sur la liste d’attente",
            "Une place s’est libérée pour vous",
            "Vous êtes toujours sur la liste d’attente",
            "Inscription confirmée",
            "Votre inscription n’a pas été retenue",
        ],
        [
            "Sur la liste d’attente",
            "Une place s’est libérée",
            "Sur la liste d’attente",
            "Inscription confirmée",
            "Inscription non retenue",
        ],
    ]


def test_an_office_that_acts_for_somebody_no_more_is_told_nothing_more(house: Flask) -> None:
    """Neither of what happens later nor of what was still to be sent."""
    waits = one_who_waits(house)
    deliver(house)
    with house.app_context(), writing():
        registration = access_queries.by_code(waits)
        assert registration is not None
        answering.decline(registration, "La salle est petite")
        accompanying.revoke_assistants(registration, "third@example.org")
    deliver(house)
    act(house, answering.look_at, waits, "Un malentendu")
    act(house, leaving.cancel, waits)
    assert [len(each) for each in of_third(house)] == [3, 1]


def test_the_person_ends_the_link_of_the_office_at_once(house: Flask, opens) -> None:
    office, mayor = opens("office@example.org"), opens("mayor1@example.org")
    mayor.submit("/fr/my/", form="form[action$='assistants/end']")
    assert "office@example.org" not in words(mayor.page("/fr/my/"))
    page = office.page("/fr/my/", 403)
    assert page.select_one("main a[href='/fr/my-link']")
    office.post("/fr/my/change")
    assert mayor.get("/fr/my/").status_code == 200
    with house.app_context(), writing():
        leaving.cancel(db.session.scalars(select(Registration)).one())
    mayor.page("/fr/my/")


def test_another_edition_fills_in_nothing_of_mine(house: Flask, opens) -> None:
    with house.app_context(), writing():
        make_edition("2032")
    client = opens("office@example.org")
    assert client.page("/fr/2032/register?again=office").select_one("#assistant_email")["value"] == ""


@pytest.mark.parametrize("state", [State.CONFIRMED, State.WAITING, State.OFFERED, State.SUBMITTED, State.CANCELLED])
@pytest.mark.parametrize("mode", list(Mode))
def test_the_page_of_whoever_acts_for_somebody_never_takes_them_for_that_person(
    house: Flask, opens, state: State, mode: Mode
) -> None:
    office = opens("office@example.org")
    with house.app_context(), writing():
        one = db.session.scalars(select(Registration)).one()
        one.state, one.mode, one.offered_until = state, mode, clock.now() + timedelta(days=1)
        one.edition.extras = [Extra.COMPANIONS.value, Extra.SESSION_SIGN_UP.value]
    said = words(office.page("/en/my/"))
    assert "You are acting for this person." in said
    found = re.findall(
        r"\b(?:you|your|me|my|I)\b.{0,20}", said.replace("You are acting for this person.", ""), re.IGNORECASE
    )
    assert [one for one in found if not one.startswith("You do not need to do")] == []


@pytest.mark.parametrize("page", ["cancel", "change", "along", "details", "sessions"])
def test_nothing_is_mine_for_an_assistant(house: Flask, opens, page: str) -> None:
    with house.app_context(), writing():
        db.session.scalars(select(Edition)).one().extras = [Extra.COMPANIONS.value, Extra.SESSION_SIGN_UP.value]
    assert not re.search(r"\b(my|me|I)\b", words(opens("office@example.org").page(f"/en/my/{page}")))


@pytest.mark.parametrize("page", ["details", "change", "hand-over", "along", "cancel"])
def test_pages_that_speak_to_the_person_tell_the_office_so(house: Flask, opens, page: str) -> None:
    line = "You are acting for Żaneta Łukaszewicz 1. On this page, “you” means this person."
    assert line in words(opens("office@example.org").page(f"/en/my/{page}"))
    assert line not in words(opens("mayor1@example.org").page(f"/en/my/{page}"))


@pytest.mark.parametrize("recipient", ["mayor1@example.org", "office@example.org"])
def test_the_confirmation_says_until_when_one_may_change_or_cancel(app: Flask, recipient: str) -> None:
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
