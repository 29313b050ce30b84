"""What all verbs of a signing share: its row is locked, its state changes in one place, its people get mail."""

from datetime import timedelta

from assembly import clock, history, mail
from assembly.errors import DomainError
from assembly.i18n import _l
from assembly.models import Signing, SigningMove, SigningState
from assembly.transactions import lock_row

LINK_LASTS = timedelta(days=366)
"From one assembly to the next; each mail begins it anew."


class NotNow(DomainError):
    """The signing is in a state that does not allow this."""

    sentence = _l("Someone has just made a change, so this is no longer possible. Check the page again.")


def lock(signing: Signing) -> None:
    """Moves of one signing come one after the other."""
    lock_row(signing)


def move(signing: Signing, to: SigningState, reason: str = "") -> None:
    """The one place where a state changes. Raises NotNow for a move that is not ours."""
    before, now = signing.state, clock.now()
    if not before.may_become(to):
        raise NotNow
    signing.moves.append(SigningMove(from_state=before, to_state=to, at=now, by=history.actor(), reason=reason))
    signing.state, signing.changed_at = to, now
    history.record("signing", signing.code, to.value, edition_id=signing.edition_id, before=before.value, reason=reason)


def post(kind: str, signing: Signing, dedupe_key: str) -> None:
    """To whoever began it, in their language; the link in it is good for another year."""
    signing.link_ends_at = clock.now() + LINK_LASTS
    mail.post(
        kind,
        to=signing.email,
        lang=signing.lang,
        dedupe_key=f"signing:{dedupe_key}",
        facts={"signing": signing.code, "move": len(signing.moves) - 1},
        edition=signing.edition,
    )
