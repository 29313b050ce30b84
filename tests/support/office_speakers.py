"""Speakers for the tests of the office."""

from __future__ import annotations

from io import BytesIO

from PIL import Image
from sqlalchemy import select

from assembly.extensions import db
from assembly.models import Edition, Person


def picture(width: int = 300, height: int = 200) -> tuple[BytesIO, str]:
    content, exif = BytesIO(), Image.Exif()
    exif[0x010F] = "A camera"
    Image.linear_gradient("L").resize((width, height)).save(content, "JPEG", exif=exif)
    return BytesIO(content.getvalue()), "me.jpg"


def person(family: str = "Arve") -> Person:
    return db.session.scalars(select(Person).where(Person.family == family)).one()


def edition(slug: str = "2027") -> Edition:
    return db.session.scalars(select(Edition).where(Edition.slug == slug)).one()
