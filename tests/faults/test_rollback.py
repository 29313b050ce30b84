"""No mail about something that was rolled back, and nothing rolled back after it was confirmed."""

from __future__ import annotations

import pytest
from factories import make_edition, submission
from flask import Flask
from sqlalchemy import func, select

from assembly.extensions import db
from assembly.models import Edition, Entry, Mail, Registration
from assembly.registration.service import registering
from assembly.transactions import after_commit, writing


class Injected(Exception):
    """Something breaks after the mail was put into the outbox."""


def rows() -> list[int]:
    return [db.session.scalar(select(func.count()).select_from(noun)) or 0 for noun in (Registration, Mail, Entry)]


def register(number: int, *, then_fail: bool) -> None:
    with writing():
        outcome = registering.register(db.session.scalars(select(Edition)).one(), submission(number))
        newest = db.session.scalars(select(Mail.facts).order_by(Mail.id.desc()).limit(1)).one()
        assert newest["registration"] == outcome.reference
        if then_fail:
            raise Injected


@pytest.mark.parametrize("then_fail", [True, False])
def test_what_is_rolled_back_leaves_no_row(ctx: Flask, full_scale: bool, then_fail: bool) -> None:
    """Two hundred failing registrations leave nothing; the negative control, without the failure, leaves all."""
    people = 200 if full_scale else 20
    with writing():
        make_edition()
    before = rows()
    for number in range(people):
        try:
            register(number, then_fail=then_fail)
        except Injected:
            assert then_fail
    assert [after - earlier for earlier, after in zip(before, rows(), strict=True)] == [0 if then_fail else people] * 3


def test_a_wake_up_that_fails_undoes_nothing(ctx: Flask) -> None:
    """What follows the commit may be lost; the visitor is not told that nothing was stored."""
    with writing():
        make_edition()
        after_commit(lambda: 1 / 0)
    assert db.session.scalars(select(Edition.slug)).all() == ["2031"]
