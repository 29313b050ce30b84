"""Verbs on the team of an edition: invite, adjust rights, take back.

Whoever changes what somebody may do first locks the edition: two organisers who take each other's role in the same
instant take turns, and the second is refused.
"""

from collections.abc import Iterable

from sqlalchemy import delete, update

from assembly import history
from assembly.accounts import queries
from assembly.accounts.service.sign_in import add_user, ask_for_link, end_sessions, tell
from assembly.errors import DomainError
from assembly.extensions import db
from assembly.i18n import _l
from assembly.models import AuthenticatorApp, Edition, EditionRole, LinkPurpose, Passkey, RecoveryCode, SignedIn, User
from assembly.security import ROLES, Permission, granted, rights, with_implied
from assembly.transactions import lock_row


class LastOrganiser(DomainError):
    """Somebody must be able to let others in."""

    sentence = _l("No one else can manage the team. Give someone else that role first.")


class NotYours(DomainError):
    """Nobody gives what they do not have."""

    status = 403
    sentence = _l("You can only give permissions that you have yourself for this assembly.")


class BeyondYours(NotYours):
    """Nobody takes away more than they have."""

    sentence = _l("You can only remove permissions that you have yourself for this assembly.")


def invite(edition: Edition, *, email: str, name: str, lang: str, role: str, by: User | None = None) -> None:
    """Give somebody a role at this edition; who has no account gets one and a link to choose a passphrase.

    Raises NotYours if `by` (nobody: the system itself) may not do all the role permits.
    """
    lock(edition)
    refuse_what_is_not_theirs(edition, by, ROLES[role])
    user = queries.user_by_email(email)
    if user is None:
        add_user(email=email, name=name, lang=lang, passphrase=None, role=role, edition=edition)
        ask_for_link(email, lang, LinkPurpose.INVITATION)
        return
    give_role(edition, user, role)


def give_role(edition: Edition, user: User, role: str, permissions: list[str] | None = None) -> None:
    """One more role at this edition, unless it is held already; where it was adjusted its own set holds again.

    With `permissions` a new one is adjusted from the beginning.
    """
    held = next((one for one in user.edition_roles if one.role == role and one.edition_id == edition.id), None)
    if held is not None and held.permissions is not None:
        held.permissions = None
        _rights_changed(user)
        history.record("user", str(user.id), "rights adjusted", edition_id=edition.id, role=role, permissions=None)
    elif not any(one.role == role and one.edition_id in (None, edition.id) for one in user.edition_roles):
        user.edition_roles.append(EditionRole(role=role, edition=edition, permissions=permissions))
        _rights_changed(user)
        history.record("user", str(user.id), "role given", edition_id=edition.id, role=role)


def invite_again(user: User) -> None:
    """A new link for somebody who has not chosen a passphrase yet."""
    ask_for_link(user.email_key, user.lang, LinkPurpose.INVITATION)


def adjust_rights(edition: Edition, user: User, role: str, wanted: Iterable[Permission], by: User) -> None:
    """What somebody may do by a role at this edition alone; what `by` may not do stays as it is.

    Raises LookupError, NotYours, LastOrganiser.
    """
    lock(edition)
    held = next((one for one in user.edition_roles if one.edition_id == edition.id and one.role == role), None)
    if held is None:
        raise LookupError(role)
    before, theirs = granted(held), rights(by, edition)
    refuse_what_is_not_theirs(edition, by, frozenset(wanted) - before)
    after = with_implied((frozenset(wanted) & theirs) | (before - theirs))
    held.permissions = None if after == ROLES[role] else sorted(one.value for one in after)
    db.session.flush()
    _refuse_without_manager(edition)
    _rights_changed(user)
    history.record(
        "user", str(user.id), "rights adjusted", edition_id=edition.id, role=role, permissions=held.permissions
    )


def take_role(edition: Edition, user: User, role: str, *, by: User) -> None:
    """Take back a role somebody has at this edition alone: one's own, or one that permits no more than `by` may do.

    Raises BeyondYours, LastOrganiser.
    """
    lock(edition)
    held = [one for one in user.edition_roles if one.edition_id == edition.id and one.role == role]
    if user.id != by.id and not all(granted(one) <= rights(by, edition) for one in held):
        raise BeyondYours
    take_roles(edition, user, held)
    _refuse_without_manager(edition)


def take_roles(edition: Edition, user: User, roles: list[EditionRole]) -> None:
    """Take back these roles, the edition being locked."""
    for one in roles:
        db.session.delete(one)
        history.record("user", str(user.id), "role taken", edition_id=edition.id, role=one.role)
    db.session.flush()
    db.session.expire(user, ["edition_roles"])
    _rights_changed(user)


def take_second_factor(edition: Edition, user: User, by: User) -> None:
    """For somebody who has lost app, passkeys and paper: they sign in by passphrase or link, and are told so.

    Raises NotYours unless `by` manages the team of every edition this person works at.
    """
    if not queries.may_take_second_factor(by, user):
        raise NotYours
    for noun in (AuthenticatorApp, Passkey, RecoveryCode):
        db.session.execute(delete(noun).where(noun.user_id == user.id))
    end_sessions(user)
    history.record("user", str(user.id), "second factor taken away", edition_id=edition.id)
    tell(user, "second_factor_taken", by=by.name)


def lock(edition: Edition) -> None:
    """From here to the end nobody else changes the team of this edition; what was read of it is read again."""
    lock_row(edition)
    db.session.expire_all()


def refuse_what_is_not_theirs(edition: Edition, by: User | None, given: frozenset[Permission]) -> None:
    """Raises NotYours if `by` may not do all of this at the edition."""
    if by is not None and not given <= rights(by, edition):
        raise NotYours


def _refuse_without_manager(edition: Edition) -> None:
    if not queries.managers(edition):
        raise LastOrganiser


def _rights_changed(user: User) -> None:
    """At once, since rights are read at each request; and the next one gets another cookie."""
    db.session.execute(update(SignedIn).where(SignedIn.user_id == user.id).values(renew=True))
