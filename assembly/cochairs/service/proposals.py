"""Verbs on proposed speakers: proposed, corrected, withdrawn, ranked, talked about, accepted or not."""

from sqlalchemy import func, select

from assembly import clock, history
from assembly.cochairs.facts import ProposalFacts
from assembly.errors import DomainError, check_unchanged
from assembly.extensions import db, read_all
from assembly.fold import fold
from assembly.i18n import _l
from assembly.models import (
    AppearanceRole,
    AppearanceState,
    Edition,
    Person,
    Presence,
    ProposalComment,
    ProposalState,
    Session,
    SpeakerProposal,
    User,
)
from assembly.sealed import new_code
from assembly.speakers.facts import PersonFacts
from assembly.speakers.service import appearances, people
from assembly.transactions import lock_row
from assembly.values import move_in_line


class ProposedBefore(DomainError):
    """One name is one idea for one session."""

    sentence = _l("This person has already been proposed for this session. Add a comment to that proposal instead.")


class AnsweredBefore(DomainError):
    """Somebody else was quicker."""

    sentence = _l("This proposal has already been answered.")


class ProposalWithdrawn(DomainError):
    """Whoever proposed them has taken it back; what was said is deleted."""

    status = 410
    sentence = _l("This proposal has been withdrawn.")


class SessionGone(DomainError):
    """There is nothing to speak in."""

    sentence = _l("The session this proposal was for no longer exists.")


class ChosenSessionGone(SessionGone):
    """Somebody has removed or hidden the session chosen for an idea meanwhile."""

    sentence = _l("The session you chose is no longer available. Choose another one.")


def propose(edition: Edition, session: Session, *, name: str, why: str, by: User) -> SpeakerProposal:
    """Propose somebody for a session, after the ideas that are there. The same once more is that proposal.

    Raises ProposedBefore.
    """
    db.session.refresh(edition, with_for_update=True)
    known = _same_name(session.id, name)
    if known is not None:
        if (known.why, known.proposed_by_id) != (why, by.id):
            raise ProposedBefore
        return known
    proposal = SpeakerProposal(
        code=new_code(),
        edition=edition,
        session=session,
        name=name,
        why=why,
        state=ProposalState.IDEA,
        position=_next_position(session.id),
        proposed_by=by.name,
        proposed_by_id=by.id,
        proposed_at=clock.now(),
    )
    db.session.add(proposal)
    db.session.flush()
    _note(proposal, "proposed")
    return proposal


def correct(proposal: SpeakerProposal, facts: ProposalFacts, *, seen: str) -> None:
    """Make an idea say this; for another session it comes last. A second click changes nothing.

    Raises AnsweredBefore, ProposalWithdrawn, ChangedMeanwhile where it is not what the form showed, SessionGone,
    ProposedBefore.
    """
    _hold(proposal)
    _is_idea(proposal)
    if not facts.differs(ProposalFacts.of(proposal), seen):
        return
    is_for_another = facts.session_id not in (None, proposal.session_id)
    if is_for_another and not _is_open(facts.session_id):
        raise ChosenSessionGone
    if facts.session_id is not None and _same_name(facts.session_id, facts.name) not in (None, proposal):
        raise ProposedBefore
    if is_for_another:
        proposal.position = _next_position(facts.session_id)
    facts.write(proposal)
    proposal.corrected_at = clock.now()
    _note(proposal, "corrected")


def move_proposal(proposal: SpeakerProposal, *, up: bool) -> None:
    """Rank an idea one higher or lower among those of its session. Raises ProposalWithdrawn."""
    _hold(proposal)
    mine = select(SpeakerProposal).where(
        SpeakerProposal.edition_id == proposal.edition_id,
        SpeakerProposal.session_id == proposal.session_id,
        SpeakerProposal.state == ProposalState.IDEA,
    )
    line = read_all(mine.order_by(SpeakerProposal.position, SpeakerProposal.id))
    if move_in_line(line, proposal, up=up):
        _note(proposal, "ranked")


def comment_on(proposal: SpeakerProposal, text: str, *, by: str) -> None:
    """Add one line to what is said about a proposal; the last line sent again is there once.

    Raises ProposalWithdrawn.
    """
    _hold(proposal)
    last = proposal.comments[-1] if proposal.comments else None
    if last is None or (last.text, last.by) != (text, by):
        proposal.comments.append(ProposalComment(text=text, by=by, at=clock.now()))
        _note(proposal, "commented")


def accept_with(
    proposal: SpeakerProposal,
    person: Person | PersonFacts,
    *,
    role: AppearanceRole,
    presence: Presence,
    seen: str,
) -> Person:
    """Put the proposed person on the list of speakers and into the session, not asked yet; a person we did not know is
    made of what was typed. Raises AnsweredBefore, ProposalWithdrawn, SessionGone, AlreadyInSession; ChangedMeanwhile
    where the proposal is not what the page showed (`seen` is its mark).
    """
    _hold(proposal)
    _is_idea(proposal)
    _is_as_shown(proposal, seen)
    session = proposal.session
    if session is None or session.removed_at is not None:
        raise SessionGone
    edition = session.edition
    speaker = (
        people.add_speaker(edition, person) if isinstance(person, Person) else people.create_speaker(edition, person)
    )
    appearances.put_in_session(session, speaker.person, role, presence=presence, state=AppearanceState.IDEA)
    proposal.state = ProposalState.ACCEPTED
    _note(proposal, "accepted")
    return speaker.person


def turn_down(proposal: SpeakerProposal, *, why: str, by: str, seen: str) -> None:
    """Answer that it will not be; why is the last comment. Done twice it is done once.

    Raises AnsweredBefore, ProposalWithdrawn; ChangedMeanwhile where it is not what the page showed.
    """
    _hold(proposal)
    if proposal.state is ProposalState.TURNED_DOWN:
        return
    _is_idea(proposal)
    _is_as_shown(proposal, seen)
    if why:
        proposal.comments.append(ProposalComment(text=why, by=by, at=clock.now()))
    proposal.state = ProposalState.TURNED_DOWN
    _note(proposal, "turned down")


def withdraw(proposal: SpeakerProposal) -> None:
    """Delete what an idea says and what was said about it. A second click changes nothing. Raises AnsweredBefore."""
    _hold(proposal, withdrawn=True)
    if proposal.state is ProposalState.WITHDRAWN:
        return
    _is_idea(proposal)
    proposal.state = ProposalState.WITHDRAWN
    proposal.name = proposal.why = proposal.proposed_by = ""
    proposal.comments.clear()
    _note(proposal, "withdrawn")


def _hold(proposal: SpeakerProposal, *, withdrawn: bool = False) -> None:
    """Nobody else ranks, corrects or answers proposals of this edition meanwhile. Raises ProposalWithdrawn."""
    edition = db.session.get_one(Edition, proposal.edition_id)
    db.session.refresh(edition, with_for_update=True)
    lock_row(proposal)
    if proposal.state is ProposalState.WITHDRAWN and not withdrawn:
        raise ProposalWithdrawn


def _is_idea(proposal: SpeakerProposal) -> None:
    if proposal.state is not ProposalState.IDEA:
        raise AnsweredBefore


def _is_open(session_id: int | None) -> bool:
    """Whether a session is still one that somebody may be proposed for."""
    mine = Session.id == session_id, Session.removed_at.is_(None), Session.hidden.is_(False)
    return db.session.scalar(select(Session.id).where(*mine)) is not None


def _is_as_shown(proposal: SpeakerProposal, seen: str) -> None:
    check_unchanged(ProposalFacts.of(proposal).mark, seen)


def _same_name(session_id: int, name: str) -> SpeakerProposal | None:
    mine = select(SpeakerProposal).where(
        SpeakerProposal.session_id == session_id, SpeakerProposal.state == ProposalState.IDEA
    )
    return next((one for one in db.session.scalars(mine) if fold(one.name) == fold(name)), None)


def _next_position(session_id: int | None) -> int:
    last = db.session.scalar(select(func.max(SpeakerProposal.position)).where(SpeakerProposal.session_id == session_id))
    return 0 if last is None else last + 1


def _note(proposal: SpeakerProposal, verb: str) -> None:
    history.record("proposal", proposal.code, verb, edition_id=proposal.edition_id)
