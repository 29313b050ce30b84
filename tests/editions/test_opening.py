"""An edition that is being set up is nobody's but the office's; a list says what it lacks; a button makes it public."""

from __future__ import annotations

import re
from typing import Any

import pytest
from factories import MAYOR, make_edition, make_user, sign_in, submission
from flask import Flask
from inspector import InspectingClient
from invitees import invitee
from openings import HIDDEN, OPENING, UNKNOWN, stored
from sqlalchemy import select

from assembly.editions.queries.editions import current_edition
from assembly.editions.service import pictures
from assembly.extensions import db
from assembly.invitations.service import making as inviting
from assembly.models import Bilingual, Entry, Mail, Picture, PictureKind
from assembly.registration.service.registering import register
from assembly.transactions import writing


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


def test_hidden_is_like_missing_on_public_pages(hidden: Flask, full_scale: bool) -> None:
    client: Any = hidden.test_client()
    rules = public_rules(hidden, with_edition=True)
    assert len(rules) > 15
    for at, rule in enumerate(rules):
        for method in ("GET", "POST") if full_scale or at % 4 == 0 else ("GET",):
            mine, nobodys = (client.open(address(rule, slug), method=method) for slug in (HIDDEN, UNKNOWN))
            assert mine.status_code == nobodys.status_code, (method, rule)
            if method == "GET" and "GET" in rule.methods:
                assert mine.status_code == 404, rule
                assert text_of(mine) == text_of(nobodys), rule
                assert dict(mine.headers) == dict(nobodys.headers), rule


@pytest.mark.parametrize("who", ["", "past@example.org"])
def test_so_are_office_and_doors_without_rights(hidden: Flask, full_scale: bool, who: str) -> None:
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
    for rule in offices[:: 1 if full_scale else 12]:
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


@pytest.mark.proof("nothing leaves either: speaker_invitations/test_office while not held")
def test_invited_people_hear_nothing_before(hidden: Flask, office: InspectingClient) -> None:
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


def test_once_public_these_pages_are_there(hidden: Flask, full_scale: bool) -> None:
    with hidden.app_context(), writing():
        stored().is_announced = True
    client: Any = hidden.test_client()
    rules = public_rules(hidden, with_edition=True)[:: 1 if full_scale else 3]
    there = [client.get(address(rule, HIDDEN)).status_code for rule in rules]
    assert there.count(200) > (10 if full_scale else 3)


def test_no_other_public_page_speaks_of_it(hidden: Flask) -> None:
    client: Any = hidden.test_client()
    for rule in public_rules(hidden, with_edition=False):
        answer = client.get(address(rule, HIDDEN), follow_redirects=True)
        said = answer.get_data(as_text=True)
        assert "secret assembly" not in said, rule
        assert f"/{HIDDEN}/" not in said, rule
    with hidden.app_context():
        assert current_edition() == stored("2021")


def test_a_form_sent_to_it_stores_nothing(hidden: Flask) -> None:
    with hidden.app_context(), writing():
        stored().is_announced = True
    client: Any = hidden.test_client()
    page = client.page(f"/en/{HIDDEN}/register")
    key = {one["name"]: one["value"] for one in page.select("main form [type=hidden]")}
    with hidden.app_context(), writing():
        stored().is_announced = False
    answer = client.post(f"/en/{HIDDEN}/register", data=MAYOR | key | {"place": "Ghent"})
    assert answer.status_code == 404


@pytest.mark.turns(2)
@pytest.mark.parametrize(("who", "status"), [("one", 200), ("chair", 200), ("door", 404), ("past", 404)])
def test_its_team_sees_pages_and_is_told(hidden: Flask, who: str, status: int) -> None:
    client: Any = hidden.test_client()
    sign_in(client, (f"{who}@example.org", "a long enough passphrase"))
    for lang, said in (("en", "Not public yet"), ("fr", "Pas encore publique")):
        for path in ("", "practical", "register", "agenda"):
            page = client.page(f"/{lang}/{HIDDEN}/{path}", status=status)
            assert (said in page.get_text()) is (status == 200)


def test_its_pictures_are_the_offices_too(hidden: Flask, office: InspectingClient) -> None:
    with hidden.app_context(), writing():
        words = {"alt": Bilingual("A", "B"), "credit": Bilingual("C", "D")}
        pictures.add_picture(stored(), PictureKind.OTHER, b"picture", "image/png", size=(1, 1), **words)
    with hidden.app_context():
        code = db.session.scalars(select(Picture)).one().code
    nobody: Any = hidden.test_client()
    assert nobody.get(f"/pictures/{code}").status_code == 404
    with office.get(f"/pictures/{code}") as answer:
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "private, no-cache")


def test_signing_in_by_email_works_before(app: Flask, client: InspectingClient) -> None:
    with app.app_context(), writing():
        edition = make_edition()
        edition.is_announced = False
        make_user("organiser", "one@example.org", edition)
    sign_in(client, ("one@example.org", "a long enough passphrase"))
    assert client.get("/en/manage/").location == "/en/manage/2031/"
    assert client.get("/en/").status_code == 200


def test_the_button_publishes_it_once(hidden: Flask, office: InspectingClient) -> None:
    office.submit(OPENING, form="form[action$=public]")
    nobody: Any = hidden.test_client()
    assert nobody.page(f"/en/{HIDDEN}/register").select_one("main form")
    office.post(f"{OPENING}/public", data=token(office, "/en/manage/2031/settings/extras"))
    with hidden.app_context():
        assert len(db.session.scalars(select(Entry).where(Entry.verb == "made public")).all()) == 1


def token(client: InspectingClient, path: str) -> dict[str, str]:
    return {"csrf_token": str(client.page(path).select_one("[name=csrf_token]")["value"])}


def test_blocking_faults_are_refused_without_button(hidden: Flask, office: InspectingClient) -> None:
    with hidden.app_context(), writing():
        stored().purpose = Bilingual("Only English", "")
    assert not office.page(OPENING).select_one("form[action$=public]")
    answer = office.post(f"{OPENING}/public", data=token(office, OPENING))
    assert answer.status_code == 409
    with hidden.app_context():
        assert not stored().is_announced


def test_it_is_hidden_until_somebody_registered(hidden: Flask, office: InspectingClient) -> None:
    office.submit(OPENING, form="form[action$=public]")
    office.submit(OPENING, form="form[action$=hide]")
    office.submit(OPENING, form="form[action$=public]")
    with hidden.app_context(), writing():
        register(stored(), submission())
    assert not office.page(OPENING).select_one("form[action$=hide]")
    assert office.post(f"{OPENING}/hide", data=token(office, OPENING)).status_code == 409
    with hidden.app_context():
        assert stored().is_announced
