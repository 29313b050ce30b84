"""How many had signed before our dated signatures: entered, corrected, removed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from bs4 import BeautifulSoup
from factories import sign_in
from flask import Flask
from inspector import InspectingClient, filled
from sqlalchemy import select

from assembly.extensions import db
from assembly.models import Balance, SignatureKind
from assembly.signatures.queries import balances
from assembly.transactions import writing

LIST = "/en/manage/2027/signatures/before/"
SIGNED = f"{LIST}sign-2023-01-01"
FACTS = {"kind": "sign", "count": "150", "as_of_on": "2024-01-01", "source": "A letter"}


@pytest.fixture
def office(demo_client: InspectingClient) -> InspectingClient:
    sign_in(demo_client)
    return demo_client


def numbers(app: Flask) -> list[tuple[str, int]]:
    with app.app_context():
        return [(f"{one.kind.value} {one.as_of_on}", one.count) for one in balances()]


def test_a_number_is_entered_once(demo_app: Flask, office: InspectingClient) -> None:
    for _press in range(2):
        office.submit(LIST, **FACTS)
    assert numbers(demo_app)[0] == ("sign 2024-01-01", 150)
    assert len(numbers(demo_app)) == 3
    assert "1 January 2024" in office.page(LIST).get_text().replace("\u00a0", " ")


@pytest.mark.proof("test_a_number_is_entered_once")
def test_one_day_has_one_number(demo_app: Flask, office: InspectingClient) -> None:
    answer = office.submit(LIST, status=422, **(FACTS | {"as_of_on": "2023-01-01"}))
    assert "There is already a number for this day." in answer.get_data(as_text=True)
    office.submit(LIST, **FACTS)
    office.submit(SIGNED, status=422, as_of_on="2024-01-01")
    assert ("sign 2023-01-01", 139) in numbers(demo_app)


@pytest.mark.turns(5)
@pytest.mark.parametrize("bad", [{"count": "many"}, {"count": ""}, {"as_of_on": ""}, {"kind": "x"}, {"source": ""}])
def test_a_bad_number_loses_nothing(office: InspectingClient, bad: dict[str, str]) -> None:
    text = office.submit(LIST, status=422, **(FACTS | bad)).get_data(as_text=True)
    kept = "150" if "count" not in bad else "A letter"
    assert f'value="{kept}"' in text


def test_a_number_is_corrected_and_removed(demo_app: Flask, office: InspectingClient) -> None:
    old = office.page(SIGNED).select_one("[name=seen]")["value"]
    office.submit(SIGNED, count="144")
    assert ("sign 2023-01-01", 144) in numbers(demo_app)
    text = office.submit(SIGNED, status=409, seen=old, count="145").get_data(as_text=True)
    assert ">144</dd>" in text
    office.submit(SIGNED, form='form[action$="remove"]')
    assert [name for name, _count in numbers(demo_app)] == ["support 2023-01-01"]


def test_a_number_of_another_day_is_shown(
    demo_app: Flask, office: InspectingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextmanager
    def after_them() -> Iterator[None]:
        """Somebody else is faster."""
        with writing():
            mine = select(Balance).where(Balance.kind == SignatureKind.SIGN)
            db.session.scalars(mine).one().as_of_on = date(2024, 2, 1)
        with writing():
            yield

    monkeypatch.setattr("assembly.signatures.balances.writing", after_them)
    text = office.submit(SIGNED, status=409, count="145").get_data(as_text=True).replace("\u00a0", " ")
    for now in (">Signatures</dd>", ">139</dd>", ">1 February 2024</dd>", 'value="145"', "before/sign-2024-02-01"):
        assert now in text, now
    assert ("sign 2024-02-01", 139) in numbers(demo_app)


def test_number_under_old_day_is_kept(demo_app: Flask, office: InspectingClient) -> None:
    """Somebody moved it to another day while this form was open: what was typed is there to be added."""
    typed = filled(office.page(SIGNED).select_one("main form"), {"count": "145", "source": "My letter"})
    with demo_app.app_context(), writing():
        db.session.scalars(select(Balance).where(Balance.kind == SignatureKind.SIGN)).one().as_of_on = date(2024, 2, 1)
    answer = office.post(SIGNED, data=typed)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 409
    for kept in ("removed this number or changed its date", 'value="145"', 'value="My letter"', "sign-2024-02-01"):
        assert kept in text, kept
    form = BeautifulSoup(text, "html.parser").select_one("main form[novalidate]")
    assert form["action"] == LIST  # sent again it is a new number
    assert office.get(SIGNED).status_code == 404


def test_a_second_press_removes_nothing_more(demo_app: Flask, office: InspectingClient) -> None:
    typed = filled(office.page(SIGNED).select_one('form[action$="remove"]'), {})
    for _press in range(2):
        assert office.post(f"{SIGNED}/remove", data=typed).status_code == 303
    assert len(numbers(demo_app)) == 1


def test_the_pages_speak_french(office: InspectingClient) -> None:
    for path in (LIST, SIGNED):
        office.page(path.replace("/en/", "/fr/"))
