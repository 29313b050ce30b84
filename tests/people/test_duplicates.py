"""Who possible duplicate is shown to the office once, however many there are; the office decides."""

from __future__ import annotations

from typing import Any

import pytest
from directory import make
from factories import make_edition, make_user, sign_in, submission
from flask import Flask
from inspector import InspectingClient
from people import appear
from queries_counted import counted

from assembly import clock
from assembly.accounts.service.people import add_person
from assembly.editions.queries.pictures import persons_called
from assembly.extensions import db
from assembly.models import AppearanceRole, Category, Edition, Person, Registration, Represents, Session, TwoPeople
from assembly.people.duplicates.queries import MOST_PAIRS, Sign, count_twins, roles_of, twins
from assembly.registration.service.leaving import cancel
from assembly.registration.service.registering import add_by_hand, register
from assembly.speakers.similar_names import Names, alike, name_of
from assembly.transactions import writing

AT = "/en/manage/2031/people/duplicates"


@pytest.mark.turns(2)
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ana silva", "ana silva"),
        ("ana silva", "silva ana"),
        ("ana silva", "ana silvo"),
        ("zaneta lukaszewicz", "saneta lukaszewicz"),
        ("a silva", "ana silva"),
        ("j p moreau", "jean pierre moreau"),
        ("ana maria silva", "ana silva"),
        ("zaneta lukaszewicz dordevic", "lukaszewicz zaneta"),
    ],
)
def test_names_that_may_be_one(one: str, other: str) -> None:
    assert alike(name_of(one), name_of(other))
    assert alike(name_of(other), name_of(one))
    names = Names[str]()
    names.add("here", name_of(one), "one")
    names.add("here", name_of(other), "other")
    assert {*names.pairs()} == {("one", "other")}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ana silva", "eva silva"),
        ("ana silva", "ana costa"),
        ("a silva", "eva silva"),
        ("ana silva", "silva"),
        ("jean moreau", "jeanne moreau petit"),
        ("", "ana silva"),
    ],
)
def test_names_that_are_two(one: str, other: str) -> None:
    assert not alike(name_of(one), name_of(other))


@pytest.fixture
def edition(ctx: Flask) -> Edition:
    with writing():
        edition = make_edition()
        make("rzeszow", "Rzeszów")
        make("porto", "Porto")
    return edition


def signs(edition: Edition) -> list[tuple[Sign, set[str]]]:
    return [(one.sign, {one.one.full_name, one.other.full_name}) for one in twins(edition)]


def come(edition: Edition, given: str, family: str, email: str, place: str = "Rzeszów", **facts: Any) -> None:
    facts = {"represents": Represents.COMMUNITY} | facts
    register(edition, submission(given=given, family=family, email=email, place=place, **facts))


@pytest.mark.database("proof")
def test_the_same_address_and_a_similar_name(edition: Edition) -> None:
    with writing():
        come(edition, "Ana", "Silva", "office@city.example", "Porto")
        come(edition, "A.", "Silva", "OFFICE@city.example", "Rzeszów")
        come(edition, "Bo", "Ek", "office@city.example", "Porto")  # a shared office address is normal
    assert signs(edition) == [(Sign.ADDRESS, {"Ana Silva", "A. Silva"})]


@pytest.mark.database("proof")
def test_a_similar_name_from_the_same_place(edition: Edition) -> None:
    with writing():
        come(edition, "Ana", "Silva", "one@example.org")
        come(edition, "Silva", "Ana", "two@example.org", "rzeszow")
        come(edition, "Ana", "Silva", "three@example.org", "Porto")
        come(edition, "Eva", "Ek", "four@example.org", "Acme", represents=Represents.PUBLIC_BODY)
        come(edition, "Eva", "Eck", "five@example.org", "ACME", represents=Represents.PUBLIC_BODY)
    assert [(sign, len(names)) for sign, names in signs(edition)] == [(Sign.PLACE, 2)] * 2


def test_people_not_coming_are_nobodys_double(edition: Edition) -> None:
    with writing():
        come(edition, "Ana", "Silva", "one@example.org")
        come(edition, "Ana", "Silva", "two@example.org")
        cancel(db.session.query(Registration).first())
    assert signs(edition) == []


@pytest.mark.database("proof")
def test_who_is_in_the_programme_and_registers(edition: Edition) -> None:
    with writing():
        appear(edition, "Ana", "Silva", "rzeszow")
        appear(edition, "Bo", "Ek", "porto")
        come(edition, "Silva", "Ana", "ana@example.org", "Rzeszów")
        come(edition, "Bo", "Ek", "bo@example.org", "Rzeszów")  # of another place: another person
        come(edition, "Eva", "Lund", "eva@example.org", "Rzeszów")
    (found,) = twins(edition)
    assert (found.sign, found.registrations[0] is None, found.registrations[1] is None) == (Sign.PROGRAMME, False, True)
    assert found.roles[1] == (AppearanceRole.SPEAKER,)


def test_a_cancelled_session_finds_nobody(edition: Edition) -> None:
    with writing():
        who = appear(edition, "Ana", "Silva", "rzeszow")
        come(edition, "Silva", "Ana", "ana@example.org", "Rzeszów")
        assert len(signs(edition)) == 1
        assert persons_called(edition, "Ana Silva") == [who]
        db.session.query(Session).one().removed_at = clock.now()
    assert signs(edition) == []
    assert roles_of(edition, who) == ()
    assert persons_called(edition, "Ana Silva") == []


def test_a_speaker_alike_is_the_same_person(edition: Edition) -> None:
    with writing():
        who = appear(edition, "Ana", "Silva", "rzeszow", email="ana@example.org")
        come(edition, "ANA", "Silva", "Ana@Example.org", "Porto")
    assert db.session.query(Registration).one().person_id == who.id
    assert signs(edition) == []


@pytest.mark.database("proof")
def test_two_people_are_shown_once(app: Flask, client: InspectingClient) -> None:
    with app.app_context(), writing():
        edition = make_edition()
        make("rzeszow", "Rzeszów")
        make_user("organiser", "here@example.org", edition)
        come(edition, "Ana", "Silva", "one@example.org")
        come(edition, "Ana", "Silva", "two@example.org")
    sign_in(client, ("here@example.org", "a long enough passphrase"))
    assert "1 possible duplicate" in client.page("/en/manage/2031/").get_text()
    for lang in ("fr", "en"):
        link = client.page(AT.replace("/en/", f"/{lang}/")).select_one(".programme a")["href"]
        client.page(link)
    answer = client.submit(link, form="main form:not(#one)", status=303)
    assert "kept separate" in client.page(answer.location).get_text()
    assert "There are no possible duplicates." in client.page(AT).get_text()
    assert "possible duplicate" not in client.page("/en/manage/2031/").get_text()
    assert client.submit(link, form="main form:not(#one)", status=303)  # a second tab
    with app.app_context():
        assert db.session.query(TwoPeople).count() == 1
        assert db.session.query(Registration).count() == db.session.query(Person).count() == 2


@pytest.mark.proof("words of the page; test_names_that_may_be_one, test_two_people_are_shown_once")
def test_side_by_side_one_sees_why(app: Flask, client: InspectingClient) -> None:
    with app.app_context(), writing():
        edition = make_edition()
        make("rzeszow", "Rzeszów")
        make_user("organiser", "here@example.org", edition)
        come(edition, "Ana", "Silva", "office@example.org", function="Mayor")
        come(edition, "A.", "Silva", "office@example.org", "Nowhere", function="Adviser")
        come(edition, "Bo", "Ek", "bo@example.org", function="Mayor")
        come(edition, "Bo", "Eck", "eck@example.org", function="Mayor")
        appear(edition, "Eva", "Lund", "rzeszow")
        come(edition, "Eva", "Lund", "eva@example.org")
        add_by_hand(edition, submission(given="Zoe", family="Far", email="", place="Porto", category=Category.PRESS))
    sign_in(client, ("here@example.org", "a long enough passphrase"))
    codes = {}
    with app.app_context():
        for one in db.session.query(Person):
            codes.setdefault(one.full_name, []).append(one.code)

    def heads(*pair: str) -> tuple[str, list[list[str]]]:
        page = client.page(f"{AT}/{pair[0]}/{pair[1]}")
        why = page.select_one("main .lead")
        both = [
            [row.get_text(" ", strip=True) for row in one.select(".facts > div")]
            for one in page.select_one("main .pair").select(".pair > div")
        ]
        return why.get_text() if why else "", both

    why, both = heads(codes["Ana Silva"][0], codes["A. Silva"][0])
    assert why == "Same email address and a similar name"
    assert both == [
        [
            "Email address office@example.org",
            "Represents Rzeszów, Poland",
            "Position Mayor",
            "Attending as Participant",
        ],
        ["Email address office@example.org", "Represents Nowhere", "Position Adviser", "Attending as Participant"],
    ]
    assert heads(codes["Bo Ek"][0], codes["Bo Eck"][0])[0] == "Similar name and same city, region or organisation"
    why, both = heads(*codes["Eva Lund"])
    assert why == "One of the two people is in the programme"
    assert ["Email address no address", "Represents Rzeszów, Poland", "Position Mayor"] in both
    why, both = heads(codes["Bo Ek"][0], codes["Zoe Far"][0])  # nobody but whoever typed the address put them together
    assert why == ""
    assert both[1][0] == "Email address no address"
    assert both[1][-1] == "Attending as Press"


def test_another_editions_pair_is_missing(app: Flask, client: InspectingClient) -> None:
    with app.app_context(), writing():
        edition, other = make_edition(), make_edition("2032")
        make_user("organiser", "here@example.org", edition)
        come(edition, "Ana", "Silva", "one@example.org")
        come(other, "Ana", "Silva", "two@example.org")
        unknown = add_person(given="A", family="Silva", name_lang="", grammatical_form=None, mail_lang="en").code
    with app.app_context():
        here, there = (one.person.code for one in db.session.query(Registration).order_by(Registration.id))
    sign_in(client, ("here@example.org", "a long enough passphrase"))
    for second in (there, here, unknown, "nobody"):
        assert client.get(f"{AT}/{here}/{second}").status_code == 404
        assert client.post(f"{AT}/{here}/{second}").status_code in (400, 404)


@pytest.mark.database("proof")
def test_the_search_never_compares_all_with_all(ctx: Flask, full_scale: bool) -> None:
    """Thousands of people of one city and of sixty family names: one statement, at most sixty pairs each."""
    people = 10_000 if full_scale else 2_000
    with writing():
        edition = make_edition()
        make("porto", "Porto")
        come(edition, "Ana", "Silva", "ana@example.org", "Porto")
        for number in range(3):
            add_by_hand(edition, submission(number, email="", place="Porto"), though_namesake=True)
    edition = db.session.query(Edition).one()
    with counted(ctx) as few:
        count_twins(edition)
    names = Names[int]()
    for number in range(people):
        letters = "".join(chr(97 + int(digit)) for digit in str(number))
        names.add("porto", (f"silva{number % 60}", letters, "de"), number)
    assert sum(1 for _pair in names.pairs()) < people * 60
    assert len(few) == 1
    assert len(twins(edition)) <= MOST_PAIRS
