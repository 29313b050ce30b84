"""Where people land after signing in, and the command that makes an account."""

from __future__ import annotations

from dataclasses import replace

from adjusted_rights import GOOD, TEAM, adjusted, device
from factories import ORGANISER, sign_in
from flask import Flask
from inspector import InspectingClient

REFUSED = [
    (["x@example.org", "X", "--passphrase", "short"], "at least 12 characters"),
    (["x@example.org", "X", "--passphrase", "password1234"], "easy to guess"),
    (["nowhere", "X", "--passphrase", GOOD], "with an “@”"),
    (["émilie@example.org", "X", "--passphrase", GOOD], "accents or special characters"),
    (["x@example.org", "X", "--passphrase", GOOD, "--role", "king"], "king"),
    (["boss@example.org", "X", "--passphrase", GOOD], "has an account"),
    (["x@example.org", " ", "--passphrase", GOOD], "name"),
]


def test_the_command_refuses_weak_or_wrong_input(boss: InspectingClient, app: Flask) -> None:
    for arguments, said in REFUSED:
        result = app.test_cli_runner().invoke(args=["organiser", *arguments])
        assert result.exit_code != 0
        assert said in result.output
        assert "Traceback" not in result.output


def test_the_command_makes_an_owner_of_all(boss: InspectingClient, app: Flask) -> None:
    first = app.test_cli_runner().invoke(args=["organiser", "Owner@Example.org", "Olga"], input=f"{GOOD}\n{GOOD}\n")
    assert first.exit_code == 0, first.output
    assert "http://localhost/en/sign-in" in first.output
    owner = device(app)
    sign_in(owner, ("owner@example.org", GOOD))
    assert [owner.get(f"/en/manage/{slug}/team/").status_code for slug in ("2031", "2032")] == [200, 200]


def test_accounts_of_the_demo_are_closed_elsewhere(demo: object, demo_app: Flask) -> None:
    """The same database started for production: known passphrases open nothing, open sessions are over."""
    config = demo_app.config["ASSEMBLY"]
    client = device(demo_app)
    sign_in(client)
    demo_app.config["ASSEMBLY"] = replace(config, demo=False)
    assert client.get("/en/manage/2027/").status_code == 303
    device(demo_app).submit("/en/sign-in", status=422, email=ORGANISER[0], passphrase=ORGANISER[1])
    demo_app.config["ASSEMBLY"] = config
    sign_in(device(demo_app))


LANDINGS: list[tuple[set[str], str]] = [
    ({"see_people", "admit"}, "/en/manage/2031/"),
    ({"see_people", "use_desk"}, "/en/manage/2031/desk/"),
    ({"see_people", "use_desk", "publish"}, "/en/manage/2031/"),
    ({"admit"}, "/en/checkin/2031/"),
    ({"see_mails"}, "/en/manage/2031/messages/"),
    ({"publish"}, "/en/manage/2031/results"),
    ({"manage_team"}, TEAM),
    (set(), "/en/account"),
]


def test_everybody_lands_where_they_may_work(boss: InspectingClient, app: Flask, full_scale: bool) -> None:
    dora = device(app)
    sign_in(dora, ("dora@example.org", GOOD))
    for rights, page in LANDINGS if full_scale else LANDINGS[1::2]:
        adjusted(app, boss, "dora", "door", rights)
        assert dora.get("/en/manage/").location == page
        assert dora.get(page).status_code == 200


def test_people_of_another_edition_land_there(boss: InspectingClient, app: Flask) -> None:
    client = device(app)
    sign_in(client, ("elsewhere@example.org", GOOD))
    assert client.get("/en/manage/").location == "/en/manage/2032/"
