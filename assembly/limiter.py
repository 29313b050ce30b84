"""How often something may be tried: counted by all processes together, in a file or in Redis, and kept over a restart.

The counters are the `limits` library's. What is counted (an address, an account) is stored as a keyed hash alone.
A counter in the memory of one process would let through as many times more as there are processes.
"""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from hmac import digest
from ipaddress import IPv6Address, ip_address
from pathlib import Path
from threading import local

from flask import Flask, current_app, request
from limits import RateLimitItem, parse
from limits.storage import RedisStorage, Storage
from limits.strategies import FixedWindowRateLimiter
from werkzeug.exceptions import TooManyRequests

from assembly import clock
from assembly.errors import DomainError
from assembly.i18n import _l

_TABLE = "CREATE TABLE IF NOT EXISTS counter (key TEXT PRIMARY KEY, count INTEGER NOT NULL, until REAL NOT NULL)"
_COUNT = """
INSERT INTO counter VALUES (:key, :amount, :now + :length) ON CONFLICT (key) DO UPDATE SET
  count = CASE WHEN until <= :now THEN :amount ELSE count + :amount END,
  until = CASE WHEN until <= :now THEN :now + :length ELSE until END
RETURNING count
"""


_PATIENCE = 5
"Seconds for which another process may hold the file."


def _begin_wal(file: sqlite3.Connection) -> None:
    """Let the file be read while it is written. SQLite itself waits for nobody who does the same to a new file."""
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            file.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as problem:
            if problem.sqlite_errorname != "SQLITE_BUSY" or time.monotonic() > end:
                raise
            time.sleep(0.01)
        else:
            return


class SqliteCounters(Storage):
    """Counters in an SQLite file. Times are seconds of our own clock."""

    STORAGE_SCHEME = ["assembly+sqlite"]
    base_exceptions = sqlite3.Error

    def __init__(self, path: Path) -> None:
        super().__init__(wrap_exceptions=True)
        self.path = path
        self._prepared = False
        self._kept = local()

    def _file(self) -> sqlite3.Connection:
        """Return the connection of this thread: opening one for each count costs twenty times the counting."""
        kept: dict[int, sqlite3.Connection] = self._kept.__dict__.setdefault("by_process", {})
        if os.getpid() not in kept:  # a fork uses none that its parent has opened, and closes none
            kept[os.getpid()] = self._open()
        return kept[os.getpid()]

    def _open(self) -> sqlite3.Connection:
        """Open the file; the first time make the table and forget old windows, so that a full disk ends no start."""
        file = sqlite3.connect(self.path, timeout=_PATIENCE)
        file.execute("PRAGMA synchronous=OFF")  # a counter lost in a power cut is no loss
        if not self._prepared:
            _begin_wal(file)
            with file:
                file.execute(_TABLE)
                file.execute("DELETE FROM counter WHERE until <= ?", (clock.now().timestamp(),))
            self._prepared = True
        return file

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count `amount` more and give the count; a window that is over begins anew."""
        facts = {"key": key, "amount": amount, "now": clock.now().timestamp(), "length": expiry}
        with self._file() as file:
            return int(file.execute(_COUNT, facts).fetchone()[0])

    def get(self, key: str) -> int:
        """The count of a window that is not over."""
        return int(self._row(key)[0])

    def get_expiry(self, key: str) -> float:
        """When the window ends."""
        return float(self._row(key)[1])

    def _row(self, key: str) -> tuple[int, float]:
        now = clock.now().timestamp()
        asked = "SELECT count, until FROM counter WHERE key = ? AND until > ?"
        return self._file().execute(asked, (key, now)).fetchone() or (0, now)

    def check(self) -> bool:
        """Whether the file can be read."""
        return bool(self._file().execute("SELECT 1").fetchone())

    def reset(self) -> int | None:
        """Forget all counts."""
        with self._file() as file:
            return file.execute("DELETE FROM counter").rowcount

    def clear(self, key: str) -> None:
        """Forget one count."""
        with self._file() as file:
            file.execute("DELETE FROM counter WHERE key = ?", (key,))


def init_app(app: Flask) -> None:
    """Open the counters of this installation: a file, or where there are several machines the Redis they share."""
    config = app.config["ASSEMBLY"]
    counters: Storage
    if config.redis_url:
        counters = RedisStorage(config.redis_url, wrap_exceptions=True, key_prefix="assembly")
    else:
        counters = SqliteCounters(config.data / "limits.db")
    app.extensions["limits"] = FixedWindowRateLimiter(counters)


def spend(allowance: str, what: str, who: str) -> None:
    """One try of `what` by `who`, of an allowance like `5 per minute`. Raises TooManyRequests with Retry-After."""
    if not may_spend(allowance, what, who):
        item = _item(allowance)
        wait = round(_limiter().get_window_stats(item, what, _hidden(who)).reset_time - clock.now().timestamp())
        # Redis counts by the time of the machine, we by our own clock: nobody waits longer than the allowance is long
        raise TooManyRequests(retry_after=min(max(1, wait), item.get_expiry()))


def may_spend(allowance: str, what: str, who: str) -> bool:
    """The same, where being over the allowance is no error: says whether this try is still within it.

    A refused try does not count: what was let through does, so that people who share an account are not kept out long.
    Where counting is away nobody guesses: StorageError is answered with 503.
    """
    within = _limiter().hit(_item(allowance), what, _hidden(who))
    if not within:
        give_back(allowance, what, who)
    return within


def forget(allowance: str, what: str, who: str) -> None:
    """Forget the tries of somebody who has been helped in another way."""
    _limiter().clear(_item(allowance), what, _hidden(who))


def give_back(allowance: str, what: str, who: str) -> None:
    """A try that was refused, or that succeeded, is no guess and does not count."""
    _limiter().hit(_item(allowance), what, _hidden(who), cost=-1)


class TooManyTries(DomainError):
    """Over an allowance, on a page that gives back what was typed."""

    status = 429
    sentence = _l("Too many forms have been sent in a short time. Nothing is lost: send yours again later.")


def used_up(*tries: tuple[str, str, str]) -> list[tuple[str, str, str]]:
    """Count one try against each of these allowances, or against none: give those that are used up."""
    over = [one for one in tries if not may_spend(*one)]
    for one in tries if over else ():
        if one not in over:
            give_back(*one)
    return over


def allow(*tries: tuple[str, str, str]) -> None:
    """One try against each of these allowances, for a page that gives back what was typed. Raises TooManyTries."""
    if used_up(*tries):
        raise TooManyTries


def visitor() -> str:
    """Name the source of this request: what a header says of it counts only behind a proxy we were told of.

    One IPv6 subscriber has 2^64 addresses to choose from, so its network counts as one visitor (RFC 6177).
    """
    try:
        source = ip_address(request.remote_addr or "")
    except ValueError:  # a socket of the machine has none
        return request.remote_addr or ""
    if not isinstance(source, IPv6Address):
        return str(source)
    return str(source.ipv4_mapped or IPv6Address(int(source) >> 64 << 64))


@contextmanager
def guess(*tries: tuple[str, str, str]) -> Iterator[None]:
    """One guess at a secret, counted against each of these allowances unless the block ends without an error.

    Raises TooManyRequests before the block is entered.
    """
    for one in tries:
        spend(*one)
    yield
    for one in tries:
        give_back(*one)


def check() -> None:
    """Count something, to see that counting works. Raises StorageError."""
    _limiter().hit(_item("1 per minute"), "check")


def _item(allowance: str) -> RateLimitItem:
    return parse(allowance)


def _limiter() -> FixedWindowRateLimiter:
    limiter: FixedWindowRateLimiter = current_app.extensions["limits"]
    return limiter


def _hidden(who: str) -> str:
    key: bytes = current_app.config["ASSEMBLY"].key_for("limits")
    return digest(key, who.encode("utf-8", "replace"), sha256).hex()


def proxy_is_unknown() -> bool:
    """Say whether a proxy named the visitor of this request and PROXIES forbids to believe it.

    Then all visitors have the proxy's address, and share the tries that one address has.
    """
    config = current_app.config["ASSEMBLY"]
    return config.https and not config.proxies and "X-Forwarded-For" in request.headers
