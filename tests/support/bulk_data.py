"""Many registrations at once, set-wise: what a list of a hundred thousand is measured on."""

from __future__ import annotations

import random

from sqlalchemy import insert, select

from assembly import clock
from assembly.accounts.queries import name_key
from assembly.extensions import db
from assembly.fold import fold
from assembly.models import (
    Category,
    Community,
    Edition,
    Mode,
    Office,
    Person,
    PlaceCount,
    Pool,
    Registration,
    Represents,
    State,
)
from assembly.protocol.service.sorting import first_key
from assembly.registration.service.creating import spoken_reference
from assembly.sealed import new_code

_GIVEN = [
    "Anna",
    "Żaneta",
    "Jan",
    "Lluïsa",
    "Seppo",
    "Mirja",
    "Ivan",
    "Renate",
    "Ana",
    "João",
    "Ilse",
    "Émile",
    "Chloé",
    "Μαρία",
    "Георги",
    "Ødegård",
]
_FAMILY = [
    "Łukaszewicz",
    "Määttä",
    "Moret",
    "Goychev",
    "Nikolay",
    "Silva",
    "Novák",
    "Müller",
    "Dubois",
    "Παπαδόπουλος",
    "Иванов",
    "Berg",
    "Åkesson",
]
_STATES = [State.CONFIRMED] * 14 + [State.WAITING] * 3 + [State.SUBMITTED, State.DECLINED, State.CANCELLED]
_CATEGORIES = [Category.PARTICIPANT] * 17 + [Category.PRESS, Category.STAFF, Category.INTERPRETER]
_BATCH = 5_000


def crowd(edition: Edition, count: int, *, seed: int = 7, with_places: bool = False) -> None:
    """So many more people of every kind, inside `writing()`; their names, places and states are always the same.

    `with_places` gives the places of the edition as the product would: nobody waits while there is room, and whoever
    comes when there is none waits.
    """
    dice = random.Random(seed)
    communities = list(db.session.scalars(select(Community).order_by(Community.id)))
    rows = db.session.scalars(select(PlaceCount).where(PlaceCount.edition_id == edition.id))
    counts = {one.mode: one for one in rows}
    pools = {one.mode: one for one in db.session.scalars(select(Pool).where(Pool.edition_id == edition.id))}
    for first in range(0, count, _BATCH):
        people, registrations = [], []
        for number in range(first, min(first + _BATCH, count)):
            given = dice.choice(_GIVEN)
            family = f"{dice.choice(_FAMILY)} {number}"
            email = f"office{seed}-{number}@example.org" if number % 9 else None
            people.append(
                {
                    "code": new_code(),
                    "given": given,
                    "family": family,
                    "name_key": name_key(given, family),
                    "mail_lang": "en",
                    "email": email,
                    "email_key": email,
                }
            )
            mode = Mode.ON_SITE if number % 3 else Mode.ONLINE
            seq = counts[mode].next_seq
            counts[mode].next_seq += 1
            community = dice.choice(communities) if communities and number % 10 else None
            place = community.native_name if community else f"Organisation {number % 500}"
            reference = spoken_reference((seq - 1) * len(Mode) + list(Mode).index(mode))
            code, office = new_code(), dice.choice(list(Office))
            category, state, pool = dice.choice(_CATEGORIES), dice.choice(_STATES), None
            if with_places and state in (State.CONFIRMED, State.WAITING):
                pool = pools.get(mode) if category.takes_place else None
                state = State.WAITING if pool is not None and not pool.left else State.CONFIRMED
                pool = pool if state is State.CONFIRMED else None
            if pool is not None:
                pool.taken += 1
            registrations.append(
                {
                    "code": code,
                    "category": category,
                    "mode": mode,
                    "origin": "form",
                    "state": state,
                    "pool_id": pool.id if pool else None,
                    "seq": seq,
                    "lang": dice.choice(["en", "fr"]),
                    "badge_name": f"{given} {family}",
                    "function": "Maire",
                    "office": office,
                    "represents": Represents.COMMUNITY if community else Represents.ORGANISATION,
                    "community_id": community.id if community else None,
                    "org_text": "" if community else place,
                    "folded": fold(f"{family} {given} {place} {reference} {code}"),
                    "place_folded": fold(place),
                    "protocol_key": first_key(code, given, family, office, community or place),
                    "spoken_ref": reference,
                    "idempotency_key": f"crowd-{seed}-{number}",
                    "body_hash": "",
                    "registered_at": clock.now(),
                }
            )
        ids = db.session.scalars(insert(Person).returning(Person.id, sort_by_parameter_order=True), people).all()
        facts = {"edition_id": edition.id, "address_form": "", "phone": "", "note": "", "version": 1}
        rows_ = [facts | one | {"person_id": person} for one, person in zip(registrations, ids, strict=True)]
        db.session.execute(insert(Registration), rows_)
