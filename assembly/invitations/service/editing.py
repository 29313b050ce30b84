"""What the office sets right about an invitation that is not answered. What changed is noted, never its words."""

from dataclasses import replace

from sqlalchemy.orm.attributes import flag_modified

from assembly import history
from assembly.access import queries as access_queries
from assembly.access.registration_history import CHANGED
from assembly.access.service import invitation_links
from assembly.access.service.invitation_links import renew_link
from assembly.accounts.queries import name_key, person_by_address_and_name
from assembly.communities import queries as directory
from assembly.errors import ChangedMeanwhile, DomainError, Rejected
from assembly.extensions import db
from assembly.fold import email_key
from assembly.i18n import _l
from assembly.invitations.invitees import Invitee
from assembly.invitations.queries import listing as invitation_queries
from assembly.invitations.service.making import InvitedAlready, community_of, person_for, write_down
from assembly.models import Community, Invitation, Person
from assembly.quotas import service as quotas
from assembly.registration.service.submission import ThereAlready
from assembly.values import values_of


class EditedNoMore(DomainError):
    """Answered or withdrawn, perhaps while the page was open."""

    sentence = _l("This invitation has been answered or withdrawn and can no longer be edited.")


class SpeltElsewhere(Rejected):
    """The spelling of a name is that of all assemblies."""

    sentence = _l(
        "This person already appears elsewhere with a different spelling of the name. You cannot change the "
        "name in an invitation."
    )


def edit_invitation(invitation: Invitation, who: Invitee, *, seen: int) -> bool:
    """Write this over the version somebody has `seen`; whether the invitation is to be sent again.

    That is so where it was sent to another address: the link in that mail opens nothing any more. Who is known
    elsewhere keeps the old name and address there. Raises EditedNoMore, ChangedMeanwhile, SpeltElsewhere,
    InvitedAlready, ThereAlready.
    """
    quotas.lock(invitation.edition)
    invitation_links.reread(invitation)
    before = invitee_of(invitation)
    same_place = (who.represents, who.place) == (before.represents, before.place)
    community = invitation.community if same_place else community_of(who)
    who = replace(who, place=community.native_name if community else who.place)
    if invitation.version != seen:
        if before == who:
            return False  # a second click
        raise ChangedMeanwhile
    if not invitation.can_be_edited:
        raise EditedNoMore
    address, name = invitation.person.email_key, invitation.person.name_key
    person = _person(invitation, who, before)
    if not same_place or (person.id, person.name_key) != (invitation.person_id, name):
        _check(invitation, person, community, who)
    invitation.person = person
    write_down(invitation, who, community, directory.network(who.network) if who.network else None)
    flag_modified(invitation, "folded")  # another version, though only the person has changed
    _note(invitation, before, who)
    renewed = person.email_key != address and invitation.sent_at is not None
    if renewed:
        renew_link(invitation)
        invitation.sent_at = invitation.reminded_at = None
    db.session.flush()
    return renewed


def invitee_of(invitation: Invitation) -> Invitee:
    """What is said of the person invited, as the office would write it."""
    person, community = invitation.person, invitation.community
    return Invitee(
        given=person.given,
        family=person.family,
        email=person.email or "",
        place=community.native_name if community else invitation.org_text,
        **values_of(invitation, "represents", "lang", "function", "phone", "note"),
        network=invitation.invited_by.code if invitation.invited_by else "",
    )


def _person(invitation: Invitation, who: Invitee, before: Invitee) -> Person:
    """The person of this name and address: whoever is known under both, else the one invited, set right."""
    person = invitation.person
    if (who.given, who.family, who.email) == (before.given, before.family, before.email):
        return person
    key, address = name_key(who.given, who.family), email_key(who.email) if who.email else None
    known = person_by_address_and_name(who.email, who.given, who.family) if who.email else None
    if known is not None and known.id != person.id:
        return known
    if invitation_queries.known_besides(invitation):
        if (person.name_key, person.email_key) == (key, address) or known is not None:
            raise SpeltElsewhere
        return person_for(who.given, who.family, who.email, who.lang)
    person.given, person.family, person.name_key = who.given, who.family, key
    person.email, person.email_key = who.email or None, address
    return person


def _check(invitation: Invitation, person: Person, community: Community | None, who: Invitee) -> None:
    """As for somebody new: nobody is invited twice, or while they are registered."""
    edition, key = invitation.edition, name_key(who.given, who.family)
    theirs = access_queries.invitation_of(edition, person)
    if theirs is not None and theirs.id != invitation.id:
        raise InvitedAlready(invitation=theirs.code)
    alike = invitation_queries.invited_alike(edition, key, community, who.place, invitation)
    if alike is not None:
        raise InvitedAlready(invitation=alike.code)
    registered = access_queries.active_of(edition, person) or access_queries.namesake(
        edition, key, community, who.place
    )
    if registered is not None:
        raise ThereAlready(registration=registered.code, certain=True)


_PARTS = {
    "name": ("given", "family"),
    "address": ("email",),
    "place": ("place", "represents"),
    "function": ("function",),
    "phone": ("phone",),
    "lang": ("lang",),
    "note": ("note",),
}


def _note(invitation: Invitation, before: Invitee, who: Invitee) -> None:
    changed = [part for part, names in _PARTS.items() if any(getattr(before, n) != getattr(who, n) for n in names)]
    verbs = [CHANGED[part] for part in changed] + (["network changed"] if before.network != who.network else [])
    for verb in verbs:
        history.record("invitation", invitation.code, verb, edition_id=invitation.edition_id)
