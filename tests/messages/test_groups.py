"""Messages to a group: who gets one, when, once, in which language; and taking it back."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from factories import draft, make_edition, submission
from flask import Flask
from group_messages import later, posted
from queries_counted import counted
from sqlalchemy import select

from assembly import clock
from assembly.extensions import db
from assembly.messages.audience import Audience, Presence
from assembly.messages.jobs import post_due
from assembly.messages.queries.coming import coming_up
from assembly.messages.queries.groups import reach
from assembly.messages.service import groups
from assembly.models import (
    Appearance,
    AppearanceRole,
    AppearanceState,
    BadAddress,
    Bilingual,
    Category,
    Edition,
    GroupMessage,
    MessageState,
    Mode,
    Person,
    Registration,
    Session,
    SessionKind,
    State,
)
from assembly.models import Presence as SeatedWhere
from assembly.registration.service import leaving, registering
from assembly.transactions import writing


@pytest.fixture
def edition(ctx: Flask) -> Edition:
    """Three people: one French on site, one English online, one who has cancelled."""
    with writing():
        made = make_edition()
        registering.register(made, submission(1))
        registering.register(made, submission(2, lang="en", mode=Mode.ONLINE))
        registering.register(made, submission(3))
        leaving.cancel(db.session.scalars(select(Registration).order_by(Registration.id.desc())).first())
    return made


def written(edition: Edition, **changes: object) -> GroupMessage:
    with writing():
        return groups.write(edition, draft(**changes), "a key of this test alone")


def planned(edition: Edition, **changes: object) -> GroupMessage:
    message = written(edition, **changes)
    with writing():
        groups.send(message, None)
    return message


def test_it_leaves_after_ten_minutes_once(edition: Edition) -> None:
    message = planned(edition)
    with later(9):
        post_due()
    assert posted() == []
    for _worker in range(2):
        with later():
            post_due()
    assert sorted(mail.lang for mail in posted()) == ["en", "fr"]
    assert message.state is MessageState.SENT


def test_taken_back_it_is_a_draft_again(edition: Edition) -> None:
    message = planned(edition)
    for _press in range(2):
        with writing():
            groups.take_back(message)
    with later():
        post_due()
    assert (posted(), message.state, message.send_at) == ([], MessageState.DRAFT, None)


def test_sent_messages_are_neither_changed_nor_recalled(edition: Edition) -> None:
    message = planned(edition)
    with pytest.raises(groups.IsPlanned), writing():
        groups.change(message, draft())
    with later():
        post_due()
    for refused in (groups.take_back, groups.discard, lambda one: groups.change(one, draft())):
        with pytest.raises(groups.HasLeft), writing():
            refused(message)


def test_sending_twice_is_sending_once(edition: Edition) -> None:
    message = planned(edition)
    first = message.send_at
    with later(3), writing():
        groups.send(message, None)
    assert message.send_at == first


def test_a_killed_worker_is_followed_by_another(edition: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    """After each chunk the first one dies; what is in the outbox is not put there again."""
    monkeypatch.setattr("assembly.messages.queries.groups.CHUNK", 1)
    message = planned(edition)
    with later():
        for _life in range(3):
            with writing():
                groups.post_next(message)
        assert (len(posted()), message.state) == (2, MessageState.SENT)


@pytest.mark.proof("the audience at another time")
def test_who_registers_until_it_leaves_gets_it(edition: Edition) -> None:
    planned(edition)
    with writing():
        registering.register(edition, submission(4))
    with later():
        post_due()
    assert len(posted()) == 3


def test_one_person_with_two_registrations_gets_one(edition: Edition) -> None:
    with writing():
        registering.register(edition, submission(3))  # who had cancelled
    everybody = Audience(states=(State.CONFIRMED, State.CANCELLED))
    assert reach(edition, everybody, is_news=False).total == 3
    planned(edition, audience=everybody)
    with later():
        post_due()
    assert len({mail.person_id for mail in posted()}) == len(posted()) == 3


def speaker(edition: Edition) -> None:
    session = Session(edition_id=edition.id, code="opening", kind=SessionKind("keynote"), title=Bilingual("A", "B"))
    session.starts_at, session.ends_at = edition.starts_at, edition.ends_at
    person_id = db.session.scalars(select(Registration.person_id).order_by(Registration.id)).first()
    seated = {
        "role": AppearanceRole.SPEAKER,
        "presence": SeatedWhere.IN_PERSON,
        "state": AppearanceState.CONFIRMED,
        "position": 0,
    }
    db.session.add_all([session, Appearance(session=session, person_id=person_id, **seated)])


def test_the_audience_is_chosen_by_facts(edition: Edition) -> None:
    with writing():
        speaker(edition)
        registering.register(edition, submission(5, category=Category.PRESS, lang="en"))

    def count(**facts: object) -> dict[str, int]:
        return reach(edition, Audience(**facts), is_news=False).by_lang  # type: ignore[arg-type]

    assert count() == {"fr": 1, "en": 2}
    assert count(modes=(Mode.ONLINE,)) == {"en": 1}
    assert count(langs=("fr",)) == {"fr": 1}
    assert count(categories=(Category.PRESS,)) == {"en": 1}
    assert count(states=(State.CANCELLED,)) == {"fr": 1}
    assert count(presence=Presence.ADMITTED) == {}
    assert count(presence=Presence.NOT_ADMITTED) == {"fr": 1, "en": 2}
    assert count(only_speakers=True) == {"fr": 1}
    with writing():
        session = db.session.scalars(select(Session)).one()
        session.removed_at = clock.now()
    assert count(only_speakers=True) == {}
    with writing():
        session.removed_at = None
        db.session.scalars(select(Appearance)).one().state = AppearanceState.DECLINED
    assert count(only_speakers=True) == {}


def test_a_broken_address_is_left_out(edition: Edition) -> None:
    with writing():
        db.session.add(BadAddress(email_key="mayor1@example.org", at=clock.now(), reason="550"))
    found = reach(edition, Audience(), is_news=False)
    assert (found.total, found.bad_addresses) == (1, 1)
    planned(edition)
    with later():
        post_due()
    assert [mail.lang for mail in posted()] == ["en"]


@pytest.mark.proof("one number of the audience")
def test_people_without_address_are_told_apart(edition: Edition) -> None:
    with writing():
        person = db.session.scalars(select(Registration).order_by(Registration.id)).first().person  # type: ignore[union-attr]
        person.email = person.email_key = None
    found = reach(edition, Audience(), is_news=True)
    assert (found.without_address, found.total + found.without_consent) == (1, 1)
    found = reach(edition, Audience(), is_news=False)
    assert (found.without_address, found.total) == (1, 1)
    planned(edition)
    with later():
        post_due()
    assert len(posted()) == 1


def test_nobody_is_refused(edition: Edition) -> None:
    message = written(edition, audience=Audience(states=(State.OFFERED,)))
    with pytest.raises(groups.NobodyFits), writing():
        groups.send(message, None)


def test_today_hears_of_it(edition: Edition) -> None:
    assert all(one.step for one in coming_up(edition))
    message = planned(edition)
    first = coming_up(edition)[0]
    assert (first.code, first.what, first.count, first.at) == (message.code, "The menu", 2, message.send_at)


def test_many_are_posted_in_chunks(ctx: Flask, full_scale: bool) -> None:
    """Few statements for each hundred."""
    people = 1500 if full_scale else 400
    with writing():
        edition = make_edition(size=None)
        registering.register(edition, submission(1))
        copy_many(people)
    planned(edition)
    with later(), counted(ctx) as sent:
        post_due()
    assert len(posted()) == people + 1
    assert len(sent) < 9 * (people // 100 + 1) + 15, len(sent)


def test_four_workers_at_once_post_one_each(ctx: Flask, monkeypatch: pytest.MonkeyPatch, full_scale: bool) -> None:
    people = 150 if full_scale else 60
    monkeypatch.setattr("assembly.messages.queries.groups.CHUNK", 20)
    with writing():
        edition = make_edition(size=None)
        registering.register(edition, submission(1))
        copy_many(people)
    message = planned(edition)
    with writing():
        message.send_at = clock.now() - timedelta(minutes=1)

    def work(_worker: int) -> None:
        with ctx.app_context():
            post_due()

    with ThreadPoolExecutor(4) as workers:
        assert list(workers.map(work, range(4))) == [None] * 4
    db.session.rollback()
    assert len({mail.person_id for mail in posted()}) == len(posted()) == people + 1
    assert message.state is MessageState.SENT


def copy_many(count: int) -> None:
    """Registrations like the first, written as rows."""
    one, person = db.session.scalars(select(Registration)).one(), db.session.scalars(select(Person)).one()

    def row(noun: object, **changes: object) -> dict[str, object]:
        columns = [column.key for column in noun.__mapper__.column_attrs if column.key != "id"]  # type: ignore[attr-defined]
        return {name: getattr(noun, name) for name in columns} | changes

    people = [row(person, code=f"p{n}", email=f"m{n}@example.org", email_key=f"m{n}@example.org") for n in range(count)]
    db.session.execute(Person.__table__.insert(), people)
    ids = db.session.scalars(select(Person.id).where(Person.id != person.id)).all()
    unique = [
        {"code": f"r{n}", "person_id": ids[n], "seq": n + 10, "spoken_ref": f"r{n}", "idempotency_key": f"k{n}"}
        for n in range(count)
    ]
    db.session.execute(Registration.__table__.insert(), [row(one, **changes) for changes in unique])
