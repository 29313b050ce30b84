"""The site behind an address: which one it is, what it calls the recording, and how its player is put in a page. Pure.

How each site writes its addresses is its own habit: an address that none of them writes is a plain link. Nothing here
asks a site anything.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, urlencode, urlsplit

from assembly.errors import DomainError
from assembly.i18n import Labelled, _l


class Provider(Labelled):
    """A kind of site with a player of its own, or a file that browsers play themselves."""

    YOUTUBE = "youtube", "YouTube"
    VIMEO = "vimeo", "Vimeo"
    PEERTUBE = "peertube", "PeerTube"
    COMMISSION = "commission", _l("European Commission")
    FILE = "file", _l("Media file")
    HLS = "hls", _l("HLS stream")
    LINK = "link", _l("Link to another page")


class NotAnAddress(DomainError):
    """Links on public pages lead to https addresses of other sites, nowhere else."""

    status = 422
    sentence = _l("Enter the full https address of the recording.")


@dataclass(frozen=True, slots=True)
class Source:
    """What is known of an address. `frame` is the address of the provider's player, empty where it has none."""

    provider: Provider
    address: str
    host: str
    id: str = ""
    frame: str = ""

    @property
    def is_played_here(self) -> bool:
        """Whether the browser plays it itself, without a page of the provider."""
        return self.provider in (Provider.FILE, Provider.HLS)

    @property
    def can_be_opened_here(self) -> bool:
        """Whether our page can hold its player."""
        return self.is_played_here or bool(self.frame)

    @property
    def player_host(self) -> str:
        """The site that is asked once the player is open."""
        return urlsplit(self.frame).netloc if self.frame else self.host

    @property
    def media_type(self) -> str:
        """What a file is, by its ending, for whoever is to play it."""
        ending = urlsplit(self.address).path.lower().rpartition(".")[2]
        return _PICTURES.get(ending) or _SOUND.get(ending) or "application/octet-stream"

    @property
    def policy(self) -> str:
        """What a page with the player open must allow beside `CSP`; our own captions are media of the page, too."""
        if self.is_played_here:
            return f"media-src 'self' https://{self.host}" if self.host else "media-src 'self'"
        return f"frame-src https://{self.player_host}" if self.frame else ""

    @property
    def question(self) -> str:
        """The address that tells whether it can be watched: on some sites a deleted recording still has a page."""
        if self.provider is Provider.YOUTUBE:
            query = {"format": "json", "url": f"https://www.youtube.com/watch?v={self.id}"}
            return f"https://www.youtube.com/oembed?{urlencode(query)}"
        if self.provider is Provider.VIMEO:
            return f"https://vimeo.com/api/oembed.json?{urlencode({'url': self.address})}"
        return self.address

    def player(self, start: int, end: int | None) -> str:
        """The address of the player from a second on, to another where the site knows how to stop."""
        if self.is_played_here:
            until = f",{end}" if end else ""
            return f"{self.address}#t={start}{until}" if start or end else self.address
        return _starting(self, start, end)


def source(address: str) -> Source:
    """Recognise an address. Raises NotAnAddress for anything but https with a host, and for one with a password.

    The film of the demonstration is on our own site, and has no host.
    """
    if _OUR_FILM.fullmatch(address):
        return Source(Provider.FILE, address, "")
    try:
        parts = urlsplit(address)
        is_plain = parts.port in (None, 443)
    except ValueError:  # brackets that enclose no address of the network
        raise NotAnAddress from None
    host = parts.hostname or ""
    if parts.scheme != "https" or not _HOST.fullmatch(host) or "@" in parts.netloc or not is_plain:
        raise NotAnAddress
    for recognise in _KNOWN:
        found = recognise(address, host, parts)
        if found is not None:
            return found
    return Source(Provider.LINK, address, host)


def source_or_link(address: str) -> Source:
    """The same for an address that was stored before only https was taken: such a one is a plain link."""
    try:
        return source(address)
    except NotAnAddress:
        return Source(Provider.LINK, address, "")


def is_sound(address: str) -> bool:
    """Whether an address is that of a file without pictures, by its ending."""
    return urlsplit(address).path.lower().rpartition(".")[2] in _SOUND


def _youtube(address: str, host: str, parts: SplitResult) -> Source | None:
    site = host.removeprefix("www.").removeprefix("m.")
    if site == "youtu.be":
        named = parts.path.strip("/")
    elif site in ("youtube.com", "youtube-nocookie.com"):
        way = re.fullmatch(r"/(?:embed|live|shorts|v)/([^/]+)/?", parts.path)
        named = way[1] if way else next(iter(parse_qs(parts.query).get("v", [])), "") * (parts.path == "/watch")
    else:
        return None
    if not re.fullmatch(r"[\w-]{11}", named, re.ASCII):
        return None
    return Source(Provider.YOUTUBE, address, host, named, f"https://www.youtube-nocookie.com/embed/{named}")


def _vimeo(address: str, host: str, parts: SplitResult) -> Source | None:
    way = re.fullmatch(r"/(?:video/|channels/\w+/)?([0-9]{4,12})(?:/([0-9a-f]{6,20}))?/?", parts.path, re.ASCII)
    if host.removeprefix("www.") not in ("vimeo.com", "player.vimeo.com") or way is None:
        return None
    secret = way[2] or next(iter(parse_qs(parts.query).get("h", [])), "")
    query = {"dnt": "1", **({"h": secret} if re.fullmatch(r"[0-9a-f]{6,20}", secret) else {})}
    return Source(Provider.VIMEO, address, host, way[1], f"https://player.vimeo.com/video/{way[1]}?{urlencode(query)}")


def _commission(address: str, host: str, parts: SplitResult) -> Source | None:
    if host == "webcast.ec.europa.eu":  # it says nowhere how others may show its player
        return Source(Provider.COMMISSION, address, host, parts.path.strip("/"))
    if host != "audiovisual.ec.europa.eu":
        return None
    way = re.search(r"/video/(I-[0-9]{4,9})(?:/|$)", parts.path) or re.search(r"(?:^|&)ref=(I-[0-9]{4,9})", parts.query)
    if way is None:
        return None
    frame = f"https://audiovisual.ec.europa.eu/embed/index.html?ref={way[1]}&autoplay=false"
    return Source(Provider.COMMISSION, address, host, way[1], frame)


def _file(address: str, host: str, parts: SplitResult) -> Source | None:
    ending = parts.path.lower().rpartition(".")[2]
    if ending not in (*_PICTURES, *_SOUND):
        return None
    return Source(Provider.HLS if ending == "m3u8" else Provider.FILE, address.partition("#")[0], host)


def _peertube(address: str, host: str, parts: SplitResult) -> Source | None:
    """PeerTube runs under any name; nobody else writes these paths with such ids."""
    way = re.fullmatch(r"/(?:w|videos/watch|videos/embed)/([1-9A-HJ-NP-Za-km-z]{22}|[0-9a-f-]{36})", parts.path)
    if way is None:
        return None
    return Source(Provider.PEERTUBE, address, host, way[1], f"https://{host}/videos/embed/{way[1]}?p2p=0")


_PICTURES = {
    **{"mp4": "video/mp4", "m4v": "video/x-m4v", "webm": "video/webm", "ogv": "video/ogg", "mov": "video/quicktime"},
    "m3u8": "application/vnd.apple.mpegurl",
}
_SOUND = {
    **{"mp3": "audio/mpeg", "m4a": "audio/x-m4a", "aac": "audio/aac", "wav": "audio/wav", "flac": "audio/flac"},
    **dict.fromkeys(("ogg", "oga", "opus"), "audio/ogg"),
}
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,}")
"A name of the network: it goes into the policy of the page, where nothing else may stand."
_OUR_FILM = re.compile(r"/demo/films/[a-z0-9-]+\.webm")
_KNOWN: tuple[Callable[[str, str, SplitResult], Source | None], ...] = (
    *(_youtube, _vimeo, _commission, _file, _peertube),
)


def _starting(one: Source, start: int, end: int | None) -> str:
    until = {"end": end} if end else {}
    queries: dict[Provider, dict[str, object]] = {
        Provider.YOUTUBE: {"enablejsapi": 1, "rel": 0, "start": start, **until},
        Provider.PEERTUBE: {"start": f"{start}s", **({"stop": f"{end}s"} if end else {})},
        Provider.COMMISSION: {"starttime": start},
    }
    query = queries.get(one.provider, {})
    joined = "&" if "?" in one.frame else "?"
    moment = f"#t={start}s" if one.provider is Provider.VIMEO else ""
    return f"{one.frame}{joined + urlencode(query) if query else ''}{moment}"
