"""Publishing the programme: one workflow across sessions, speakers and calendars; emailing those who have older
entries."""

from collections.abc import Sequence
from hashlib import sha256

from sqlalchemy import insert, select
from sqlalchemy.orm import joinedload

from assembly import history, mail
from assembly.agenda import queries as sessions
from assembly.agenda.service import releases
from assembly.calendar.outdated import UPDATE, Delivery, Older, older
from assembly.calendar.queries import pending
from assembly.errors import ChangedMeanwhile, Rejected, check_unchanged
from assembly.extensions import db, read_all
from assembly.fold import email_key
from assembly.i18n import _l
from assembly.models import AccessLink, Bilingual, Edition, Mail, MailEntry, Purpose, Registration, Release, Session
from assembly.speakers.queries import changed_sessions
from assembly.speakers.service import appearances
from assembly.values import grouped, present


class NoteMissing(Rejected):
    """Visitors have seen something else: they are told in one sentence."""

    sentence = _l("The public has already seen a different version. Say in both languages what has changed.")


class ReasonMissing(Rejected):
    """A check stands against it."""

    sentence = _l("Fix the problems that prevent publication, or say why you are publishing anyway.")


_NO_OVERRIDE = releases.Override()


def publish_programme(
    edition: Edition, *, name: str, note: Bilingual, override: releases.Override = _NO_OVERRIDE
) -> Release:
    """Release what changed since the last publication, sessions and speakers alike. Raises Untranslated."""
    made = releases.release(edition, name=name, note=note, also=changed_sessions(edition), override=override)
    appearances.release_appearances(edition, made)
    return made


def publish_changes(edition: Edition, *, name: str, note: Bilingual, seen: str, reason: str = "") -> Release | None:
    """Publish what was seen (the digest of the difference), if anything is left: a second press finds nothing.

    Raises ChangedMeanwhile where it is something else by now, Untranslated, NoteMissing, ReasonMissing.
    """
    db.session.refresh(edition, with_for_update=True)
    now = pending(edition)
    if not now.changes:
        return None
    check_unchanged(now.digest, seen)
    stops = tuple(one.key for one in now.stops)
    if stops and not reason:
        raise ReasonMissing
    if now.needs_note and note.missing():
        raise NoteMissing
    override = releases.Override(stops, reason) if stops else _NO_OVERRIDE
    return publish_programme(edition, name=name, note=note, override=override)


def undo_last(edition: Edition, *, number: int, name: str) -> Release | None:
    """Take back the last release, which has this number; a second press finds it taken back and does nothing.

    Raises NothingToUndo, and ChangedMeanwhile where somebody has published since.
    """
    db.session.refresh(edition, with_for_update=True)
    last = present(sessions.last_release(edition), releases.NothingToUndo)
    if last.number != number:
        undone = db.session.get(Release, last.undoes_id) if last.undoes_id else None
        if undone is not None and undone.number == number:
            return None
        raise ChangedMeanwhile
    made = releases.undo(edition, last, name=name)
    appearances.restore_appearances(edition, made, last)
    return made


def email_concerned(edition: Edition) -> int:
    """Email everybody who was last sent an older version of an entry, and those who act for them; give how many people.

    The present version is posted once: a second press finds nobody left.
    """
    db.session.refresh(edition, with_for_update=True)
    old = older(edition, sessions.latest_rows(edition))
    concerned = grouped((one.registration_id, one) for one in old if one.delivery is Delivery.TO_EMAIL)
    if not concerned:
        return 0
    posted = _post_updates(edition, concerned)
    waiting = select(Mail.id, Mail.dedupe_key).where(Mail.dedupe_key.in_(posted))
    entries = [
        {
            "mail_id": mail_id,
            "registration_id": one.registration_id,
            "session_id": one.session_id,
            "sequence": one.sequence,
        }
        for mail_id, key in db.session.execute(waiting)
        for one in posted[key]
    ]
    db.session.execute(insert(MailEntry), entries)
    history.record("edition", edition.slug, "calendar updates emailed", edition_id=edition.id, people=len(concerned))
    return len(concerned)


def _post_updates(edition: Edition, concerned: dict[int, list[Older]]) -> dict[str, list[Older]]:
    """Put the emails into the outbox, all at once; give what each brings, by its dedupe key."""
    people = select(Registration).where(Registration.id.in_(concerned)).options(joinedload(Registration.person))
    acting = select(AccessLink).where(
        AccessLink.registration_id.in_(concerned), AccessLink.purpose == Purpose.ASSISTANT
    )
    links = grouped((link.registration_id, link) for link in db.session.scalars(acting))
    codes = dict(db.session.execute(select(Session.id, Session.code).where(Session.edition_id == edition.id)).all())
    posted: dict[str, list[Older]] = {}
    recipients: list[mail.Recipient] = []
    for registration in read_all(people):
        brought, told = concerned[registration.id], {registration.person.email_key}
        facts = {
            "registration": registration.code,
            "day": any(one.session_id is None for one in brought),
            "sessions": [codes[one.session_id] for one in brought if one.session_id is not None],
        }
        key = f"{UPDATE}:{registration.code}:{_mark(brought)}"
        if registration.person.email is not None:
            posted[key] = brought
            own = facts | {"assistant": False}
            recipients.append(mail.Recipient(registration.person_id, registration.lang, key, own))
        for link in links.get(registration.id, ()):
            if link.is_valid and link.sent_to and email_key(link.sent_to) not in told:
                told.add(email_key(link.sent_to))
                posted[f"{key}:{link.id}"] = brought
                copy = facts | {"assistant": True}
                mail.post(
                    UPDATE,
                    to=link,
                    lang=registration.lang,
                    dedupe_key=f"{key}:{link.id}",
                    facts=copy,
                    edition=edition,
                )
    mail.post_all(UPDATE, recipients, edition=edition)
    db.session.flush()
    return posted


def _mark(brought: Sequence[Older]) -> str:
    """Name these versions of these entries in few letters."""
    versions = sorted((one.session_id or 0, one.sequence) for one in brought)
    return sha256(repr(versions).encode()).hexdigest()[:16]
