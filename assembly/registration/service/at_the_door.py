"""Somebody comes who has not registered."""

from __future__ import annotations

from assembly.communities.queries import matching
from assembly.errors import DomainError
from assembly.i18n import _l
from assembly.models import Edition, Mode, Registration, Represents, State
from assembly.registration import queries
from assembly.registration.service.registering import Submission, add_by_hand


class RoomFull(DomainError):
    """No place is free for somebody who has just come; nothing is stored."""

    sentence = _l("No place is free for this person. Nothing is stored yet: please call the supervisor.")


def walk_in(
    edition: Edition, *, key: str, given: str, family: str, place: str, email: str, lang: str, another: bool = False
) -> Registration:
    """Register somebody at the door, in person and as a participant, if a place is free for them: theirs to have, and
    before the beginning waited for by nobody. The same form twice is one person.

    Raises RoomFull, ThereAlready (`another` says that somebody of the same name and place is another person) and
    SentBefore; nothing is stored then.
    """
    outcome = add_by_hand(
        edition,
        Submission(
            key=key,
            represents=Represents.COMMUNITY if matching(place) else Represents.ORGANISATION,
            place=place,
            given=given,
            family=family,
            function="",
            email=email,
            mode=Mode.ON_SITE,
            lang=lang,
            origin="walk_in",
        ),
        though_namesake=another,
    )
    if outcome.state is State.WAITING:
        raise RoomFull
    registration = queries.by_code(outcome.reference)
    if registration is None:
        raise LookupError("a registration neither made nor found")
    return registration
