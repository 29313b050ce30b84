"""Making an edition public, and hiding it again while nobody has registered."""

from sqlalchemy import select

from assembly import history
from assembly.editions.checklist import missing
from assembly.editions.queries import editions, setting_up
from assembly.errors import DomainError
from assembly.extensions import db, read_all
from assembly.i18n import _l
from assembly.models import Edition, PlaceCount
from assembly.models.bilingual import HasWords
from assembly.transactions import locked


class NotReady(DomainError):
    """Something is missing without which its pages make no sense."""

    sentence = _l("Something is still missing. Check the list first.")


class SomebodyRegistered(DomainError):
    """Whoever registered holds a link to its pages."""

    sentence = _l("People have registered, so this assembly can no longer be hidden.")


class SomebodyInvited(DomainError):
    """Whoever was written to holds a link that names it."""

    sentence = _l("Invitations have been sent, so this assembly can no longer be hidden.")


def announce(edition: Edition) -> None:
    """From now on everybody sees it. A second press changes nothing. Raises NotReady."""
    db.session.refresh(edition, with_for_update=True)
    if edition.is_announced:
        return
    if any(one.blocks for one in missing(setting_up.facts_of(edition))):
        raise NotReady
    edition.is_announced = True
    history.record("edition", edition.slug, "made public", edition_id=edition.id)


def hide(edition: Edition) -> None:
    """Nobody sees it again but the office. Raises SomebodyRegistered and SomebodyInvited: registering and inviting
    wait for the same lock."""
    read_all(locked(select(PlaceCount).where(PlaceCount.edition_id == edition.id)))
    db.session.refresh(edition, with_for_update=True)
    if not edition.is_announced:
        return
    if editions.was_registered_at(edition):
        raise SomebodyRegistered
    if editions.was_invited_to(edition):
        raise SomebodyInvited
    edition.is_announced = False
    history.record("edition", edition.slug, "hidden again", edition_id=edition.id)


def copied_words_are_right(edition: Edition, noun: type[HasWords]) -> None:
    """Somebody has read the mail texts, or the practical information, that came with the copy: they still hold."""
    for row in setting_up.untouched_copies(edition, noun):
        row.words_still_right()
    history.record("edition", edition.slug, "copied texts read", edition_id=edition.id, of=noun.__name__)
