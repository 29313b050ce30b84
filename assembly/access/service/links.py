"""Who can open a registration: the address it is sent to, the links it has, the mail that brings them."""

from sqlalchemy import exists, select, update

from assembly import clock, mail
from assembly.access import queries as access_queries
from assembly.access import registration_history
from assembly.access.queries import invitation_of
from assembly.access.service import invitation_links
from assembly.access.service.moving import lock_places, note_change, write
from assembly.accounts.service.people import add_person, find_or_add_person
from assembly.errors import DomainError
from assembly.extensions import db
from assembly.fold import email_key
from assembly.i18n import _l
from assembly.mail import Recipient
from assembly.models import AccessLink, Badge, Consent, Mail, Person, Purpose, Registration, State
from assembly.sealed import new_token


def correct_address(
    registration: Registration, address: str, *, onto_known: bool = False, code_lost: bool = False
) -> None:
    """Write to another address from now on, or to none (""), with a new link and the email that brings it.

    The links that the old address received open nothing any more, the one of an invitation included. The entry code
    stays, since it may be on paper, unless somebody says that it is lost (`code_lost`; decision 17).

    Who is known elsewhere keeps the old address there. A second click changes nothing. Raises OtherPerson for somebody
    known by this name and address, unless the registration may become theirs (`onto_known`).
    """
    lock_places(registration)
    person, key = registration.person, email_key(address) or None
    if key == person.email_key:
        return
    if key and not onto_known and registration_history.somebody_else(person, address, person.name_key):
        raise OtherPerson
    if onto_known or registration_history.known_elsewhere(registration):
        _stand_apart(registration, person, address)
    else:
        person.email, person.email_key = address or None, key
    _take_invitation(registration, person)
    note_change(registration, "address")
    if code_lost and _new_code(registration) is not None:
        note_change(registration, "code")
    _new_link(registration)


def _stand_apart(registration: Registration, person: Person, address: str) -> None:
    """The same name at another address is another row; what was said at this assembly goes with it."""
    given, family, lang = person.given, person.family, person.mail_lang
    if address:
        apart = find_or_add_person(given=given, family=family, email=address, mail_lang=lang)
    else:
        form = person.grammatical_form
        apart = add_person(
            given=given, family=family, name_lang=person.name_lang, grammatical_form=form, mail_lang=lang
        )
    registration.person = apart
    ours = update(Consent).where(Consent.registration_id == registration.id)
    db.session.execute(ours.values(person_id=apart.id))


def _take_invitation(registration: Registration, before: Person) -> None:
    """The invitation is of the person as they are written now; its link went to the old address."""
    invitation = invitation_of(registration.edition, before)
    if invitation is None:
        return
    invitation_links.renew_link(invitation)
    if before.id == registration.person_id:
        return
    if invitation_of(registration.edition, registration.person) is None:
        invitation.person = registration.person
    else:
        invitation_links.withdraw(invitation)


def renew_code(registration: Registration, key: str) -> None:
    """Replace the code of a lost badge and send the new one at once: the door asks whoever shows the old one.

    Nothing for who has none. `key` is the button's, so that two clicks are one code and one mail.
    """
    lock_places(registration)
    about = f"code:{key[:64]}"
    if not _was_written(registration, about) and _new_code(registration) is not None:
        note_change(registration, "code")
        write(_mail_of(registration), registration, about)


def _new_code(registration: Registration) -> Badge | None:
    """Another entry code; the old one says at the door that a newer one exists. Who has none, for their place was
    handed over, gets none."""
    old = access_queries.valid_badge(registration)
    if old is None:
        return None
    old.revoked_at = clock.now()
    db.session.flush()
    token = new_token()
    badge = Badge(
        registration=registration,
        number=old.number + 1,
        token_hash=token.hash,
        token_sealed=token.sealed,
        issued_at=clock.now(),
    )
    db.session.add(badge)
    return badge


def renew_link(registration: Registration, key: str) -> None:
    """Another personal link, sent at once with where the person stands; the one before opens nothing any more, on no
    device. `key` is the button's, so that two clicks are one link and one mail."""
    lock_places(registration)
    about = f"link:{key[:64]}"
    if not _was_written(registration, about):
        _new_link(registration, about)


def _new_link(registration: Registration, about: str = "") -> None:
    for link in registration_history.links_of(registration):
        if link.purpose is Purpose.OWN and link.revoked_at is None:
            link.revoked_at = clock.now()
    note_change(registration, "link")
    if registration.person.email is None:
        return
    token = new_token()
    db.session.add(
        AccessLink(purpose=Purpose.OWN, registration=registration, token_hash=token.hash, token_sealed=token.sealed)
    )
    write(_mail_of(registration), registration, about or token.hash[:16])


def _was_written(registration: Registration, about: str) -> bool:
    """Whether the mail of this press is in the outbox, or has left it."""
    key = f"{_mail_of(registration)}:{registration.code}:{about}"
    return db.session.scalar(select(exists().where(Mail.dedupe_key == key))) or False


def end_access(registration: Registration, name: str) -> None:
    """The assistant whose link this is sees the registration no more; the entry code stays as it is. A second click
    changes nothing."""
    for link in registration_history.links_of(registration):
        if link.name == name and link.purpose is Purpose.ASSISTANT and link.revoked_at is None:
            link.revoked_at = clock.now()
            note_change(registration, "assistant")


def send_again(registration: Registration, key: str) -> None:
    """Once more the mail that says where the person stands; `key` is the button's, so that two clicks are one mail."""
    person = registration.person
    if person.email is None:
        return
    facts = {"registration": registration.code, "assistant": False}
    dedupe_key = f"again:{registration.code}:{key[:64]}"
    recipient = Recipient(person.id, registration.lang, dedupe_key, facts)
    mail.post_all(_mail_of(registration), [recipient], edition=registration.edition)
    note_change(registration, "mail")


def _mail_of(registration: Registration) -> str:
    """The kind of mail that says where they stand."""
    return _MAILS.get(registration.state, "registration_received")


_MAILS = {
    State.OFFERED: "place_offered",
    State.DECLINED: "registration_declined",
    State.CANCELLED: "registration_cancelled",
}


class OtherPerson(DomainError):
    """One person is an address and a name: two are never made one by a correction."""

    sentence = _l(
        "There is already a person with this name and email address. Correcting details does not merge two people. "
        "Compare the two records first."
    )
