"""Verbs on the check of links: which come next, what was found, and who is told of it."""

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import ColumnElement, select

from assembly import clock, mail
from assembly.accounts.queries import team
from assembly.extensions import db, read_all
from assembly.models import Edition, LinkCheck, LinkFinding, Recording, Track
from assembly.recordings.queries.links import untold
from assembly.recordings.service.recordings import hold
from assembly.security import Permission, may_enter, rights
from assembly.transactions import locked

DAILY = timedelta(days=1)
SOON = timedelta(hours=1)
"After a look that found nothing, and as long as the link is broken."
_CLAIMED_FOR = timedelta(minutes=10)
"After these somebody else looks, where the first never said what was found."
BROKEN_AFTER = 2
"Bad looks in a row."


def ask_for_check(recording: Recording) -> None:
    """Let the worker look at each address of a recording at its next turn."""
    for track in _held(Track.recording_id == hold(recording).id):
        if track.address.startswith("http"):
            _check_of(track).next_at = clock.now()


def claim(track_ids: Collection[int]) -> list[tuple[int, str]]:
    """Take these links for a while, so that one worker alone looks at each: give their ids and addresses."""
    now = clock.now()
    taken = []
    for track in _held(Track.id.in_(track_ids)):
        check = _check_of(track)
        if track.address and check.next_at <= now:
            check.next_at = now + _CLAIMED_FOR
            taken.append((track.id, track.address))
    return taken


def note_finding(track_id: int, address: str, finding: LinkFinding) -> None:
    """Say what a look found, unless the address has changed meanwhile. One look that is not bad ends a row of them."""
    track = next(iter(_held(Track.id == track_id)), None)
    if track is None or track.address != address:
        return
    check, now = _check_of(track), clock.now()
    check.checked_at, check.finding, check.next_at = now, finding, now + (SOON if finding.is_broken else DAILY)
    if finding.is_broken:
        check.failures += 1
        if check.failures >= BROKEN_AFTER and track.broken_since is None:
            track.broken_since = now
    else:
        check.failures, check.told_at, track.broken_since = 0, None, None


def tell_editors(edition: Edition) -> None:
    """Write one email to each editor about all the links of an edition that are broken and were not told."""
    db.session.scalars(locked(select(Edition).where(Edition.id == edition.id))).one()
    tracks, now = untold(edition), clock.now()
    if not tracks:
        return
    for track in tracks:
        _check_of(track).told_at = now
    for user in team(edition):
        if may_enter(user) and Permission.PUBLISH in rights(user, edition):
            mail.post(
                "recording_links_broken",
                to=user.email_key,
                lang=user.lang,
                dedupe_key=f"links_broken:{user.code}:{tracks[0].id}:{now.timestamp():.0f}",
                facts={"edition": edition.slug, "tracks": [track.id for track in tracks]},
                edition=edition,
            )


def _held(which: ColumnElement[bool]) -> list[Track]:
    """Languages nobody else changes meanwhile, in one order for all: only who holds one makes the row of its link."""
    mine = locked(select(Track).where(which).order_by(Track.id)).execution_options(populate_existing=True)
    return read_all(mine)


def _check_of(track: Track) -> LinkCheck:
    """The row of a link, made at its first look."""
    if track.check is None:
        track.check = LinkCheck(track_id=track.id, next_at=clock.now(), failures=0)
    return track.check
