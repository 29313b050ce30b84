"""Editions, and what happened to their registrations."""

from datetime import date
from typing import Any

from sqlalchemy import select

from assembly import clock
from assembly.access.queries import valid_badge
from assembly.checkin.queries import doors
from assembly.checkin.service import ShownCode, record_scans
from assembly.communities.queries import by_code
from assembly.demo.service.files import facts_in, instants_of, picked, rows, text_of
from assembly.editions.service import editions as edition_service
from assembly.editions.service import practical
from assembly.editions.service.doors import add_door
from assembly.extensions import read_one
from assembly.live.service import StreamFacts, add_stream
from assembly.models import (
    Bilingual,
    Door,
    DoorKind,
    Edition,
    Mode,
    QuestionKind,
    Registration,
    Represents,
    Topic,
    Venue,
)
from assembly.questions.service import questions as question_service
from assembly.questions.service.questions import Asked
from assembly.registration.service import leaving, registering
from assembly.registration.service.submission import Submission
from assembly.sealed import unseal
from assembly.values import present


def add_edition(slug: str) -> Edition:
    """The edition with its venue, places and doors, as its file says."""
    facts: dict[str, Any] = facts_in(text_of(f"{slug}/edition.yaml"))
    zone = facts["zone"]
    instant = instants_of(zone)

    venue = facts["venue"]
    names = ("body_name", "name", "purpose", "host_event", "body", "vision")
    texts: dict[str, Any] = {name: Bilingual(**facts[name]) for name in names}
    edition = edition_service.add_edition(
        slug=slug,
        ordinal=facts["ordinal"],
        **texts,
        venue=Venue(
            name=Bilingual(**venue["name"]),
            city=Bilingual(**venue["city"]),
            address=venue["address"],
            latitude=venue.get("latitude"),
            longitude=venue.get("longitude"),
        ),
        zone=zone,
        starts_at=instant(facts["starts_at"]),
        ends_at=instant(facts["ends_at"]),
        lead_up_from_on=date.fromisoformat(facts["lead_up_from_on"]),
        contact_email=facts["contact_email"],
        is_demo=True,
    )
    for places in facts["places"]:
        edition_service.offer_places(
            edition,
            Mode(places["mode"]),
            opens_at=instant(places["opens_at"]),
            closes_at=instant(places["closes_at"]),
            size=places.get("size"),
        )
    if "stream_url" in facts:
        add_stream(edition, StreamFacts("", facts["stream_url"]))
    for door in facts["doors"]:
        add_door(edition, door["code"], DoorKind(door["kind"]))
    for topic, text in facts.get("practical", {}).items():
        practical.say_practical(edition, Topic(topic), Bilingual(**text))
    for question in facts.get("questions", ()):
        question_service.add_question(edition, _asked(question))
    return edition


def _asked(facts: dict[str, Any]) -> Asked:
    return Asked(
        kind=QuestionKind(facts["kind"]),
        words=Bilingual(**facts["words"]),
        purpose=Bilingual(**facts["purpose"]),
        options=tuple(Bilingual(**option) for option in facts.get("options", ())),
    )


def replay(edition: Edition) -> None:
    """Registrations, cancellations and admissions in the order in which they happened."""
    registrations = list(rows(f"{edition.slug}/registrations.csv"))
    gates = {door.code: door for door in doors(edition)}
    made: dict[str, Registration] = {}
    kinds = ("registered_at", "cancelled_at", "admitted_at")
    acts = [(row[when], when, row) for row in registrations for when in kinds if row[when]]
    for wall, act, row in sorted(acts, key=lambda one: one[0]):
        with clock.at(instants_of(edition.zone)(wall)):
            if act == "registered_at":
                made[row["n"]] = _register(edition, row)
            elif act == "cancelled_at":
                leaving.cancel(made[row["n"]])
            else:
                admit(made[row["n"]], gates[row["door"]], f"demo-{edition.slug}-{row['n']}")


def registered(edition: Edition, number: str) -> Registration | None:
    """The registration made of the row of the file with this number."""
    mine = Registration.edition_id == edition.id, Registration.idempotency_key == _key(edition, number)
    return read_one(select(Registration).where(*mine))


def admit(registration: Registration, door: Door, scan_id: str) -> None:
    """Scan their code now at a door, unless it is no longer valid."""
    badge = valid_badge(registration)
    if badge is not None:
        record_scans([ShownCode(scan_id, unseal(badge.token_sealed), door, clock.now())])


def _key(edition: Edition, number: str) -> str:
    return f"demo-{edition.slug}-{int(number):06d}"


def _register(edition: Edition, row: dict[str, str]) -> Registration:
    community = by_code(row["community"])
    registering.register(
        edition,
        Submission(
            key=_key(edition, row["n"]),
            represents=Represents(row["represents"]),
            place=community.native_name if community else row["org_text"],
            **picked(row, "given", "family", "function", "email", "lang"),
            mode=Mode(row["mode"]),
            origin="demo",
        ),
    )
    made = present(registered(edition, row["n"]), LookupError(row["n"]))
    made.person.name_lang = row["name_lang"]
    made.person.grammatical_form = row["grammatical_form"] or None
    return made
