"""Reads of the picture library, and of the people a picture may show."""

import re
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import false, or_, select
from sqlalchemy.orm import selectinload

from assembly.accounts.queries import name_key
from assembly.extensions import db, read_all, read_one
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
from assembly.values import grouped

_LINE = re.compile(r"(?P<name>.+?)\s*(?:\((?P<reference>[A-Z][0-9]+-[0-9]+)\))?")


@dataclass(frozen=True, slots=True)
class Unagreed:
    """Who is on a picture without having agreed to photographs: those who said no, those who withdrew a yes, those
    never asked; and when the latest of them answered."""

    refused: list[Person]
    withdrawn: list[Person]
    never_asked: list[Person]
    latest_answer_at: datetime | None = None

    def __bool__(self) -> bool:
        return bool(self.refused or self.withdrawn or self.never_asked)

    def is_explained_by(self, picture: Picture) -> bool:
        """Whether somebody has said, after the latest answer, why the picture is shown all the same."""
        said_at = picture.consent_reason_at
        return said_at is not None and (self.latest_answer_at is None or self.latest_answer_at <= said_at)


def family_picture(edition: Edition) -> Picture | None:
    """The picture everybody is on."""
    return read_one(
        select(Picture)
        .where(Picture.edition_id == edition.id, Picture.kind == PictureKind.FAMILY)
        .order_by(Picture.id.desc())
        .limit(1)
    )


def pictures(edition: Edition) -> list[Picture]:
    """The library of an edition, the newest first."""
    return read_all(select(Picture).where(Picture.edition_id == edition.id).order_by(Picture.id.desc()))


def unagreed(edition: Edition) -> dict[str, Unagreed]:
    """For each picture of an edition, by its code, whom it shows without their consent at this edition."""
    return _unagreed_on(edition, pictures(edition))


def unagreed_of(edition: Edition, persons: list[Person]) -> Unagreed:
    """Which of these people have not agreed to photographs at this edition."""
    return _unagreed(persons, _answers(edition, {one.id for one in persons}))


def pictures_to_clear(edition: Edition) -> list[Picture]:
    """List the pictures with somebody who has not agreed, of which nobody has said why they are shown."""
    with_people = select(Picture).where(Picture.edition_id == edition.id, Picture.persons.any())
    shown = read_all(with_people.options(selectinload(Picture.persons)))
    without = _unagreed_on(edition, shown) if shown else {}
    return [one for one in shown if without[one.code] and not without[one.code].is_explained_by(one)]


def _unagreed_on(edition: Edition, shown: list[Picture]) -> dict[str, Unagreed]:
    answers = _answers(edition, {person.id for one in shown for person in one.persons})
    return {one.code: _unagreed(one.persons, answers) for one in shown}


def _answers(edition: Edition, persons: set[int]) -> dict[int, list[Consent]]:
    """What each of these people answered about photographs at this edition, first to last."""
    rows = db.session.execute(
        select(Registration.person_id, Consent)
        .join(Consent, Consent.registration_id == Registration.id)
        .where(Registration.edition_id == edition.id, Registration.person_id.in_(persons))
        .where(Consent.kind == NoticeKind.PHOTO)
        .order_by(Consent.id)
    )
    return grouped(rows)


def _unagreed(persons: list[Person], answers: dict[int, list[Consent]]) -> Unagreed:
    found, moments = Unagreed([], [], []), []
    for person in persons:
        given = answers.get(person.id, [])
        valid = [one for one in given if one.ended_at is None]
        if valid and all(one.said_yes for one in valid):
            continue
        if valid:  # whoever registered twice and said no once said no
            found.refused.append(person)
        else:
            (found.withdrawn if given and given[-1].said_yes else found.never_asked).append(person)
        moments += [one.ended_at or one.at for one in given]
    return replace(found, latest_answer_at=max(moments, default=None))


def persons_called(edition: Edition, line: str) -> list[Person]:
    """The speakers and registered people of an edition of this name, with the reference of one if there is one.

    `Jane Doe` may be several people; `Jane Doe (K7-42)` is one. A person in one of its pictures is found even if the
    session they spoke in was removed.
    """
    parts = _LINE.fullmatch(line)
    if parts is None:
        return []
    here = select(Registration.person_id).where(Registration.edition_id == edition.id)
    in_draft = (Session.edition_id == edition.id) & Session.removed_at.is_(None)
    on_stage = select(Appearance.person_id).join(Session).where(in_draft)
    shown = select(PictureOf.person_id).join(Picture).where(Picture.edition_id == edition.id)
    if parts["reference"]:
        here = here.where(Registration.spoken_ref == parts["reference"])
        on_stage, shown = on_stage.where(false()), shown.where(false())
    wanted = or_(Person.id.in_(here), Person.id.in_(on_stage), Person.id.in_(shown))
    named = Person.name_key == name_key(parts["name"], "")
    return read_all(select(Person).where(wanted, named).order_by(Person.id))


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
