"""A hundred presses of one link let one in; two hundred guesses are five at an account, twenty in all."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from datetime import timedelta

import pytest
from factories import make_edition, make_user
from flask import Flask
from load import Visitor, together
from server import running
from sqlalchemy import func, select

from assembly import clock
from assembly.extensions import db
from assembly.models import AccountLink, LinkPurpose, SignedIn
from assembly.sealed import new_token
from assembly.transactions import writing
from config import Config

CLIENTS = 8


def make_account() -> None:
    with writing():
        make_user("organiser", "organiser@example.org", make_edition())


@pytest.mark.bites_on("postgresql")
def test_a_hundred_presses_let_one_in(ctx: Flask, empty: Config, full_scale: bool) -> None:
    make_account()
    devices = 13 if full_scale else 3
    token = new_token()
    with writing():
        ends_at = clock.now() + timedelta(minutes=10)
        purpose, to = LinkPurpose.SIGN_IN, "organiser@example.org"
        db.session.add(AccountLink(purpose=purpose, email_key=to, token_hash=token.hash, ends_at=ends_at))
    path = f"/en/sign-in/{token.clear}"
    with running(empty, alone=True) as server:

        def visit(_client: int) -> list[int]:
            visitors = [Visitor(server.port) for _device in range(devices)]
            for visitor in visitors:
                visitor.get(path)  # all have the page with the button before anybody presses
            found = []
            for visitor in visitors:
                with closing(visitor):
                    found.append(visitor.post(path, {}).status)
            return found

        statuses = Counter(status for found in together(CLIENTS, visit) for status in found)
    assert statuses[303] == 1
    assert set(statuses) <= {303, 404, 400}  # whose page came late had no button and so no token
    assert db.session.scalar(select(func.count()).select_from(SignedIn)) == 1


@pytest.mark.bites_on("sqlite")
def test_two_hundred_guesses_from_one_address(ctx: Flask, empty: Config, full_scale: bool) -> None:
    """Half at one account, half at others, through all processes of the server, each with an address of its own
    invention in X-Forwarded-For."""
    make_account()
    guesses = 25 if full_scale else 6
    with running(empty, alone=True) as server:

        def visit(client: int) -> list[tuple[str, int]]:
            with closing(Visitor(server.port)) as visitor:
                visitor.get("/en/sign-in")
                found = []
                for number in range(guesses):
                    email = "organiser@example.org" if number % 2 else f"nobody{client}-{number}@example.org"
                    status = visitor.post("/en/sign-in", {"email": email, "passphrase": f"guess {number}"}).status
                    found.append((email, status))
                return found

        answers = [answer for found in together(CLIENTS, visit) for answer in found]
    evaluated = Counter(email for email, status in answers if status == 422)
    assert len(answers) == guesses * CLIENTS
    assert {status for _email, status in answers} == {422, 429}
    assert 1 <= evaluated["organiser@example.org"] <= 5
    assert 5 <= evaluated.total() <= 20
