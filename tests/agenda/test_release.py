"""The public sees releases: what changed, once, and never a draft."""

from __future__ import annotations

from datetime import timedelta

import pytest
from factories import make_edition
from flask import Flask
from inspector import InspectingClient

from assembly import clock
from assembly.accounts.service.people import add_person
from assembly.agenda.difference import Change, ChangeKind, Detail
from assembly.agenda.queries import latest_rows, programme
from assembly.agenda.service import sessions
from assembly.agenda.wording import change
from assembly.calendar.queries import pending
from assembly.calendar.service import publish_programme
from assembly.errors import Untranslated
from assembly.extensions import db
from assembly.formats import day
from assembly.models import (
    AppearanceRole,
    AppearanceState,
    Bilingual,
    Edition,
    MandateRole,
    Person,
    Presence,
    Room,
    Session,
    SessionKind,
    Status,
)
from assembly.speakers.facts import MandateFacts
from assembly.speakers.queries import known_people, mandates_on, published_appearances
from assembly.speakers.service import appearances, mandates, people
from assembly.speakers.service.appearances import add_appearance
from assembly.transactions import writing

pytestmark = pytest.mark.database("proof")


@pytest.fixture
def edition(ctx: Flask) -> Edition:
    with writing():
        edition = make_edition()
        add(edition, "Opening", 0)
        add(edition, "Debate", 60)
        publish(edition)
    return edition


def add(edition: Edition, title: str, minutes: int, room: Room | None = None, french: str | None = None) -> Session:
    return sessions.add_session(
        edition,
        kind=SessionKind.PANEL,
        title=Bilingual(title, title + " (fr)" if french is None else french),
        abstract=Bilingual(),
        starts_at=edition.starts_at + timedelta(minutes=minutes),
        ends_at=edition.starts_at + timedelta(minutes=minutes + 45),
        room=room,
    )


def publish(edition: Edition) -> None:
    publish_programme(edition, name="Programme", note=Bilingual())


def titles(edition: Edition) -> list[str]:
    return [row.title.en for row in programme(edition)]


def draft(edition: Edition, title: str) -> Session:
    return db.session.query(Session).filter_by(edition_id=edition.id, title_en=title).one()


def test_a_draft_is_public_once_published(edition: Edition) -> None:
    with writing():
        add(edition, "Closing", 120)
    assert titles(edition) == ["Opening", "Debate"]
    with writing():
        publish(edition)
    assert titles(edition) == ["Opening", "Debate", "Closing"]


def test_a_release_touches_only_what_changed(edition: Edition) -> None:
    with writing():
        draft(edition, "Debate").starts_at += timedelta(minutes=5)
    with writing():
        publish(edition)
    rows = {row.title.en: (row.release.number, row.ics_sequence) for row in latest_rows(edition)}
    assert rows == {"Opening": (1, 0), "Debate": (2, 1)}


def test_publishing_twice_changes_nothing(edition: Edition) -> None:
    with writing():
        publish(edition)
    assert {row.release.number for row in latest_rows(edition)} == {1}


def test_a_session_gone_is_published_as_cancelled(edition: Edition) -> None:
    with writing():
        draft(edition, "Debate").hidden = True
    with writing():
        publish(edition)
    assert titles(edition) == ["Opening"]
    assert {row.title.en: (row.status, row.ics_sequence) for row in latest_rows(edition)} == {
        "Opening": (Status.SCHEDULED, 0),
        "Debate": (Status.CANCELLED, 1),
    }


def test_publishing_names_a_missing_language(edition: Edition) -> None:
    with writing():
        added = add(edition, "Closing", 120, french="")
    with pytest.raises(Untranslated) as refusal, writing():
        publish(edition)
    assert refusal.value.facts == {"sessions": [added.code]}
    assert titles(edition) == ["Opening", "Debate"]


def test_the_draft_may_overlap_in_a_room(edition: Edition) -> None:
    with writing():
        room = sessions.add_room(edition.venue, Bilingual("Hall", "Salle"))
        add(edition, "First", 200, room)
        add(edition, "Clash", 220, room)
    assert draft(edition, "Clash").room is room


def test_a_new_speaker_changes_the_session(edition: Edition) -> None:
    with writing():
        person = add_person(given="Ada", family="L", name_lang="en", grammatical_form="f", mail_lang="en")
        session = draft(edition, "Debate")
        for state, role in (
            (AppearanceState.CONFIRMED, AppearanceRole.SPEAKER),
            (AppearanceState.INVITED, AppearanceRole.MODERATOR),
        ):
            add_appearance(session, person, role, presence=Presence.IN_PERSON, mandate=None, state=state)
    assert published_appearances(edition) == {}
    with writing():
        publish(edition)
    shown = published_appearances(edition)[session.id]
    assert [(one.name, one.role) for one in shown] == [("Ada L", AppearanceRole.SPEAKER)]
    assert {row.title.en: row.release.number for row in latest_rows(edition)} == {"Opening": 1, "Debate": 2}


def speak_twice(edition: Edition) -> Person:
    """Somebody who is mayor and has said yes to both sessions, published."""
    with writing():
        person = add_person(given="Ada", family="Noël", name_lang="fr", grammatical_form=None, mail_lang="fr")
        people.add_speaker(edition, person)
        for title in ("Opening", "Debate"):
            appearances.put_in_session(
                draft(edition, title),
                person,
                AppearanceRole.PANELLIST,
                presence=Presence.REMOTE,
                state=AppearanceState.CONFIRMED,
            )
        office = MandateFacts(MandateRole.MAYOR, None, Bilingual(), Bilingual("Mayor", "Maire"), None, None)
        mandates.enter_mandate(person, office)
        publish(edition)
    return person


def test_moved_day_is_said_on_both_sides(edition: Edition) -> None:
    begins, hour = edition.starts_at, timedelta(hours=1)
    earlier = begins - timedelta(days=1)
    detail = Detail("time", (earlier, earlier + hour), (begins, begins + hour))
    _change, (line,) = change(Change(1, "a", ChangeKind.CHANGED, Bilingual("A", "A"), begins, (detail,)), edition)
    assert line.after == f"{day(edition.day)}, 09:00 – 10:00"


def test_a_corrected_position_changes_both_sessions(edition: Edition) -> None:
    person = speak_twice(edition)
    assert pending(edition).changes == []
    with writing():
        mandate = mandates_on(person, edition)[0]
        mandate.function = Bilingual("Mayor", "Maire de Gand")
    changes = pending(edition).changes
    assert [one.title.en for one in changes] == ["Opening", "Debate"]
    _change, (line,) = change(changes[0], edition)
    assert (line.before, line.after) == (
        Bilingual("Ada Noël, Mayor", "Ada Noël, maire"),
        Bilingual("Ada Noël, Mayor", "Ada Noël, maire de Gand"),
    )
    with writing():
        publish(edition)
    assert pending(edition).changes == []
    shown = {one.function.fr for rows in published_appearances(edition).values() for one in rows}
    assert shown == {"Maire de Gand"}


@pytest.mark.database
def test_a_later_name_leaves_the_past(edition: Edition) -> None:
    person = speak_twice(edition)
    with writing():
        person.family = "Roy"
    assert len(pending(edition).changes) == 2
    with clock.at(edition.ends_at + timedelta(days=2)):
        assert pending(edition).changes == []
        with writing():
            draft(edition, "Debate").title = Bilingual("Talk", "Entretien")
            publish(edition)
    assert {one.name for rows in published_appearances(edition).values() for one in rows} == {"Ada Noël"}


def test_a_speaker_without_position_is_found(edition: Edition) -> None:
    with writing():
        person = add_person(given="Tomasz", family="Wielgosz", name_lang="pl", grammatical_form=None, mail_lang="en")
        people.add_speaker(edition, person)
    for text in ("tomasz", "WIELG", "wielgosz tomasz"):
        assert known_people(edition, text, and_guests=False) == [person]


@pytest.mark.database
def test_the_published_programme_of_2023(demo_client: InspectingClient) -> None:
    page = demo_client.page("/fr/2023/agenda")
    hours = [time.get_text() for time in page.select(".programme time")]
    assert hours[1] == "9\u00a0h\u00a000 – 9\u00a0h\u00a015 15\u00a0min"
    assert "Renate Nikolay" in page.get_text()
    assert "par message vidéo" in page.get_text()
    link = page.select(".programme h2 a")[1]
    session = demo_client.page(link["href"])
    assert session.h1.get_text() == "Ouverture et mots de bienvenue"
    assert demo_client.get("/fr/2023/agenda/unknown").status_code == 404
