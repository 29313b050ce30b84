"""The programme as plain data for other programs, the same bytes in both languages. `docs/open-data.md` says what each
field means; a field is added freely, and never renamed or taken out while `format` is 1."""

from datetime import datetime
from typing import Any

from assembly import clock
from assembly.addresses import addresses_by_language, calendar_domain
from assembly.agenda.published.programme import Programme
from assembly.models import Edition, ReleasedAppearance, ReleasedSession

FORMAT = 1


def as_data(programme: Programme) -> dict[str, Any]:
    """Write all that is published as dictionaries and lists."""
    edition, release = programme.edition, programme.release
    return {
        "format": FORMAT,
        "edition": {
            "slug": edition.slug,
            "name": edition.name.by_language(),
            "starts_at": _instant(edition.starts_at, edition),
            "ends_at": _instant(edition.ends_at, edition),
            "time_zone": edition.zone,
            "status": edition.status.value,
            "online": edition.is_online,
            "venue": {
                "name": edition.venue.name.by_language(),
                "city": edition.venue.city.by_language(),
                "address": edition.venue.address,
            },
            "url": addresses_by_language("agenda.programme", edition=edition),
        },
        "release": release
        and {
            "number": release.number,
            "published_at": _instant(release.at, edition),
            "note": release.note.by_language(),
        },
        "sessions": [_session(row, programme.people_of(row), edition) for row in programme.rows],
    }


def _session(row: ReleasedSession, people: list[ReleasedAppearance], edition: Edition) -> dict[str, Any]:
    return {
        "code": row.code,
        "uid": f"session-{row.code}@{calendar_domain()}",
        "status": row.status.value,
        "kind": row.kind.value,
        "title": row.title.by_language(),
        "abstract": row.abstract.by_language(),
        "room": row.room.by_language() if row.room else None,
        "starts_at": _instant(row.starts_at, edition),
        "ends_at": _instant(row.ends_at, edition),
        "languages": {
            "spoken": row.spoken,
            "interpreted": row.into,
            "signed": row.signed,
            "captions": row.captions,
        },
        "speakers": [_speaker(appearance, edition) for appearance in people],
        "changed_at": _instant(row.ics_changed_at, edition),
        "url": addresses_by_language("agenda.session", edition=edition, code=row.code),
    }


def _speaker(appearance: ReleasedAppearance, edition: Edition) -> dict[str, Any]:
    return {
        "name": appearance.name,
        "name_language": appearance.name_lang or None,
        "function": appearance.function.by_language(),
        "role": appearance.role.value,
        "presence": appearance.presence.value,
        "url": addresses_by_language("speakers.one", edition=edition, code=appearance.person.code),
    }


def _instant(at: datetime, edition: Edition) -> str:
    """To the second, with the offset of the place."""
    return clock.local(at, edition.zone).isoformat(timespec="seconds")
