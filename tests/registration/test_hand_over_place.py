"""Somebody else comes instead: the very place passes on, whoever waits; the old code opens no door, said kindly."""

from __future__ import annotations

from datetime import timedelta

import pytest
from directory import make
from factories import make_edition, make_user, sign_in, submission
from flask import Flask
from inspector import InspectingClient, hidden
from mails import code_in, deliver, html_of, link_in, text_of
from sqlalchemy import func, select

from assembly import clock
from assembly.communities import queries as directory
from assembly.delegations import queries as delegation_queries
from assembly.delegations import service as delegations
from assembly.delegations.words import stands_for
from assembly.editions.queries.editions import pool_of
from assembly.errors import SentBefore
from assembly.extensions import db
from assembly.models import AccessLink, Badge, Edition, Mode, Person, Registration, State
from assembly.quotas import queries as quota_queries
from assembly.registration.service import handing_over, leaving, registering
from assembly.sealed import unseal
from assembly.transactions import writing

PAGE = "/fr/my/hand-over"
BORIS = {"given": "Boris", "family": "Nowak", "function": "Adjoint au maire", "reason": "Vote du budget"}


@pytest.fixture
def house(app: Flask) -> Flask:
    """One place, the mayor's, whose office registered her; somebody waits."""
    with app.app_context(), writing():
        edition = make_edition(size=1)
        registering.register(edition, submission(1, assistant_email="office@example.org"))
        registering.register(edition, submission(2, place="Porto", lang="en"))
        make_user("door", edition=edition)
    return app


def everybody(app: Flask) -> dict[str, State]:
    with app.app_context():
        return {one.badge_name: one.state for one in db.session.scalars(select(Registration).order_by(Registration.id))}


def last_mail(app: Flask, address: str):
    return [one for one in deliver(app) if one["To"] == address][-1]


def test_the_place_passes_on_though_others_wait(house: Flask, opens) -> None:
    client = opens("mayor1@example.org")
    before = code_in(last_mail(house, "mayor1@example.org"))
    client.submit(PAGE, **BORIS, email="boris@example.org", lang="en")
    assert everybody(house) == {
        "Żaneta Łukaszewicz 1": State.CANCELLED,
        "Żaneta Łukaszewicz 2": State.WAITING,
        "Boris Nowak": State.CONFIRMED,
    }
    with house.app_context():
        edition = db.session.scalars(select(Edition)).one()
        assert pool_of(edition, Mode.ON_SITE).taken == 1  # type: ignore[union-attr]
        old, _waits, new = db.session.scalars(select(Registration).order_by(Registration.id)).all()
        assert (new.seq, old.pool_id, new.pool_id is not None) == (1, None, True)
        assert new.spoken_ref != old.spoken_ref
        assert old.last_reason == "Vote du budget"
    told = last_mail(house, "mayor1@example.org")
    assert str(told["Subject"]).startswith("Votre place a été transmise")
    assert "c’est désormais Boris Nowak qui vient" in " ".join(text_of(told).split())
    assert "Boris Nowak" in html_of(told)
    comes = last_mail(house, "boris@example.org")
    assert str(comes["Subject"]).startswith("A place has been transferred to you")
    assert code_in(comes) != before
    own: InspectingClient = house.test_client()  # type: ignore[assignment]
    own.submit(link_in(comes))
    assert "Boris Nowak" in own.page("/en/my/").get_text()
    assert "Place transmise." in client.page("/fr/my/").get_text()
    assert link_in(last_mail(house, "office@example.org")) != link_in(comes)  # a link of its own


def test_the_reason_reaches_organisers_alone(house: Flask, opens) -> None:
    """“She is ill” is not for the colleague who comes instead, who may ask for everything about themselves."""
    with house.app_context(), writing():
        make("rzeszow", "Rzeszów")
        mayor = db.session.scalars(select(Registration).order_by(Registration.id)).first()
        mayor.community = directory.by_code("rzeszow")
        delegations.settle(mayor)
    opens("mayor1@example.org").submit(PAGE, **BORIS, email="boris@example.org")
    own: InspectingClient = house.test_client()  # type: ignore[assignment]
    own.submit(link_in(last_mail(house, "boris@example.org")))
    held = own.get("/en/my/data.json").get_data(as_text=True)
    assert "Boris" in held
    assert "representation" in held
    assert "Vote du budget" not in held
    with house.app_context():
        old = db.session.scalars(select(Registration).order_by(Registration.id)).first()
        assert old.last_reason == "Vote du budget"
        assert [one.registration.badge_name for one in delegation_queries.chain(old)][-1] == "Boris Nowak"


def test_the_old_code_opens_no_door(house: Flask, opens) -> None:
    opens("mayor1@example.org").submit(PAGE, **BORIS, email="boris@example.org")
    with house.app_context():
        old = db.session.scalars(select(Registration).where(Registration.state == State.CANCELLED)).one()
        token = unseal(db.session.scalars(select(Badge).where(Badge.registration_id == old.id)).one().token_sealed)
    door: InspectingClient = house.test_client()  # type: ignore[assignment]
    sign_in(door, ("someone@example.org", "a long enough passphrase"))
    door.submit("/fr/checkin/2031/", form="form[action$=which]", door="A")
    page = door.page(f"/b/{token}", headers={"Accept-Language": "fr"})
    assert "Cherchez plutôt Boris Nowak." in " ".join(page.get_text().split())
    csrf = page.select_one("[name=csrf_token]") or door.page("/fr/checkin/2031/").select_one("[name=csrf_token]")
    data = {"csrf_token": csrf["value"], "scan_id": "s" * 32}  # type: ignore[index]
    answer = door.post(f"/b/{token}", data=data, headers={"Accept-Language": "fr"})
    assert "Cherchez plutôt Boris Nowak." in " ".join(answer.get_data(as_text=True).split())


@pytest.mark.proof("a second hand-over takes the way of the first")
def test_the_door_names_the_last_successor(house: Flask) -> None:
    boris = handing_over.Successor("Boris", "Nowak", "Adjoint", "boris@example.org", "fr")
    ewa = handing_over.Successor("Ewa", "Nowak", "Adjointe", "ewa@example.org", "fr")
    with house.app_context():
        first = db.session.get_one(Registration, 1)
        with writing():
            second = handing_over.hand_over(first, boris)
        with writing():
            code = handing_over.hand_over(second, ewa).code
        token = unseal(db.session.scalars(select(Badge).where(Badge.registration_id == first.id)).one().token_sealed)
    door: InspectingClient = house.test_client()  # type: ignore[assignment]
    sign_in(door, ("someone@example.org", "a long enough passphrase"))
    door.submit("/fr/checkin/2031/", form="form[action$=which]", door="A")
    said = " ".join(door.page(f"/b/{token}", headers={"Accept-Language": "fr"}).get_text().split())
    assert "Cherchez plutôt Ewa Nowak." in said
    with house.app_context(), writing():
        leaving.cancel(db.session.scalars(select(Registration).where(Registration.code == code)).one())
    page = door.page(f"/b/{token}", headers={"Accept-Language": "fr"})
    assert "Cherchez plutôt" not in page.get_text()


@pytest.mark.proof("one field left out")
def test_without_an_address_the_offices_is_used(house: Flask, opens) -> None:
    opens("mayor1@example.org").submit(PAGE, **BORIS)
    with house.app_context():
        new = db.session.scalars(select(Person).where(Person.given == "Boris")).one()
        assert new.email == "mayor1@example.org"


@pytest.mark.proof("the same hand-over by somebody who waits")
def test_a_turn_of_waiting_passes_on(house: Flask, opens) -> None:
    with house.app_context(), writing():
        registering.register(db.session.scalars(select(Edition)).one(), submission(3, place="Oulu"))
    opens("mayor2@example.org").submit("/en/my/hand-over", **BORIS, email="boris@example.org")
    with house.app_context():
        boris = db.session.scalars(select(Registration).where(Registration.badge_name == "Boris Nowak")).one()
        assert (boris.state, quota_queries.waiting_number(boris)) == (State.WAITING, 1)
        numbers = db.session.scalars(select(Registration.seq).order_by(Registration.seq)).all()
        assert numbers == [1, 2, 3, 4]


def test_twice_is_once_to_another_is_refused(house: Flask) -> None:
    boris = handing_over.Successor("Boris", "Nowak", "Adjoint", "boris@example.org", "fr")
    with house.app_context():
        for _click in range(2):
            with writing():
                handing_over.hand_over(db.session.get_one(Registration, 1), boris)
        assert db.session.scalar(select(func.count(Registration.id))) == 3
        assert db.session.scalar(select(func.count(AccessLink.id))) == 5
        ewa = handing_over.Successor("Ewa", "Nowak", "Adjointe", "ewa@example.org", "fr")
        with pytest.raises(SentBefore), writing():
            handing_over.hand_over(db.session.get_one(Registration, 1), ewa)


@pytest.mark.turns(6)
@pytest.mark.parametrize(
    ("answers", "status", "said"),
    [
        ({"given": "ŻANETA", "family": "lukaszewicz 1"}, 422, "C’est la même personne"),
        ({"given": "Żaneta", "family": "Łukaszewicz 2", "email": "mayor2@example.org"}, 409, "déjà inscrite"),
        ({"given": ""}, 422, "prénom"),
        ({"email": "nowhere"}, 422, "@"),
        ({"lang": "de"}, 422, "langue"),
        ({"given": "www.evil.example"}, 422, "adresse web"),
    ],
)
def test_impossible_answers_lose_nothing(house: Flask, opens, answers, status: int, said: str) -> None:
    client = opens("mayor1@example.org")
    answer = client.submit(PAGE, status=status, **(BORIS | answers))
    assert said in answer.get_data(as_text=True)
    assert 'value="Vote du budget"' in answer.get_data(as_text=True)
    assert list(everybody(house).values()) == [State.CONFIRMED, State.WAITING]


def test_after_the_deadline_the_place_stays(house: Flask, opens) -> None:
    client = opens("mayor1@example.org")
    unseen = hidden(client.page(PAGE))
    with house.app_context(), writing():
        db.session.scalars(select(Edition)).one().changes_until_at = clock.now() - timedelta(minutes=1)
    assert client.post(PAGE, data=BORIS | unseen | {"lang": "fr", "email": ""}).status_code == 409
    assert list(everybody(house).values()) == [State.CONFIRMED, State.WAITING]


@pytest.mark.proof("its limit is asked for in test_too_often, too")
def test_names_are_not_tried_by_the_hundred(house: Flask, opens) -> None:
    client = opens("mayor1@example.org")
    data = BORIS | hidden(client.page(PAGE)) | {"lang": "fr", "given": "Żaneta", "family": "Łukaszewicz 1", "email": ""}
    answers = [client.post(PAGE, data=data).status_code for _try in range(21)]
    assert answers == [422] * 20 + [429]


COLLEAGUE = {"given": "Żaneta", "family": "Łukaszewicz 2", "email": "mayor2@example.org"}


@pytest.fixture
def city(app: Flask) -> Flask:
    """A mayor and her deputy who both come, somebody who waits, and somebody online from another city."""
    with app.app_context(), writing():
        make("rzeszow", "Rzeszów")
        make("porto", "Porto")
        edition = make_edition(size=3)
        for number, facts in enumerate(({}, {"function": "Adjointe"}, {"place": "Porto"}, {"place": "Porto"}), 1):
            registering.register(edition, submission(number, **facts))
    return app


def chain_in(app: Flask) -> list[tuple[str, str]]:
    with app.app_context():
        first = db.session.get_one(Registration, 1)
        return [(one.registration.badge_name[-1], stands_for(one)) for one in delegation_queries.chain(first)]


def test_a_colleague_who_comes_represents_the_mayor(city: Flask, opens) -> None:
    client = opens("mayor1@example.org")
    unseen = hidden(client.page(PAGE))
    for _click in range(2):
        answer = client.post(PAGE, data=BORIS | COLLEAGUE | unseen | {"lang": "fr"})
        assert answer.status_code == 303
    states = {name[-1]: state for name, state in everybody(city).items()}
    assert states == {"1": State.CANCELLED, "2": State.CONFIRMED, "3": State.CONFIRMED, "4": State.OFFERED}
    assert chain_in(city) == [("1", ""), ("2", "Represents the Mayor of Rzeszów")]
    with city.app_context():
        links = delegation_queries.chain(db.session.get_one(Registration, 1))
        assert [one.reason for one in links] == ["", ""]  # the mayor's affair, as with any hand-over
        taken = pool_of(db.session.scalars(select(Edition)).one(), Mode.ON_SITE).taken  # type: ignore[union-attr]
        assert taken == 3
    assert "Żaneta Łukaszewicz 2 vient à votre place." in client.page("/fr/my/").get_text()
    told = " ".join(text_of(last_mail(city, "mayor2@example.org")).split())
    assert "vous a cédé sa place" in told
    assert "Représente la mairie de Rzeszów" in told.replace("\u00a0", " ")
    told = " ".join(text_of(last_mail(city, "mayor1@example.org")).split())
    assert "c’est désormais Żaneta Łukaszewicz 2 qui vient" in told
    other = BORIS | {"given": "Ewa", "family": "Nowak", "email": "ewa@example.org"} | unseen | {"lang": "fr"}
    assert client.post(PAGE, data=other).status_code == 409


@pytest.mark.turns(3)
@pytest.mark.parametrize(
    ("who", "answers"),
    [
        (1, {"given": "Żaneta", "family": "Łukaszewicz 3", "email": "mayor3@example.org"}),  # of another city
        (3, {"given": "Żaneta", "family": "Łukaszewicz 4", "email": "mayor4@example.org"}),  # who waits
        (2, {"given": "Żaneta", "family": "Łukaszewicz 1", "email": "mayor1@example.org"}),  # stands for the city
    ],
)
def test_others_registered_are_not_told_of(city: Flask, opens, who: int, answers) -> None:
    before = everybody(city), chain_in(city)
    answer = opens(f"mayor{who}@example.org").submit(PAGE, status=409, **(BORIS | answers))
    assert "déjà inscrite" in answer.get_data(as_text=True)
    assert (everybody(city), chain_in(city)) == before


@pytest.mark.proof("wording of one email in two states")
def test_the_successor_reads_whole_sentences(house: Flask, opens) -> None:
    with house.app_context(), writing():
        mayor = db.session.scalars(select(Registration).order_by(Registration.id)).first()
        mayor.community = make("rzeszow", "Rzeszów")
        delegations.settle(mayor)
    opens("mayor1@example.org").submit(PAGE, **BORIS, email="boris@example.org", lang="fr")
    mail = last_mail(house, "boris@example.org")
    for words in (" ".join(text_of(mail).split()), " ".join(html_of(mail).split())):
        assert "Żaneta Łukaszewicz 1 vous a cédé sa place. Vous n’avez pas à vous inscrire." in words
        assert "Représente la mairie de Rzeszów" in words
        assert "inscrire. Représente" not in words  # a line under the name, as on the badge: no sentence


@pytest.mark.turns(2)
@pytest.mark.parametrize(
    ("lang", "hers", "theirs"),
    [
        ("fr", "Boris Nowak vient à votre place.", "Boris Nowak vient à la place de cette personne."),
        ("en", "Boris Nowak is coming in your place.", "Boris Nowak is coming instead of this person."),
    ],
)
def test_mayor_and_office_read_their_sides(house: Flask, opens, lang: str, hers: str, theirs: str) -> None:
    mayor, office = opens("mayor1@example.org"), opens("office@example.org")
    mayor.submit(PAGE, **BORIS, email="boris@example.org")
    for client, said, unsaid in ((mayor, hers, theirs), (office, theirs, hers)):
        page = " ".join(client.page(f"/{lang}/my/").get_text().split())
        assert said in page
        assert unsaid not in page
