"""Headers of our emails, folded by ourselves.

Python 3.11 loses blanks between encoded words, and breaks long addresses into pieces nobody can follow.
"""

from email.header import Header
from email.headerregistry import AddressHeader, HeaderRegistry, UnstructuredHeader
from email.policy import SMTP, EmailPolicy
from functools import lru_cache
from typing import Any

_WIDTH = 76


class _Text(UnstructuredHeader):
    """A sentence: plain ASCII broken at blanks, all else in encoded words that hold every blank (RFC 2047)."""

    name: str

    @classmethod
    def parse(cls, value: str, kwds: dict[str, Any]) -> None:
        """Take a value literally: what looks like an encoded word in it is only text."""
        super().parse(value, kwds)
        kwds["decoded"] = value

    def fold(self, *, policy: Any) -> str:
        """Write it on lines of at most 76 characters."""
        return f"{self.name}: {_folded(str(self), len(self.name) + 2, policy.linesep)}{policy.linesep}"


class _Whole(UnstructuredHeader):
    """Something technical, which stays on one line."""

    name: str

    def fold(self, *, policy: Any) -> str:
        """Write it as it is."""
        return f"{self.name}: {self}{policy.linesep}"


class _Mailbox(AddressHeader):
    """One address, in one piece, and perhaps a name before it."""

    name: str
    addresses: tuple[Any, ...]

    def fold(self, *, policy: Any) -> str:
        """Write the name, encoded unless it is plain words, and the address."""
        written = []
        for one in self.addresses:
            name = one.display_name
            plain = name.isascii() and name.replace(" ", "").isalnum()
            shown = name if plain else _encoded(name, len(self.name) + 2, policy.linesep)
            written.append(f"{shown}{policy.linesep} <{one.addr_spec}>" if name else one.addr_spec)
        return f"{self.name}: {f',{policy.linesep} '.join(written)}{policy.linesep}"


def _folded(text: str, used: int, linesep: str) -> str:
    """Break a text that begins after `used` characters of its line."""
    words = text.split(" ")
    if not text.isascii() or "=?" in text or "" in words or max(map(len, words)) > _WIDTH - used:
        return _encoded(text, used, linesep) if text else ""
    lines = [""]
    for word in words:
        if lines[-1] and used + len(lines[-1]) + 1 + len(word) > _WIDTH:
            lines.append(word)
            used = 1
        else:
            lines[-1] += f" {word}" if lines[-1] else word
    return f"{linesep} ".join(lines)


@lru_cache(64)
def _encoded(text: str, used: int, linesep: str) -> str:
    return Header(text, "utf-8", maxlinelen=_WIDTH, header_name=" " * (used - 2)).encode(linesep=linesep)


class _Registry(HeaderRegistry):
    """Makes the class of each header once: the library makes another each time, some seventy for an email.

    What is said of a part is read once for all emails: the same two dozen headers, which nothing changes.
    """

    def __init__(self) -> None:
        super().__init__()
        self._made: dict[str, type] = {}

    def __getitem__(self, name: str) -> type:
        if name not in self._made:
            self._made[name] = super().__getitem__(name)
        return self._made[name]

    def __call__(self, name: str, value: Any) -> Any:
        make = _of_part if _is_of_part(name, value) else super().__call__
        return make(name, value)


def _is_of_part(name: str, value: str) -> bool:
    """Whether another email may say the same: a boundary stands in one alone."""
    return name.lower().startswith(("content-", "mime-")) and "boundary=" not in value


@lru_cache(256)
def _of_part(name: str, value: str) -> Any:
    return _registry[name](name, value)


class _Policy(EmailPolicy):
    """Folds what is said of a part once too."""

    def fold_binary(self, name: str, value: str) -> bytes:
        if not _is_of_part(name, value):
            return super().fold_binary(name, value)
        return _folded_of_part(name, value, self.linesep, self.max_line_length, self.utf8)


@lru_cache(256)
def _folded_of_part(name: str, value: str, linesep: str, longest: int | None, utf8: bool) -> bytes:
    return EmailPolicy(linesep=linesep, max_line_length=longest, utf8=utf8).fold_binary(name, value)


_registry = _Registry()
for _name in ("from", "reply-to", "to"):
    _registry.map_to_type(_name, _Mailbox)  # type: ignore[arg-type]  # the registry makes it a BaseHeader
for _name in ("list-unsubscribe", "message-id"):
    _registry.map_to_type(_name, _Whole)  # type: ignore[arg-type]
_registry.map_to_type("subject", _Text)  # type: ignore[arg-type]
POLICY = _Policy(linesep=SMTP.linesep, header_factory=_registry)
