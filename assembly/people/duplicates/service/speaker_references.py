"""What an edition says of a speaker, and its invitation to them, when two people are made one."""

from typing import Any

from sqlalchemy import Column, select

from assembly import files
from assembly.communities.service.merging import move
from assembly.extensions import db, read_all
from assembly.models import Speaker, SpeakerInvitation


def one_profile(column: Column[Any], kept: int, gone: int) -> None:
    """Of one edition once; the portrait of the other goes with it."""
    there = select(Speaker.edition_id).where(Speaker.person_id == kept)
    for twin in db.session.scalars(select(Speaker).where(Speaker.person_id == gone, Speaker.edition_id.in_(there))):
        portrait = twin.portrait
        db.session.delete(twin)
        db.session.flush()
        if portrait is not None:
            files.drop(portrait)
    move(column, kept, gone)


def one_speaker_invitation(column: Column[Any], kept: int, gone: int) -> None:
    """Of one edition once: an open one before one that was withdrawn or never sent, else that of the one who stays;
    with what the other says of their registration and of being co-chair, where it says nothing itself."""
    rows = read_all(select(SpeakerInvitation).where(SpeakerInvitation.person_id.in_([kept, gone])))
    mine = {one.edition_id: one for one in rows if one.person_id == kept}
    for one in rows:
        twin = mine.get(one.edition_id)
        if one.person_id == kept or twin is None:
            continue
        ends, stays = (twin, one) if one.is_open and not twin.is_open else (one, twin)
        stays.brought_from = stays.brought_from or ends.brought_from
        if stays.withdrawn_at is ends.withdrawn_at is None and stays.role_answer is None:
            stays.role_answer = ends.role_answer
            stays.answered_at = stays.answered_at or ends.answered_at
        slides = ends.slides
        db.session.delete(ends)
        db.session.flush()
        if slides is not None:
            files.drop(slides)
    move(column, kept, gone)
