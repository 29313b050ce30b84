"""The log is one JSON line an event, with the request's id and nothing personal, whatever happens."""

from __future__ import annotations

import json

import pytest
from factories import DOOR, sign_in
from flask import Flask
from inspector import InspectingClient
from mails import code_in, deliver, link_in

from assembly.security import public


@pytest.fixture
def broken(own_app: Flask) -> Flask:
    """An application with a page that fails with private words, errors shown as in production."""

    @own_app.get("/en/boom")
    @public
    def boom() -> str:
        raise ValueError("Żaneta Łukaszewicz, cabinet.rzeszow@example.org")

    own_app.testing = False
    return own_app


def test_nothing_personal_is_logged(broken: Flask, capfd: pytest.CaptureFixture[str]) -> None:
    client: InspectingClient = broken.test_client()  # type: ignore[assignment]
    client.submit(
        "/fr/2027/register",
        represents="community",
        place="Rzeszów",
        given="Żaneta",
        family="Łukaszewicz",
        function="Maire",
        email="cabinet.rzeszow@example.org",
        mode="on_site",
    )
    (mail,) = deliver(broken)
    link, code = link_in(mail), code_in(mail)
    client.submit(link)
    sign_in(client, DOOR)
    client.get(code)
    client.get("/en/manage/2027/people?q=lukaszewicz")
    assert client.get("/en/boom").status_code == 500
    lines = [json.loads(line) for line in capfd.readouterr().err.splitlines()]
    assert {line["event"] for line in lines} == {"request", "mail", "unexpected"}
    assert all(len(line["request_id"]) == 12 for line in lines if line["event"] != "mail")
    routes = [line["route"] for line in lines if line["event"] == "request"]
    assert "/<lang:lang>/r/<token>" in routes
    text = json.dumps(lines, ensure_ascii=False).casefold()
    secrets = (link.rpartition("/")[2], code.rpartition("/")[2], "welcome to the square")
    for private in ("żaneta", "łukaszewicz", "rzesz", "cabinet", "example.org", "lukaszewicz", *secrets):
        assert private.casefold() not in text, private
