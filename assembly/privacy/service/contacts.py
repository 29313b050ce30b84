"""Addresses and answers of an edition, deleted on its own day. Who came stays in the record."""

from collections.abc import Collection

from sqlalchemy import delete, exists, select, update

from assembly import clock, files, history
from assembly.extensions import db, read_all
from assembly.models import (
    AccessLink,
    Answer,
    BadAddress,
    DayCard,
    Edition,
    ExternalCode,
    Invitation,
    Mail,
    Person,
    ProposalComment,
    Registration,
    Scan,
    SelectedSession,
    SentMail,
    Speaker,
    SpeakerInvitation,
    SpeakerProposal,
)
from assembly.privacy.queries import contacts as contact_queries
from assembly.quotas import service as quotas
from assembly.transactions import after_commit
from assembly.wiping import wipe_deleted


def purge(edition: Edition) -> None:
    """Once its day has come: answers to questions, selections of sessions, telephone numbers, codes of other
    events, names written down at a door, reasons, liaison officers, proposed speakers, exchanges on quotes and drafts
    that are old enough, links to day cards, slides, copies of sent emails, the addresses of assistants and of invited
    speakers, and e-mail addresses that no other edition and no news call for. Done twice it is done once.

    Of many people, most are forgotten before, in slices (`forget_some`).
    """
    needing = _locked(edition)
    if not contact_queries.is_over(edition):
        return
    ours = select(Registration.id).where(Registration.edition_id == edition.id)
    db.session.execute(delete(Answer).where(Answer.registration_id.in_(ours)))
    db.session.execute(delete(SelectedSession).where(SelectedSession.registration_id.in_(ours)))
    db.session.execute(update(Registration).where(Registration.edition_id == edition.id).values(phone=""))
    db.session.execute(update(Scan).where(contact_queries.written_down(edition)).values(written=""))
    db.session.execute(delete(ExternalCode).where(ExternalCode.edition_id == edition.id))
    db.session.execute(update(Invitation).where(Invitation.edition_id == edition.id).values(phone="", reason=""))
    db.session.execute(update(Speaker).where(Speaker.edition_id == edition.id).values(liaison=""))
    db.session.execute(delete(DayCard).where(DayCard.edition_id == edition.id))
    _forget_proposals(edition)
    _forget_speakers(edition)
    _end_assistants(edition)
    db.session.execute(delete(SentMail).where(contact_queries.copies(edition)))
    db.session.execute(update(Mail).where(*contact_queries.typed_addresses(edition)).values(to_address=None))
    people = contact_queries.people_whose_address_is_over(edition, needing)
    _forget_addresses(people)
    history.record("contacts", edition.slug, "purged", edition_id=edition.id, count=len(people))
    after_commit(wipe_deleted)


def forget_some(edition: Edition, people: Collection[int]) -> None:
    """Delete the addresses of these people, by id, that were found before the lock, if they are still nobody's.

    `purge` has to follow, which wipes them from the files.
    """
    needing = _locked(edition)
    if contact_queries.is_over(edition):
        found = contact_queries.people_whose_address_is_over(edition, needing, people)
        _forget_addresses(found)
        history.record("contacts", edition.slug, "purged", edition_id=edition.id, count=len(found))


def _locked(edition: Edition) -> list[Edition]:
    """Lock the places of an edition and of all that need addresses, and return these: whoever registers for or is
    invited to one of them meanwhile waits, or is seen here."""
    needing = contact_queries.editions_that_need_addresses()
    for one in [edition, *needing]:
        quotas.lock(one)
    db.session.refresh(edition)
    return needing


def _forget_proposals(edition: Edition) -> None:
    """Names somebody proposed as speakers: those who came are on the list of speakers, the others never knew. With them
    questions about quotes and comments on drafts whose own time is over."""
    proposed = select(SpeakerProposal.id).where(SpeakerProposal.edition_id == edition.id)
    db.session.execute(delete(ProposalComment).where(ProposalComment.proposal_id.in_(proposed)))
    db.session.execute(delete(SpeakerProposal).where(SpeakerProposal.edition_id == edition.id))
    for table, condition in contact_queries.exchanges_over(edition):
        db.session.execute(delete(table).where(condition))


def _forget_speakers(edition: Edition) -> None:
    """Whom we wrote to about those who speak, why they did not, and what they were to show."""
    mine = select(SpeakerInvitation).where(
        SpeakerInvitation.edition_id == edition.id, contact_queries.speaker_contacts()
    )
    for one in db.session.scalars(mine):
        slides = one.slides
        one.email = one.office_email = one.reason = one.answered_for = ""
        one.slides = None
        db.session.flush()
        if slides is not None:
            files.drop(slides)


def _end_assistants(edition: Edition) -> None:
    """Without an address a link is nobody's: it opens nothing any more."""
    ours = select(Registration.id).where(Registration.edition_id == edition.id)
    links = AccessLink.registration_id.in_(ours), AccessLink.sent_to.is_not(None)
    db.session.execute(update(AccessLink).where(*links, AccessLink.revoked_at.is_(None)).values(revoked_at=clock.now()))
    db.session.execute(update(AccessLink).where(*links).values(sent_to=None, sent_to_key=None))


def _forget_addresses(people: list[int]) -> None:
    """That an address does not work is forgotten with the last who has it."""
    for start in range(0, len(people), AT_ONCE):
        some = people[start : start + AT_ONCE]
        keys = read_all(select(Person.email_key).where(Person.id.in_(some)))
        db.session.execute(update(Person).where(Person.id.in_(some)).values(email=None, email_key=None))
        shared = exists().where(Person.email_key == BadAddress.email_key)
        db.session.execute(delete(BadAddress).where(BadAddress.email_key.in_(keys), ~shared))


AT_ONCE = 500
"People of one statement and of one transaction: far from the variables a database takes, and soon done."
