"""What people need to take part: sealed, said by themselves or confirmed by them, deleted on its own day."""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select, update

from assembly import clock, history, mail
from assembly.extensions import db, read_all
from assembly.mail import Recipient
from assembly.models import AccessLink, Edition, Need, NeedKind, NeedTotal, NoticeKind, Purpose, Registration
from assembly.privacy.queries import consents as consent_queries
from assembly.privacy.service import consents
from assembly.questions import queries as question_queries
from assembly.sealed import seal, unseal
from assembly.transactions import after_commit, lock_row, locked
from assembly.wiping import wipe_deleted


@dataclass(frozen=True, slots=True)
class Needs:
    """What somebody needs: kinds we count, and a text."""

    kinds: tuple[NeedKind, ...] = ()
    text: str = ""

    def __bool__(self) -> bool:
        return bool(self.kinds or self.text)

    @property
    def in_words(self) -> str:
        """As one line."""
        return " · ".join([*(one.label for one in self.kinds), *filter(None, [self.text])])


NONE = Needs()


def opened(need: Need | None) -> Needs:
    """What is under the seal."""
    if need is None:
        return NONE
    said = json.loads(unseal(need.sealed))
    return Needs(tuple(kind for kind in NeedKind if kind.value in said["kinds"]), said["text"])


def last_day(edition: Edition) -> date:
    """The day on which needs are deleted, in the edition's own zone."""
    return edition.needs_end_on


def is_the_persons(registration: Registration) -> bool:
    """Whether the person has said, confirmed or refused it: from then on the office neither sees nor changes it."""
    need = question_queries.need_of(registration)
    return (need is not None and not need.reported_by_office) or consent_queries.has_ever_answered(
        registration, NoticeKind.NEEDS
    )


def differs(link: AccessLink, needs: Needs) -> bool:
    """Whether saying this changes anything: the person's own word is not the office's to change."""
    need, own = question_queries.need_of(link.registration), link.purpose is Purpose.OWN
    if not own and is_the_persons(link.registration):
        return False
    return needs != opened(need) or (own and need is not None and need.reported_by_office)


def say(link: AccessLink, needs: Needs) -> None:
    """What this person needs from now on. Said by whoever registered them it waits for the person's own word."""
    registration = _locked(link.registration_id)
    if not differs(link, needs):
        return
    own, need = link.purpose is Purpose.OWN, question_queries.need_of(registration)
    if not needs:
        _delete(registration, need, "deleted")
    else:
        _keep(registration, need, needs, reported_by_office=not own)
    if own:
        _agree(link, bool(needs))
    elif needs:
        _ask_the_person(registration)


def confirm(link: AccessLink) -> None:
    """The person says that what the office reported is right. Raises NotTheirs."""
    registration = _locked(link.registration_id)
    need = question_queries.need_of(registration)
    if need is None:
        return
    consents.answer(link, NoticeKind.NEEDS, said_yes=True)
    if need.reported_by_office:
        need.reported_by_office = False
        _note(registration, "confirmed")


def object_to(link: AccessLink) -> None:
    """The person wants nothing of it kept: it is deleted at once. Raises NotTheirs."""
    registration = _locked(link.registration_id)
    consents.answer(link, NoticeKind.NEEDS, said_yes=False)
    _delete(registration, question_queries.need_of(registration), "deleted on objection")


def note_opening(edition: Edition, registration: Registration | None = None) -> None:
    """Somebody opens the needs of one person, or the list with names: the history says who and when."""
    noun, ref = ("needs", registration.code) if registration else ("needs list", edition.slug)
    history.record(noun, ref, "opened", edition_id=edition.id)


def totals(edition: Edition) -> dict[NeedKind, int]:
    """How many of those who mean to come need what, with those whose needs are deleted already."""
    counted: Counter[NeedKind] = Counter(question_queries.need_totals(edition))
    for need in question_queries.needs_in(edition):
        counted.update(opened(need).kinds)
    return {kind: counted[kind] for kind in NeedKind if counted[kind]}


def purge(edition: Edition) -> None:
    """Once their day has come: add up what was needed, then delete it, and notes for the entrance. Done twice it is
    done once."""
    lock_row(edition)
    if clock.local_day(clock.now(), edition.zone) < last_day(edition):
        return
    needs = question_queries.needs_of_edition(edition)
    noted = update(Registration).where(Registration.edition_id == edition.id, Registration.desk_note.is_not(None))
    gone = noted.values(desk_note="", version=Registration.version + 1)  # phones ask by the version for a new list
    notes = len(read_all(gone.returning(Registration.id)))
    if not needs and not notes:
        return
    for kind, count in totals(edition).items():
        db.session.merge(NeedTotal(edition_id=edition.id, kind=kind, count=count))
    for need in needs:
        db.session.delete(need)
    history.record("needs", edition.slug, "purged", edition_id=edition.id, count=len(needs))
    after_commit(wipe_deleted)


def forget(registration: Registration) -> None:
    """Who will not come needs nothing any more, and no entrance need know anything of them."""
    registration.desk_note = ""
    _delete(registration, question_queries.need_of(_locked(registration.id)), "deleted")


def _locked(registration_id: int) -> Registration:
    return db.session.scalars(locked(select(Registration).where(Registration.id == registration_id))).one()


def _keep(registration: Registration, need: Need | None, needs: Needs, *, reported_by_office: bool) -> None:
    if need is None:
        need = Need(registration_id=registration.id)
        db.session.add(need)
    need.sealed = seal(json.dumps({"kinds": [one.value for one in needs.kinds], "text": needs.text}))
    need.reported_by_office = reported_by_office
    need.said_at, need.said_by = clock.now(), history.actor()
    need.delete_on = last_day(registration.edition)
    _note(registration, "reported by office" if reported_by_office else "said")


def _ask_the_person(registration: Registration) -> None:
    """One mail a day at most: that something was reported, never what."""
    if registration.person.email is None:
        return
    about = f"{registration.code}:{clock.local_day(clock.now(), registration.edition.zone)}"
    facts = {"registration": registration.code, "assistant": False}
    recipient = Recipient(registration.person_id, registration.lang, f"needs_reported:{about}", facts)
    mail.post_all("needs_reported", [recipient], edition=registration.edition)


def _delete(registration: Registration, need: Need | None, verb: str) -> None:
    if need is not None:
        db.session.delete(need)
        _note(registration, verb)


def _agree(link: AccessLink, keeps: bool) -> None:
    """Writing it beside the words is agreeing to them; taking all of it away ends that."""
    if keeps:
        consents.answer(link, NoticeKind.NEEDS, said_yes=True)
    else:
        consents.withdraw(link, NoticeKind.NEEDS)


def _note(registration: Registration, verb: str) -> None:
    """Never what is needed."""
    history.record("needs", registration.code, verb, edition_id=registration.edition_id)
