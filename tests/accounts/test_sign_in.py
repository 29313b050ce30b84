"""Who may see what, how sessions begin and end."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from factories import DOOR, ORGANISER, make_edition, make_user, sign_in
from flask import Flask
from flask_security.utils import hash_password
from inspector import InspectingClient
from sqlalchemy import func, select, update

from assembly import clock, create_app
from assembly.accounts.service import sign_in as sign_in_service
from assembly.extensions import db
from assembly.models import SignedIn, User
from assembly.transactions import writing
from config import Config

CO_CHAIR = ("cochair@example.org", "the floor is yours")
PEOPLE, TODAY, DOOR_PAGE = "/en/manage/2027/people", "/en/manage/2027/", "/en/checkin/2027/"


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        (None, {PEOPLE: 303, TODAY: 303, DOOR_PAGE: 303}),
        (ORGANISER, {PEOPLE: 200, TODAY: 200, DOOR_PAGE: 200}),
        (CO_CHAIR, {PEOPLE: 200, TODAY: 200, DOOR_PAGE: 403}),
        (DOOR, {PEOPLE: 403, TODAY: 403, DOOR_PAGE: 200}),
    ],
)
def test_each_role_sees_its_pages(
    demo_client: InspectingClient, who: tuple[str, str] | None, seen: dict[str, int]
) -> None:
    if who:
        sign_in(demo_client, who)
    assert {path: demo_client.get(path).status_code for path in seen} == seen


def test_a_role_opens_one_edition_alone(app: Flask, client: InspectingClient) -> None:
    with app.app_context(), writing():
        make_user("organiser", edition=make_edition("2031"))
        make_edition("2032", days_ahead=60)
    sign_in(client, ("someone@example.org", "a long enough passphrase"))
    assert client.get("/en/manage/2031/people").status_code == 200
    assert client.get("/en/manage/2032/people").status_code == 403


def test_a_new_passphrase_ends_sign_ins(demo_client: InspectingClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """The old one is found right, and before the session begins somebody chooses a new one."""
    real = sign_in_service.check_passphrase

    def slowly(email: str, passphrase: str) -> User:
        user = real(email, passphrase)
        other = {"password": hash_password("chosen in the meantime")}
        with db.engine.begin() as elsewhere:
            elsewhere.execute(update(User.__table__).where(User.__table__.c.email_key == email).values(**other))
        return user

    monkeypatch.setattr(sign_in_service, "check_passphrase", slowly)
    answer = demo_client.submit("/en/sign-in", status=422, email=ORGANISER[0], passphrase=ORGANISER[1])
    assert "passphrase is incorrect" in answer.get_data(as_text=True)
    assert demo_client.get(TODAY).status_code == 303


@pytest.mark.parametrize(
    ("email", "passphrase"),
    [("organiser@example.org", "wrong"), ("nobody@example.org", "the mayors are coming"), ("", "")],
)
def test_a_wrong_passphrase_tells_no_half(demo_client: InspectingClient, email: str, passphrase: str) -> None:
    answer = demo_client.submit("/en/sign-in", status=422, email=email, passphrase=passphrase)
    html = answer.get_data(as_text=True)
    assert ("passphrase is incorrect" in html) is bool(email)
    assert passphrase not in html or not passphrase


def test_signing_in_leads_back(demo_client: InspectingClient) -> None:
    assert demo_client.get(PEOPLE + "?q=lodz").location == "/en/sign-in"
    answer = demo_client.submit("/en/sign-in", email=ORGANISER[0], passphrase=ORGANISER[1])
    assert answer.location == PEOPLE + "?q=lodz"


def test_a_copied_cookie_dies_with_signing_out(demo_app: Flask, demo_client: InspectingClient) -> None:
    sign_in(demo_client)
    copied = demo_client.get_cookie("session")
    demo_client.submit(TODAY, form="header form[method=post]")
    thief: InspectingClient = demo_app.test_client()  # type: ignore[assignment]
    thief.set_cookie("session", copied.value)
    assert thief.get(PEOPLE).status_code == 303
    with demo_app.app_context():
        assert db.session.scalar(select(func.count()).select_from(SignedIn)) == 0


def test_a_planted_cookie_is_not_the_session(demo_app: Flask, demo_client: InspectingClient) -> None:
    """Whoever had the cookie before signing in has nothing of the session that begins."""
    demo_client.get("/en/sign-in")
    planted = demo_client.get_cookie("session").value
    sign_in(demo_client)
    assert demo_client.get_cookie("session").value != planted
    other: InspectingClient = demo_app.test_client()  # type: ignore[assignment]
    other.set_cookie("session", planted)
    assert (demo_client.get(PEOPLE).status_code, other.get(PEOPLE).status_code) == (200, 303)


@pytest.mark.parametrize(("who", "page", "idle", "status"), [
    (ORGANISER, PEOPLE, timedelta(minutes=29), 200),
    (ORGANISER, PEOPLE, timedelta(minutes=31), 303),
    (DOOR, DOOR_PAGE, timedelta(hours=15), 200),
    (DOOR, DOOR_PAGE, timedelta(hours=17), 303),
])  # fmt: skip
def test_sessions_end(
    demo_client: InspectingClient, who: tuple[str, str], page: str, idle: timedelta, status: int
) -> None:
    sign_in(demo_client, who)
    with clock.at(clock.now() + idle):
        assert demo_client.get(page).status_code == status


@pytest.mark.proof("half an hour at a time")
def test_an_office_session_ends_after_twelve_hours(demo_client: InspectingClient) -> None:
    sign_in(demo_client)
    start = clock.now()
    statuses = []
    for step in range(1, 27):
        with clock.at(start + timedelta(minutes=29) * step):
            statuses.append(demo_client.get("/en/account").status_code)
    assert statuses == [200] * 24 + [303] * 2


def test_only_tests_hash_quickly(empty: Config) -> None:
    """Outside tests a guess costs 64 MiB and three rounds (libpass's own measure)."""
    app = create_app(replace(empty, testing=False))
    with app.app_context():
        slow = hash_password("a long enough passphrase")
        db.engine.dispose()
    assert slow.startswith("$argon2id$v=19$m=65536,t=3,")
