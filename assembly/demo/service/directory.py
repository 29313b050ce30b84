"""The directory of communities, and their signatures."""

from datetime import date

from assembly.communities.facts import Facts
from assembly.communities.queries import by_code
from assembly.communities.service.networks import add_network
from assembly.communities.service.places import add_community
from assembly.demo.service.files import picked, rows, words
from assembly.models import CommunityKind, Edition, NetworkKind, SignatureKind
from assembly.signatures.service.balances import BalanceFacts, set_balance
from assembly.signatures.service.facts import record_signature


def load_directory() -> None:
    """Every community and network, and what stood before our dated signatures."""
    for position, row in enumerate(rows("networks.csv")):
        add_network(
            **picked(row, "code", "short_name", "name", "source"),
            kind=NetworkKind(row["kind"]),
            role=words(row, "role"),
            position=position,
        )
    for row in rows("communities.csv"):
        facts = Facts(
            **picked(row, "native_name", "country", "nuts", "nuts_version"),
            names=words(row, "name"),
            kind=CommunityKind(row["kind"]),
            population=int(row["population"]) if row["population"] else None,
            spellings=tuple(filter(None, row["variants"].split("|"))),
            networks=tuple(filter(None, row["networks"].split("|"))),
        )
        add_community(row["code"], facts)
    for row in rows("balances.csv"):
        as_of_on = date.fromisoformat(row["as_of_on"])
        set_balance(BalanceFacts(SignatureKind(row["kind"]), int(row["count"]), as_of_on, row["source"]))


def load_signatures(editions: dict[str, Edition]) -> None:
    """The dated signatures, at one of these editions or between them."""
    for row in rows("signatures.csv"):
        record_signature_of(row, date.fromisoformat(row["signed_on"]), editions.get(row["edition"]))


def record_signature_of(row: dict[str, str], signed_on: date, edition: Edition | None) -> None:
    """Record the signature of a row of a file. Raises AlreadySigned."""
    community = by_code(row["community"])
    if community is None:
        raise LookupError(f"a signature of an unknown community: {row['community']}")
    record_signature(
        community,
        SignatureKind(row["kind"]),
        signed_on=signed_on,
        edition=edition,
        source=row["source"],
    )
