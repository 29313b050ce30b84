"""What is on the badges of several people, each in the language of its person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from assembly.badges.sheet import page_of
from assembly.i18n import speaking
from assembly.models import Badge, NoticeKind
from assembly.registration import queries as registrations
from assembly.registration.emails import code_address
from assembly.registration.stands_for import stands_for


@dataclass(frozen=True, slots=True)
class Face:
    """One badge and what would be printed on it now."""

    badge: Badge
    page: dict[str, Any]


def faces(badges: Iterable[Badge]) -> list[Face]:
    """Read what is on each of these badges now."""
    return [_face(one) for one in badges]


def _face(badge: Badge) -> Face:
    guest = badge.registration
    with speaking(guest.lang):
        represents = stands_for(registrations.stands_for(guest))
        photo = registrations.has_agreed(guest, NoticeKind.PHOTO)
        return Face(badge, page_of(guest, code_address(badge.token_sealed), represents, photo=photo))
