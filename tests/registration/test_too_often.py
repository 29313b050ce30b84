"""Forms that write to people: how often, and what comes back when it is too often or the page was open for too long."""

from __future__ import annotations

import pytest
from factories import MAYOR, make_edition, submission
from flask import Flask
from inspector import InspectingClient, filled
from invitees import DEPUTY, furnish, invited
from sqlalchemy import func, select
from static_checks import contents

from assembly import clock
from assembly.extensions import db
from assembly.models import Extra, Registration
from assembly.registration.service import registering
from assembly.transactions import writing

REGISTER = "/fr/2031/register"
TYPED = {
    "/fr/my/change": {"function": "Adjointe au budget"},
    "/fr/my/along": {"given": "Boris", "family": "Nowak", "category": "personal_assistant"},
    "/fr/my/hand-over": {"given": "Boris", "family": "Nowak", "function": "Adjoint au budget"},
}


@pytest.fixture
def edition(app: Flask) -> Flask:
    with app.app_context(), writing():
        made = make_edition()
        made.extras = [Extra.COMPANIONS.value]
        registering.register(made, submission(1, place="Porto"))
    return app


def people(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Registration)) or 0


@pytest.mark.proof("below the allowance of another test")
def test_an_office_registers_ten_in_an_hour(edition: Flask, client: InspectingClient) -> None:
    with clock.at(clock.now()):
        office = {"assistant_email": "office@example.org", "family": "Łuk", "place": "Porto", "mode": "online"}
        form = filled(client.page(REGISTER).select_one("main form"), MAYOR | office)
        for number in range(10):
            one = {"key": f"{number:032x}", "email": f"one{number}@example.org"}
            assert client.post(REGISTER, data=form | one).status_code == 303
        assert people(edition) == 11


@pytest.mark.proof("the same limiter as the pages above")
def test_one_invitation_names_twenty_people_an_hour(app: Flask, client: InspectingClient) -> None:
    with app.app_context(), writing():
        furnish(size=2)
    client.submit(invited(app), answer="online")
    with clock.at(clock.now()):
        form = filled(client.page("/en/invitation/represented").select_one("main form"), DEPUTY)
        for number in range(20):
            one = {"key": f"{number:032x}", "family": "N" + "n" * number}
            assert client.post("/en/invitation/represented", data=form | one).status_code == 303
        before = contents(app)
        refused = client.submit("/en/invitation/represented", status=429, **DEPUTY)
    assert refused.soup.select_one("#family")["value"] == DEPUTY["family"]
    assert contents(app) == before


@pytest.mark.turns(2)
@pytest.mark.parametrize("path", ["/fr/my/along", "/fr/my/hand-over"])
def test_over_the_allowance_nothing_typed_is_lost(
    edition: Flask, opens, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setattr("assembly.registration.own.along.TRIES", "0 per hour")
    monkeypatch.setattr("assembly.registration.own.handing_over.TRIES", "0 per hour")
    answer = opens("mayor1@example.org").submit(path, status=429, **TYPED[path])
    assert "Rien n’est perdu" in answer.text
    assert answer.soup.select_one("[name=family]")["value"] == "Nowak"
    assert people(edition) == 1


@pytest.mark.turns(3)
@pytest.mark.parametrize("path", list(TYPED))
def test_an_old_page_gives_back_the_text(edition: Flask, opens, path: str) -> None:
    client = opens("mayor1@example.org")
    drawn = filled(client.page(path).select_one("main form"), TYPED[path])
    before = contents(edition)
    answer = client.post(path, data=drawn | {"csrf_token": "old"})
    assert answer.status_code == 400
    assert "Rien n’est perdu" in answer.text
    for name in {"given", "function"} & set(TYPED[path]):
        assert answer.soup.select_one(f"[name={name}]")["value"] == TYPED[path][name]
    assert contents(edition) == before


@pytest.mark.proof("a fourth form of the same way")
def test_so_does_the_answer_to_an_invitation(app: Flask, client: InspectingClient) -> None:
    with app.app_context(), writing():
        furnish(size=2)
    client.submit(invited(app), answer="online")
    drawn = filled(client.page("/en/invitation/represented").select_one("main form"), DEPUTY)
    before = contents(app)
    answer = client.post("/en/invitation/represented", data=drawn | {"csrf_token": "old"})
    assert answer.status_code == 400
    assert answer.soup.select_one("#given")["value"] == DEPUTY["given"]
    assert contents(app) == before
