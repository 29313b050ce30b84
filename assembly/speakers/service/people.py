"""Verbs on people as speakers of an edition."""

from hashlib import sha256

from sqlalchemy import delete, func, select

from assembly import clock, files, history
from assembly.accounts.queries import name_key, person_by_address_and_name
from assembly.accounts.service.people import add_person
from assembly.communities.service.merging import references, table_of
from assembly.errors import ChangedMeanwhile, DomainError, check_unchanged
from assembly.extensions import db, read_one
from assembly.i18n import LANGUAGES, _l
from assembly.models import (
    Appearance,
    AppearanceState,
    DayCard,
    Edition,
    Mandate,
    Person,
    Quote,
    Session,
    Speaker,
    SpeakerInvitation,
)
from assembly.pictures import Fresh
from assembly.speakers import board, queries
from assembly.speakers.facts import MandateFacts, PersonFacts, ProfileFacts, SpeakerFacts, portrait_mark
from assembly.speakers.service.mandates import enter_mandate, keep_past_names
from assembly.transactions import lock_row
from assembly.values import values_of


class NamedElsewhere(DomainError):
    """Whoever is registered or invited is found by that name, and wears it on a badge."""

    sentence = _l(
        "Correct the name in this person’s registration or invitation. It will then change here too. Nothing has "
        "been saved."
    )


class Published(DomainError):
    """The public sees them."""

    sentence = _l(
        "This person is in the published programme. Remove them from their sessions and publish it again first."
    )


class HasConfirmed(DomainError):
    """They count on their session."""

    sentence = _l("This person has confirmed they will take part in a session. Remove them from it first.")


class IsInvited(DomainError):
    """They hold a link that asks them."""

    sentence = _l("This person has been invited. Withdraw the invitation first.")


class IsQuoted(DomainError):
    """Their words stay with their name."""

    sentence = _l("There are quotes from this person at this assembly. Remove them first.")


class IsCoChair(DomainError):
    """The assembly has them as its co-chair."""

    sentence = _l("This person is a co-chair on the day of the assembly. End or remove that mandate first.")


def add_speaker(edition: Edition, person: Person) -> Speaker:
    """Put somebody on the list of an edition, with what an earlier edition knew of them; who is there stays as is."""
    lock_row(person)
    known = board.profile(edition, person)
    if known is not None:
        return known
    earlier = board.latest_profile(person)
    speaker = Speaker(edition=edition, person=person)
    if earlier is not None:
        speaker.biography, speaker.pronunciation = earlier.biography, earlier.pronunciation
    db.session.add(speaker)
    db.session.flush()
    history.record("speaker", person.code, "added", edition_id=edition.id)
    return speaker


def create_speaker(edition: Edition, facts: PersonFacts, office: MandateFacts | None = None) -> Speaker:
    """Somebody nobody knew of before, on the list of an edition, in this office. The same once more is that person
    while nothing else is known of them: a second press adds none. They are written to in English until they say.
    """
    db.session.refresh(edition, with_for_update=True)
    called = select(Speaker).join(Person).where(Person.given == facts.given, Person.family == facts.family)
    there = db.session.scalars(called.where(Speaker.edition_id == edition.id).order_by(Speaker.id))
    known = next((one for one in there if _is_just(one, facts, office)), None)
    if known is not None:
        return known
    person = add_person(
        **values_of(facts, "given", "family", "name_lang", "grammatical_form"),
        mail_lang=facts.name_lang if facts.name_lang in LANGUAGES else "en",
    )
    person.in_public_office = facts.in_public_office
    if office is not None:
        enter_mandate(person, office)
    return add_speaker(edition, person)


def _is_just(speaker: Speaker, facts: PersonFacts, office: MandateFacts | None) -> bool:
    """Whether this is all that is known of somebody, anywhere."""
    person = speaker.person
    if SpeakerFacts.read(person, speaker) != SpeakerFacts(facts, ProfileFacts()) or speaker.portrait or person.email:
        return False
    mandates = [MandateFacts.of(one) for one in board.mandates_of(person)]
    return mandates == ([] if office is None else [office]) and _mentions(person) == 1


def change_speaker(edition: Edition, person: Person, facts: SpeakerFacts, *, seen: str) -> Speaker:
    """Make person and profile say this. Mandates that are over keep the earlier name, and so does what is published.

    Raises ChangedMeanwhile, NamedElsewhere.
    """
    person = lock_row(person)
    now = SpeakerFacts.read(person, board.profile(edition, person))
    if not facts.differs(now, seen):
        return add_speaker(edition, person)
    _rename(person, facts.person)
    facts.person.write(person)
    speaker = add_speaker(edition, person)
    if facts.profile.agreed != now.profile.agreed:
        speaker.agreed_at = clock.now() if facts.profile.agreed is not None else None
        history.record("speaker", person.code, "consent noted", edition_id=edition.id)
    facts.profile.write(speaker)
    history.record("speaker", person.code, "changed", edition_id=edition.id)
    return speaker


def _rename(person: Person, facts: PersonFacts) -> None:
    if (facts.given, facts.family) == (person.given, person.family):
        return
    if board.is_expected(person):
        raise NamedElsewhere
    if person.email and person_by_address_and_name(person.email, facts.given, facts.family) not in (None, person):
        raise NamedElsewhere
    keep_past_names(person)
    person.name_key = name_key(facts.given, facts.family)
    history.record("person", person.code, "renamed")


def set_portrait(speaker: Speaker, picture: Fresh, *, seen: str) -> None:
    """Their portrait at this edition; the one before, of which the form showed the mark `seen`, is gone.

    Raises ChangedMeanwhile.
    """
    before = speaker.portrait
    if before is not None and before.sha256 == sha256(picture.content).hexdigest():
        return
    check_unchanged(portrait_mark(speaker), seen)
    speaker.portrait = files.put(picture.content, picture.mime)
    db.session.flush()
    if before is not None and before is not speaker.portrait:
        files.drop(before)
    history.record("speaker", speaker.person.code, "portrait set", edition_id=speaker.edition_id)


def drop_portrait(speaker: Speaker, *, seen: str | None = None) -> None:
    """No portrait any more, nor its file. Raises ChangedMeanwhile where it is not the one `seen` (None: whichever)."""
    before = speaker.portrait
    if before is None:
        return
    if seen not in (None, portrait_mark(speaker)):
        raise ChangedMeanwhile
    speaker.portrait = None
    db.session.flush()
    files.drop(before)
    history.record("speaker", speaker.person.code, "portrait dropped", edition_id=speaker.edition_id)


def words_still_right(speaker: Speaker) -> None:
    """Somebody has read both languages of the biography, and they say the same."""
    speaker.words_still_right()
    history.record("speaker", speaker.person.code, "translation checked", edition_id=speaker.edition_id)


def remove_speaker(edition: Edition, person: Person) -> None:
    """Take somebody off the list, with the sessions they have not confirmed and links to day cards from when they were
    a co-chair. The person goes too if nothing else refers to them. Raises Published, HasConfirmed, IsInvited, IsQuoted,
    IsCoChair.
    """
    person = lock_row(person)
    parts = board.appearances_of(edition, person)
    if any(one.id == person.id for one, _rows in queries.speakers(edition)):
        raise Published
    if any(one.state is AppearanceState.CONFIRMED for one in parts):
        raise HasConfirmed
    _drop_invitation(edition, person)
    if db.session.scalar(select(Quote.id).where(Quote.edition_id == edition.id, Quote.person_id == person.id).limit(1)):
        raise IsQuoted
    if any(one.person_id == person.id for one, _answer in queries.co_chair_answers(edition)):
        raise IsCoChair
    speaker = board.profile(edition, person)
    if speaker is not None:
        drop_portrait(speaker)
        db.session.delete(speaker)
    here = select(Session.id).where(Session.edition_id == edition.id)
    db.session.execute(delete(Appearance).where(Appearance.person_id == person.id, Appearance.session_id.in_(here)))
    db.session.execute(delete(DayCard).where(DayCard.edition_id == edition.id, DayCard.person_id == person.id))
    history.record("speaker", person.code, "removed", edition_id=edition.id)
    db.session.flush()
    if not _mentions(person):
        db.session.execute(delete(Mandate).where(Mandate.person_id == person.id))
        db.session.delete(person)
        history.record("person", person.code, "removed")


def _drop_invitation(edition: Edition, person: Person) -> None:
    mine = SpeakerInvitation.edition_id == edition.id, SpeakerInvitation.person_id == person.id
    invitation = read_one(select(SpeakerInvitation).where(*mine))
    if invitation is None:
        return
    if invitation.is_open:
        raise IsInvited
    slides = invitation.slides
    db.session.delete(invitation)
    db.session.flush()
    if slides is not None:
        files.drop(slides)


def _mentions(person: Person) -> int:
    """How many rows but mandates know them, as found in the foreign keys: no table is forgotten."""
    return sum(
        db.session.scalar(select(func.count()).where(column == person.id)) or 0
        for column in references(table_of(Person))
        if column.table is not table_of(Mandate)
    )
