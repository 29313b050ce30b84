"""What a page costs in statements, the same whether there are few rows or many. Seconds are for `make bench`."""

from __future__ import annotations

import pytest
from factories import ORGANISER, make_edition, sign_in, submission
from flask import Flask
from inspector import InspectingClient
from queries_counted import counted
from sqlalchemy import select

from assembly.extensions import db
from assembly.models import Edition
from assembly.registration.service import registering
from assembly.transactions import writing

pytestmark = pytest.mark.database("proof")


def register_more(app: Flask, slug: str, first: int, last: int) -> None:
    with app.app_context(), writing():
        edition = db.session.scalars(select(Edition).where(Edition.slug == slug)).one()
        for number in range(first, last):
            registering.register(edition, submission(number))


def test_a_submission_costs_at_most_twenty_statements(ctx: Flask) -> None:
    with writing():
        edition = make_edition()
    costs = []
    for number in range(3):
        with counted(ctx) as sent, writing():
            registering.register(edition, submission(number))
        costs.append(len(sent))
    assert costs[1] == costs[2] <= 20, sent


def test_pages_cost_the_same_with_more_people(demo_app: Flask) -> None:
    client: InspectingClient = demo_app.test_client()  # type: ignore[assignment]
    sign_in(client, ORGANISER)
    paths = ("/en/2027/", "/en/2027/register", "/en/manage/2027/", "/en/manage/2027/people")

    def costs() -> dict[str, int]:
        found = {}
        for path in paths:
            with counted(demo_app) as sent:
                client.page(path)
            found[path] = len(sent)
        return found

    before = costs()
    register_more(demo_app, "2027", 0, 30)
    assert costs() == before
    assert before.pop("/en/manage/2027/") <= 45, before
    assert before.pop("/en/manage/2027/people") <= 15, before
    assert max(before.values()) <= 12, before
