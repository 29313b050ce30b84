"""A table of those to invite: kept sealed while somebody looks at it, stored whole or not at all. Nothing is sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from assembly.communities import queries as directory
from assembly.communities.columns import network_names
from assembly.errors import DomainError
from assembly.extensions import db
from assembly.i18n import _l
from assembly.models import Edition, ImportDraft
from assembly.registration.invitees import Judged, Places, Verdict, digest, judge
from assembly.registration.queries import invitations as queries
from assembly.registration.service import places as places_
from assembly.registration.service.invitations import invite_all
from assembly.tables import Table, TableContent, content_kept, drafts, to_keep
from assembly.tables.drafts import FaultsLeft, StoredBefore

KIND = "invitations"


class GuestsChanged(DomainError):
    """Somebody was invited or registered, or the directory changed, since the preview was shown."""

    sentence = _l("Something has changed since this preview was made. Nothing has been saved. Check the preview again.")


@dataclass(frozen=True, slots=True)
class Content(TableContent):
    """What a draft holds: the table, and the language of those of whom it says none."""

    lang: str


def draft_invitations(edition: Edition, table: Table, lang: str) -> ImportDraft:
    """Keep the rows of a table until they are applied, a day at most."""
    return drafts.keep(edition, KIND, to_keep(table) | {"lang": lang})


def content(kept: ImportDraft) -> Content:
    """Open what a draft holds."""
    told = drafts.content_of(kept)
    return Content(**content_kept(told), lang=told["lang"])


def judged(edition: Edition, told: Content) -> list[Judged]:
    """What applying these rows would do now."""
    networks = network_names(directory.all_networks())
    guests = queries.known_guests(edition)
    return judge(told.rows, told.places, Places(directory.with_spellings()), networks, guests, told.lang)


def apply_invitations(edition: Edition, draft_id: int, *, seen: str) -> int:
    """Invite all rows the preview of this digest said, and forget the draft: how many there were.

    Raises FaultsLeft, GuestsChanged, StoredBefore.
    """
    places_.lock(edition)
    kept = db.session.scalars(select(ImportDraft).where(ImportDraft.id == draft_id)).one_or_none()
    if kept is None:
        raise StoredBefore
    verdicts = judged(edition, content(kept))
    if digest(verdicts) != seen:
        raise GuestsChanged
    if any(one.verdict is Verdict.FAULT for one in verdicts):
        raise FaultsLeft
    who: Sequence[Judged] = [one for one in verdicts if one.verdict is Verdict.NEW]
    count = invite_all(edition, [one.who for one in who if one.who is not None])
    db.session.delete(kept)
    return count
