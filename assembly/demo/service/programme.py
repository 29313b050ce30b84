"""The programme: who speaks where, what they said, what was announced and recorded.

That of the assembly to come is complete, and beside it the draft has one of each state an organiser meets: a hidden
session, one not published yet, somebody who has not answered and somebody who said no, a quote to approve;
and the co-chairs have proposed others.
"""

from collections.abc import Iterable
from datetime import timedelta

from assembly import clock
from assembly.accounts.queries import user_by_email
from assembly.accounts.service.people import add_person, find_or_add_person
from assembly.agenda.service.sessions import add_room, add_session
from assembly.calendar.service import publish_programme
from assembly.cochairs.service.proposals import comment_on, propose
from assembly.communities.queries import by_code
from assembly.demo.service.files import day, instants_of, picked, rows, words
from assembly.demo.service.portraits import portrait
from assembly.demo.service.recordings import add_recordings
from assembly.models import (
    AppearanceRole,
    AppearanceState,
    Bilingual,
    Edition,
    Mandate,
    MandateRole,
    Person,
    Presence,
    Room,
    Session,
    SessionKind,
    User,
)
from assembly.speakers.facts import AnnouncementFacts, ProfileFacts
from assembly.speakers.service.announcements import add_announcement
from assembly.speakers.service.appearances import add_appearance
from assembly.speakers.service.mandates import add_mandate
from assembly.speakers.service.people import add_speaker, set_portrait
from assembly.speakers.service.quotes import add_quote, approve_quote
from assembly.values import present


def publish(edition: Edition, people: dict[str, list[Mandate]]) -> None:
    """Rooms, sessions and appearances, published three weeks before the day; then what became of them."""
    rooms: dict[str, Room] = {}
    sessions = _add_sessions(edition, rooms, "", "hidden")
    _add_appearances(edition, sessions, people)
    _add_profiles(edition, people)
    with clock.at(min(edition.starts_at - timedelta(days=21), clock.now())):
        publish_programme(edition, name="Programme", note=Bilingual())
    _add_sessions(edition, rooms, "draft")
    _add_words(edition, people)
    _add_proposals(edition, sessions)
    add_recordings(edition, sessions, people)


def add_people(slugs: Iterable[str]) -> dict[str, list[Mandate]]:
    """Those whom the sources name and those invented for one of these editions: their mandates, by the code of the
    file."""
    mandates: dict[str, list[Mandate]] = {}
    files = ("people.csv", *(f"{slug}/people.csv" for slug in slugs))
    for row in (row for name in files for row in rows(name)):
        known = mandates.get(row["code"])
        person = known[0].person if known else _person_in_office(row)
        mandates.setdefault(row["code"], []).append(_add_mandate(row, person))
    return mandates


def _person_in_office(row: dict[str, str]) -> Person:
    """The registered person of that name, or somebody who only speaks."""
    registered = (one["email"] for one in rows("2023/registrations.csv") if one["family"] == row["family"])
    email = next(registered, None)
    if email is None:
        person = add_person(
            **picked(row, "given", "family", "name_lang"),
            grammatical_form=row["grammatical_form"] or None,
            mail_lang="en",
        )
    else:
        person = find_or_add_person(given=row["given"], family=row["family"], email=email, mail_lang="en")
    person.in_public_office = row["role"] != MandateRole.OTHER
    return person


def _add_mandate(row: dict[str, str], person: Person) -> Mandate:
    return add_mandate(
        person,
        MandateRole(row["role"]),
        community=by_code(row["community"]),
        body=words(row, "body"),
        function=words(row, "function"),
        from_on=day(row["from_on"]),
        to_on=day(row["to_on"]),
    )


def _add_sessions(edition: Edition, rooms: dict[str, Room], *stages: str) -> dict[str, Session]:
    """The sessions of these stages by their English title; `rooms` are those there are, by their English name."""
    instant = instants_of(edition.zone)
    sessions: dict[str, Session] = {}
    for row in rows(f"{edition.slug}/sessions.csv"):
        if row.get("stage", "") not in stages:
            continue
        if row["room_en"] and row["room_en"] not in rooms:
            rooms[row["room_en"]] = add_room(edition.venue, words(row, "room"))
        session = add_session(
            edition,
            kind=SessionKind(row["kind"]),
            title=words(row, "title"),
            abstract=words(row, "abstract"),
            starts_at=instant(row["starts_at"]),
            ends_at=instant(row["ends_at"]),
            room=rooms.get(row["room_en"]),
            spoken=row.get("spoken", row["into"]).split(),
            into=row["into"].split(),
            captions=row.get("captions", "").split(),
            key_messages=words(row, "key_messages"),
        )
        session.hidden = row.get("stage") == "hidden"
        sessions[row["title_en"]] = session
    return sessions


def _add_appearances(edition: Edition, sessions: dict[str, Session], people: dict[str, list[Mandate]]) -> None:
    for row in rows(f"{edition.slug}/appearances.csv"):
        mandate = people[row["person"]][-1]
        add_appearance(
            sessions[row["session"]],
            mandate.person,
            AppearanceRole(row["role"]),
            presence=Presence(row["presence"]),
            mandate=mandate,
            state=AppearanceState(row.get("state", AppearanceState.CONFIRMED)),
            position=int(row["position"]),
        )


def _add_profiles(edition: Edition, people: dict[str, list[Mandate]]) -> None:
    """What the edition says of its speakers, with portraits drawn by code."""
    for row in rows(f"{edition.slug}/speakers.csv"):
        speaker = add_speaker(edition, people[row["person"]][-1].person)
        agreed = {"yes": True, "no": False}
        profile = ProfileFacts(words(row, "biography"), row["pronunciation"], row["liaison"], agreed.get(row["agreed"]))
        profile.write(speaker)
        speaker.agreed_at = clock.now() if profile.agreed is not None else None
        if row["portrait"]:
            set_portrait(speaker, portrait(row["person"], long_hair=row["portrait"] == "long"), seen="")


def _add_words(edition: Edition, people: dict[str, list[Mandate]]) -> None:
    """Quotes, approved where the file says by whom, and announcements."""
    for number, row in enumerate(rows(f"{edition.slug}/quotes.csv")):
        quote = add_quote(
            edition,
            people[row["person"]][-1],
            words(row, "words"),
            **picked(row, "original_lang", "source"),
            position=number,
        )
        quote.original = row.get("original", "")
        quote.caption = words(row, "caption")
        if row["approved_by"]:
            approve_quote(quote, by=row["approved_by"])
    for row in rows(f"{edition.slug}/announcements.csv"):
        facts = AnnouncementFacts(
            title=words(row, "title"),
            text=words(row, "text"),
            partners=words(row, "partners"),
            languages=words(row, "languages"),
            planned_on=day(row["planned_on"]),
            **picked(row, "link", "source"),
        )
        add_announcement(edition, facts)


def _add_proposals(edition: Edition, sessions: dict[str, Session]) -> None:
    """Whom the co-chairs propose, those of one session in their order, and what is said about it."""
    for row in rows(f"{edition.slug}/proposals.csv"):
        by = _account(row["proposed_by"])
        idea = propose(edition, sessions[row["session"]], name=row["name"], why=row["why"], by=by)
        if row["comment"]:
            comment_on(idea, row["comment"], by=_account(row["commented_by"]).name)


def _account(email: str) -> User:
    return present(user_by_email(email), LookupError(email))
