"""Links by which a network reads the list of those it invited: one at a time, taken back at any time."""

from assembly import clock, history
from assembly.extensions import db
from assembly.invitations.queries import listing as invitation_queries
from assembly.models import Edition, Network, NetworkList
from assembly.quotas import service as quotas
from assembly.sealed import new_token


def make_list(edition: Edition, network: Network) -> NetworkList:
    """A new link for this network; the one it had shows nothing any more."""
    revoke_lists(edition, network)
    token = new_token()
    made = NetworkList(
        edition=edition, network=network, token_hash=token.hash, token_sealed=token.sealed, made_at=clock.now()
    )
    db.session.add(made)
    history.record("network", network.code, "list shown", edition_id=edition.id)
    return made


def revoke_lists(edition: Edition, network: Network) -> None:
    """The link of this network shows nothing any more. A second click changes nothing."""
    quotas.lock(edition)
    for one in invitation_queries.open_lists(edition):
        if one.network_id == network.id:
            one.revoked_at = clock.now()
            history.record("network", network.code, "list taken back", edition_id=edition.id)
