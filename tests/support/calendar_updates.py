"""Guests and sessions whose calendar entries change."""

from __future__ import annotations

from sqlalchemy import select

from assembly.editions.service.editions import set_day_and_place
from assembly.extensions import db
from assembly.models import Edition, Registration, Session
from assembly.sign_ups import service as sign_ups
from assembly.transactions import writing

ENGLISH, FRENCH = "mayor1@example.org", "mayor2@example.org"


def edition() -> Edition:
    return db.session.scalars(select(Edition)).one()


def guest(address: str) -> Registration:
    return next(one for one in db.session.scalars(select(Registration)) if one.person.email == address)


def session(number: int) -> Session:
    return next(one for one in db.session.scalars(select(Session)) if one.title.en == f"Session {number}")


def change_address(address: str = "Place 2") -> None:
    with writing():
        set_day_and_place(edition(), seen=edition().version, place={"address": address})


def choose(address: str, *numbers: int) -> None:
    with writing():
        sign_ups.choose(guest(address), [session(number).code for number in numbers])
