"""A delegation holds so many, its mayor never too many."""

from __future__ import annotations

import pytest
from city_delegations import come, made
from directory import make
from factories import make_edition
from flask import Flask
from inspector import InspectingClient
from sqlalchemy import select

from assembly.delegations.service import DelegationFull
from assembly.extensions import db
from assembly.models import Category, Edition, Mode, Registration, Represents, State
from assembly.registration.service import changing, leaving
from assembly.registration.service.changing import Change
from assembly.transactions import writing


def test_one_more_than_allowed_is_refused(edition: Edition) -> None:
    for number in (1, 2, 3):
        come(edition, number, function="Adjoint")
    with pytest.raises(DelegationFull):
        come(edition, 4, function="Adjoint")
    come(edition, 4, function="Adjoint", mode=Mode.ONLINE)
    come(edition, 5, place="Porto")
    come(edition, 6, category=Category.PERSONAL_ASSISTANT)
    with writing():
        leaving.cancel(db.session.scalars(select(Registration).where(Registration.seq == 2)).first())
    come(edition, 7)
    online = db.session.scalars(select(Registration).where(Registration.badge_name.endswith(" 4"))).one()
    change = Change(online.version, online.badge_name, online.function, "Rzeszów", Mode.ON_SITE)
    with pytest.raises(DelegationFull), writing():
        changing.change(online, change)


@pytest.mark.proof("an exception of test_one_more_than_allowed_is_refused")
def test_the_mayor_is_never_one_too_many(edition: Edition) -> None:
    for number in (1, 2, 3):
        come(edition, number, function="Adjoint")
    with pytest.raises(DelegationFull):
        come(edition, 4, function="Conseillère")
    assert come(edition, 5, function="Maire").state is State.CONFIRMED
    mayor = come(edition, 6, function="Maire", mode=Mode.ONLINE)
    with writing():
        changing.change(mayor, Change(mayor.version, mayor.badge_name, "Maire", "Rzeszów", Mode.ON_SITE))
    assert mayor.mode is Mode.ON_SITE


@pytest.mark.proof("test_one_more_than_allowed_is_refused, for a typed name")
def test_the_size_holds_for_unknown_places(edition: Edition) -> None:
    for number, place in enumerate(("Porto", "PORTO", "porto"), 1):
        come(edition, number, place=place, function="Adjoint")
    come(edition, 4, place="Porto", function="Attaché", represents=Represents.PUBLIC_BODY)  # no city
    with pytest.raises(DelegationFull):
        come(edition, 5, place="Pórto", function="Adjoint")
    other = come(edition, 6, place="Braga", function="Adjoint")
    change = Change(other.version, other.badge_name, other.function, "Porto", Mode.ON_SITE)
    with pytest.raises(DelegationFull), writing():
        changing.change(other, change)


def test_waiting_people_count_for_the_delegation(ctx: Flask) -> None:
    with writing():
        make("rzeszow", "Rzeszów")
        edition = make_edition(size=1)
        edition.delegation_size = 0
    come(edition, 1, place="Porto")
    assert come(edition, 2).state is State.WAITING
    with pytest.raises(DelegationFull):
        come(edition, 3, function="Adjoint")


def test_the_form_says_so_and_loses_nothing(app: Flask) -> None:
    with app.app_context():
        edition = made()
        for number in (1, 2, 3):
            come(edition, number)
    client: InspectingClient = app.test_client()  # type: ignore[assignment]
    sent = {
        "represents": "community",
        "place": "Rzeszów",
        "given": "Boris",
        "family": "Nowak",
        "function": "Adjoint",
        "email": "boris@example.org",
        "mode": "on_site",
    }
    for lang, said in (("fr", "est déjà atteint"), ("en", "already has the maximum number of people")):
        answer = client.submit(f"/{lang}/2031/register", status=409, **sent)
        assert said in answer.get_data(as_text=True)
        assert 'value="Nowak"' in answer.get_data(as_text=True)
    # who is registered already learns no more than anybody else
    known = {"given": "Żaneta", "family": "Łukaszewicz 1", "email": "mayor1@example.org"}
    client.submit("/en/2031/register", status=409, **(sent | known))
