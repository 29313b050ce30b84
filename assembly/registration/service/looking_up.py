"""What a form asks of the directory and of the people known, before it keeps anybody waiting.

Under the lock of the places one statement says whether that is still so (`access_queries.still_so`).
"""

from dataclasses import dataclass

from assembly.access import queries as access_queries
from assembly.access.service import already_registered
from assembly.accounts.queries import name_key, person_by_address_and_name
from assembly.communities import queries as directory
from assembly.extensions import db
from assembly.fold import email_key
from assembly.models import Community, Edition
from assembly.registration.service.submission import Submission


@dataclass(frozen=True, slots=True)
class DirectoryMatch:
    """Whom the directory knows under what was written, and the person of this address and name."""

    entry: Community | None
    person_id: int | None


def look_up(sent: Submission, *, for_later: bool = False) -> DirectoryMatch:
    """Ask both; `for_later` takes the entry out of the session, or the next transaction would read it once more."""
    person = person_by_address_and_name(sent.email, sent.given, sent.family) if sent.email else None
    entry = entry_of(sent)
    if entry is not None and for_later:
        db.session.expunge(entry)
    return DirectoryMatch(entry, person.id if person else None)


def compared(edition: Edition, sent: Submission, found: DirectoryMatch | None) -> tuple[bool, bool]:
    """Under the lock: whether this form came before, and whether what was found for it is still so."""
    return access_queries.still_so(
        edition,
        sent.key,
        already_registered.dedupe_key(edition, sent.key),
        entry_id=found.entry.id if found and found.entry else None,
        person_id=found.person_id if found else None,
        of={"email_key": email_key(sent.email), "name_key": name_key(sent.given, sent.family)},
    )


def entry_of(sent: Submission) -> Community | None:
    """Whom the directory knows under what was written, if it was picked or is not in doubt."""
    return directory.picked(sent.community, sent.place) or directory.meant(sent.place)
