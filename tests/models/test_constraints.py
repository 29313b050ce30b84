"""What a constraint refuses is said by its name on both databases; what nobody named stays a fault."""

from __future__ import annotations

import pytest
from factories import make_edition
from flask import Flask
from sqlalchemy.exc import IntegrityError

from assembly.constraints import REFERRED_TO, refused_as
from assembly.editions.service.doors import DoorTaken
from assembly.errors import DomainError
from assembly.extensions import db
from assembly.models import Door, DoorKind, Edition
from assembly.transactions import writing

pytestmark = pytest.mark.database


class Used(DomainError):
    """Stands for any foreign key."""


ALL: dict[str, type[DomainError]] = {"uq_door_edition_id_code": DoorTaken, REFERRED_TO: Used}


@pytest.fixture
def edition(ctx: Flask) -> Edition:
    with writing():
        return make_edition()


def add_door(edition: Edition, refusals: dict[str, type[DomainError]], **facts: int) -> None:
    with writing(), refused_as(refusals):
        db.session.add(Door(**({"edition_id": edition.id} | facts), code="A", kind=DoorKind.ENTRANCE))


def test_constraints_refuse_by_their_names(edition: Edition) -> None:
    with pytest.raises(DoorTaken):
        add_door(edition, ALL)
    with pytest.raises(Used):
        add_door(edition, ALL, edition_id=4711)
    with pytest.raises(IntegrityError):
        add_door(edition, {"uq_edition_slug": DoorTaken})
