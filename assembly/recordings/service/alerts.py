"""Verbs on alerts: an address is kept for one email, once its owner has pressed the button in a first one."""

from sqlalchemy import delete, exists, func, select, update

from assembly import clock, mail
from assembly.extensions import db, read_one
from assembly.fold import email_key
from assembly.models import BadAddress, Mail, OnlineAlert, Person, Recording
from assembly.models.online_alert import KEPT_FOR, TO_CONFIRM
from assembly.recordings.queries.alerts import CONFIRM, ONLINE, emails_over, is_due
from assembly.recordings.service.recordings import hold
from assembly.sealed import keyed_hash, new_token
from assembly.transactions import locked


def ask_for_alert(recording: Recording, lang: str, address: str, reader_lang: str) -> None:
    """Keep an address for a day and write to it; asked again, the same row is confirmed in the reader's language.

    Who has confirmed hears nothing more: their email will come. Raises ChangedMeanwhile.
    """
    recording = hold(recording)
    hashed = keyed_hash("online alert", email_key(address))
    mine = select(OnlineAlert).where(OnlineAlert.recording_id == recording.id, OnlineAlert.lang == lang)
    alert = read_one(mine.where(OnlineAlert.address_hash == hashed))
    if alert is not None and alert.confirmed_at is not None:
        return
    token = new_token()
    if alert is None:
        alert = OnlineAlert(recording_id=recording.id, lang=lang, address_hash=hashed)
        db.session.add(alert)
    alert.address, alert.reader_lang = address, reader_lang
    alert.token_hash, alert.token_sealed = token.hash, token.sealed
    alert.ends_at = clock.now() + TO_CONFIRM
    # of no edition: no office reads it, and no copy of it is kept
    facts = {"token": token.sealed}
    mail.post(CONFIRM, to=address, lang=reader_lang, dedupe_key=f"{CONFIRM}:{token.hash[:16]}", facts=facts)


def confirm_alert(alert: OnlineAlert) -> None:
    """Keep the address until the email is written, a year at most. Pressed twice, it is confirmed once."""
    if alert.confirmed_at is None:
        alert.confirmed_at = clock.now()
        alert.ends_at = alert.confirmed_at + KEPT_FOR


def remove_alert(alert: OnlineAlert) -> None:
    """Forget an address."""
    db.session.delete(alert)


def send_alert(alert_id: int) -> None:
    """Write the one email, and forget the address: only the email itself has it until it has been sent.

    Nothing is done where it is not due any more: the language was taken offline meanwhile, and may come back.
    """
    sought = select(Recording).join(OnlineAlert).where(OnlineAlert.id == alert_id)
    recording = read_one(locked(sought, of=Recording))
    alert = read_one(locked(select(OnlineAlert).where(OnlineAlert.id == alert_id)))
    if recording is None or alert is None or not is_due(alert_id):
        return
    mail.post(
        ONLINE,
        to=alert.address,
        lang=alert.reader_lang,
        dedupe_key=f"{ONLINE}:{alert.token_hash[:16]}",
        facts={"edition": recording.edition.slug, "recording": recording.code, "lang": alert.lang},
    )
    db.session.delete(alert)


def forget_alerts() -> None:
    """Delete what has had its time, and the addresses of emails that have left or never will, be they bad ones."""
    typed = BadAddress.email_key.in_(select(func.lower(Mail.to_address)).where(emails_over()))
    of_a_person = exists().where(Person.email_key == BadAddress.email_key)
    db.session.execute(delete(BadAddress).where(typed, ~of_a_person))
    db.session.execute(update(Mail).where(emails_over()).values(to_address=None))
    db.session.execute(delete(OnlineAlert).where(OnlineAlert.ends_at <= clock.now()))
