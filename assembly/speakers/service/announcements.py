"""Verbs on announcements: plans an assembly made known."""

from assembly import history
from assembly.extensions import db
from assembly.models import Announcement, Edition
from assembly.sealed import new_code
from assembly.speakers import queries
from assembly.speakers.facts import AnnouncementFacts
from assembly.transactions import lock_row
from assembly.values import move_in_line


def add_announcement(edition: Edition, facts: AnnouncementFacts) -> Announcement:
    """Something this assembly announced, as a plan: whether it happened is another fact. It is there once."""
    db.session.refresh(edition, with_for_update=True)
    mine = queries.announcements(edition)
    known = next((one for one in mine if AnnouncementFacts.of(one) == facts), None)
    if known is not None:
        return known
    announcement = Announcement(code=new_code(), edition=edition, position=mine[-1].position + 1 if mine else 0)
    facts.write(announcement)
    db.session.add(announcement)
    history.record("announcement", edition.slug, "added", edition_id=edition.id)
    return announcement


def change_announcement(announcement: Announcement, facts: AnnouncementFacts, *, seen: str) -> None:
    """Make it say this. Raises ChangedMeanwhile."""
    announcement = lock_row(announcement)
    if facts.differs(AnnouncementFacts.of(announcement), seen):
        facts.write(announcement)
        history.record("announcement", announcement.code, "changed", edition_id=announcement.edition_id)


def move_announcement(announcement: Announcement, *, up: bool) -> None:
    """One place up or down; at the end of the line nothing happens."""
    edition = announcement.edition
    db.session.refresh(edition, with_for_update=True)
    db.session.expire(announcement)  # it was read before the turn was ours
    if move_in_line(queries.announcements(edition), announcement, up=up):
        history.record("announcement", announcement.code, "moved", edition_id=announcement.edition_id, up=up)


def remove_announcement(announcement: Announcement) -> None:
    """It is gone from every page; a published report keeps its sheet of facts until it is corrected."""
    history.record("announcement", announcement.code, "removed", edition_id=announcement.edition_id)
    db.session.delete(announcement)
