"""What is changed about one person changes nothing else about them."""

from __future__ import annotations

from typing import Any

import pytest
from directory import make
from flask import Flask
from house import make_edition, submission

from assembly.models import Category, Edition, Mode, Registration
from assembly.registration import queries, service
from assembly.registration.service import editing
from assembly.registration.service.accompanying import Along
from assembly.transactions import writing


@pytest.fixture
def edition(ctx: Flask) -> Edition:
    """Two cities of one name in the directory, and one of another."""
    with writing():
        make("rzeszow", "Rzeszów")
        make("twin-fr", "Twinton", country="FR")
        make("twin-de", "Twinton", country="DE")
        return make_edition(size=2)


def come(edition: Edition, number: int, **changes: Any) -> Registration:
    with writing():
        outcome = service.register(edition, submission(number, **changes))
    return queries.by_code(outcome.reference)  # type: ignore[return-value]


def write(registration: Registration, **changes: Any) -> None:
    """What an organiser sets right on the page of one person."""
    person = registration.person
    facts = {
        "given": person.given,
        "family": person.family,
        "badge_name": registration.badge_name,
        "function": registration.function,
        "represents": registration.represents,
        "place": service.place_of(registration),
        "lang": registration.lang,
        "category": registration.category,
        "phone": registration.phone,
        "note": registration.note,
    }
    with writing():
        editing.edit(registration, editing.Facts(**(facts | changes)), seen=registration.version)


def stands(registration: Registration) -> bool:
    return queries.stands_for(registration) is not None


def test_another_way_of_taking_part_keeps_the_city_that_was_chosen(edition: Edition) -> None:
    one = come(edition, 1, place="Twinton", community="twin-fr")
    for mode in (Mode.ONLINE, Mode.ON_SITE):
        change = service.Change(one.version, one.badge_name, one.function, "Twinton", mode)
        with writing():
            service.change(one, change)
        assert (one.mode, one.community and one.community.code) == (mode, "twin-fr")


def test_who_comes_along_is_from_the_city_of_their_host(edition: Edition) -> None:
    one = come(edition, 1, place="Twinton", community="twin-de")
    with writing():
        added = service.bring_along(one, Along("along-1", Category.PERSONAL_ASSISTANT, "Ewa", "Nowak", "", "fr"))
    along = queries.by_code(added.reference)
    assert along is not None
    assert (along.community_id, along.head_id) == (one.community_id, one.id)
