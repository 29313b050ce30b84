"""An object made of columns is the one a query would give."""

from __future__ import annotations

import pytest
from factories import make_edition, make_user
from flask import Flask
from sqlalchemy import inspect, select

from assembly import plain_statements
from assembly.extensions import db
from assembly.models import Edition, EditionRole, User
from assembly.models.types import Base
from assembly.plain_statements import object_of_row
from assembly.transactions import writing

pytestmark = pytest.mark.database


def made_of_row(kind: type[Base]) -> Base:
    return object_of_row(kind, plain_statements.execute(select(*kind.__table__.columns)).one())


@pytest.mark.parametrize("kind", [User, EditionRole, Edition])
def test_it_has_what_a_query_reads(ctx: Flask, kind: type[Base]) -> None:
    with writing():
        make_user("door", edition=make_edition()).edition_roles[0].permissions = ["admit"]
    made = vars(made_of_row(kind)).copy()
    db.session.rollback()
    db.session.expunge_all()
    read = vars(db.session.scalars(select(kind)).one())
    columns = {one.key for one in inspect(kind).column_attrs}
    assert {name: made[name] for name in columns} == {name: read[name] for name in columns}


def test_what_is_changed_on_it_is_written(ctx: Flask) -> None:
    with writing():
        make_user("door")
    db.session.expunge_all()
    user = made_of_row(User)
    assert isinstance(user, User)
    with writing():
        user.name = "Another"
    db.session.expunge_all()
    assert db.session.scalars(select(User.name)).one() == "Another"


def test_an_object_the_session_has_stays(ctx: Flask) -> None:
    with writing():
        user = make_user("door")
        user.name = "Another"
        is_same = made_of_row(User) is user
    assert is_same
    assert (user.name, [one.role for one in user.edition_roles], user.has_app) == ("Another", ["door"], False)
