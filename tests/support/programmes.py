"""Published programmes for tests of what visitors see."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import insert, select

from assembly import clock
from assembly.accounts.service.people import add_person
from assembly.agenda.service.sessions import add_room, add_session
from assembly.calendar.service import publish_programme
from assembly.extensions import db
from assembly.models import (
    AppearanceRole,
    AppearanceState,
    Bilingual,
    Edition,
    Person,
    Presence,
    Release,
    ReleasedAppearance,
    ReleasedSession,
    Room,
    Session,
    SessionKind,
    Status,
)
from assembly.sealed import new_code
from assembly.speakers.service.appearances import add_appearance


def add(edition: Edition, title: str, begins: int, ends: int, **facts: Any) -> Session:
    """A panel of the draft, so many minutes after the edition begins; inside `writing()`."""
    said: dict[str, Any] = {"kind": SessionKind.PANEL, "abstract": Bilingual()}
    return add_session(
        edition,
        title=Bilingual(title, f"{title} (fr)"),
        starts_at=edition.starts_at + timedelta(minutes=begins),
        ends_at=edition.starts_at + timedelta(minutes=ends),
        **(said | facts),
    )


def room(edition: Edition, name: str) -> Room:
    """A room of the venue."""
    return add_room(edition.venue, Bilingual(name, f"{name} (fr)"))


def speak(session: Session, name: str, state: AppearanceState = AppearanceState.CONFIRMED) -> None:
    """Somebody in a session, who has confirmed."""
    given, _space, family = name.rpartition(" ")
    person = add_person(given=given or "Ada", family=family, name_lang="", grammatical_form=None, mail_lang="en")
    add_appearance(session, person, AppearanceRole.SPEAKER, presence=Presence.IN_PERSON, mandate=None, state=state)


def publish(edition: Edition, note: str = "") -> Release:
    """Release the draft with a note to visitors."""
    return publish_programme(edition, name="Programme", note=Bilingual(note, f"{note} (fr)" if note else ""))


def two_rooms(edition: Edition) -> dict[str, Session]:
    """An opening for all, two sessions at once, and a closing; published."""
    hall, small = room(edition, "Hall"), room(edition, "Small room")
    found = {
        "opening": add(edition, "Opening", 0, 30, room=hall, spoken=["en"], into=["en", "fr"]),
        "left": add(edition, "Left", 30, 90, room=hall, spoken=["en"]),
        "right": add(edition, "Right", 30, 75, room=small, spoken=["fr"], kind=SessionKind.NETWORKING),
        "closing": add(edition, "Closing", 90, 120, room=hall, spoken=["en"]),
    }
    publish(edition)
    return found


def many(edition: Edition, count: int) -> None:
    """So many published sessions in four rooms with a speaker each, set-wise; inside `writing()`."""
    release = Release(
        edition_id=edition.id, number=1, name="1", note=Bilingual("Here", "Voici"), at=clock.now(), by="x"
    )
    db.session.add(release)
    person = add_person(given="Ada", family="Lovelace", name_lang="en", grammatical_form="f", mail_lang="en")
    db.session.flush()
    rows = [_session_row(edition, number) for number in range(count)]
    db.session.execute(insert(Session), rows)
    ids = dict(db.session.execute(select(Session.code, Session.id).where(Session.edition_id == edition.id)).all())
    copies = [_released_row(row, ids[row["code"]], release) for row in rows]
    db.session.execute(insert(ReleasedSession), copies)
    db.session.execute(insert(ReleasedAppearance), [_appearance_row(row, person) for row in copies])


def _session_row(edition: Edition, number: int) -> dict[str, Any]:
    begins = edition.starts_at + timedelta(minutes=30 * (number // 4))
    return {
        "edition_id": edition.id,
        "code": new_code(),
        "kind": SessionKind.PANEL,
        "starts_at": begins,
        "ends_at": begins + timedelta(minutes=30),
        "title_en": f"A session with a title of usual length {number}",
        "title_fr": f"Une séance au titre de longueur habituelle {number}",
        "abstract_en": "",
        "abstract_fr": "",
        "key_messages_en": "",
        "key_messages_fr": "",
        "words_changed": {},
    }


def _released_row(row: dict[str, Any], session_id: int, release: Release) -> dict[str, Any]:
    number = int(row["title_en"].rpartition(" ")[2])
    copied = {name: value for name, value in row.items() if name not in {"edition_id"} and "key_" not in name}
    return copied | {
        "release_id": release.id,
        "session_id": session_id,
        "room_en": f"Room {number % 4}",
        "room_fr": f"Salle {number % 4}",
        "spoken": ["en"],
        "into": ["fr"],
        "signed": [],
        "captions": [],
        "status": Status.SCHEDULED,
        "ics_sequence": 0,
        "ics_changed_at": release.at,
    }


def _appearance_row(row: dict[str, Any], person: Person) -> dict[str, Any]:
    return {
        "release_id": row["release_id"],
        "session_id": row["session_id"],
        "person_id": person.id,
        "role": AppearanceRole.SPEAKER,
        "presence": Presence.IN_PERSON,
        "position": 0,
        "name": "Ada Lovelace",
        "name_lang": "en",
        "function_en": "Countess",
        "function_fr": "Comtesse",
        "words_changed": {},
    }
