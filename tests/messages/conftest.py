"""An edition with people to write to."""

from __future__ import annotations

import pytest
from factories import make_edition, submission
from flask import Flask
from sqlalchemy import select

from assembly.editions.service.practical import say_practical
from assembly.extensions import db
from assembly.models import Bilingual, Edition, Mode, Registration, Topic
from assembly.registration.service import leaving, registering
from assembly.transactions import writing


@pytest.fixture
def edition(ctx: Flask) -> Edition:
    """One place: one French on site, one English online, one who has cancelled, one waiting."""
    with writing():
        made = make_edition(size=1)
        registering.register(made, submission(1))
        registering.register(made, submission(2, lang="en", mode=Mode.ONLINE))
        registering.register(made, submission(3))
        registering.register(made, submission(4))
        leaving.cancel(db.session.scalars(select(Registration).where(Registration.seq == 2)).first())
        say_practical(made, Topic.ENTRANCE, Bilingual("By the north gate.", "Par la porte nord."))
        say_practical(made, Topic.PHONE, Bilingual("+32 2 555 01 23", "+32 2 555 01 23"))
    return made
