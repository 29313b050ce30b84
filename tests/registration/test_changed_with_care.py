"""What is changed about one person changes nothing else about them."""

from __future__ import annotations

from typing import Any

import pytest
from directory import make
from factories import make_edition, submission
from flask import Flask
from invitees import invitee

from assembly.access import queries as access_queries
from assembly.delegations import queries as delegation_queries
from assembly.invitations.service import answering as invitation_answering
from assembly.invitations.service import making as inviting
from assembly.invitations.service.answering import Answer
from assembly.models import Category, Edition, Mode, Registration, Reply
from assembly.people.service import editing as person_editing
from assembly.protocol.service import updating
from assembly.registration.service import accompanying, changing, leaving, registering, waiting_list
from assembly.registration.service.accompanying import Along
from assembly.registration.service.changing import Change
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
        outcome = registering.register(edition, submission(number, **changes))
    return access_queries.by_code(outcome.reference)  # type: ignore[return-value]


def write(registration: Registration, **changes: Any) -> None:
    """What an organiser sets right on the page of one person."""
    person = registration.person
    facts = {
        "given": person.given,
        "family": person.family,
        "badge_name": registration.badge_name,
        "function": registration.function,
        "represents": registration.represents,
        "place": updating.place_of(registration),
        "lang": registration.lang,
        "category": registration.category,
        "phone": registration.phone,
        "note": registration.note,
        "desk_note": registration.desk_note,
    }
    with writing():
        person_editing.edit(registration, person_editing.Facts(**(facts | changes)), seen=registration.version)


def stands(registration: Registration) -> bool:
    return delegation_queries.stands_for(registration) is not None


def test_another_mode_keeps_the_chosen_city(edition: Edition) -> None:
    one = come(edition, 1, place="Twinton", community="twin-fr")
    for mode in (Mode.ONLINE, Mode.ON_SITE):
        change = Change(one.version, one.badge_name, one.function, "Twinton", mode)
        with writing():
            changing.change(one, change)
        assert (one.mode, one.community and one.community.code) == (mode, "twin-fr")


def test_people_along_share_their_hosts_city(edition: Edition) -> None:
    one = come(edition, 1, place="Twinton", community="twin-de")
    with writing():
        added = accompanying.bring_along(one, Along("along-1", Category.PERSONAL_ASSISTANT, "Ewa", "Nowak", "", "fr"))
    along = access_queries.by_code(added.reference)
    assert along is not None
    assert (along.community_id, along.head_id) == (one.community_id, one.id)


@pytest.mark.proof("one of the fields that change nothing else")
def test_a_new_telephone_changes_no_representative(edition: Edition) -> None:
    first, second, third = (come(edition, number, function="Adjointe") for number in (1, 2, 3))
    with writing():
        leaving.cancel(first)
    with writing():
        waiting_list.accept_offer(third)
    write(third, phone="+48 17")
    assert (stands(second), stands(third)) == (True, False)
    write(second, place="Twinton 2")
    write(second, place="Rzeszów")
    assert (stands(second), stands(third), second.head_id) == (False, True, third.id)


@pytest.mark.proof("one of the fields that change nothing else")
def test_another_capacity_is_nobodys_company(edition: Edition) -> None:
    first, second = come(edition, 1), come(edition, 2)
    write(second, category=Category.PERSONAL_ASSISTANT)
    assert second.head_id is None
    with writing():
        leaving.cancel(first)
    assert second.state.is_active


def test_the_first_deputy_represents_the_mayor(edition: Edition) -> None:
    first, _second = come(edition, 1, place="Porto"), come(edition, 2, place="Porto")
    with writing():
        invitation = inviting.invite(edition, invitee(network=""))
    with writing():
        invitation_answering.answer(
            invitation, Answer(Reply.REPRESENTED, "Ewa", "Nowak", "Deputy mayor", "ewa@example.org")
        )
    with writing():
        leaving.cancel(first)
    with writing():
        waiting_list.accept_offer(invitation.registration)
    (link,) = delegation_queries.chain(invitation.registration)
    assert (link.registration_id, link.for_person_id) == (invitation.registration_id, invitation.person_id)
