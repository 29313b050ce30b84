"""Settings, read once from the environment and typed. Production refuses to start half-set."""

import os
import re
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from hmac import digest
from pathlib import Path
from urllib.parse import urlsplit


class SettingsError(SystemExit):
    """What is missing in the environment. As a SystemExit it ends the start with its one sentence, without a trace."""


@dataclass(frozen=True, slots=True)
class Config:
    """Everything the application may be told from outside.

    `data` holds all that must be kept: the SQLite file, the key, the mails of the demo.
    `public_url` is the only source of links in mails, codes and calendars, never the Host header.
    """

    data: Path
    public_url: str
    database_url: str
    master_key: bytes
    demo: bool = False
    testing: bool = False
    mail_server: str = ""
    mail_from: str = "assembly@example.org"
    proxies: int = 0
    "How many reverse proxies stand in front and add the visitor's address to X-Forwarded-For."
    tls: bool = False
    "Whether this server itself answers https, with a certificate made on the spot: TLS=1, in demo mode alone."
    registrations_per_hour: int = 20
    "So many forms of one visitor's network address are registered at once; the others are confirmed by email."
    private_hosts: frozenset[str] = frozenset()
    "Names of machines in an internal network that the check of links to recordings may ask."
    redis_url: str = ""
    "Where several machines share the queue and the limits; empty keeps both in files under `data`."

    def key_for(self, purpose: str) -> bytes:
        """A 32-byte key of its own for each purpose, derived from the one master key."""
        return digest(self.master_key, purpose.encode(), sha256)

    @property
    def https(self) -> bool:
        """Whether people reach us over https, so that cookies are Secure and HSTS is sent."""
        return self.public_url.startswith("https://")

    @property
    def host(self) -> str:
        """Host and port people type; the only Host header answered."""
        return urlsplit(self.public_url).netloc

    @property
    def is_sqlite(self) -> bool:
        """Whether the embedded database is used."""
        return self.database_url.startswith("sqlite")


def from_environment(env: Mapping[str, str] = os.environ) -> Config:
    """Read DATA, PORT, PUBLIC_URL, DATABASE_URL, SECRET_KEY, MAIL_SERVER, MAIL_FROM, REDIS_URL, PROXIES,
    REGISTRATIONS_PER_HOUR, PRIVATE_HOSTS, TLS and DEMO.

    Raises SettingsError when a production start lacks its https address or its mail server, and for what cannot work.
    """
    data = Path(env.get("DATA", "instance")).resolve()
    demo = env.get("DEMO", "") == "1"
    tls = env.get("TLS", "") == "1"
    public_url = env.get("PUBLIC_URL", _demo_address(env, tls=tls) if demo else "").rstrip("/")
    mail_server = env.get("MAIL_SERVER", "")
    if tls and not (demo and public_url.startswith("https://")):
        raise SettingsError("TLS=1 is for the demonstration at an https address: in production a proxy answers https")
    if not demo:
        if not public_url.startswith("https://"):
            raise SettingsError("PUBLIC_URL must be the https address people type, e.g. https://assembly.example.eu")
        if not mail_server:
            raise SettingsError(_MAIL_SERVER)
        if env.get("FLASK_DEBUG", "").lower() not in {"", "0", "false", "no"}:
            raise SettingsError("FLASK_DEBUG shows the inside of the site to everybody: it must not be set")
    if public_url and not _is_address(public_url, {"http", "https"}, with_user=False):
        raise SettingsError("PUBLIC_URL must be an address without a path, e.g. https://assembly.example.eu")
    if mail_server and not _is_address(mail_server, {"smtp", "smtps"}, with_user=True):
        raise SettingsError(_MAIL_SERVER)
    _keep_private(data)
    return Config(
        data=data,
        public_url=public_url,
        database_url=_with_driver(env.get("DATABASE_URL", f"sqlite:///{data / 'assembly.db'}")),
        master_key=_master_key(data, env.get("SECRET_KEY", "")),
        demo=demo,
        tls=tls,
        mail_server=mail_server,
        mail_from=_mail_from(env.get("MAIL_FROM", "assembly@example.org")),
        registrations_per_hour=_registrations(env.get("REGISTRATIONS_PER_HOUR", "20")),
        private_hosts=_private_hosts(env.get("PRIVATE_HOSTS", "")),
        redis_url=_redis(env.get("REDIS_URL", "")),
        proxies=_proxies(env.get("PROXIES", "0")),
    )


def _demo_address(env: Mapping[str, str], *, tls: bool) -> str:
    """Where the demonstration is: on this computer alone, or with TLS=1 for phones in its network."""
    port = env.get("PORT", "8000")
    if not tls:
        return f"http://127.0.0.1:{port}"
    from assembly.local_certificate import own_address  # noqa: PLC0415 -- slow import

    return f"https://{own_address()}:{port}"


_MAIL_SERVER = (
    "MAIL_SERVER must name the mail server, e.g. smtp://user:password@mail.example.eu:587, "
    "with %40, %2F and so on for special characters in the password"
)


def _is_address(url: str, schemes: set[str], *, with_user: bool) -> bool:
    """Whether an address is one of these schemes, a host and perhaps a port, and nothing behind it."""
    try:
        parts = urlsplit(url)
        whole = parts.scheme in schemes and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return False
    return whole and url.isascii() and not any(parts[2:]) and (with_user or "@" not in parts.netloc)


def _mail_from(text: str) -> str:
    from assembly.email_addresses import NotAnAddress, read_address  # noqa: PLC0415 -- circular import

    try:
        return read_address(text)
    except NotAnAddress:
        raise SettingsError("MAIL_FROM must be an email address, e.g. assembly@example.eu") from None


def _keep_private(data: Path) -> None:
    """Let nobody else on the machine read what is kept: 700 for the folder, 600 for what is made from now on."""
    os.umask(0o077)
    data.mkdir(parents=True, exist_ok=True)
    with suppress(PermissionError):  # a folder of another user, which its owner has opened to us
        data.chmod(0o700)


def _proxies(text: str) -> int:
    """A small number; a guess here would let visitors choose their own address."""
    if not text.isdecimal() or int(text) > 9:
        raise SettingsError("PROXIES must be the number of reverse proxies in front, 0 to 9")
    return int(text)


def _registrations(text: str) -> int:
    """A number from 1 to a million."""
    if not (text.isascii() and text.isdecimal() and 1 <= int(text) <= 1_000_000):
        raise SettingsError("REGISTRATIONS_PER_HOUR must be a number from 1 to 1000000")
    return int(text)


def _private_hosts(text: str) -> frozenset[str]:
    """Names or addresses, with a port where it is not the usual one, separated by commas."""
    hosts = {one.strip().lower() for one in text.split(",") if one.strip()}
    if not all(re.fullmatch(r"[a-z0-9.-]+(?::[0-9]{1,5})?", one) for one in hosts):
        raise SettingsError("PRIVATE_HOSTS must be names of machines, e.g. media.intranet.example,10.0.0.7:8080")
    return frozenset(hosts)


def _redis(url: str) -> str:
    """The address of a Redis or Valkey, or nothing; a mistyped one would show only when somebody waits for a mail."""
    try:
        parts = urlsplit(url)
        known = parts.scheme in {"redis", "rediss"} and bool(parts.hostname) and (parts.port or 1) > 0
        known = known and (parts.path in {"", "/"} or parts.path[1:].isdecimal())
    except ValueError:
        known = False
    if url and not known:
        raise SettingsError("REDIS_URL must be an address such as redis://:password@cache.example.eu:6379/0")
    return url


def _with_driver(url: str) -> str:
    """PostgreSQL addresses as people write them, with the driver we ship."""
    scheme, _, rest = url.partition("://")
    return f"postgresql+psycopg://{rest}" if scheme in {"postgres", "postgresql"} else url


def _master_key(data: Path, given: str) -> bytes:
    """The key from the environment, or one made at the first start and kept beside, never inside, the database."""
    if given:
        if len(given) < 32:
            raise SettingsError("SECRET_KEY must be at least 32 characters long")
        return given.encode()
    path = data / "secret.key"
    if not path.exists():
        fresh = data / f".{secrets.token_hex(8)}.key"
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(48), encoding="ascii")
        try:
            os.link(fresh, path)  # whoever comes first wins; the others read the winner's key
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_bytes()
