"""The team of an edition: invitations, roles, devices, passphrases."""

from __future__ import annotations

import re

import pytest
from adjusted_rights import device
from factories import DOOR, ORGANISER, make_edition, make_user, sign_in
from flask import Flask
from inspector import InspectingClient
from mails import deliver, text_of
from sqlalchemy import select

from assembly.accounts.service import team
from assembly.extensions import db
from assembly.models import SignedIn, User
from assembly.transactions import writing

TEAM, ACCOUNT, TODAY, PEOPLE = "/en/manage/2027/team/", "/en/account", "/en/manage/2027/", "/en/manage/2027/people"
NEW = {"name": "Nadia Nouvelle", "email": "nadia@example.org", "lang": "fr", "role": "co_chair"}
GOOD = "four words will do"
LINK = re.compile(r"http://localhost(/\w\w/sign-in/[\w-]+)")


@pytest.fixture
def office(demo_client: InspectingClient) -> InspectingClient:
    sign_in(demo_client)
    return demo_client


def invited(app: Flask, office: InspectingClient, **changes: str) -> str:
    """Invite somebody and give the path of the link in the mail."""
    office.submit(TEAM, form="#invite", **(NEW | changes))
    return str(LINK.findall(text_of(deliver(app)[-1]))[0])


def test_an_invitation_leads_to_a_passphrase(demo_app: Flask, office: InspectingClient) -> None:
    link = invited(demo_app, office)
    (mail,) = deliver(demo_app)
    assert (mail["To"], mail["Content-Language"]) == (NEW["email"], "fr")
    assert "no passphrase yet" in office.page(TEAM).get_text()
    newcomer = device(demo_app)
    short = newcomer.submit(link, status=422, passphrase="short")
    assert "au moins 12 caractères" in short.get_data(as_text=True)
    assert newcomer.submit(link, passphrase=GOOD).status_code == 303
    assert {path: newcomer.get(path).status_code for path in (TODAY, PEOPLE, TEAM)} == {
        TODAY: 200,
        PEOPLE: 200,
        TEAM: 403,
    }
    assert newcomer.get("/en/manage/2023/people").status_code == 403  # the role is for one edition
    again = device(demo_app)
    sign_in(again, (NEW["email"], GOOD))
    assert again.get(TODAY).status_code == 200
    assert "no passphrase yet" not in office.page(TEAM).get_text()


@pytest.mark.proof("a second email")
def test_an_invitation_can_be_sent_again(demo_app: Flask, office: InspectingClient) -> None:
    first = invited(demo_app, office)
    office.submit(TEAM, form='form[action$="/invite"]')
    second = LINK.findall(text_of(deliver(demo_app)[-1]))[0]
    assert first != second
    device(demo_app).submit(second, passphrase=GOOD)
    assert device(demo_app).get(first).status_code == 404  # an older mail must not change the passphrase once more


def test_account_holders_get_the_role_at_once(demo_app: Flask, office: InspectingClient) -> None:
    office.submit(TEAM, form="#invite", **(NEW | {"email": DOOR[0], "name": "Dominique", "role": "co_chair"}))
    assert deliver(demo_app) == []
    phone = device(demo_app)
    sign_in(phone, DOOR)
    assert phone.get(PEOPLE).status_code == 200


def test_a_role_taken_back_ends_at_once(demo_app: Flask, office: InspectingClient) -> None:
    newcomer = device(demo_app)
    newcomer.submit(invited(demo_app, office), passphrase=GOOD)
    assert newcomer.get(PEOPLE).status_code == 200
    office.submit(TEAM, form='form[action$="/take"]')
    assert newcomer.get(PEOPLE).status_code == 403
    assert NEW["email"] not in office.page(TEAM).get_text()


def test_the_last_organiser_stays(app: Flask, client: InspectingClient) -> None:
    with app.app_context(), writing():
        make_user("organiser", "one@example.org", make_edition())
    sign_in(client, ("one@example.org", "a long enough passphrase"))
    answer = client.submit("/en/manage/2031/team/", form='form[action$="/take"]', status=409)
    assert "No one else can manage the team" in answer.get_data(as_text=True)
    assert client.get("/en/manage/2031/people").status_code == 200


@pytest.mark.proof("the last organiser is another")
def test_an_unused_invitation_is_no_last_organiser(app: Flask, client: InspectingClient) -> None:
    with app.app_context(), writing():
        make_user("organiser", "one@example.org", make_edition())
    sign_in(client, ("one@example.org", "a long enough passphrase"))
    page = "/en/manage/2031/team/"
    client.submit(page, form="#invite", **(NEW | {"role": "organiser"}))
    with app.app_context():
        mine = db.session.scalars(select(User.code).where(User.email_key == "one@example.org")).one()
    take = f'form[action$="/{mine}/organiser/take"]'
    client.submit(page, form=take, status=409)
    device(app).submit(str(LINK.findall(text_of(deliver(app)[-1]))[0]), passphrase=GOOD)
    client.submit(page, form=take)
    assert client.get(page).status_code == 403


def test_an_organiser_manages_one_edition(app: Flask, client: InspectingClient) -> None:
    with app.app_context(), writing():
        make_user("organiser", "one@example.org", make_edition("2031"))
        make_user("door", "two@example.org", make_edition("2032", days_ahead=60))
    sign_in(client, ("one@example.org", "a long enough passphrase"))
    with app.app_context():
        other = db.session.scalars(select(User.code).where(User.email_key == "two@example.org")).one()
    token = client.page("/en/manage/2031/team/").select_one("#invite input[name=csrf_token]")["value"]
    assert client.get("/en/manage/2032/team/").status_code == 403
    for path in (f"2032/team/{other}/door/take", "2032/team/"):
        assert client.post(f"/en/manage/{path}", data={"csrf_token": token} | NEW).status_code == 403
    assert client.post(f"/en/manage/2031/team/{other}/door/take", data={"csrf_token": token}).status_code == 404
    assert client.post("/en/manage/2031/team/unknown/door/take", data={"csrf_token": token}).status_code == 404


@pytest.mark.parametrize("who", [DOOR, ("cochair@example.org", "the floor is yours")])
def test_nobody_else_sees_the_team(demo_client: InspectingClient, who: tuple[str, str]) -> None:
    sign_in(demo_client, who)
    assert demo_client.get(TEAM).status_code == 403
    assert demo_client.get(ACCOUNT).status_code == 200


def test_wrong_invitations_come_back_with_nothing_lost(office: InspectingClient) -> None:
    answer = office.submit(TEAM, form="#invite", status=422, **(NEW | {"email": "nadia.example.org"}))
    html = answer.get_data(as_text=True)
    assert 'value="Nadia Nouvelle"' in html
    assert 'value="co_chair" checked' in html


# --- one's own account ------------------------------------------------------------------------------------------------


def test_devices_are_listed_and_signed_out(demo_app: Flask) -> None:
    laptop, phone, tablet = device(demo_app), device(demo_app), device(demo_app)
    agents = ("Mozilla/5.0 (X11; Linux x86_64) Firefox/130.0", "Mozilla/5.0 (Android 14) Chrome/129", "curl")
    for one, agent in zip((laptop, phone, tablet), agents, strict=True):
        one.environ_base["HTTP_USER_AGENT"] = agent
        sign_in(one)
    page = laptop.page(ACCOUNT)
    assert sorted(b.get_text() for b in page.select(".device b")) == [
        "Chrome, Android",
        "Firefox, Linux",
        "Unknown browser",
    ]
    phones = [card for card in page.select(".device") if "Android" in card.get_text()]
    laptop.submit(ACCOUNT, form=f'form[action="{phones[0].form["action"]}"]')
    assert [one.get(TODAY).status_code for one in (laptop, phone, tablet)] == [200, 303, 200]
    laptop.submit(ACCOUNT, form='form[action$="/others"]')
    assert [one.get(TODAY).status_code for one in (laptop, phone, tablet)] == [200, 303, 303]


def test_nobody_signs_out_somebody_elses_device(demo_app: Flask) -> None:
    mine, theirs = device(demo_app), device(demo_app)
    sign_in(mine, DOOR)
    sign_in(theirs)
    with demo_app.app_context():
        code = db.session.scalars(select(SignedIn.code).order_by(SignedIn.id.desc())).first()
    token = mine.page(ACCOUNT).select_one("input[name=csrf_token]")["value"]
    mine.post(f"/en/account/sign-out/{code}", data={"csrf_token": token})
    assert theirs.get(TODAY).status_code == 200


def test_a_new_passphrase_ends_all_other_sessions(demo_app: Flask) -> None:
    here, elsewhere = device(demo_app), device(demo_app)
    sign_in(here)
    sign_in(elsewhere)
    form = "form:has(#passphrase)"
    wrong = here.submit(ACCOUNT, form=form, status=422, current="not this one", passphrase=GOOD)
    assert "not your current passphrase" in wrong.get_data(as_text=True)
    assert elsewhere.get(TODAY).status_code == 200
    here.submit(ACCOUNT, form=form, current=ORGANISER[1], passphrase=GOOD)
    assert "Your passphrase was changed." in text_of(deliver(demo_app)[-1])
    assert "All your other devices have been signed out." in here.page(ACCOUNT).select_one(".flash").get_text()
    assert [one.get(TODAY).status_code for one in (here, elsewhere)] == [200, 303]
    again = device(demo_app)
    again.submit("/en/sign-in", status=422, email=ORGANISER[0], passphrase=ORGANISER[1])
    sign_in(again, (ORGANISER[0], GOOD))
    assert again.get(TODAY).status_code == 200


def test_an_account_without_passphrase_lets_nobody_guess(app: Flask, client: InspectingClient) -> None:
    with app.app_context(), writing():
        team.invite(make_edition(), email="new@example.org", name="New", lang="en", role="organiser")
    client.submit("/en/sign-in", status=422, email="new@example.org", passphrase="None")
