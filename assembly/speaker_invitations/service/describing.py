"""What a speaker says of themselves: words, portrait, slides. Their office may do all but what only they can say."""

from assembly import clock, files, history
from assembly.errors import check_unchanged
from assembly.extensions import db
from assembly.models import Speaker, SpeakerInvitation
from assembly.pictures import Fresh
from assembly.speaker_invitations.facts import OwnFacts
from assembly.speaker_invitations.service.locking import hold_open, note
from assembly.speaker_invitations.slides import Slides, mark_of
from assembly.speakers import board
from assembly.speakers.service.people import add_speaker, drop_portrait, set_portrait


def describe(invitation: SpeakerInvitation, facts: OwnFacts, *, seen: str, is_office: bool) -> None:
    """Make profile and person say this; a form of the office leaves the form of address and the consent as they are.

    Saving what is there already only notes that they were asked. Raises Withdrawn, ChangedMeanwhile.
    """
    hold_open(invitation)
    speaker = _speaker(invitation)
    person, now = invitation.person, OwnFacts.read(invitation.person, speaker)
    if not is_office and invitation.described_at is None:
        invitation.described_at = clock.now()
    if not facts.differs(now, seen):
        return
    speaker.biography, speaker.pronunciation = facts.biography, facts.pronunciation
    person.grammatical_form = facts.address
    if facts.agreed != now.agreed:
        speaker.agreed, speaker.agreed_at = facts.agreed, clock.now()
        history.record("speaker", person.code, "consent given", edition_id=invitation.edition_id, agreed=facts.agreed)
    history.record("speaker", person.code, "described", edition_id=invitation.edition_id)
    db.session.flush()


def set_own_portrait(invitation: SpeakerInvitation, picture: Fresh | None, *, seen: str) -> None:
    """Their portrait, or none; `seen` is the mark of the one the page showed. Raises Withdrawn, ChangedMeanwhile."""
    hold_open(invitation)
    speaker = _speaker(invitation)
    if picture is None:
        drop_portrait(speaker, seen=seen)
    else:
        set_portrait(speaker, picture, seen=seen)


def set_slides(invitation: SpeakerInvitation, slides: Slides, *, seen: str) -> None:
    """Keep the slides for the office, in place of those of which the page showed the mark `seen`.

    The same file again is kept once. Raises Withdrawn, ChangedMeanwhile.
    """
    hold_open(invitation)
    before = invitation.slides
    stored = files.put(slides.content, slides.mime)
    db.session.flush()
    if stored is before:
        return
    check_unchanged(mark_of(invitation), seen)
    invitation.slides = stored
    db.session.flush()
    if before is not None:
        files.drop(before)
    note(invitation, "slides sent")


def drop_slides(invitation: SpeakerInvitation, *, seen: str) -> None:
    """Delete the slides, if they are those of the mark `seen`. Raises Withdrawn, ChangedMeanwhile."""
    hold_open(invitation)
    before = invitation.slides
    if before is None:
        return
    check_unchanged(mark_of(invitation), seen)
    invitation.slides = None
    db.session.flush()
    files.drop(before)
    note(invitation, "slides deleted")


def _speaker(invitation: SpeakerInvitation) -> Speaker:
    """What the edition says of them."""
    return board.profile(invitation.edition, invitation.person) or add_speaker(invitation.edition, invitation.person)
