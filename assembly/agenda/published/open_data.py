"""The programme as plain data for other programs, the same bytes in both languages. `docs/open-data.md` says what each
field means; a field is added freely, and never renamed or taken out while `format` is 1."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from assembly import clock
from assembly.addresses import address, calendar_domain
from assembly.agenda.published.programme import Programme
from assembly.i18n import LANGUAGES
from assembly.models import Bilingual, Edition, ReleasedAppearance, ReleasedSession

FORMAT = 1


def as_data(programme: Programme) -> dict[str, Any]:
    """Write all that is published as dictionaries and lists."""
    edition, release = programme.edition, programme.release
    return {
        "format": FORMAT,
        "edition": {
            "slug": edition.slug,
            "name": _both(edition.name),
            "starts_at": _instant(edition.starts_at, edition),
            "ends_at": _instant(edition.ends_at, edition),
            "time_zone": edition.zone,
            "status": edition.status.value,
            "online": edition.is_online,
            "venue": {
                "name": _both(edition.venue.name),
                "city": _both(edition.venue.city),
                "address": edition.venue.address,
            },
            "url": _addresses("agenda.programme", edition),
        },
        "release": release
        and {
            "number": release.number,
            "published_at": _instant(release.at, edition),
            "note": _both(release.note),
        },
        "sessions": [_session(row, programme.people_of(row), edition) for row in programme.rows],
    }


def _session(row: ReleasedSession, people: list[ReleasedAppearance], edition: Edition) -> dict[str, Any]:
    return {
        "code": row.code,
        "uid": f"session-{row.code}@{calendar_domain()}",
        "status": row.status.value,
        "kind": row.kind.value,
        "title": _both(row.title),
        "abstract": _both(row.abstract),
        "room": _both(row.room) if row.room else None,
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
        "url": _addresses("agenda.session", edition, code=row.code),
    }


def _speaker(appearance: ReleasedAppearance, edition: Edition) -> dict[str, Any]:
    return {
        "name": appearance.name,
        "name_language": appearance.name_lang or None,
        "function": _both(appearance.function),
        "role": appearance.role.value,
        "presence": appearance.presence.value,
        "url": _addresses("speakers.one", edition, code=appearance.person.code),
    }


def _both(text: Bilingual) -> dict[str, str]:
    return {lang: getattr(text, lang) for lang in LANGUAGES}


def _addresses(endpoint: str, edition: Edition, **values: str) -> dict[str, str]:
    return {lang: address(endpoint, edition=edition, lang=lang, **values) for lang in LANGUAGES}


def _instant(at: datetime, edition: Edition) -> str:
    """To the second, with the offset of the place."""
    return clock.local(at, edition.zone).isoformat(timespec="seconds")
