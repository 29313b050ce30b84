"""What people agree to: each answers for themselves, in words that are kept, and may change the answer at any time."""

from sqlalchemy import select

from assembly import clock, history
from assembly.access.service.moving import write
from assembly.errors import DomainError
from assembly.extensions import db
from assembly.i18n import _l, current_language
from assembly.models import AccessLink, Consent, NoticeKind, Purpose, Registration
from assembly.privacy.notices import ONE_TAP
from assembly.privacy.queries import consents as consent_queries
from assembly.privacy.service import kept_notices
from assembly.transactions import locked


class NotTheirs(DomainError):
    """Somebody answers for somebody else."""

    status = 403
    sentence = _l("Only the person concerned can answer this.")


def answer(link: AccessLink, kind: NoticeKind, *, said_yes: bool) -> None:
    """The person whose own link this is says yes or no, in the words now shown in the language now spoken.

    Another answer ends the one before; the same again changes nothing. Raises NotTheirs.
    """
    registration = _theirs(link)
    before = consent_queries.consents_of(registration).get(kind)
    if before is not None and before.said_yes is said_yes:
        return
    if before is not None:
        _end(before)
    db.session.add(
        Consent(
            person_id=registration.person_id,
            registration_id=registration.id,
            kind=kind,
            notice=kept_notices.shown(kind, current_language()),
            said_yes=said_yes,
            at=clock.now(),
            by=history.actor(),
        )
    )
    _note(registration, kind, "agreed" if said_yes else "refused")


def withdraw(link: AccessLink, kind: NoticeKind) -> None:
    """As if never asked; done twice it is the same. Raises NotTheirs."""
    registration = _theirs(link)
    before = consent_queries.consents_of(registration).get(kind)
    if before is not None:
        _end(before)
        _note(registration, kind, "withdrawn")


def ask_by_mail(registration: Registration) -> None:
    """One mail to the person with the link to the two questions, if none led there yet; nobody without an address is
    asked."""
    is_asked = registration.consents_asked_at is not None or registration.person.email is None
    if not is_asked and consent_queries.unanswered(registration, ONE_TAP):
        write("consents_asked", registration, "once")
        registration.consents_asked_at = clock.now()


def _theirs(link: AccessLink) -> Registration:
    """The registration, its answers one after the other."""
    if link.purpose is not Purpose.OWN:
        raise NotTheirs
    return db.session.scalars(locked(select(Registration).where(Registration.id == link.registration_id))).one()


def _end(consent: Consent) -> None:
    consent.ended_at = clock.now()
    db.session.flush()  # the answer that follows may stand only once this one has ended


def _note(registration: Registration, kind: NoticeKind, verb: str) -> None:
    history.record("consent", registration.code, verb, edition_id=registration.edition_id, kind=kind.value)
