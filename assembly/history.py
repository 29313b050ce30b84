"""The chained history: services say what was done, `writing()` appends it as its last statement."""

import json
import secrets
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from hashlib import sha256
from hmac import compare_digest
from hmac import digest as hmac_digest
from typing import Any, cast

from flask import current_app
from sqlalchemy import Table, bindparam, insert, select, update
from sqlalchemy.orm import Session

from assembly import clock
from assembly.extensions import db
from assembly.models.history import ChainHead, Entry, EntryDetail
from assembly.sealed import seal

_actor: ContextVar[str] = ContextVar("actor", default="system")
BEGINNING = "0" * 64


@dataclass(frozen=True, slots=True)
class _Act:
    noun: str
    ref: str
    verb: str
    edition_id: int | None
    details: dict[str, Any]


def set_actor(actor_ref: str) -> None:
    """Whoever acts in this request: `user:<id>`, `registration:<code>`, `visitor`, `system`; never a name."""
    _actor.set(actor_ref)


def actor() -> str:
    """Whoever acts now."""
    return _actor.get()


def record(noun: str, ref: str, verb: str, *, edition_id: int | None = None, **details: Any) -> None:
    """Note an act of the present write transaction. Details may be erased later; ids and verb may not."""
    db.session().info.setdefault("acts", []).append(_Act(noun, ref, verb, edition_id, details))


_HASHED = ("n", "at", "actor_ref", "edition_id", "noun", "noun_ref", "verb", "details_hash", "prev_hash")
_ENTRY, _DETAIL, _CHAIN = (cast(Table, one.__table__) for one in (Entry, EntryDetail, ChainHead))
_HEAD = select(_CHAIN.c.n, _CHAIN.c.hash).with_for_update()
_ADD_ENTRIES, _ADD_DETAILS = insert(_ENTRY), insert(_DETAIL)
_MOVE_HEAD = update(_CHAIN).values(n=bindparam("number"), hash=bindparam("latest"))
"Built once, as each write sends them while it holds the lock."


def append_pending(session: Session) -> None:
    """Chain the acts noted in this transaction. Called by `writing()` alone, after its flush."""
    acts: list[_Act] = session.info.pop("acts", [])
    if not acts:
        return
    connection = session.connection()
    number, previous = connection.execute(_HEAD).one()
    entries, details = [], []
    for act in acts:
        salted = _canonical({"salt": secrets.token_hex(16), **act.details})
        number += 1
        facts = {
            "n": number,
            "at": clock.now(),
            "actor_ref": actor(),
            "edition_id": act.edition_id,
            "noun": act.noun,
            "noun_ref": act.ref,
            "verb": act.verb,
            "details_hash": sha256(salted.encode()).hexdigest(),
            "prev_hash": previous,
        }
        previous = _hash_of(facts)
        entries.append(facts | {"hash": previous})
        details.append({"entry_n": number, "sealed": seal(salted)})
    connection.execute(_ADD_ENTRIES, entries)
    connection.execute(_ADD_DETAILS, details)
    connection.execute(_MOVE_HEAD, {"number": number, "latest": previous})


def first_broken_entry(*, latest: int | None = None) -> int | None:
    """The number of the first entry that was changed, moved, removed or added by hand; None when intact.

    With `latest` only that many of the newest are looked at, each against the one before.
    """
    previous, expected = BEGINNING, 1
    head = db.session.scalars(select(ChainHead)).one()
    if latest is not None and head.n > latest:
        known = db.session.get(Entry, head.n - latest)
        if known is None:
            return head.n - latest
        previous, expected = known.hash, known.n + 1
    for entry in db.session.scalars(select(Entry).where(Entry.n >= expected).order_by(Entry.n)):
        counted = _hash_of({name: getattr(entry, name) for name in _HASHED})
        intact = entry.n == expected and entry.prev_hash == previous and compare_digest(entry.hash, counted)
        if not intact:
            return expected
        previous, expected = entry.hash, expected + 1
    return None if (head.n, head.hash) == (expected - 1, previous) else expected


def _hash_of(facts: Mapping[str, Any]) -> str:
    """The hash of an entry by its facts."""
    words = [facts[name].isoformat() if name == "at" else facts[name] for name in _HASHED]
    key: bytes = current_app.config["ASSEMBLY"].key_for("history")
    return hmac_digest(key, _canonical(words).encode(), sha256).hex()


def _canonical(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
