"""Two who take each other's role in the same instant: one remains. A code given four times at once enters once."""

from __future__ import annotations

from contextlib import closing

import pytest
from authenticator import code_at
from factories import make_edition, make_user
from flask import Flask
from load import Visitor, together
from server import running
from sqlalchemy import select

from assembly import clock
from assembly.accounts import app_codes, queries
from assembly.extensions import db
from assembly.models import AuthenticatorApp, Edition, SignedIn, User
from assembly.transactions import writing
from config import Config

PASSPHRASE = "a long enough passphrase"
ROUNDS = 6


def enter(visitor: Visitor, email: str) -> int:
    visitor.get("/en/sign-in")
    return visitor.post("/en/sign-in", {"email": email, "passphrase": PASSPHRASE}).status


@pytest.mark.bites_on("postgresql")
def test_two_taking_each_others_role_leave_one(ctx: Flask, empty: Config) -> None:
    with writing():
        editions = [make_edition(f"203{number}", days_ahead=30 + number) for number in range(ROUNDS)]
        users = [make_user("organiser", f"{name}@example.org", editions[0]) for name in ("ada", "bob")]
        for edition in editions[1:]:
            for user in users:
                user.edition_roles.append(type(user.edition_roles[0])(role="organiser", edition=edition))
        codes = [user.code for user in users]
    with running(empty, alone=True) as server:

        def visit(number: int) -> list[int]:
            with closing(Visitor(server.port)) as visitor:
                enter(visitor, ("ada@example.org", "bob@example.org")[number])
                visitor.get("/en/manage/2030/team/")
                paths = [f"/en/manage/203{one}/team/{codes[1 - number]}/organiser/take" for one in range(ROUNDS)]
                return [visitor.post(path, {}).status for path in paths]

        answers = together(2, visit)
    db.session.rollback()
    left = [queries.managers(edition) for edition in db.session.scalars(select(Edition))]
    assert [len(one) for one in left] == [1] * ROUNDS, (left, answers)


@pytest.mark.bites_on("sqlite")
def test_one_code_at_once_enters_once(ctx: Flask, empty: Config) -> None:
    with writing():
        user = make_user("organiser", "ada@example.org", make_edition())
        app = AuthenticatorApp(user=user, secret=app_codes.new_secret(), added_at=clock.now())
        db.session.add(app)
    secret = app_codes.secret_in_words(app)
    with running(empty, alone=True) as server:

        def visit(_client: int) -> int:
            with closing(Visitor(server.port)) as visitor:
                enter(visitor, "ada@example.org")
                visitor.get("/en/sign-in/second")
                return visitor.post("/en/sign-in/second", {"code": code}).status

        code = code_at(secret, clock.now())  # one for all: the app shows another as soon as half a minute is over
        statuses = together(4, visit)
    db.session.rollback()
    assert sorted(statuses) == [303, 422, 422, 422]
    assert len(db.session.scalars(select(SignedIn)).all()) == 1
    assert db.session.get_one(User, user.id).app.last_counter is not None  # type: ignore[union-attr]
