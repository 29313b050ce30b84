"""Double click, "back", re-sent form: one registration."""

from __future__ import annotations

import random
from collections import defaultdict
from contextlib import closing
from dataclasses import asdict
from itertools import chain
from secrets import token_hex

import pytest
from factories import make_edition, submission
from flask import Flask
from load import RECEIVED, REGISTER, Visitor, together
from server import running
from sqlalchemy import func, select

from assembly.extensions import db
from assembly.models import Mail, Registration
from assembly.transactions import writing
from config import Config

CLIENTS = 8


def send_three_times(port: int, forms: list[dict[str, str]]) -> dict[int, list[str]]:
    """Each form thrice, in random order and by different visitors: the addresses shown for each."""
    posts = random.sample(range(len(forms)), k=3 * len(forms), counts=[3] * len(forms))

    def visit(client: int) -> list[tuple[int, str]]:
        visitor = Visitor(port)
        visitor.get(REGISTER)
        shown = []
        for number in posts[client::CLIENTS]:
            assert visitor.post(REGISTER, forms[number]).status == 303
            shown.append((number, visitor.get(RECEIVED).address))
        return shown

    told = defaultdict(list)
    for number, address in chain.from_iterable(together(CLIENTS, visit)):
        told[number].append(address)
    return told


def count(noun: type) -> int:
    return db.session.scalar(select(func.count()).select_from(noun)) or 0


@pytest.mark.bites_on("postgresql")
def test_five_hundred_forms_sent_three_times(ctx: Flask, empty: Config, full_scale: bool) -> None:
    """Other words under a known key are refused. The negative control: three keys and names make three rows."""
    people = 500 if full_scale else 20
    with writing():
        make_edition()
    forms = [asdict(submission(number)) for number in range(people)]
    with running(empty, alone=True) as server, closing(Visitor(server.port)) as visitor:
        told = send_three_times(server.port, forms)
        visitor.get(REGISTER)
        changed = visitor.post(REGISTER, forms[0] | {"function": "Adjointe au maire"})
        before = (count(Registration), count(Mail))
        db.session.rollback()
        for _again in range(3):
            fresh = {"key": token_hex(16), "family": token_hex(4)}
            assert visitor.post(REGISTER, forms[0] | fresh).status == 303
    assert sorted(told) == list(range(people))
    assert all(addresses == [forms[number]["email"]] * 3 for number, addresses in told.items())
    assert len(set(chain.from_iterable(told.values()))) == people
    assert changed.status == 409
    assert "We kept the first ones." in changed.text
    assert set(db.session.scalars(select(Registration.function))) == {"Maire"}
    assert before == (people, people)
    assert (count(Registration), count(Mail)) == (people + 3, people + 3)
