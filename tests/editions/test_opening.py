"""An edition that is being set up is nobody's but the office's; a list says what it lacks; a button makes it public."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from factories import MAYOR, make_edition, make_user, sign_in, submission
from flask import Flask
from inspector import InspectingClient
from invitees import invitee
from queries_counted import counted
from sqlalchemy import select

from assembly import clock
from assembly.agenda.service import add_room
from assembly.editions import service
from assembly.editions.checklist import missing
from assembly.editions.queries import current_edition, facts_of
from assembly.extensions import db
from assembly.invitations.service import making as inviting
from assembly.live.service import StreamFacts, add_stream, remove_stream
from assembly.models import (
    Bilingual,
    Door,
    DoorKind,
    Edition,
    Entry,
    Mail,
    MailText,
    Mode,
    Picture,
    PictureKind,
    PlaceCount,
    Pool,
    Practical,
    Question,
    QuestionKind,
    Reserve,
    Topic,
    User,
)
from assembly.registration.service.registering import register
from assembly.sealed import new_code
from assembly.transactions import writing

OPENING = "/en/manage/2031/settings/opening"
HIDDEN, UNKNOWN = "2031", "2099"


@pytest.fixture
def hidden(app: Flask) -> Flask:
    """A public edition of the past, and a complete one that nobody sees yet."""
    with app.app_context(), writing():
        past = make_edition("2021", days_ahead=-300)
        edition = complete(make_edition(HIDDEN))
        edition.is_announced = False
        edition.name = Bilingual("The secret assembly", "L’assemblée secrète")
        for name in ("one", "two"):
            make_user("organiser", f"{name}@example.org", edition)
        make_user("organiser", "past@example.org", past)
        make_user("co_chair", "chair@example.org", edition)
        make_user("door", "door@example.org", edition)
    return app


def complete(edition: Edition) -> Edition:
    """Nothing is missing, but for a second organiser."""
    edition.lead_up_from_on = edition.day - timedelta(days=200)
    edition.controller = Bilingual("Us", "Nous")
    if not edition.streams:
        add_stream(edition, StreamFacts("", "https://video.example.org/"))
    for topic in Topic:
        service.say_practical(edition, topic, Bilingual("Here.", "Ici."))
    db.session.flush()
    return edition


def stored(slug: str = HIDDEN) -> Edition:
    return db.session.scalars(select(Edition).where(Edition.slug == slug)).one()


@pytest.fixture
def office(hidden: Flask) -> InspectingClient:
    client: Any = hidden.test_client()
    sign_in(client, ("one@example.org", "a long enough passphrase"))
    return client  # type: ignore[no-any-return]


def text_of(answer: Any) -> str:
    """A page without the number that is there to be quoted and the address it was asked at."""
    return re.sub(rf"[0-9a-f]{{12}}|{HIDDEN}|{UNKNOWN}", "", answer.get_data(as_text=True))


def public_rules(app: Flask, with_edition: bool) -> list[Any]:
    """Every route everybody may ask for, with an edition in its address or without one."""
    return [
        rule
        for rule in app.url_map.iter_rules()
        if getattr(app.view_functions[rule.endpoint], "audience", "") == "public"
        and ("edition" in rule.arguments) is with_edition
    ]


def address(rule: Any, slug: str) -> str:
    path = rule.rule.replace("<lang:lang>", "en").replace("<edition:edition>", slug)
    return re.sub(r"<[^>]+>", "x", re.sub(r"<int[^>]*>", "1", path))


def test_what_is_not_public_is_like_what_does_not_exist_on_every_public_page(hidden: Flask) -> None:
    client: Any = hidden.test_client()
    rules = public_rules(hidden, with_edition=True)
    assert len(rules) > 15
    for rule in rules:
        for method in ("GET", "POST"):
            mine, nobodys = (client.open(address(rule, slug), method=method) for slug in (HIDDEN, UNKNOWN))
            assert mine.status_code == nobodys.status_code, (method, rule)
            if method == "GET" and "GET" in rule.methods:
                assert mine.status_code == 404, rule
                assert text_of(mine) == text_of(nobodys), rule
                assert dict(mine.headers) == dict(nobodys.headers), rule


@pytest.mark.parametrize("who", ["", "past@example.org"])
def test_neither_are_the_pages_of_the_office_and_the_doors_for_whoever_has_no_right_there(
    hidden: Flask, full_scale: bool, who: str
) -> None:
    client: Any = hidden.test_client()
    if who:
        sign_in(client, (who, "a long enough passphrase"))
    offices = [
        rule
        for rule in hidden.url_map.iter_rules()
        if getattr(hidden.view_functions[rule.endpoint], "audience", "public") != "public"
        and rule.rule.startswith("/<lang:lang>/")
        and "edition" in rule.arguments
    ]
    assert len(offices) > 60
    for rule in offices[:: 1 if full_scale else 6 if who else 2]:
        path = address(rule, HIDDEN)
        assert client.post(path).status_code in {404, 405}, rule
        if "GET" not in (rule.methods or ()):
            continue
        mine, nobodys = (client.get(address(rule, slug)) for slug in (HIDDEN, UNKNOWN))
        assert mine.status_code == nobodys.status_code == 404, rule
        assert text_of(mine) == text_of(nobodys), rule
        assert dict(mine.headers) == dict(nobodys.headers), rule
    for path in ("manage/{}", "checkin/{}"):  # the way to the same with its last slash
        mine, nobodys = (client.get("/en/" + path.format(slug)) for slug in (HIDDEN, UNKNOWN))
        assert (mine.status_code, text_of(mine)) == (nobodys.status_code, text_of(nobodys))


def test_nothing_is_sent_to_the_invited_before_and_it_is_not_hidden_after(
    hidden: Flask, office: InspectingClient
) -> None:
    listing = f"/en/manage/{HIDDEN}/invitations/"
    with hidden.app_context(), writing():
        made = inviting.invite(stored(), invitee(network=""))
        code = made.code
    unseen = token(office, f"{listing}add")
    for button in ("send", "remind", f"{code}/send"):
        data = unseen | {"seen": "1"}
        page = office.page(str(office.post(listing + button, data=data).location))
        assert "Invitations can be sent once the assembly is public" in page.get_text(), button
    with hidden.app_context():
        assert db.session.scalars(select(Mail)).all() == []
    office.submit(OPENING, form="form[action$=public]")
    office.post(f"{listing}send", data=unseen)
    with hidden.app_context():
        assert len(db.session.scalars(select(Mail)).all()) == 1
    assert not office.page(OPENING).select_one("form[action$=hide]")
    answer = office.post(f"{OPENING}/hide", data=token(office, OPENING))
    assert answer.status_code == 409
    assert "Invitations have been sent" in answer.text
    with hidden.app_context():
        assert stored().is_announced


def test_once_public_these_pages_are_there(hidden: Flask) -> None:
    with hidden.app_context(), writing():
        stored().is_announced = True
    client: Any = hidden.test_client()
    there = [client.get(address(rule, HIDDEN)).status_code for rule in public_rules(hidden, with_edition=True)]
    assert there.count(200) > 10


def test_no_other_public_page_speaks_of_it(hidden: Flask) -> None:
    client: Any = hidden.test_client()
    for rule in public_rules(hidden, with_edition=False):
        answer = client.get(address(rule, HIDDEN), follow_redirects=True)
        said = answer.get_data(as_text=True)
        assert "secret assembly" not in said, rule
        assert f"/{HIDDEN}/" not in said, rule
    with hidden.app_context():
        assert current_edition() == stored("2021")


def test_a_registration_form_sent_to_it_stores_nothing(hidden: Flask) -> None:
    with hidden.app_context(), writing():
        stored().is_announced = True
    client: Any = hidden.test_client()
    page = client.page(f"/en/{HIDDEN}/register")
    key = {one["name"]: one["value"] for one in page.select("main form [type=hidden]")}
    with hidden.app_context(), writing():
        stored().is_announced = False
    answer = client.post(f"/en/{HIDDEN}/register", data=MAYOR | key | {"place": "Ghent"})
    assert answer.status_code == 404


@pytest.mark.parametrize(("who", "status"), [("one", 200), ("chair", 200), ("door", 404), ("past", 404)])
def test_whoever_prepares_it_looks_at_its_pages_and_is_told(hidden: Flask, who: str, status: int) -> None:
    client: Any = hidden.test_client()
    sign_in(client, (f"{who}@example.org", "a long enough passphrase"))
    for lang, said in (("en", "Not public yet"), ("fr", "Pas encore publique")):
        for path in ("", "practical", "register", "agenda"):
            page = client.page(f"/{lang}/{HIDDEN}/{path}", status=status)
            assert (said in page.get_text()) is (status == 200)


def test_its_pictures_are_the_offices_too(hidden: Flask, office: InspectingClient) -> None:
    with hidden.app_context(), writing():
        words = {"alt": Bilingual("A", "B"), "credit": Bilingual("C", "D")}
        service.add_picture(stored(), PictureKind.OTHER, b"picture", "image/png", size=(1, 1), **words)
    with hidden.app_context():
        code = db.session.scalars(select(Picture)).one().code
    nobody: Any = hidden.test_client()
    assert nobody.get(f"/pictures/{code}").status_code == 404
    with office.get(f"/pictures/{code}") as answer:
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "private, no-cache")


def test_signing_in_by_mail_works_before_anything_is_public(app: Flask, client: InspectingClient) -> None:
    with app.app_context(), writing():
        edition = make_edition()
        edition.is_announced = False
        make_user("organiser", "one@example.org", edition)
    sign_in(client, ("one@example.org", "a long enough passphrase"))
    assert client.get("/en/manage/").location == "/en/manage/2031/"
    assert client.get("/en/").status_code == 200


def test_the_button_makes_it_public_once_and_history_keeps_it(hidden: Flask, office: InspectingClient) -> None:
    office.submit(OPENING, form="form[action$=public]")
    nobody: Any = hidden.test_client()
    assert nobody.page(f"/en/{HIDDEN}/register").select_one("main form")
    office.post(f"{OPENING}/public", data=token(office, "/en/manage/2031/settings/extras"))
    with hidden.app_context():
        assert len(db.session.scalars(select(Entry).where(Entry.verb == "made public")).all()) == 1


def token(client: InspectingClient, path: str) -> dict[str, str]:
    return {"csrf_token": str(client.page(path).select_one("[name=csrf_token]")["value"])}


def test_what_blocks_is_refused_even_without_the_button(hidden: Flask, office: InspectingClient) -> None:
    with hidden.app_context(), writing():
        stored().purpose = Bilingual("Only English", "")
    assert not office.page(OPENING).select_one("form[action$=public]")
    answer = office.post(f"{OPENING}/public", data=token(office, OPENING))
    assert answer.status_code == 409
    with hidden.app_context():
        assert not stored().is_announced


def test_it_is_hidden_again_until_somebody_has_registered(hidden: Flask, office: InspectingClient) -> None:
    office.submit(OPENING, form="form[action$=public]")
    office.submit(OPENING, form="form[action$=hide]")
    office.submit(OPENING, form="form[action$=public]")
    with hidden.app_context(), writing():
        register(stored(), submission())
    assert not office.page(OPENING).select_one("form[action$=hide]")
    assert office.post(f"{OPENING}/hide", data=token(office, OPENING)).status_code == 409
    with hidden.app_context():
        assert stored().is_announced


# --- the list ---------------------------------------------------------------------------------------------------------

Change = Callable[[Edition], Any]


def a_count(**values: Any) -> Change:
    def change(edition: Edition) -> None:
        row = db.session.get_one(PlaceCount, (edition.id, Mode.ON_SITE))
        for name, value in values.items():
            setattr(row, name, value(edition))

    return change


def a_pool(edition: Edition) -> None:
    late = edition.ends_at + timedelta(days=1)
    pool = {"edition_id": edition.id, "mode": Mode.ON_SITE, "reserve": Reserve.MAYORS}
    db.session.add(Pool(**pool, size=5, taken=0, released_at=late))


def a_question(edition: Edition) -> None:
    db.session.add(
        Question(code=new_code(), edition_id=edition.id, position=1, kind=QuestionKind.CHOICE,
                 words=Bilingual("Bus?", "Bus\u202f?"), hint=Bilingual(), purpose=Bilingual("To plan", "Prévoir"),
                 options=[{"key": "y", "en": "Yes", "fr": ""}])
    )  # fmt: skip


def setting(**values: Any) -> Change:
    def change(edition: Edition) -> None:
        for name, value in values.items():
            setattr(edition, name, value(edition) if callable(value) else value)

    return change


def stale(edition: Edition) -> None:
    edition.words_changed = edition.words_changed | {
        "purpose": {"en": "2026-01-02T00:00:00+00:00", "fr": "2026-01-01T00:00:00+00:00"}
    }


CASES: dict[str, tuple[Change, bool]] = {
    "words": (setting(purpose=Bilingual("To test", "")), True),
    "stale": (stale, False),
    "venue": (lambda edition: setattr(edition.venue, "city", Bilingual("Ghent", "")), True),
    "rooms": (lambda edition: add_room(edition.venue, Bilingual("Attic", "")), False),
    "order": (setting(ends_at=lambda edition: edition.starts_at), True),
    "lead_up": (setting(lead_up_from_on=lambda edition: edition.day + timedelta(days=1)), False),
    "changes": (setting(changes_until_at=lambda edition: edition.ends_at + timedelta(hours=1)), False),
    "window_on_site": (a_count(closes_at=lambda edition: edition.places[0].opens_at), True),
    "late_on_site": (a_count(closes_at=lambda edition: edition.ends_at + timedelta(hours=1)), False),
    "release_on_site": (a_pool, False),
    "answer_by_on_site": (a_count(is_reviewed=lambda _edition: True), False),
    "size_on_site": (lambda edition: setattr(pool(edition), "size", 0), False),
    "answers": (lambda edition: db.session.delete(db.session.get(Practical, (edition.id, Topic.PHONE))), False),
    "contact": (setting(contact_email=""), True),
    "stream": (lambda edition: [remove_stream(one) for one in list(edition.streams)], False),
    "controller": (setting(controller=Bilingual("Us", "")), False),
    "retention": (setting(needs_kept_days=365), False),
    "doors": (lambda edition: [db.session.delete(one) for one in db.session.scalars(select(Door))], False),
    "team": (lambda edition: roles(edition), False),
    "questions": (a_question, False),
}


def pool(edition: Edition) -> Pool:
    return db.session.scalars(select(Pool).where(Pool.edition_id == edition.id)).one()


def roles(edition: Edition) -> None:
    db.session.delete(
        db.session.scalars(select(User).where(User.email_key == "two@example.org")).one().edition_roles[0]
    )


def keys(app: Flask) -> dict[str, bool]:
    with app.app_context():
        return {one.key: one.blocks for one in missing(facts_of(stored()))}


def test_of_a_complete_edition_nothing_is_missing(hidden: Flask, office: InspectingClient) -> None:
    assert keys(hidden) == {}
    for lang, said in (("en", "Nothing is missing."), ("fr", "Il ne manque rien.")):
        assert said in office.page(OPENING.replace("/en/", f"/{lang}/")).get_text()


@pytest.mark.parametrize("key", CASES)
def test_each_thing_appears_when_it_is_missing_and_only_that(hidden: Flask, office: InspectingClient, key: str) -> None:
    change, blocks = CASES[key]
    with hidden.app_context(), writing():
        change(stored())
    assert keys(hidden) == {key: blocks}
    for lang in ("en", "fr"):
        lines = office.page(OPENING.replace("/en/", f"/{lang}/")).select(".todo li")
        assert len(lines) == 1
        assert office.get(lines[0].select_one("a")["href"]).status_code == 200
        assert bool(office.page(OPENING).select_one("form[action$=public]")) is not blocks


def test_answers_are_promised_for_a_day_before_the_assembly(hidden: Flask) -> None:
    for days, told in ((-1, {}), (0, {"answer_by_on_site": False})):
        with hidden.app_context(), writing():
            a_count(is_reviewed=lambda _edition: True)(stored())
            stored().answer_by_on = stored().day + timedelta(days=days)
        assert keys(hidden) == told


def test_who_may_mend_the_settings_alone_meets_no_closed_door(hidden: Flask, office: InspectingClient) -> None:
    """What others have to mend is said without a link."""
    with hidden.app_context(), writing():
        roles(stored())
        one = db.session.scalars(select(User).where(User.email_key == "one@example.org")).one()
        one.edition_roles[0].permissions = ["edit_settings"]
        stored().contact_email = ""
    page = office.page(OPENING)
    assert "people should be able to manage the team" in page.get_text()
    links = [link["href"] for link in page.select(".todo a")]
    assert len(links) == 1
    assert [office.get(link).status_code for link in links] == [200]


def test_without_any_way_of_taking_part_it_stays_closed(hidden: Flask) -> None:
    with hidden.app_context(), writing():
        for noun in (PlaceCount, Pool):
            for row in db.session.scalars(select(noun).where(noun.edition_id == stored().id)):
                db.session.delete(row)
    assert keys(hidden) == {"modes": True}


@pytest.fixture
def copier(hidden: Flask) -> InspectingClient:
    """Whoever owns all editions, and has just copied this one."""
    with hidden.app_context(), writing():
        edition, user = stored(), make_user("organiser", "owner@example.org")
        words = {"subject": Bilingual("Come", "Venez"), "opening": Bilingual("Do", "Oui")}
        db.session.add(MailText(edition_id=edition.id, name="thanks", **words))
        service.copy(edition, plan(edition), by=user)
    client: Any = hidden.test_client()
    sign_in(client, ("owner@example.org", "a long enough passphrase"))
    return client  # type: ignore[no-any-return]


COPY = "/en/manage/2032/settings"


def test_copied_texts_are_to_be_read_until_somebody_has(copier: InspectingClient) -> None:
    page = copier.page(f"{COPY}/opening").get_text(" ", strip=True)
    assert "Check the wording of 1 email copied from the last assembly" in page
    assert "Check 6 sections of practical information copied" in page
    assert copier.page(f"{COPY}/opening").select_one(".todo a[href*=texts]")
    copier.submit(f"{COPY}/opening", form="form[action$=mails-read]")
    assert "of 1 email copied from the last assembly" not in copier.page(f"{COPY}/opening").get_text()
    copier.submit(f"{COPY}/practical", form="form[action$=practical-read]")
    assert "copied" not in copier.page(f"{COPY}/opening").get_text()


def test_a_copied_answer_that_was_changed_was_read(copier: InspectingClient) -> None:
    copier.submit(f"{COPY}/practical", form="main form[action$=practical]", phone_en="1", phone_fr="2")
    assert "Check 5 sections" in copier.page(f"{COPY}/opening").get_text()


def plan(edition: Edition) -> service.Plan:
    year = timedelta(days=364)
    names = ("name", "body_name", "purpose", "host_event", "zone", "lead_up_from_on", "contact_email")
    venue = edition.venue
    return service.Plan(
        slug="2032",
        ordinal=10,
        venue_name=venue.name,
        venue_city=venue.city,
        venue_address=venue.address,
        starts_at=edition.starts_at + year,
        ends_at=edition.ends_at + year,
        **{name: getattr(edition, name) for name in names},
    )


def todo(client: InspectingClient) -> str:
    return client.page(f"/en/manage/{HIDDEN}/").get_text(" ", strip=True)


def test_today_speaks_of_it_until_registration_is_open(hidden: Flask, office: InspectingClient) -> None:
    assert "Make the assembly public" in todo(office)
    with hidden.app_context(), writing():
        for one in list(stored().streams):
            remove_stream(one)
    assert "1 item to complete on the checklist" in todo(office)
    office.submit(OPENING, form="form[action$=public]")
    assert "to complete on the checklist" not in todo(office)
    with hidden.app_context(), writing():
        for place in stored().places:
            place.opens_at = clock.now() + timedelta(days=1)
    assert "1 item to complete on the checklist" in todo(office)


def test_the_list_is_the_same_work_whatever_the_edition_holds(hidden: Flask) -> None:
    def cost() -> int:
        with hidden.app_context():
            edition = stored()
            with counted(hidden) as sent:
                missing(facts_of(edition))
            return len(sent)

    few = cost()
    with hidden.app_context(), writing():
        for letter in "CDEFGH":
            service.add_door(stored(), letter, DoorKind.ROOM)
            add_room(stored().venue, Bilingual(letter, letter))
    assert cost() == few <= 13
