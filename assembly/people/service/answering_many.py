"""One answer for many. Each stands as it stands under the lock: who has changed meanwhile is left alone and counted."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import select

from assembly import clock, mail
from assembly.extensions import db, read_all
from assembly.mail import Recipient
from assembly.models import MOVES, BadAddress, Edition, Mail, Person, Registration, State
from assembly.people.service.answering import approve, decline
from assembly.quotas import service as quotas

AWAIT_ANSWER = tuple(state for state in State if state.awaits_answer)
CAN_BE_DECLINED = tuple(state for state in State if State.DECLINED in MOVES[state])


@dataclass(frozen=True, slots=True)
class Tally:
    """How many were done, how many were left as they are, and how many of those done are on the waiting list now."""

    done: int = 0
    left: int = 0
    waiting: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        """Both together."""
        return Tally(self.done + other.done, self.left + other.left, self.waiting + other.waiting)


def approve_many(edition: Edition, ids: Iterable[int]) -> Tally:
    """Accept those of these who still await an answer: confirmed while places are left, in order of their numbers."""
    return _each(edition, ids, AWAIT_ANSWER, approve)


def decline_many(edition: Edition, ids: Iterable[int], reason: str) -> Tally:
    """Do not accept those of these for whom it is still possible; the reason is told to each. Raises ReasonMissing.

    Who holds a place comes last: nobody is offered it who is then declined.
    """
    return _each(edition, ids, CAN_BE_DECLINED, lambda one: decline(one, reason))


def _each(
    edition: Edition, ids: Iterable[int], states: Collection[State], act: Callable[[Registration], None]
) -> Tally:
    quotas.lock(edition)
    chosen = read_all(
        select(Registration)
        .where(Registration.edition_id == edition.id, Registration.id.in_(list(ids)))
        .order_by(Registration.mode, Registration.seq)
        .execution_options(populate_existing=True)
    )
    done = waiting = 0
    for one in sorted(chosen, key=lambda one: one.state.holds_place):
        if one.state in states:  # asked of each in its turn: the answer to another may have ended this one
            act(one)
            done += 1
            waiting += one.state is State.WAITING
    return Tally(done, len(chosen) - done, waiting)


_NEXT_STEP = {
    State.SUBMITTED: "registration_received",
    State.IN_REVIEW: "registration_received",
    State.CONFIRMED: "registration_received",
    State.WAITING: "registration_received",
    State.OFFERED: "place_offered",
}
"The mail that says where somebody stands and what they can do now; who does not come is not reminded."


def remind_many(edition: Edition, ids: Iterable[int]) -> Tally:
    """Send these people once more the mail that says where they stand, at most once a day of the assembly's zone.

    Left out: who does not come, who has no address or one that nobody reads, who was reminded today.
    """
    day = clock.local_day(clock.now(), edition.zone).isoformat()
    chosen = db.session.execute(
        select(Registration.code, Registration.state, Registration.lang, Registration.person_id, Person.email_key)
        .join(Person, Registration.person_id == Person.id)
        .where(Registration.edition_id == edition.id, Registration.id.in_(list(ids)))
    ).all()
    unread = set(
        db.session.scalars(
            select(BadAddress.email_key).where(BadAddress.email_key.in_([one.email_key for one in chosen]))
        )
    )
    keys = {one.code: f"reminder:{one.code}:{day}" for one in chosen}
    reminded = set(db.session.scalars(select(Mail.dedupe_key).where(Mail.dedupe_key.in_(keys.values()))))
    due = [
        one
        for one in chosen
        if one.state in _NEXT_STEP and one.email_key and one.email_key not in unread and keys[one.code] not in reminded
    ]
    for kind in sorted(set(_NEXT_STEP.values())):
        mail.post_all(
            kind,
            [
                Recipient(one.person_id, one.lang, keys[one.code], {"registration": one.code, "assistant": False})
                for one in due
                if _NEXT_STEP[one.state] == kind
            ],
            edition=edition,
        )
    return Tally(len(due), len(chosen) - len(due))
