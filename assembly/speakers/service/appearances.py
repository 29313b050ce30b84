"""Verbs on who appears in a session."""

from collections.abc import Collection, Iterable

from sqlalchemy import select

from assembly import history
from assembly.agenda.queries import before_release, rows_of
from assembly.errors import DomainError, check_unchanged
from assembly.extensions import db, read_all
from assembly.i18n import _l
from assembly.models import (
    Appearance,
    AppearanceRole,
    AppearanceState,
    Bilingual,
    Edition,
    EditionStatus,
    Mandate,
    Person,
    Phase,
    Presence,
    Release,
    ReleasedAppearance,
    ReleasedSession,
    Session,
    Status,
)
from assembly.speakers import queries
from assembly.transactions import lock_row, locked
from assembly.values import values_of


class AlreadyInSession(DomainError):
    """One person has one part of a kind in a session."""

    sentence = _l("This person already has this role in the session.")


class AssemblyCancelled(DomainError):
    """Nobody can be confirmed for an assembly that is not held."""

    sentence = _l("This assembly is cancelled, so no contribution can be confirmed.")


def add_appearance(
    session: Session,
    person: Person,
    role: AppearanceRole,
    *,
    presence: Presence,
    mandate: Mandate | None,
    state: AppearanceState = AppearanceState.IDEA,
    position: int = 0,
) -> Appearance:
    """Somebody in a session, in the office in which they speak; an idea, unless they have been asked."""
    appearance = Appearance(
        session=session, person=person, role=role, presence=presence, mandate=mandate, state=state, position=position
    )
    db.session.add(appearance)
    history.record("appearance", person.code, "added", edition_id=session.edition_id, role=role.value)
    return appearance


def put_in_session(
    session: Session,
    person: Person,
    role: AppearanceRole,
    *,
    presence: Presence,
    state: AppearanceState,
) -> None:
    """Add a person we know at the end of those in a session, in the office they hold on the day.

    The same once more does nothing. Raises AlreadyInSession where they have that role in another way, and
    AssemblyCancelled.
    """
    if state is AppearanceState.CONFIRMED:
        refuse_if_cancelled(session.edition)
    here = _hold(session)
    twin = next((one for one in here if one.person_id == person.id and one.role is role), None)
    if twin is not None:
        if (twin.presence, twin.state) != (presence, state):
            raise AlreadyInSession
        return
    mandate = next(reversed(queries.mandates_on(person, session.edition)), None)
    position = max((one.position for one in here), default=-1) + 1
    add_appearance(session, person, role, presence=presence, mandate=mandate, state=state, position=position)


def change_appearance(
    appearance: Appearance, *, role: AppearanceRole, presence: Presence, state: AppearanceState, seen: str
) -> None:
    """Say otherwise what somebody does in a session; `seen` is the mark of what this was written over.

    Saving what is there already does nothing. Raises ChangedMeanwhile, AlreadyInSession, and AssemblyCancelled where
    somebody would newly be confirmed.
    """
    if state is AppearanceState.CONFIRMED and appearance.state is not state:
        refuse_if_cancelled(appearance.session.edition)
    here = _hold(appearance.session)
    if (appearance.role, appearance.presence, appearance.state) == (role, presence, state):
        return
    check_unchanged(mark_of(appearance), seen)
    if any(one.person_id == appearance.person_id and one.role is role for one in here if one.id != appearance.id):
        raise AlreadyInSession
    appearance.role, appearance.presence, appearance.state = role, presence, state
    _note(appearance, "changed")


def confirm_parts(edition: Edition, keys: Collection[str]) -> int:
    """Write down that people take part as these keys (of `key_of`) say, because the office has their word. Returns how
    many parts have changed: one that somebody has answered or cancelled meanwhile stays so. Raises AssemblyCancelled.
    """
    refuse_if_cancelled(edition)
    read_all(locked(select(Session).where(Session.edition_id == edition.id).order_by(Session.id)))
    changed = [one for one in queries.open_parts(edition) if key_of(one) in keys]
    for one in changed:
        one.state = AppearanceState.CONFIRMED
        _note(one, "confirmed")
    return len(changed)


def key_of(appearance: Appearance) -> str:
    """Name a part among all of an assembly."""
    return f"{appearance.session.code}.{appearance.person.code}.{appearance.role}"


def refuse_if_cancelled(edition: Edition) -> None:
    """Look whether the assembly is cancelled by now. Raises AssemblyCancelled."""
    db.session.refresh(edition, ["status"])
    if edition.status is EditionStatus.CANCELLED:
        raise AssemblyCancelled


def mark_of(appearance: Appearance) -> str:
    """What a page about it was opened on."""
    return f"{appearance.role}.{appearance.presence}.{appearance.state}"


def move_up(appearance: Appearance) -> None:
    """Let somebody come one earlier among those in the session."""
    here = _hold(appearance.session)
    at = here.index(appearance)
    if at == 0:
        return
    here[at - 1], here[at] = here[at], here[at - 1]
    for position, one in enumerate(here):
        one.position = position
    _note(appearance, "moved up")


def remove_appearance(appearance: Appearance) -> None:
    """Take somebody out of a session; what was published stays until the next release."""
    _hold(appearance.session)
    _note(appearance, "removed")
    db.session.delete(appearance)


def _hold(session: Session) -> list[Appearance]:
    """Everybody in it as it stands now; nobody else changes that meanwhile."""
    lock_row(session)
    return queries.in_session(session)


def _note(appearance: Appearance, verb: str) -> None:
    session = appearance.session
    facts = {"session": session.code, "role": appearance.role.value}
    history.record("appearance", appearance.person.code, verb, edition_id=session.edition_id, **facts)


def restore_appearances(edition: Edition, made: Release, undone: Release) -> None:
    """Copy into `made` the people its sessions had before `undone`, but only those who say yes to that part now."""
    before = before_release(edition, undone)
    carry_appearances(
        edition, made, [before[row.session_id] for row in rows_of(made) if row.status is Status.SCHEDULED]
    )


def carry_appearances(edition: Edition, made: Release, published: Iterable[ReleasedSession]) -> None:
    """Copy into `made` the people published with these rows, but only those who say yes to that part now."""
    copied = ("session_id", "person_id", "role", "presence", "position", "name", "name_lang", "function")
    for rows in queries.still_confirmed(edition, published).values():
        for one in rows:
            facts = {name: getattr(one, name) for name in copied}
            db.session.add(ReleasedAppearance(release_id=made.id, **facts))
    db.session.flush()


def release_appearances(edition: Edition, release: Release) -> None:
    """Copy the confirmed appearances of every session the release says takes place, with name and function as they are
    now, but after the assembly with the name of the time: whoever is in a hidden one is not made public by its
    cancellation."""
    confirmed, names = queries.confirmed(edition), {}
    if edition.phase is Phase.AFTER:
        by_release = sorted(queries.appearances_by_release(edition).items())
        names = {one.person_id: one.name for _id, rows in by_release for here in rows.values() for one in here}
    taking_place = select(ReleasedSession.session_id).where(
        ReleasedSession.release_id == release.id, ReleasedSession.status == Status.SCHEDULED
    )
    for session_id in db.session.scalars(taking_place):
        for one in confirmed.get(session_id, []):
            db.session.add(
                ReleasedAppearance(
                    release_id=release.id,
                    session_id=session_id,
                    **values_of(one, "person_id", "role", "presence", "position"),
                    name=names.get(one.person_id, one.person.full_name),
                    name_lang=one.person.name_lang,
                    function=one.mandate.function if one.mandate else Bilingual(),
                )
            )
