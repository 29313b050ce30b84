"""Reads of the picture library, and of the people a picture may show."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import false, or_, select

from assembly.accounts.queries import name_key
from assembly.extensions import db
from assembly.models import (
    Appearance,
    Consent,
    Edition,
    NoticeKind,
    Person,
    Picture,
    PictureKind,
    PictureOf,
    Registration,
    Session,
)

_LINE = re.compile(r"(?P<name>.+?)\s*(?:\((?P<reference>[A-Z][0-9]+-[0-9]+)\))?")


@dataclass(frozen=True, slots=True)
class Unagreed:
    """Who is on a picture without having agreed to photographs: those who said no, those never asked."""

    refused: list[Person]
    never_asked: list[Person]

    def __bool__(self) -> bool:
        return bool(self.refused or self.never_asked)


def family_picture(edition: Edition) -> Picture | None:
    """The picture everybody is on."""
    return db.session.scalars(
        select(Picture)
        .where(Picture.edition_id == edition.id, Picture.kind == PictureKind.FAMILY)
        .order_by(Picture.id.desc())
        .limit(1)
    ).one_or_none()


def picture_by_code(code: str) -> Picture | None:
    """The picture of an address."""
    return db.session.scalars(select(Picture).where(Picture.code == code)).one_or_none()


def pictures(edition: Edition) -> list[Picture]:
    """The library of an edition, the newest first."""
    mine = select(Picture).where(Picture.edition_id == edition.id).order_by(Picture.id.desc())
    return list(db.session.scalars(mine))


def unagreed(edition: Edition) -> dict[str, Unagreed]:
    """For each picture of an edition, by its code, whom it shows without their consent at this edition."""
    shown = select(PictureOf.person_id).join(Picture).where(Picture.edition_id == edition.id)
    answers = (
        select(Registration.person_id, Consent.said_yes)
        .join(Consent, Consent.registration_id == Registration.id)
        .where(Registration.edition_id == edition.id, Registration.person_id.in_(shown))
        .where(Consent.kind == NoticeKind.PHOTO, Consent.ended_at.is_(None))
    )
    said: dict[int, bool] = {}
    for person, yes in db.session.execute(answers):  # who registered twice and said no once said no
        said[person] = yes and said.get(person, True)
    return {
        one.code: Unagreed(
            [person for person in one.persons if said.get(person.id) is False],
            [person for person in one.persons if person.id not in said],
        )
        for one in pictures(edition)
    }


def picture_here(edition: Edition, code: str) -> Picture | None:
    """One picture of this edition."""
    mine = select(Picture).where(Picture.edition_id == edition.id, Picture.code == code)
    return db.session.scalars(mine).one_or_none()


def persons_called(edition: Edition, line: str) -> list[Person]:
    """The speakers and registered people of an edition of this name, with the reference of one if there is one.

    `Jane Doe` may be several people; `Jane Doe (K7-42)` is one.
    """
    parts = _LINE.fullmatch(line)
    if parts is None:
        return []
    here = select(Registration.person_id).where(Registration.edition_id == edition.id)
    on_stage = select(Appearance.person_id).join(Session).where(Session.edition_id == edition.id)
    if parts["reference"]:
        here = here.where(Registration.spoken_ref == parts["reference"])
        on_stage = on_stage.where(false())
    wanted = or_(Person.id.in_(here), Person.id.in_(on_stage))
    named = Person.name_key == name_key(parts["name"], "")
    return list(db.session.scalars(select(Person).where(wanted, named).order_by(Person.id)))


def names_of(picture: Picture) -> list[str]:
    """Each person shown as `persons_called` finds them again."""
    return [_line_of(picture.edition, one) for one in picture.persons]


def _line_of(edition: Edition, person: Person) -> str:
    if len(persons_called(edition, person.full_name)) < 2:
        return person.full_name
    reference = db.session.scalar(
        select(Registration.spoken_ref).where(
            Registration.edition_id == edition.id, Registration.person_id == person.id
        )
    )
    return f"{person.full_name} ({reference})" if reference else person.full_name
