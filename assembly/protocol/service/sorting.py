"""What sorts people: stored, so that both databases give the same order, and renewed when one of its facts changes."""

from collections.abc import Collection, Hashable
from typing import cast

from flask import current_app
from sqlalchemy import BindParameter, Table, bindparam

from assembly.extensions import db
from assembly.models import Community, Edition, Office, Registration
from assembly.protocol import queries as protocol_queries
from assembly.protocol.rules import Facts, key_of

BATCH = 100
"Registrations of one transaction: few enough that nobody notices waiting for them."


def first_key(code: str, given: str, family: str, office: Office, place: Community | str) -> str:
    """Where somebody new belongs by what was just written. Co-chairs, host and signatures are asked within a minute, by
    `renew`: a submission costs no statement more for being sorted."""
    country, name = (place.country, place.native_name) if isinstance(place, Community) else ("", place)
    facts = Facts(
        co_chair=False,
        office=office,
        host=False,
        country=country,
        signed_on=None,
        place=name,
        family=family,
        given=given,
        code=code,
    )
    return key_of(facts)


def sort(registration: Registration) -> None:
    """Put one registration where it belongs by what stands now. Its facts must be flushed."""
    found = protocol_queries.sorting_of(registration)
    registration.protocol_key, registration.place_folded = found.right_key, found.right_place


def renew(edition: Edition, ids: Collection[int]) -> None:
    """Put these registrations of an edition (by id) right whose facts have changed elsewhere: a signature, a mandate,
    a spelling, the rules themselves.

    Nobody is told and nothing of the registration itself changes: its version stays, so that whoever edits it saves.
    """
    stale = list(protocol_queries.stale(edition, ids))
    if stale:
        table = cast(Table, Registration.__table__)
        found = table.c.id == bindparam("row")
        changes: dict[str, BindParameter[str]] = {"protocol_key": bindparam("key"), "place_folded": bindparam("place")}
        rows = [{"row": one.id, "key": one.right_key, "place": one.right_place} for one in stale]
        db.session.execute(table.update().where(found).values(changes), rows)


def was_sorted(edition_id: int, state: Hashable) -> bool:
    """Whether this process has sorted an edition in this state (`protocol.state_of`) before."""
    return bool(_sorted().get(edition_id) == state)


def remember_sorted(edition_id: int, state: Hashable) -> None:
    """Note in which state an edition was sorted; what was written meanwhile has made it another."""
    _sorted()[edition_id] = state


def _sorted() -> dict[int, Hashable]:
    known: dict[int, Hashable] = current_app.extensions.setdefault("sorted_editions", {})
    return known
