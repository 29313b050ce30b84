"""Helpers of test_opening.py and test_checklist.py."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from assembly.editions.service import practical
from assembly.extensions import db
from assembly.live.service import StreamFacts, add_stream
from assembly.models import Bilingual, Edition, Topic

OPENING = "/en/manage/2031/settings/opening"


HIDDEN, UNKNOWN = "2031", "2099"


def complete(edition: Edition) -> Edition:
    """Nothing is missing, but for a second organiser."""
    edition.lead_up_from_on = edition.day - timedelta(days=200)
    edition.controller = Bilingual("Us", "Nous")
    if not edition.streams:
        add_stream(edition, StreamFacts("", "https://video.example.org/"))
    for topic in Topic:
        practical.say_practical(edition, topic, Bilingual("Here.", "Ici."))
    db.session.flush()
    return edition


def stored(slug: str = HIDDEN) -> Edition:
    return db.session.scalars(select(Edition).where(Edition.slug == slug)).one()
