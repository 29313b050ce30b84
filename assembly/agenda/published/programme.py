"""All that the public sees of the programme of one edition, read once and passed on."""

from dataclasses import dataclass, field
from functools import cached_property

from assembly.models import Edition, Release, ReleasedAppearance, ReleasedSession, Status


@dataclass(frozen=True)
class Programme:
    """Each session as last published, cancelled ones included and in time, with its people (by session id) and the
    last release; nothing of the draft."""

    edition: Edition
    rows: list[ReleasedSession] = field(default_factory=list)
    people: dict[int, list[ReleasedAppearance]] = field(default_factory=dict)
    release: Release | None = None

    @cached_property
    def sessions(self) -> list[ReleasedSession]:
        """The sessions that take place, in time."""
        return [row for row in self.rows if row.status is Status.SCHEDULED]

    def people_of(self, session: ReleasedSession) -> list[ReleasedAppearance]:
        """Who appears in a session, in the order of the stage."""
        return self.people.get(session.session_id, [])
