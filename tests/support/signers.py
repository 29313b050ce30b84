"""Those who sign: what they type, and how far they have come."""

from __future__ import annotations

import itertools
import re
from datetime import date
from hashlib import sha256
from typing import Any

import pdf_samples
from flask import Flask
from mails import deliver, html_of, text_of
from sqlalchemy import select

from assembly.communities.queries import by_code
from assembly.extensions import db
from assembly.models import CommunityKind, Edition, Signing, SigningState
from assembly.signatures.documents.signed_pdf import checked
from assembly.signatures.service import beginning, checking
from assembly.signatures.service.moves import move

CITY = {
    "body": "municipality",
    "place": "oulu",
    "country": "FI",
    "signer": "Riikka Moilanen",
    "function": "Mayor",
    "entitled_by": "decision of the council",
    "occasion": "apart",
    "contact": "Aino Office",
    "email": "office@oulu.example.org",
}
"What a city fills in; the rest of the form is its own."
FOUND = {
    "is_signed": "y",
    "is_entitled": "y",
    "note": "called the mayor’s office",
    "signed_on": "2026-11-01",
    "place": "Oulu",
    "public_from": "",
}
"What an organiser finds."
_keys = itertools.count()


def interest(**changes: Any) -> beginning.Interest:
    """What a city sends; each call has another key."""
    facts: dict[str, Any] = {
        "key": f"test-signing-{next(_keys):08d}",
        "body": CommunityKind.MUNICIPALITY,
        "place": "Oulu",
        "country": "FI",
        "signer": "Riikka Moilanen",
        "function": "Mayor",
        "entitled_by": "decision of the council",
        "contact": "Aino Office",
        "email": "office@oulu.example.org",
        "at_assembly": False,
        "message": "",
        "lang": "fr",
    }
    return beginning.Interest(**(facts | changes))


def acceptance(**changes: Any) -> checking.Acceptance:
    """A document found good."""
    facts: dict[str, Any] = {
        "is_signed": True,
        "is_entitled": True,
        "note": "called",
        "document": sha256(pdf_samples.scan()).hexdigest(),
        "signed_on": date(2026, 11, 1),
        "place": "Oulu",
        "edition": None,
        "public_from_at": None,
    }
    return checking.Acceptance(**(facts | changes))


def coming() -> Edition:
    """The edition whose office checks."""
    return db.session.scalars(select(Edition).where(Edition.slug == "2027")).one()


def brought_to(state: SigningState, **changes: Any) -> Signing:
    """A signing that has come so far, inside `writing()`."""
    outcome = beginning.start(coming(), interest(**changes))
    signing = db.session.scalars(select(Signing).where(Signing.code == outcome.reference)).one()
    way = [SigningState.INTEREST, SigningState.DRAFT, SigningState.CHECKING, SigningState.SIGNED]
    if state is SigningState.WITHDRAWN:
        checking.withdraw(signing, "no more")
    for step in way[1 : way.index(state) + 1] if state in way else []:
        forward(signing, step)
    return signing


def forward(signing: Signing, to: SigningState, **changes: Any) -> None:
    """The verb that brings a signing into this state, inside `writing()`."""
    if to is SigningState.INTEREST:
        move(signing, to)  # no verb leads back there
    elif to is SigningState.DRAFT:
        (
            beginning.confirm
            if signing.state is SigningState.INTEREST
            else lambda one: checking.ask_again(one, "blurred")
        )(signing)
    elif to is SigningState.CHECKING:
        beginning.hand_in(signing, checked(pdf_samples.scan()))
    elif to is SigningState.SIGNED:
        if signing.community is None and signing.state is SigningState.CHECKING:
            checking.link(signing, by_code("oulu"))  # type: ignore[arg-type]
        checking.accept(signing, acceptance(**changes))
    else:
        checking.withdraw(signing, "no more")


def signing_link(app: Flask) -> str:
    """The path of the personal link in the last mail, the same in both parts."""
    mail = deliver(app)[-1]
    found = re.findall(r"http://localhost(/\w\w/communities/join/[\w-]{43})", text_of(mail))
    assert len(found) == 1
    assert found[0] in html_of(mail)
    return str(found[0])
