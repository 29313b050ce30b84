"""The directory of communities, and their signatures."""

from datetime import date

from assembly.communities.queries import by_code
from assembly.communities.service.networks import add_network
from assembly.communities.service.places import add_community
from assembly.demo.service.files import rows
from assembly.models import Bilingual, CommunityKind, Edition, NetworkKind, SignatureKind
from assembly.signatures.service.balances import set_balance
from assembly.signatures.service.facts import record_signature


def load_directory() -> None:
    """Every community and network, and what stood before our dated signatures."""
    for position, row in enumerate(rows("networks.csv")):
        add_network(
            code=row["code"],
            kind=NetworkKind(row["kind"]),
            short_name=row["short_name"],
            name=row["name"],
            role=Bilingual(row["role_en"], row["role_fr"]),
            position=position,
            source=row["source"],
        )
    for row in rows("communities.csv"):
        add_community(
            code=row["code"],
            native_name=row["native_name"],
            names=Bilingual(row["name_en"], row["name_fr"]),
            kind=CommunityKind(row["kind"]),
            country=row["country"],
            nuts=row["nuts"],
            nuts_version=row["nuts_version"],
            population=int(row["population"]) if row["population"] else None,
            variants=row["variants"].split("|"),
            networks=list(filter(None, row["networks"].split("|"))),
        )
    for row in rows("balances.csv"):
        set_balance(
            SignatureKind(row["kind"]),
            count=int(row["count"]),
            as_of_on=date.fromisoformat(row["as_of_on"]),
            source=row["source"],
        )


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
