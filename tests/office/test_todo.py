"""Each source of things to do, one by one; most urgent first; what it costs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from directory import make
from factories import make_edition, make_user, submission
from flask import Flask

from assembly import clock, mail
from assembly.accounts.service.people import add_person
from assembly.agenda.service.sessions import add_session
from assembly.calendar.service import publish_programme
from assembly.cochairs.facts import ProposalFacts
from assembly.cochairs.service.proposals import propose, turn_down, withdraw
from assembly.communities.jobs import take_up_typed_names
from assembly.editions.queries.editions import place_counts, pool_of
from assembly.extensions import db
from assembly.models import (
    AppearanceRole,
    AppearanceState,
    BadAddress,
    Bilingual,
    DeclarationText,
    Edition,
    Mail,
    MailState,
    Medium,
    Mode,
    Presence,
    RecordingState,
    Registration,
    Session,
    SessionKind,
    State,
    TrackKind,
)
from assembly.office import todo
from assembly.office.todo import to_do
from assembly.office.todo.desk import Desk, Todo, Urgency
from assembly.office.todo.edition import opening
from assembly.recordings.form_values import TrackFacts
from assembly.recordings.service import add_recording, add_track, change_track
from assembly.registration.service.registering import register
from assembly.report.service import publish as publish_report
from assembly.report.service import withdraw as withdraw_report
from assembly.security import Permission
from assembly.signatures.service.declaration import save_declaration
from assembly.speakers.service.appearances import add_appearance
from assembly.transactions import writing


@pytest.fixture
def edition(ctx: Flask) -> Edition:
    """A published programme of one session, ten places, the declaration's text, nothing to do."""
    with writing(), mail.withheld():
        edition = make_edition(size=10)
        make("rzeszow", "Rzeszów")
        add(edition, "Opening", "Ouverture")
        publish(edition)
        save_declaration(Bilingual("We join forces.", "Nous unissons nos forces."), seen=0)
    assert all_of(edition) == []
    return edition


def add(edition: Edition, english: str, french: str, minutes: int = 0) -> Session:
    return add_session(
        edition,
        kind=SessionKind.PANEL,
        title=Bilingual(english, french),
        abstract=Bilingual(),
        starts_at=edition.starts_at + timedelta(minutes=minutes),
        ends_at=edition.starts_at + timedelta(minutes=minutes + 30),
    )


def publish(edition: Edition) -> None:
    publish_programme(edition, name="Programme", note=Bilingual())


def all_of(edition: Edition) -> list[Todo]:
    """Everything but the checklist of the settings, of which a small edition of tests lacks most."""
    return [one for one in to_do(Desk(edition), lambda _permission: True) if one.endpoint != "settings.checklist"]


def words(edition: Edition) -> list[str]:
    return [one.words for one in all_of(edition)]


def session_of(edition: Edition) -> Session:
    return db.session.query(Session).filter_by(edition_id=edition.id).first()


def people(edition: Edition, count: int, state: State = State.CONFIRMED) -> None:
    """So many register, and stand where the office or time has brought them."""
    for number in range(count):
        register(edition, submission(number, family=chr(ord("a") + number % 26) * 8))  # nobody like another
    for one in db.session.query(Registration).filter_by(edition_id=edition.id):
        one.state = state


def test_mails_that_failed(edition: Edition) -> None:
    with writing():
        register(edition, submission())
        db.session.query(Mail).one().state = MailState.FAILED
    (one,) = all_of(edition)
    assert (one.words, one.urgency, one.values) == ("1 email could not be delivered", Urgency.NOW, {"state": "failed"})


def test_a_declaration_without_text(edition: Edition) -> None:
    with writing():
        db.session.query(DeclarationText).delete()
    (one,) = all_of(edition)
    assert (one.words, one.endpoint) == ("The text of the declaration is missing", "declaration_office.text")


def test_people_who_wait_for_an_answer(edition: Edition) -> None:
    with writing(), mail.withheld():
        people(edition, 2, State.IN_REVIEW)
    assert words(edition) == ["Answer 2 requests"]


def test_people_waiting_in_the_last_days(edition: Edition) -> None:
    with writing(), mail.withheld():
        people(edition, 2, State.WAITING)
    assert words(edition) == []
    with writing():
        place_counts(edition)[Mode.ON_SITE].closes_at = clock.now() + timedelta(days=6)
    assert words(edition) == ["2 people are waiting for a place"]


def test_a_name_the_directory_does_not_know(edition: Edition) -> None:
    with writing(), mail.withheld():
        register(edition, submission(place="Nowhere on Sea"))
    take_up_typed_names()
    assert words(edition) == ["1 name is not in the directory"]


def test_an_address_that_does_not_work(edition: Edition) -> None:
    with writing(), mail.withheld():
        register(edition, submission(1))
        db.session.add(BadAddress(email_key="mayor1@example.org", at=clock.now(), reason="550"))
    assert words(edition) == ["1 email address does not work"]


@pytest.mark.turns(2)
@pytest.mark.parametrize(("taken", "expected"), [(8, []), (9, ["1 place left in the room"])])
def test_the_room_is_nearly_full(edition: Edition, taken: int, expected: list[str]) -> None:
    with writing():
        pool_of(edition, Mode.ON_SITE).taken = taken
    assert words(edition) == expected


def test_a_missing_language_is_named(edition: Edition) -> None:
    with writing():
        add(edition, "Debate", "", 60)
        add(edition, "Closing", "Clôture", 120).abstract = Bilingual("", "En français")
    assert words(edition)[:2] == ["English text missing in 1 session", "French text missing in 1 session"]


def test_a_programme_never_published(edition: Edition) -> None:
    with writing():
        other = make_edition("2032")
        add(other, "Opening", "Ouverture")
    assert words(other) == ["Publish the programme"]


def test_a_programme_changed_since_and_then_published(edition: Edition) -> None:
    with writing():
        session_of(edition).starts_at += timedelta(minutes=5)
    assert words(edition) == ["1 session has changed"]
    with writing():
        publish(edition)
    assert words(edition) == []


def test_proposed_speakers_wait_for_an_answer(edition: Edition) -> None:
    with writing():
        by = make_user("co_chair", edition=edition)
        first, second = (propose(edition, session_of(edition), name=one, why="x", by=by) for one in ("Eva", "Ida"))
    (one,) = all_of(edition)
    assert (one.words, one.endpoint) == ("Answer 2 proposals from the co-chairs", "speakers_office.listing")
    with writing():
        withdraw(first)
        turn_down(second, why="", by="z", seen=ProposalFacts.of(second).mark)
    assert words(edition) == []


MISSING = "Something is missing for 1 speaker"


def speaker(edition: Edition, state: AppearanceState) -> None:
    person = add_person(given="Ana", family="Silva", name_lang="pt", grammatical_form=None, mail_lang="en")
    add_appearance(
        session_of(edition), person, AppearanceRole.SPEAKER, presence=Presence.IN_PERSON, mandate=None, state=state
    )


@pytest.mark.turns(2)
@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (AppearanceState.INVITED, ["1 speaker has not confirmed", MISSING]),
        (AppearanceState.CONFIRMED, ["1 session has changed", MISSING]),
        (AppearanceState.DECLINED, []),
    ],
)
def test_speakers_who_are_silent(edition: Edition, state: AppearanceState, expected: list[str]) -> None:
    with writing():
        speaker(edition, state)
    assert words(edition) == expected


@pytest.mark.turns(2)
@pytest.mark.parametrize(("days", "expected"), [(31, []), (30, [MISSING]), (1, [MISSING]), (-1, [])])
def test_incomplete_speakers_in_the_last_weeks(edition: Edition, days: int, expected: list[str]) -> None:
    with writing():
        speaker(edition, AppearanceState.INVITED)
    with clock.at(edition.starts_at - timedelta(days=days)):
        assert [one for one in words(edition) if one == MISSING] == expected


def test_videos_without_an_address_after_the_assembly(edition: Edition) -> None:
    with writing():
        awaited = TrackFacts("fr", TrackKind.ORIGINAL, Medium.VIDEO, "", date(2031, 5, 1))
        recording = add_recording(edition, session_of(edition), state=RecordingState.PUBLIC)
        track = add_track(recording, awaited)
    assert words(edition) == []
    with clock.at(edition.ends_at + timedelta(days=1)):
        assert words(edition)[0] == "1 video is not online"
        with writing():
            online = TrackFacts("fr", TrackKind.ORIGINAL, Medium.VIDEO, "https://video.example.org/1", None)
            change_track(track, online, seen=awaited.mark)
        assert "1 video is not online" not in words(edition)


def test_the_report_is_asked_for_then_awaited(edition: Edition) -> None:
    with clock.at(edition.ends_at + timedelta(days=1)):
        assert words(edition) == ["Check the figures, then write the article"]
    with clock.at(edition.ends_at + timedelta(days=4)):
        assert words(edition) == ["Publish the report"]
        with writing():
            report = publish_report(edition, title=Bilingual("Headline", "Titre"))
        assert words(edition) == []
        with writing():
            withdraw_report(report, why=Bilingual("Wrong", "Faux"))
        assert words(edition) == ["Publish the report"]


def test_one_language_changed_later_than_the_other(edition: Edition) -> None:
    with clock.at(clock.now() + timedelta(hours=1)), writing():
        session_of(edition).title = Bilingual("Grand opening", "Ouverture")
        edition.purpose = Bilingual("To test", "Essayer encore")
        db.session.flush()
        publish(edition)
    assert words(edition) == [
        "Check the translation of 1 session",
        "Check the translation of the wording for this assembly",
    ]


def source(urgency: Urgency, count: int) -> Callable[[Desk], list[Todo]]:
    return lambda _desk: [Todo(urgency, f"{urgency.name} {number}", "", "", "") for number in range(count)]


def test_the_most_urgent_comes_first(edition: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    sources = [source(Urgency.LATER, 3), source(Urgency.NOW, 2), source(Urgency.SOON, 4)]
    monkeypatch.setattr(todo, "SOURCES", tuple((Permission.PUBLISH, one) for one in sources))
    soon, later = [f"SOON {number}" for number in range(4)], [f"LATER {number}" for number in range(3)]
    assert words(edition) == ["NOW 0", "NOW 1", *soon, *later]


def test_missing_settings_are_told_when_open(edition: Edition) -> None:
    (one,) = opening(Desk(edition))
    assert one.words.endswith("items are missing from the settings")
    assert one.endpoint == "settings.checklist"
    with clock.at(edition.ends_at + timedelta(days=1)):
        assert opening(Desk(edition)) == []


def test_an_offer_to_somebody_without_address(edition: Edition) -> None:
    with writing():
        people(edition, 2, State.OFFERED)
        assert words(edition) == []
        db.session.query(Registration).filter_by(edition_id=edition.id).first().person.email = None  # type: ignore[union-attr]
    assert words(edition) == ["1 person offered a place can only be reached by phone"]


def test_nobody_is_told_beyond_their_rights(edition: Edition) -> None:
    with writing():
        register(edition, submission())
        db.session.query(Mail).one().state = MailState.FAILED
    told = to_do(Desk(edition), lambda permission: permission is not Permission.SEE_MAILS)
    assert {one.endpoint for one in told} == {"settings.checklist"}
