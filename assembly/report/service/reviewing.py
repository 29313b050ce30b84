"""Verbs on the review of an article: a link for the networks, and what they write."""

from datetime import timedelta

from sqlalchemy import select

from assembly import clock, history
from assembly.extensions import db, read_one
from assembly.models import Edition, ReviewComment, ReviewLink
from assembly.report import queries
from assembly.report.service.publishing import take_turn
from assembly.sealed import new_code, new_token

OPEN_FOR = timedelta(days=14)
MOST_COMMENTS = 300
"Of one edition, so that a link that got about fills nothing."


def open_review(edition: Edition) -> ReviewLink:
    """Make a link to the draft, or lengthen the one there is."""
    take_turn(edition)
    link = queries.review_of(edition)
    if link is None:
        token = new_token()
        link = ReviewLink(edition=edition, token_hash=token.hash, token_sealed=token.sealed)
        db.session.add(link)
    link.ends_at = clock.now() + OPEN_FOR
    history.record("review", edition.slug, "opened", edition_id=edition.id)
    return link


def end_review(edition: Edition) -> None:
    """Let the link open nothing any more; the comments stay."""
    link = queries.review_of(edition)
    if link is not None:
        db.session.delete(link)
        history.record("review", edition.slug, "ended", edition_id=edition.id)


def add_comment(link: ReviewLink, *, by: str, text: str) -> None:
    """Keep what somebody writes; the same written twice is there once."""
    take_turn(link.edition)
    mine = queries.comments(link.edition)
    if len(mine) >= MOST_COMMENTS or any((one.by, one.text) == (by, text) for one in mine):
        return
    db.session.add(ReviewComment(code=new_code(), edition_id=link.edition_id, by=by, text=text, at=clock.now()))
    history.record("review", link.edition.slug, "commented", edition_id=link.edition_id)


def remove_comment(edition: Edition, code: str) -> None:
    """Delete a comment that an editor has dealt with."""
    mine = select(ReviewComment).where(ReviewComment.edition_id == edition.id, ReviewComment.code == code)
    found = read_one(mine)
    if found is not None:
        db.session.delete(found)
        history.record("review", edition.slug, "comment removed", edition_id=edition.id)
