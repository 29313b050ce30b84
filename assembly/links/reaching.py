"""One look at an address of another site, within limits, that opens nothing in our own network.

The name of a host is looked up once, and the connection goes to an address that was judged: a second answer of its
name server changes nothing. Each redirect is judged anew. Of the answer only its head is read.
"""

import socket
import ssl
import time
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from threading import Timer
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from assembly.links.resolving import NotAllowed, addresses_of
from assembly.models import LinkFinding

PATIENCE = 10.0
"Seconds for the whole look, redirects included."
MOST_REDIRECTS = 5
_LONGEST_ADDRESS = 4_000
_PORTS = {"https": 443, "http": 80}
_REDIRECTS = {301, 302, 303, 307, 308}
_UNCLEAR = {401, 403, 405, 406, 407, 429, 451}
"What sites answer to machines, though people may watch."
_PATH_SIGNS = "/%:@!$&'()*+,;=~?"


@dataclass(frozen=True, slots=True)
class Look:
    """A look that has begun: until when it may last, and whom it may ask in an internal network."""

    until: float
    allowed: Collection[str]

    @property
    def left(self) -> float:
        """Seconds that are left. Raises TimeoutError where none is."""
        left = self.until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


def look(address: str, *, allowed: Collection[str] = (), is_strict: bool = False) -> LinkFinding:
    """Look once whether something answers at an address; a strict look counts every refusal, as machines are asked."""
    begun = Look(time.monotonic() + PATIENCE, allowed)
    try:
        for _step in range(MOST_REDIRECTS + 1):
            status, onwards = _ask(address, begun)
            if status not in _REDIRECTS or not onwards:
                return _judged(status, is_strict=is_strict)
            address = urljoin(address, onwards)
    except ssl.SSLCertVerificationError:  # a ValueError, too
        return LinkFinding.UNVERIFIED
    except (NotAllowed, ValueError):
        return LinkFinding.FORBIDDEN
    except TimeoutError:
        return LinkFinding.TOO_SLOW
    except (OSError, HTTPException):
        return LinkFinding.TOO_SLOW if time.monotonic() >= begun.until else LinkFinding.NO_ANSWER
    return LinkFinding.REDIRECTS


def _judged(status: int, *, is_strict: bool) -> LinkFinding:
    if status < 400 or status == 416:
        return LinkFinding.WORKS
    if status in _UNCLEAR and (status == 429 or not is_strict):
        return LinkFinding.UNCLEAR
    return LinkFinding.SITE_ERROR if status >= 500 else LinkFinding.MISSING


def _ask(address: str, begun: Look) -> tuple[int, str]:
    """Ask for the first byte and read the head of the answer. Raises NotAllowed, ValueError, OSError, HTTPException."""
    parts = urlsplit(address)
    usual = _PORTS.get(parts.scheme)
    host, port = (parts.hostname or "").lower(), parts.port or usual or 0
    is_named = bool({host, f"{host}:{port}"} & set(begun.allowed))
    if not usual or not host or "@" in parts.netloc or len(address) > _LONGEST_ADDRESS:
        raise NotAllowed
    if port != usual and not is_named:
        raise NotAllowed
    addresses = addresses_of(host, port, begun.allowed, begun.left)
    line = _connected(addresses, port, begun)
    try:
        if parts.scheme == "https":
            line = ssl.create_default_context().wrap_socket(line, server_hostname=host, do_handshake_on_connect=False)
        return _spoken(line, parts, host, port, begun)
    finally:
        line.close()


def _connected(addresses: list[str], port: int, begun: Look) -> socket.socket:
    """Connect to the first of these that takes it."""
    for one in addresses[:-1]:
        with suppress(OSError):
            return socket.create_connection((one, port), timeout=begun.left / 2)
    return socket.create_connection((addresses[-1], port), timeout=begun.left)


def _spoken(line: socket.socket, parts: SplitResult, host: str, port: int, begun: Look) -> tuple[int, str]:
    """Speak HTTP over a connection that ends in time, however slowly the other side speaks."""
    ending = Timer(begun.left, _hang_up, [line])
    ending.daemon = True
    ending.start()
    try:
        if isinstance(line, ssl.SSLSocket):
            line.do_handshake()
        asking = (HTTPSConnection if parts.scheme == "https" else HTTPConnection)(host, port)
        asking.sock = line
        wanted = quote(parts.path or "/", safe=_PATH_SIGNS) + (
            f"?{quote(parts.query, safe=_PATH_SIGNS)}" * bool(parts.query)
        )
        headers = {"Range": "bytes=0-0", "User-Agent": "assembly-link-check", "Accept": "*/*", "Connection": "close"}
        asking.request("GET", wanted, headers=headers)
        with asking.getresponse() as answer:
            _left = begun.left  # a head that was cut off at the end of our patience looks like a whole one
            return answer.status, answer.getheader("Location", "")
    finally:
        ending.cancel()


def _hang_up(line: socket.socket) -> None:
    with suppress(OSError):
        socket.socket.shutdown(line, socket.SHUT_RDWR)  # whatever lies above it, whoever reads from it now wakes up
