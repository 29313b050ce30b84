"""What the office does with a mail that is not on its way."""

from sqlalchemy import delete

from assembly import clock, history
from assembly.errors import DomainError
from assembly.extensions import db
from assembly.fold import email_key
from assembly.i18n import _l
from assembly.mail import wake
from assembly.models import BadAddress, Mail, MailState


class OnItsWay(DomainError):
    """What the worker holds, or what has left, cannot be called back."""

    sentence = _l("This email is being sent or has already been sent.")


def send_now(mail: Mail) -> None:
    """Try once more, from the beginning: what failed, what waits, what was on hold. Raises OnItsWay."""
    _take(mail)
    if not mail.can_be_sent:
        raise OnItsWay
    mail.state, mail.attempts, mail.next_at, mail.error = MailState.QUEUED, 0, clock.now(), ""
    trust_address(mail.address or "")
    wake()
    history.record("mail", mail.code, "sent again", edition_id=mail.edition_id)


def trust_address(address: str) -> None:
    """Somebody says that this address works: it is written to again."""
    db.session.execute(delete(BadAddress).where(BadAddress.email_key == email_key(address)))


def hold(mail: Mail) -> None:
    """Keep it until somebody sends it. Raises OnItsWay."""
    _take(mail)
    if not mail.will_be_tried:
        raise OnItsWay
    mail.state = MailState.ON_HOLD
    history.record("mail", mail.code, "put on hold", edition_id=mail.edition_id)


def _take(mail: Mail) -> None:
    """Read it anew under the lock: the worker may have taken it since the page was shown."""
    db.session.refresh(mail, with_for_update=True)
