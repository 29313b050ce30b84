"""Networks and partners: who they are, what they do, their order, their logos."""

import re
import unicodedata
from typing import Any

from sqlalchemy import func, select

from assembly import files, history
from assembly.communities import queries
from assembly.errors import DomainError, Untranslated, check_unchanged
from assembly.extensions import db
from assembly.fold import fold
from assembly.i18n import _l
from assembly.models import Bilingual, Network, NetworkKind
from assembly.pictures import Fresh
from assembly.sealed import new_code
from assembly.transactions import lock_row
from assembly.values import move_in_line


class NetworkUsed(DomainError):
    """It has members, or it is one of those that run the movement."""

    sentence = _l("You cannot delete a partner that has members. Remove it from their entries first.")


class NetworkInvited(NetworkUsed):
    """People were invited on its proposal, or it reads their list."""

    sentence = _l("You cannot delete a partner that proposed people who were then invited.")


def add_network(*, code: str, position: int | None = None, **facts: Any) -> Network:
    """A network that runs the movement, or a partner; at the end unless its position is given. `facts` are the other
    attributes by name."""
    if position is None:
        position = (db.session.scalar(select(func.max(Network.position))) or 0) + 1
    usual = {"kind": NetworkKind.NETWORK, "source": "", "logo_alt": Bilingual()}
    network = Network(code=code, position=position, **usual | facts)
    db.session.add(network)
    history.record("network", code, "added", kind=network.kind.value)
    return network


def free_network_code(short_name: str) -> str:
    """A code of at most sixteen signs made of its short name, which nobody has."""
    plain = unicodedata.normalize("NFKD", fold(short_name)).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^a-z0-9]+", "-", plain)[:12].strip("-") or new_code()
    taken, number, code = set(queries.networks_by_code()) | {"add"}, 1, stem
    while code in taken:
        number += 1
        code = f"{stem}-{number}"
    return code


def change_network(
    network: Network, *, short_name: str, name: str, role: Bilingual, kind: NetworkKind, website: str, version: int
) -> None:
    """Make it say this. Raises ChangedMeanwhile when it is not of this version any more."""
    lock_row(network)
    check_unchanged(network.version, version)
    network.short_name, network.name, network.role = short_name, name, role
    network.kind, network.website = kind, website
    network.version += 1
    history.record("network", network.code, "changed")


def set_logo(network: Network, picture: Fresh | None, alt: Bilingual) -> None:
    """Its logo and what one sees on it; without a new picture the words alone. Raises Untranslated."""
    if alt.missing():
        raise Untranslated(picture=alt.missing())
    if picture is not None:
        network.logo = files.put(picture.content, picture.mime)
        network.logo_width, network.logo_height = picture.width, picture.height
        network.logo_code = new_code(12)
        history.record("network", network.code, "logo set", sha256=network.logo.sha256)
    network.logo_alt = alt


def drop_logo(network: Network) -> None:
    """Its name is set in type again."""
    if network.logo_code is None:
        return
    network.logo = network.logo_code = network.logo_width = network.logo_height = None
    network.logo_alt = Bilingual()
    history.record("network", network.code, "logo dropped")


def move_network(network: Network, *, up: bool) -> None:
    """One place up or down among those of its kind; at the end of the line nothing happens."""
    if move_in_line(queries.networks_of(network.kind), network, up=up):
        history.record("network", network.code, "moved", up=up)


def remove_partner(network: Network) -> None:
    """A partner nobody belongs to and that invited nobody. Raises NetworkUsed, NetworkInvited."""
    if network.kind is not NetworkKind.PARTNER or queries.members_of(network):
        raise NetworkUsed
    if queries.has_invited(network):
        raise NetworkInvited
    db.session.delete(network)
    history.record("network", network.code, "deleted")
