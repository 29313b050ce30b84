"""The registration that follows from speaking in person: made once, joined where there is one, ended with the part."""

from assembly.extensions import db
from assembly.fold import email_key
from assembly.i18n import speaking
from assembly.models import Category, Mandate, Mode, Person, Represents, SpeakerInvitation
from assembly.registration.queries import own as own_queries
from assembly.registration.service.speaking import register_speaker, release_speaker
from assembly.registration.service.submission import Submission
from assembly.sealed import new_code
from assembly.speaker_invitations import queries
from assembly.speaker_invitations.service.locking import hold, note
from assembly.speakers import board


def settle(invitation: SpeakerInvitation, *, anew: bool = False) -> None:
    """Let the registration follow what the speaker does now; done twice it is done once.

    Whoever has confirmed a session in person is registered, without a place. Somebody who has cancelled that
    registration themselves is registered again only where they have just said yes again (`anew`). Whoever no longer
    speaks in person loses what they were given for it. While the assembly is not held nothing changes.
    """
    if invitation.edition.is_over or not invitation.edition.takes_place:
        return
    there = queries.registration_of(invitation)
    if not queries.speaks_in_person(invitation):
        if there is not None:
            release_speaker(there, back_to=invitation.brought_from)
        invitation.brought_from = None
        return
    known = queries.other_entry(invitation) or invitation.person
    if anew or (there is None and not own_queries.ended(invitation.edition, known)):
        _register(invitation)


def register_again(invitation: SpeakerInvitation) -> None:
    """Register a speaker whose registration has ended, at the wish of the office; nothing for who is registered."""
    hold(invitation)
    settle(invitation, anew=True)


def _register(invitation: SpeakerInvitation) -> None:
    edition = invitation.edition
    if not any(one.mode is Mode.ON_SITE and one.is_offered for one in edition.places):
        return
    person = _reachable(invitation)
    before = queries.registration_of(invitation)
    was = (before.category, before.mode) if before else None
    made = register_speaker(edition, person, _submission(invitation, person))
    if was and was[0] is not Category.SPEAKER and made.category is Category.SPEAKER:
        invitation.brought_from = was[1]
    if before is None:
        note(invitation, "registered", registration=made.code)


def _reachable(invitation: SpeakerInvitation) -> Person:
    """The person whom the emails of a registration reach: whoever is known by this name and address, else the speaker.

    A speaker nobody could write to, or who is registered and invited nowhere else, has this address from now on.
    """
    person, address = invitation.person, invitation.email
    known = queries.other_entry(invitation)
    if known is not None:
        return known
    if person.email is None or not board.is_expected(person):
        person.email, person.email_key = address, email_key(address)
        db.session.flush()
    return person


def _submission(invitation: SpeakerInvitation, person: Person) -> Submission:
    """As if somebody had filled in the form for them. The key is another each time: the lock alone keeps it to once."""
    mandate = _mandate(invitation)
    community = mandate.community if mandate else None
    with speaking(invitation.lang):
        function = str(mandate.function)[:160] if mandate else ""
        body = str(mandate.body)[:200] if mandate else ""
    office = invitation.office_email
    return Submission(
        key=f"speaker:{invitation.code}:{new_code()}",
        represents=Represents.COMMUNITY if community else Represents.PUBLIC_BODY,
        place=community.native_name if community else body,
        given=invitation.person.given,
        family=invitation.person.family,
        function=function,
        email=person.email or "",
        mode=Mode.ON_SITE,
        lang=invitation.lang,
        assistant_email=office if person.email and email_key(office) != person.email_key else "",
        category=Category.SPEAKER,
        origin="speaker",
        community=community.code if community else "",
    )


def _mandate(invitation: SpeakerInvitation) -> Mandate | None:
    listed = board.one_listed(invitation.edition, invitation.person.code)
    return listed.function if listed else None
