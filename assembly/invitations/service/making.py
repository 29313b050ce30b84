"""Invitations made: one by hand, or the rows of a table."""

from collections.abc import Iterable

from assembly import clock, history
from assembly.access import queries as access_queries
from assembly.accounts.service.people import add_person, find_or_add_person
from assembly.communities import queries as directory
from assembly.errors import DomainError
from assembly.extensions import db
from assembly.fold import fold
from assembly.i18n import _l
from assembly.invitations.invitees import Invitee
from assembly.invitations.queries import listing as invitation_queries
from assembly.models import Community, Edition, Invitation, Network, Person, Represents
from assembly.quotas import service as quotas
from assembly.registration.service.submission import ThereAlready
from assembly.sealed import new_code, new_token


class InvitedAlready(DomainError):
    """The office invites somebody once more; `invitation` is theirs."""

    sentence = _l("This person is already on the invitation list.")


def invite(edition: Edition, who: Invitee) -> Invitation:
    """One more invitation; nothing is sent. Raises InvitedAlready, and ThereAlready for who is registered."""
    quotas.lock(edition)
    community = directory.by_code(who.community) if who.community else community_of(who)
    person = person_for(who.given, who.family, who.email, who.lang)
    alike = invitation_queries.invited_alike(edition, person.name_key, community, who.place)
    earlier = access_queries.invitation_of(edition, person)
    for found in (earlier, alike):
        if found is not None and found.withdrawn_at is None:
            raise InvitedAlready(invitation=found.code)
    registered = access_queries.active_of(edition, person) or access_queries.namesake(
        edition, person.name_key, community, who.place
    )
    if registered is not None:
        raise ThereAlready(registration=registered.code, certain=True)
    network = directory.network(who.network) if who.network else None
    made = _written(edition, who, person, earlier, community, network)
    db.session.flush()
    history.record("invitation", made.code, "invited", edition_id=edition.id)
    return made


def invite_all(edition: Edition, people: Iterable[Invitee]) -> int:
    """The rows of a table that is known to hold nobody twice and nobody invited or registered; how many there were."""
    communities = {one.code: one for one in directory.all_communities()}
    networks = directory.networks_by_code()
    earlier = invitation_queries.withdrawn(edition)
    found = [(who, person_for(who.given, who.family, who.email, who.lang)) for who in people]
    for who, person in found:  # after the people, so that all rows are written at once
        community, network = communities.get(who.community), networks.get(who.network)
        _written(edition, who, person, earlier.get(person.id), community, network)
    db.session.flush()
    history.record("edition", edition.slug, "people invited", edition_id=edition.id, count=len(found))
    return len(found)


def community_of(who: Invitee) -> Community | None:
    """The city or region that was written, where the directory knows it."""
    return directory.meant(who.place) if who.represents is Represents.COMMUNITY else None


def person_for(given: str, family: str, email: str, lang: str) -> Person:
    """The one of this address and name, or another row for somebody without an address."""
    if email:
        return find_or_add_person(given=given, family=family, email=email, mail_lang=lang)
    return add_person(given=given, family=family, name_lang="", grammatical_form=None, mail_lang=lang)


def _written(
    edition: Edition,
    who: Invitee,
    person: Person,
    earlier: Invitation | None,
    community: Community | None,
    network: Network | None,
) -> Invitation:
    """A new row, or one that was withdrawn as if it were new, with another link."""
    token = new_token()
    made = earlier or Invitation(code=new_code(), edition_id=edition.id, person_id=person.id)
    write_down(made, who, community, network)
    made.made_at = clock.now()
    made.sent_at = made.reminded_at = made.called_at = made.withdrawn_at = None
    made.reply = made.replied_at = made.registration_id = None
    made.reason = ""
    made.token_hash, made.token_sealed = token.hash, token.sealed
    db.session.add(made)
    return made


def write_down(invitation: Invitation, who: Invitee, community: Community | None, network: Network | None) -> None:
    """What is said of the person invited, besides who they are."""
    names = (community.native_name, community.names.en, community.names.fr) if community else ()
    invitation.community_id, invitation.org_text = (community.id, "") if community else (None, who.place)
    invitation.invited_by_id = network.id if network else None
    invitation.represents, invitation.function, invitation.phone = who.represents, who.function, who.phone
    invitation.lang, invitation.note = who.lang, who.note
    invitation.folded = fold(" ".join((who.family, who.given, *names, who.place)))[:600]
