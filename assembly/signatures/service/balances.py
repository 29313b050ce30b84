"""Verbs on how many had signed or supported before our dated signatures begin."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from assembly import history
from assembly.errors import DomainError, Rejected
from assembly.extensions import db, read_one
from assembly.i18n import _l
from assembly.models import Balance, SignatureKind
from assembly.transactions import lock_row
from assembly.values import Values


@dataclass(frozen=True, slots=True)
class BalanceFacts(Values):
    """How many had signed or supported by a day, and how we know."""

    kind: SignatureKind
    count: int
    as_of_on: date
    source: str


class BalanceThere(Rejected):
    """One number for each day: two would leave open which is meant."""

    sentence = _l("There is already a number for this day. Change that one instead.")


class BalanceGone(DomainError):
    """Under this day there is none any more."""

    status = 409
    sentence = _l(
        "Someone else has removed this number or changed its date. Nothing has been saved. Look at the list before you "
        "add your number."
    )


def set_balance(facts: BalanceFacts) -> None:
    """How many had signed before our dated signatures begin."""
    balance = Balance()
    facts.write(balance)
    db.session.add(balance)
    history.record("balance", facts.kind.value, "set", count=facts.count, as_of_on=facts.as_of_on.isoformat())


def enter_balance(facts: BalanceFacts) -> None:
    """A number from a form; the same twice is there once. Raises BalanceThere."""
    known = _balance_of(facts)
    if known is None:
        set_balance(facts)
    elif BalanceFacts.of(known) != facts:
        raise BalanceThere


def change_balance(balance: Balance, facts: BalanceFacts, *, seen: str) -> None:
    """Correct it; what is published keeps its figures. Raises ChangedMeanwhile, BalanceThere."""
    balance = lock_row(balance)
    if not facts.differs(BalanceFacts.of(balance), seen):
        return
    if _balance_of(facts) not in (None, balance):
        raise BalanceThere
    facts.write(balance)
    history.record("balance", facts.kind.value, "changed", count=facts.count, as_of_on=facts.as_of_on.isoformat())


def remove_balance(balance: Balance) -> None:
    """It was entered by mistake."""
    history.record("balance", balance.kind.value, "removed", as_of_on=balance.as_of_on.isoformat())
    db.session.delete(balance)


def _balance_of(facts: BalanceFacts) -> Balance | None:
    return read_one(select(Balance).where(Balance.kind == facts.kind, Balance.as_of_on == facts.as_of_on))
