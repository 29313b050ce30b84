"""What the feeds of recordings tell, Atom (RFC 4287) and RSS 2.0 for podcast programs. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time

from assembly.addresses import calendar_domain
from assembly.models import Track
from assembly.recordings.providers import Source, source_or_link
from assembly.recordings.queries import Watchable


@dataclass(frozen=True, slots=True)
class Entry:
    """A language of a recording, and when it went online."""

    one: Watchable
    track: Track
    at: datetime

    @property
    def source(self) -> Source:
        """The site behind its address."""
        return source_or_link(self.track.address)

    @property
    def name(self) -> str:
        """Its name for ever, whatever becomes of its page."""
        recording = self.one.recording
        return f"tag:{calendar_domain()},{recording.edition.slug[:4]}:recording-{recording.code}-{self.track.lang}"


def entries(items: Iterable[Watchable]) -> list[Entry]:
    """List what is online, the newest first. It went online on a day; feeds want an instant, its first is honest."""
    online = [(track.online_on, one, track) for one in items for track in one.online]
    found = [Entry(one, track, datetime.combine(day, time(0), UTC)) for day, one, track in online if day]
    return sorted(found, key=lambda each: (each.at, each.track.id), reverse=True)
