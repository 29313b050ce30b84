"""What tests change in the application: another time, no locks, shorter waits, another flush level, a quick hash.

The product has no setting for any of it, so that nothing can be left on by mistake. A module is changed once it is
loaded, by what the environment of its process says.
"""

from __future__ import annotations

import importlib
import os
import re
from collections.abc import Callable
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from types import ModuleType
from typing import Any

SHIFT = "TEST_CLOCK_SHIFT"
"By how many seconds the clock is moved."
WITHOUT_LOCKS = "TEST_WITHOUT_LOCKS"
"1 shows that the races which locks prevent do happen."
MAIL_PACE = "TEST_MAIL_PACE"
"Below 1 the waits between two tries of an email are shorter."
SYNCHRONOUS = "TEST_SYNCHRONOUS"
"SQLite's flush level: below FULL what was confirmed may be lost."
QUICK_HASH = "TEST_QUICK_HASH"
"1 hashes passphrases as quickly as `_QUICK_HASH` of the application: each sign-in takes a fifth of a second less."
_LOCKING = re.compile(r"\s+FOR UPDATE( OF \w+)?")


def shift_clock(clock: ModuleType) -> None:
    """Move the application's time."""
    shift = timedelta(seconds=float(os.environ.get(SHIFT, "0")))
    clock.system_time = lambda: datetime.now(UTC) + shift  # type: ignore[attr-defined]


def loosen_transactions(transactions: ModuleType) -> None:
    """Leave out the turn of writers and the locks of rows, and let SQLite flush as told."""
    transactions.SYNCHRONOUS = os.environ.get(SYNCHRONOUS, "FULL")  # type: ignore[attr-defined]
    if os.environ.get(WITHOUT_LOCKS) != "1":
        return
    from sqlalchemy import Engine, event  # noqa: PLC0415 -- not in every process of Python

    def leave_out(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> tuple[str, Any]:
        return _LOCKING.sub("", statement), parameters

    transactions._turn = nullcontext  # type: ignore[attr-defined]
    transactions.BEGIN_WRITING = "BEGIN"  # type: ignore[attr-defined]
    event.listen(Engine, "before_cursor_execute", leave_out, retval=True)


def hurry(sending: ModuleType) -> None:
    """Shorten leases and waits of emails."""
    pace = float(os.environ.get(MAIL_PACE, "1"))
    sending.LEASE *= pace  # type: ignore[attr-defined]
    sending.BACK_OFF = tuple(wait * pace for wait in sending.BACK_OFF)  # type: ignore[attr-defined]


def hash_quickly(hashing: ModuleType) -> None:
    """Make the hash of a passphrase cheap, where the test asks for it."""
    if os.environ.get(QUICK_HASH) == "1":
        one = hashing._Argon2Common  # type: ignore[attr-defined]
        one.default_rounds, one.memory_cost, one.parallelism = 1, 64, 1


CHANGES: dict[str, Callable[[ModuleType], None]] = {
    "assembly.clock": shift_clock,
    "assembly.transactions": loosen_transactions,
    "assembly.mail.sending": hurry,
    "passlib.handlers.argon2": hash_quickly,
}


def change_all() -> None:
    """Change what this process has loaded before it knew its environment."""
    for name, change in CHANGES.items():
        change(importlib.import_module(name))
