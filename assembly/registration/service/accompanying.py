"""Who comes along with a guest, and who acts for one."""

from dataclasses import dataclass

from assembly import clock, history
from assembly.access import queries as access_queries
from assembly.access.service.moving import reread
from assembly.errors import DomainError, NoMoreChanges
from assembly.extensions import db
from assembly.i18n import _l
from assembly.models import Category, Extra, Registration
from assembly.protocol.service.updating import place_of
from assembly.quotas import service as quotas
from assembly.registration.queries import own as own_queries
from assembly.registration.service.registering import add_by_hand
from assembly.registration.service.submission import Outcome, Submission
from assembly.values import values_of


class OneAlready(DomainError):
    """One of each kind: more are agreed with the organisers."""

    sentence = _l("Someone is already coming with you in this role. To bring more people, please contact us.")


class NobodyAlong(DomainError):
    """Only a guest who is confirmed in person brings somebody along, and only as this edition allows."""

    sentence = _l("Only people who are confirmed to attend in person can bring someone with them.")


@dataclass(frozen=True, slots=True)
class Along:
    """Who comes along, clean and checked. The address may be empty: the guest then hands the badge over."""

    key: str
    category: Category
    given: str
    family: str
    email: str
    lang: str


def may_bring(registration: Registration) -> list[Category]:
    """In which capacities this guest may bring somebody along now."""
    if not (registration.opens_doors and registration.category.counts_as_participant):
        return []
    there = {one.category for one in own_queries.along_with(registration)}
    return [one for one in Category if _is_offered(registration, one) and one not in there]


def bring_along(registration: Registration, sent: Along) -> Outcome:
    """Register somebody who comes with this guest, with a badge of their own; an accompanying person takes a place and
    may have to wait, a personal assistant takes none.

    Raises NoMoreChanges, NobodyAlong, OneAlready, ThereAlready and SentBefore.
    """
    edition = registration.edition
    quotas.lock(edition)
    reread(registration)
    if not registration.can_be_changed:
        raise NoMoreChanges
    if not (registration.opens_doors and _is_offered(registration, sent.category)):
        raise NobodyAlong
    if access_queries.by_key(edition, sent.key) is None and sent.category not in may_bring(registration):
        raise OneAlready
    outcome = add_by_hand(edition, _submission(registration, sent), though_namesake=True)
    added = access_queries.by_code(outcome.reference)
    if added is not None:
        added.head_id = registration.id
    return outcome


def revoke_assistants(registration: Registration, address: str) -> int:
    """End every link by which this address acts for the person; how many there were."""
    links = [one for one in access_queries.assistants_of(registration) if one.sent_to == address]
    for link in links:
        link.revoked_at = clock.now()
        history.record("registration", registration.code, "assistant revoked", edition_id=registration.edition_id)
    db.session.flush()
    return len(links)


def _is_offered(registration: Registration, category: Category) -> bool:
    """A personal assistant always; others where the edition takes accompanying persons."""
    return category.comes_along and (
        category is Category.PERSONAL_ASSISTANT or registration.edition.has(Extra.COMPANIONS)
    )


def _submission(registration: Registration, sent: Along) -> Submission:
    return Submission(
        **values_of(sent, "key", "given", "family", "email", "lang", "category"),
        represents=registration.represents,
        place=place_of(registration),
        function="",
        mode=registration.mode,
        origin="along",
        community=registration.community.code if registration.community else "",
    )
