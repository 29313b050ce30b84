"""Verbs on handing an edition over to the next team.

Nobody of the next team has any right before they sign in; nobody of the present team loses one before that.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from assembly import clock, history, mail
from assembly.accounts import queries
from assembly.accounts.service.sign_in import add_user, end_invitations, new_link
from assembly.accounts.service.team import give_role, lock, refuse_what_is_not_theirs, take_roles
from assembly.errors import DomainError
from assembly.extensions import db
from assembly.i18n import _l
from assembly.models import Edition, HandOver, HandOverPerson, HandOverState, LinkPurpose, Side, User
from assembly.sealed import new_code
from assembly.security import ROLES

_ROLE = "organiser"


class AlreadyHandedOver(DomainError):
    """One hand-over at a time; and what is done cannot be withdrawn."""

    sentence = _l("This assembly is already being handed over, or the next team has already accepted. Reload the page.")


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody of the next team, as written by the present one."""

    name: str
    email: str
    lang: str


def begin_hand_over(
    edition: Edition, newcomers: Iterable[Newcomer], *, by: User, stays: Iterable[int], last_on: date | None
) -> HandOver:
    """Invite the next team. All who have a role at this edition alone will lose it, but for those named in `stays`
    (ids) and the newcomers themselves. Raises AlreadyHandedOver, NotYours."""
    lock(edition)
    refuse_what_is_not_theirs(edition, by, ROLES[_ROLE])
    if queries.open_hand_over(edition):
        raise AlreadyHandedOver
    incoming = list({user.id: user for user in map(_account, newcomers)}.values())  # named twice is one person
    staying = {*stays, *(user.id for user in incoming)}
    outgoing = [user for user in queries.team_here(edition) if user.id not in staying]
    hand_over = HandOver(code=new_code(), edition=edition, by=by, began_at=clock.now(), last_on=last_on)
    hand_over.state = HandOverState.OPEN
    hand_over.people = [HandOverPerson(user=user, side=Side.INCOMING) for user in incoming]
    hand_over.people += [HandOverPerson(user=user, side=Side.OUTGOING) for user in outgoing]
    db.session.add(hand_over)
    db.session.flush()
    for user in incoming:
        token = new_link(user.email_key, LinkPurpose.INVITATION).sealed if user.password is None else ""
        _write("hand_over_invitation", hand_over, user, token=token)
    for user in outgoing:
        _write("hand_over_announced", hand_over, user)
    history.record("edition", edition.slug, "hand-over begun", edition_id=edition.id, hand_over=hand_over.code)
    return hand_over


def accept_hand_overs(user: User) -> None:
    """Called when somebody signs in: if they are awaited as the next team, they are organisers now.

    The first of them ends the roles of the present team, unless its last day is still to come.
    """
    for hand_over in queries.hand_overs_awaiting(user):
        edition = hand_over.edition
        lock(edition)
        db.session.refresh(hand_over)
        if hand_over.state is HandOverState.WITHDRAWN:
            continue
        give_role(edition, user, _ROLE)
        _settle(hand_over, user)
        history.record("edition", edition.slug, "hand-over accepted", edition_id=edition.id, hand_over=hand_over.code)
        if hand_over.state is HandOverState.OPEN:
            hand_over.state = HandOverState.ACCEPTED
        if hand_over.state is HandOverState.ACCEPTED and queries.is_due(hand_over):
            _end(hand_over)


def end_hand_over(hand_over: HandOver) -> None:
    """The present team's last day is over. Nothing happens if it has ended already."""
    lock(hand_over.edition)
    db.session.refresh(hand_over)
    if hand_over.state is HandOverState.ACCEPTED and queries.is_due(hand_over):
        _end(hand_over)


def withdraw_hand_over(hand_over: HandOver) -> None:
    """The present team stays; who has accepted keeps the role until it is taken back. Raises AlreadyHandedOver once
    the present team's roles have ended."""
    edition = hand_over.edition
    lock(edition)
    db.session.refresh(hand_over)
    if not hand_over.can_be_withdrawn:
        raise AlreadyHandedOver
    hand_over.state = HandOverState.WITHDRAWN
    arrived = hand_over.arrived
    for user in hand_over.incoming:
        if user in arrived:
            continue
        if not user.edition_roles:
            end_invitations(user)
        _write("hand_over_withdrawn", hand_over, user)
    history.record("edition", edition.slug, "hand-over withdrawn", edition_id=edition.id, hand_over=hand_over.code)


def _account(newcomer: Newcomer) -> User:
    user = queries.user_by_email(newcomer.email)
    return user or add_user(email=newcomer.email, name=newcomer.name, lang=newcomer.lang, passphrase=None, role=None)


def _end(hand_over: HandOver) -> None:
    """The outgoing lose their roles here, if one who came (or an owner) can manage the team; the edition is locked."""
    edition = hand_over.edition
    outgoing = hand_over.outgoing
    if not queries.managers(edition) & {user.id for user in hand_over.arrived} and not queries.owners(edition):
        return  # the newcomers' accounts were closed meanwhile: the present team goes on
    for user in outgoing:
        take_roles(edition, user, [role for role in user.edition_roles if role.edition_id == edition.id])
        _settle(hand_over, user)
        _write("hand_over_ended", hand_over, user)
    for user in hand_over.incoming:
        _write("hand_over_done", hand_over, user)
    hand_over.state = HandOverState.DONE
    history.record("edition", edition.slug, "handed over", edition_id=edition.id, hand_over=hand_over.code)


def _settle(hand_over: HandOver, user: User) -> None:
    for one in hand_over.people:
        if one.user_id == user.id:
            one.settled_at = clock.now()


def _write(kind: str, hand_over: HandOver, user: User, **facts: str) -> None:
    mail.post(
        kind,
        to=user.email_key,
        lang=user.lang,
        dedupe_key=f"{kind}:{hand_over.code}:{user.code}",
        facts={"hand_over": hand_over.code, **facts},
        edition=hand_over.edition,
    )
