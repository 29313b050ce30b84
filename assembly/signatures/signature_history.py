"""What was done to one signature, as the history keeps it: read for its page in the office."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from assembly.extensions import db
from assembly.formats import day, moment
from assembly.i18n import _l
from assembly.models import Entry, EntryDetail, Signature, User
from assembly.sealed import unseal

_WORDS: dict[str, Any] = {
    "recorded": _l("Recorded"),
    "corrected": _l("Corrected"),
    "withdrawn": _l("Withdrawn"),
    "removed as a mistake": _l("Removed (entered by mistake)"),
}
_LABELS: dict[str, Any] = {
    "signed_on": _l("Signed on"),
    "place": _l("Place"),
    "edition": _l("Assembly"),
    "public_from": _l("Publish from"),
}


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that was done: when, by whom, what and why; `changes` are a label, before and after."""

    at: datetime
    by: str
    words: str
    reason: str
    changes: list[tuple[str, str, str]]


def acts_of(signature: Signature, zone: str) -> list[Act]:
    """List what was done, in its order; what was done before the history named the signature is not among it."""
    rows = db.session.execute(
        select(Entry, EntryDetail.sealed)
        .join(EntryDetail, EntryDetail.entry_n == Entry.n)
        .where(Entry.noun == "signature", Entry.noun_ref == signature.community.code, Entry.verb.in_(_WORDS))
        .order_by(Entry.n)
    ).all()
    told = [(entry, json.loads(unseal(sealed))) for entry, sealed in rows]
    ours = [(entry, details) for entry, details in told if details.get("signature") == signature.code]
    names = _names({entry.actor_ref for entry, _details in ours})
    return [
        Act(
            entry.at,
            names.get(entry.actor_ref, ""),
            str(_WORDS[entry.verb]),
            details.get("reason", ""),
            _changes(details.get("before", {}), details.get("after", {}), zone),
        )
        for entry, details in ours
    ]


def _names(actors: set[str]) -> dict[str, str]:
    ids = [int(one.removeprefix("user:")) for one in actors if one.startswith("user:")]
    users = db.session.scalars(select(User).where(User.id.in_(ids)))
    return {f"user:{user.id}": user.name for user in users}


def _changes(before: dict[str, str], after: dict[str, str], zone: str) -> list[tuple[str, str, str]]:
    return [
        (str(label), _said(name, before[name], zone), _said(name, after[name], zone))
        for name, label in _LABELS.items()
        if name in before and before[name] != after[name]
    ]


def _said(name: str, value: str, zone: str) -> str:
    if value and name == "signed_on":
        return day(date.fromisoformat(value))
    return moment(datetime.fromisoformat(value), zone) if value and name == "public_from" else value
