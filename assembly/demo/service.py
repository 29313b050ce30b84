"""The demo editions, told again through the services a person uses, each act at its own time.

All of it is one write transaction: an interrupted load leaves nothing behind. Mails are withheld.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import select

from assembly import clock, mail
from assembly.accounts.service import add_person, add_user, find_or_add_person
from assembly.agenda import service as agenda
from assembly.calendar.service import publish_programme
from assembly.checkin.queries import doors
from assembly.checkin.service import ShownCode, record_scans
from assembly.communities.queries import by_code
from assembly.communities.service import add_community, record_signature, set_balance
from assembly.editions.queries import all_editions
from assembly.editions.service import add_door, add_edition, offer_places
from assembly.extensions import db
from assembly.models import (
    AppearanceRole,
    AppearanceState,
    Bilingual,
    CommunityKind,
    DoorKind,
    Edition,
    Mandate,
    MandateRole,
    Mode,
    Person,
    Presence,
    Recording,
    Registration,
    Represents,
    Room,
    Session,
    SessionKind,
    SignatureKind,
    TrackKind,
    Venue,
)
from assembly.recordings.service import add_recording, add_track
from assembly.registration import service as registration
from assembly.registration.queries import valid_badge
from assembly.sealed import unseal
from assembly.speakers.service import add_announcement, add_appearance, add_mandate, add_quote, approve_quote

DATA = Path(__file__).parent / "data"
EDITIONS = ("2023", "2024", "2025", "2026", "2027")
ACCOUNTS = (
    ("organiser", "organiser@example.org", "Olga Organiser", "the mayors are coming"),
    ("co_chair", "cochair@example.org", "Camille Co-chair", "the floor is yours"),
    ("door", "door@example.org", "Dominique Door", "welcome to the square"),
)
"Role, address, name, passphrase: printed by `make run`, refused outside demo mode."


def is_loaded() -> bool:
    """Whether there is any edition, ours or somebody's own: nothing is ever loaded beside it."""
    return bool(all_editions())


def load() -> None:
    """Everything, inside one `writing()`."""
    with mail.withheld():
        for row in _rows("communities.csv"):
            _add_community(row)
        for row in _rows("balances.csv"):
            set_balance(
                SignatureKind(row["kind"]),
                count=int(row["count"]),
                as_of_on=date.fromisoformat(row["as_of_on"]),
                source=row["source"],
            )
        editions = {slug: _add_edition(slug) for slug in EDITIONS}
        for row in _rows("signatures.csv"):
            _record_signature(row, editions)
        for edition in editions.values():
            _replay(edition)
        people = _add_people()
        for edition in editions.values():
            _publish_programme(edition, people)
        for role, email, name, passphrase in ACCOUNTS:
            add_user(email=email, name=name, lang="en", passphrase=passphrase, role=role, is_demo=True)


def _rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a file; of a past edition some files are not known and do not exist."""
    if not (DATA / name).exists():
        return
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _add_community(row: dict[str, str]) -> None:
    add_community(
        code=row["code"],
        native_name=row["native_name"],
        names=Bilingual(row["name_en"], row["name_fr"]),
        kind=CommunityKind(row["kind"]),
        country=row["country"],
        nuts=row["nuts"],
        nuts_version=row["nuts_version"],
        population=int(row["population"]) if row["population"] else None,
        variants=row["variants"].split("|"),
    )


def _add_edition(slug: str) -> Edition:
    facts: dict[str, Any] = yaml.safe_load((DATA / slug / "edition.yaml").read_text(encoding="utf-8"))
    zone = facts["zone"]

    def instant(text: str) -> datetime:
        return clock.from_local(datetime.fromisoformat(text), zone)

    venue = facts["venue"]
    edition = add_edition(
        slug=facts["slug"],
        ordinal=facts["ordinal"],
        body_name=Bilingual(**facts["body_name"]),
        name=Bilingual(**facts["name"]),
        purpose=Bilingual(**facts["purpose"]),
        host_event=Bilingual(**facts["host_event"]),
        venue=Venue(name=Bilingual(**venue["name"]), city=Bilingual(**venue["city"]), address=venue["address"]),
        zone=zone,
        starts_at=instant(facts["starts_at"]),
        ends_at=instant(facts["ends_at"]),
        lead_up_from_on=date.fromisoformat(facts["lead_up_from_on"]),
        contact_email=facts["contact_email"],
        is_demo=True,
    )
    for places in facts["places"]:
        offer_places(
            edition,
            Mode(places["mode"]),
            opens_at=instant(places["opens_at"]),
            closes_at=instant(places["closes_at"]),
            size=places.get("size"),
        )
    for door in facts["doors"]:
        add_door(edition, door["code"], DoorKind(door["kind"]))
    return edition


def _record_signature(row: dict[str, str], editions: dict[str, Edition]) -> None:
    community = by_code(row["community"])
    if community is None:
        raise LookupError(f"signatures.csv names an unknown community: {row['community']}")
    record_signature(
        community,
        SignatureKind(row["kind"]),
        signed_on=date.fromisoformat(row["signed_on"]),
        edition=editions.get(row["edition"]),
        source=row["source"],
    )


def _replay(edition: Edition) -> None:
    """Registrations, cancellations and admissions in the order in which they happened."""
    rows = list(_rows(f"{edition.slug}/registrations.csv"))
    gates = {door.code: door for door in doors(edition)}
    made: dict[str, Registration] = {}
    acts = [
        (row[when], when, row) for row in rows for when in ("registered_at", "cancelled_at", "admitted_at") if row[when]
    ]
    for wall, act, row in sorted(acts, key=lambda one: one[0]):
        at = clock.from_local(datetime.fromisoformat(wall), edition.zone)
        with clock.at(at):
            if act == "registered_at":
                made[row["n"]] = _register(edition, row)
            elif act == "cancelled_at":
                registration.cancel(made[row["n"]])
            else:
                badge = valid_badge(made[row["n"]])
                if badge is not None:
                    shown = ShownCode(
                        f"demo-{edition.slug}-{row['n']}", unseal(badge.token_sealed), gates[row["door"]], at
                    )
                    record_scans([shown])


def _register(edition: Edition, row: dict[str, str]) -> Registration:
    community = by_code(row["community"])
    key = f"demo-{edition.slug}-{int(row['n']):06d}"
    registration.register(
        edition,
        registration.Submission(
            key=key,
            represents=Represents(row["represents"]),
            place=community.native_name if community else row["org_text"],
            given=row["given"],
            family=row["family"],
            function=row["function"],
            email=row["email"],
            mode=Mode(row["mode"]),
            lang=row["lang"],
            origin="demo",
        ),
    )
    made = db.session.scalars(select(Registration).where(Registration.idempotency_key == key)).one()
    made.person.name_lang = row["name_lang"]
    made.person.grammatical_form = row["grammatical_form"] or None
    return made


def _add_people() -> dict[str, list[Mandate]]:
    """Those in public office whom the sources name: their mandates, by the code of the file."""
    mandates: dict[str, list[Mandate]] = {}
    for row in _rows("people.csv"):
        known = mandates.get(row["code"])
        person = known[0].person if known else _person_in_office(row)
        mandates.setdefault(row["code"], []).append(_add_mandate(row, person))
    return mandates


def _person_in_office(row: dict[str, str]) -> Person:
    """The registered person of that name, or somebody who only speaks."""
    registered = (one["email"] for one in _rows("2023/registrations.csv") if one["family"] == row["family"])
    email = next(registered, None)
    if email is None:
        person = add_person(
            given=row["given"],
            family=row["family"],
            name_lang=row["name_lang"],
            grammatical_form=row["grammatical_form"] or None,
            mail_lang="en",
        )
    else:
        person = find_or_add_person(given=row["given"], family=row["family"], email=email, mail_lang="en")
    person.in_public_office = True
    return person


def _add_mandate(row: dict[str, str], person: Person) -> Mandate:
    return add_mandate(
        person,
        MandateRole(row["role"]),
        community=by_code(row["community"]),
        body=Bilingual(row["body_en"], row["body_fr"]),
        function=Bilingual(row["function_en"], row["function_fr"]),
        from_on=_day(row["from_on"]),
        to_on=_day(row["to_on"]),
    )


def _publish_programme(edition: Edition, people: dict[str, list[Mandate]]) -> None:
    """Rooms, sessions and confirmed appearances, published three weeks before the day; then what was recorded."""

    def instant(text: str) -> datetime:
        return clock.from_local(datetime.fromisoformat(text), edition.zone)

    rooms: dict[str, Room] = {}
    sessions: dict[str, Session] = {}
    for row in _rows(f"{edition.slug}/sessions.csv"):
        if row["room_en"] and row["room_en"] not in rooms:
            rooms[row["room_en"]] = agenda.add_room(edition.venue, Bilingual(row["room_en"], row["room_fr"]))
        sessions[row["title_en"]] = agenda.add_session(
            edition,
            kind=SessionKind(row["kind"]),
            title=Bilingual(row["title_en"], row["title_fr"]),
            abstract=Bilingual(row["abstract_en"], row["abstract_fr"]),
            starts_at=instant(row["starts_at"]),
            ends_at=instant(row["ends_at"]),
            room=rooms.get(row["room_en"]),
            spoken=row["into"].split(),
            into=row["into"].split(),
        )
    for row in _rows(f"{edition.slug}/appearances.csv"):
        mandate = people[row["person"]][-1]
        add_appearance(
            sessions[row["session"]],
            mandate.person,
            AppearanceRole(row["role"]),
            presence=Presence(row["presence"]),
            mandate=mandate,
            state=AppearanceState.CONFIRMED,
            position=int(row["position"]),
        )
    with clock.at(min(edition.starts_at - timedelta(days=21), clock.now())):
        publish_programme(edition, name="Programme", note=Bilingual())
    for number, row in enumerate(_rows(f"{edition.slug}/quotes.csv")):
        quote = add_quote(
            edition,
            people[row["person"]][-1],
            Bilingual(row["words_en"], row["words_fr"]),
            original_lang=row["original_lang"],
            source=row["source"],
            position=number,
        )
        approve_quote(quote, by=row["approved_by"])
    for row in _rows(f"{edition.slug}/announcements.csv"):
        add_announcement(
            edition,
            title=Bilingual(row["title_en"], row["title_fr"]),
            text=Bilingual(row["text_en"], row["text_fr"]),
            partners=Bilingual(row["partners_en"], row["partners_fr"]),
            languages=Bilingual(row["languages_en"], row["languages_fr"]),
            planned_on=_day(row["planned_on"]),
            link=row["link"],
            source=row["source"],
        )
    recordings: dict[str, Recording] = {}
    for row in _rows(f"{edition.slug}/recordings.csv"):
        title = row["session"]
        if title not in recordings:
            recordings[title] = add_recording(sessions[title])
        add_track(
            recordings[title],
            row["lang"],
            TrackKind(row["kind"]),
            address=row["address"],
            online_on=_day(row["online_on"]),
            expected_on=None,
        )
