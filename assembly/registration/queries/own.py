"""What belongs to one registration: who comes along, who acts for it, who came in its place."""

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import joinedload

from assembly.extensions import read_all
from assembly.models import Category, Edition, Person, Registration, Representation, State


def successor_of(registration: Registration) -> Registration | None:
    """Who comes instead, if the place was handed over: somebody new, or a colleague who stands for them now."""
    return hand_over_of(registration)[1]


def predecessor_of(registration: Registration) -> Registration | None:
    """The one this registration took the place of by a hand-over."""
    return registration.succeeds


_HAND_OVER = (
    select(Registration)
    .where(
        or_(
            Registration.id == bindparam("before"),
            Registration.succeeds_id == bindparam("one"),
            Registration.id
            == select(Representation.registration_id)
            .where(
                Representation.edition_id == bindparam("edition"),
                Representation.community_id == bindparam("place"),
                Representation.left_by_id == bindparam("one"),
            )
            .order_by(Representation.id.desc())
            .limit(1)
            .scalar_subquery(),
        ),
    )
    .order_by(func.coalesce(Registration.succeeds_id, 0) == bindparam("one"))  # the last counts: who has the place
)
"""Built once, as doors ask for it. Whoever leaves may have named several representatives of their place: the last one
counts."""


def hand_over_of(registration: Registration) -> tuple[Registration | None, Registration | None]:
    """Whose place it took over, and who took it over from here: both asked at once."""
    before = registration.succeeds_id or 0
    place = registration.community_id if registration.state is State.CANCELLED else None
    asked = {"edition": registration.edition_id, "before": before, "one": registration.id, "place": place}
    found = {one.id == before: one for one in read_all(_HAND_OVER, asked)}
    return found.get(True), found.get(False)


def ended(edition: Edition, person: Person) -> list[Registration]:
    """Those by which this person no longer comes, in their order."""
    return read_all(
        select(Registration)
        .where(
            Registration.edition_id == edition.id,
            Registration.person_id == person.id,
            Registration.state == State.CANCELLED,
            Registration.merged_into_id.is_(None),
        )
        .order_by(Registration.id)
    )


def along_with(registration: Registration) -> list[Registration]:
    """Those who come along with this person, in the order in which they were added."""
    return read_all(
        select(Registration)
        .where(
            Registration.head_id == registration.id,
            Registration.category.in_([one for one in Category if one.comes_along]),
            Registration.state.in_([state for state in State if state.is_active]),
        )
        .options(joinedload(Registration.person))
        .order_by(Registration.id)
    )
