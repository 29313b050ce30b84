"""Names nobody knew: typed in forms, looked at by the office, followed by the registrations that typed them."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select, update

from assembly import clock, history
from assembly.communities import queries
from assembly.communities.facts import facts_of
from assembly.communities.service.places import rewrite, take_turn
from assembly.errors import DomainError
from assembly.extensions import db
from assembly.fold import fold
from assembly.i18n import _l
from assembly.models import Community, Registration, Suggested, Suggestion, SuggestionState
from assembly.sealed import new_code
from assembly.transactions import insert_once, lock_row, locked

_LONGEST = 200
"Folded letters; what is longer is no name."
_NOT_TYPED = frozenset({"along", "handed_over"})
"Origins of registrations whose place is that of the registration they come from."


class AlreadyDecided(DomainError):
    """Somebody else was quicker."""

    sentence = _l("Someone else has already dealt with this suggestion.")


def suggest(text: str, *, country: str | None = None, registration: Registration | None = None) -> Suggestion | None:
    """Somebody typed a place we do not know; one suggestion for each folded text counts how often. Whoever comes
    along, or comes instead, follows it without having typed it.

    A decided one that comes again is open again, unless it was dismissed. None for what is no name.
    """
    folded = fold(text)
    if not folded or len(folded) > _LONGEST:
        return None
    blank = {"text": text, "folded": folded, "times": 0, "state": SuggestionState.OPEN}
    db.session.execute(insert_once(Suggestion).values(code=new_code(), made_at=clock.now(), **blank))
    suggestion = db.session.scalars(locked(select(Suggestion).where(Suggestion.folded == folded))).one()
    if registration is None or registration.origin not in _NOT_TYPED:
        suggestion.times += 1
    suggestion.country = suggestion.country or country
    if suggestion.state is not SuggestionState.DISMISSED:
        suggestion.state = SuggestionState.OPEN
    if registration is not None:
        db.session.add(Suggested(registration=registration, suggestion=suggestion))
    return suggestion


def link(suggestion: Suggestion, community: Community) -> int:
    """What was typed means this community: a spelling of it from now on. How many registrations follow.

    Raises AlreadyDecided.
    """
    return _settle(suggestion, community, SuggestionState.LINKED)


def accept(suggestion: Suggestion, community: Community) -> int:
    """The same for a community that was added because of it."""
    return _settle(suggestion, community, SuggestionState.ACCEPTED)


def dismiss(suggestion: Suggestion) -> None:
    """It is no place; typed again, it stays dismissed. Raises AlreadyDecided."""
    _decide(suggestion, SuggestionState.DISMISSED, None)
    history.record("suggestion", suggestion.code, "dismissed")


def _settle(suggestion: Suggestion, community: Community, state: SuggestionState) -> int:
    take_turn()
    _decide(suggestion, state, community)
    facts = facts_of(community)
    if suggestion.folded not in {alias.folded for alias in community.aliases}:
        widened = (*facts.spellings, suggestion.text)
        rewrite(community, replace(facts, spellings=widened), queries.networks_by_code())
    db.session.flush()
    followed = [
        one.id
        for one in queries.registrations_of(suggestion)
        if one.community_id is None and fold(one.org_text) == suggestion.folded
    ]
    _follow(followed, community)
    history.record("suggestion", suggestion.code, state.value, community=community.code, registrations=len(followed))
    return len(followed)


def _follow(registration_ids: Sequence[int], community: Community) -> None:
    """These registrations speak for this community from now on, and are found by its name, too."""
    db.session.execute(
        update(Registration)
        .where(Registration.id.in_(registration_ids))
        .values(
            community_id=community.id,
            org_text="",
            folded=Registration.folded + f" {fold(community.native_name)}",
            version=Registration.version + 1,
        )
        .execution_options(synchronize_session=False)
    )
    db.session.expire_all()


def take_up(registration: Registration) -> None:
    """A place somebody typed: the community it means if that is known by now, else a suggestion for the office."""
    known = queries.matching(registration.org_text)
    if known is not None:
        _follow([registration.id], known)
    elif suggest(registration.org_text, registration=registration) is None:
        _set_aside(registration)


def _set_aside(registration: Registration) -> None:
    """What is no name is dismissed unseen, so that nobody takes it up again."""
    text, folded = registration.org_text, fold(registration.org_text)[:_LONGEST]
    blank = {"text": text, "folded": folded, "times": 0, "state": SuggestionState.DISMISSED}
    db.session.execute(insert_once(Suggestion).values(code=new_code(), made_at=clock.now(), **blank))
    aside = db.session.scalars(select(Suggestion).where(Suggestion.folded == folded)).one()
    db.session.add(Suggested(registration=registration, suggestion=aside))


def _decide(suggestion: Suggestion, state: SuggestionState, community: Community | None) -> None:
    lock_row(suggestion)
    if suggestion.state is not SuggestionState.OPEN:
        raise AlreadyDecided
    suggestion.state, suggestion.community = state, community
    suggestion.decided_by, suggestion.decided_at = history.actor(), clock.now()
