"""The addresses behind the name of a host, none of them in an internal network unless its name is allowed there."""

import socket
from collections.abc import Collection
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from threading import Thread

_TRANSLATED = IPv6Network("64:ff9b::/96")
"Addresses of IPv4 in the words of IPv6 (RFC 6052)."
_PUBLIC = IPv6Network("2000::/3")
"All of IPv6 that is given out for the public network: what lies outside, versions of Python judge differently."


class NotAllowed(Exception):
    """An address that is not to be opened."""


def addresses_of(host: str, port: int, allowed: Collection[str], patience: float) -> list[str]:
    """Ask once which addresses a name has: whoever connects takes one of these and never asks again.

    Raises NotAllowed if one of them is of an internal network, OSError if there is none, TimeoutError.
    """
    named = {host, f"{host}:{port}"}
    found = _looked_up(host, port, patience)
    if not named & set(allowed) and not all(is_public(one) for one in found):
        raise NotAllowed
    return found


def is_public(address: str) -> bool:
    """Say whether an address is of the public network, in whichever form it is written."""
    one: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    if isinstance(one, IPv6Address):
        inner = one.ipv4_mapped or one.sixtofour or (one.teredo[1] if one.teredo else None)
        if one in _TRANSLATED:
            inner = IPv4Address(int(one) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
        if one not in _PUBLIC:
            return False
    return one.is_global and not one.is_multicast


def _looked_up(host: str, port: int, patience: float) -> list[str]:
    """In a thread of its own, as nothing ends a question to a name server that does not answer."""
    found: list[str] = []
    problem: list[OSError] = []

    def ask() -> None:
        try:
            found.extend(str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            problem.append(OSError(str(error)))

    asking = Thread(target=ask, daemon=True)
    asking.start()
    asking.join(max(patience, 0))
    if asking.is_alive():
        raise TimeoutError
    if problem or not found:
        raise problem[0] if problem else OSError("no address")
    return list(dict.fromkeys(found))
