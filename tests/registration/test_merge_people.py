"""Two people made one: nothing of either is lost, one registration stands, and either badge opens the door."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from directory import make
from flask import Flask
from house import make_edition, make_user, sign_in, submission
from inspector import InspectingClient, filled
from invitees import invitee
from mails import deliver, link_in
from people import a_session, appear, speak
from sqlalchemy import Column, ForeignKey, Integer, Table

from assembly import clock
from assembly.accounts.queries import person_by_address_and_name
from assembly.accounts.service import find_or_add_person
from assembly.checkin.queries import doors
from assembly.checkin.service import ShownCode, record_scans
from assembly.communities.service import merging as directory_merging
from assembly.editions.queries import pool_of
from assembly.errors import ChangedMeanwhile
from assembly.extensions import db
from assembly.history import first_broken_entry
from assembly.messages.audience import Audience
from assembly.messages.queries.groups import reach
from assembly.messages.service.news import leave, subscribe
from assembly.models import (
    AccessLink,
    Admission,
    Answer,
    Appearance,
    Base,
    Bilingual,
    Consent,
    Edition,
    EditionRole,
    Invitation,
    Mail,
    Mode,
    Move,
    Need,
    Notice,
    NoticeKind,
    Person,
    Question,
    QuestionKind,
    Registration,
    Reply,
    Representation,
    Represents,
    Scan,
    SignUp,
    Skill,
    SkillKind,
    State,
    Subscription,
    Told,
    TwoPeople,
    User,
)
from assembly.registration import service
from assembly.registration.manage import duplicates as manage
from assembly.registration.queries import (
    active_of,
    consents_of,
    link_of,
    people,
    valid_badge,
)
from assembly.registration.queries.duplicates import pair, twins
from assembly.registration.queries.elsewhere import not_ours
from assembly.registration.queries.invitations import invitation_by_hash, invitation_of
from assembly.registration.service import TooLate, add_by_hand, cancel, consents, register
from assembly.registration.service.editing import Facts, edit
from assembly.registration.service.following import RULES
from assembly.registration.service.invitations import invite
from assembly.registration.service.merging import KnownAtAnother, ThirdPerson, Wanted, merge, say_two
from assembly.registration.service.representing import represent
from assembly.sealed import new_token, seal, token_hash, unseal
from assembly.stats.queries import participation
from assembly.transactions import writing

NOW = datetime(2030, 1, 1, tzinfo=UTC)
AT = "/en/manage/2031/people/duplicates"


def undecided() -> set[str]:
    """Columns that refer to a person or a registration and have no rule, or rules for what there is not."""
    found = set()
    for noun, rules in RULES.items():
        columns = directory_merging.references(directory_merging.table_of(noun))
        found |= {f"{one.table.name}.{one.name}" for one in columns} ^ set(rules)
    return found


def test_every_reference_has_a_rule() -> None:
    assert undecided() == set()


def test_a_later_table_fails_until_somebody_decides() -> None:
    table = Table(
        "gift", Base.metadata, Column("id", Integer, primary_key=True), Column("to_id", ForeignKey("person.id"))
    )
    try:
        assert undecided() == {"gift.to_id"}
    finally:
        Base.metadata.remove(table)


@pytest.fixture
def edition(ctx: Flask) -> Edition:
    with writing():
        edition = make_edition(size=2)
        make("rzeszow", "Rzeszów")
        make("porto", "Porto")
    return edition


def come(edition: Edition, given: str, family: str, email: str, **facts: Any) -> Registration:
    facts = {"represents": Represents.COMMUNITY, "place": "Rzeszów"} | facts
    code = register(edition, submission(given=given, family=family, email=email, **facts)).reference
    return db.session.query(Registration).filter_by(code=code).one()


def two(edition: Edition, **facts: Any) -> tuple[Registration, Registration]:
    """Ana twice: the second one is from another address and less well written."""
    with writing():
        one = come(edition, "Ana", "Silva", "ana@example.org")
        other = come(edition, "Anna", "Silva", "other@example.org", **facts)
    return one, other


def seen(edition: Edition, one: Registration, other: Registration, *facts: str, **wanted: Any) -> Wanted:
    found = pair(edition, one.person, other.person)
    assert found is not None
    return Wanted((one.version, other.version), frozenset(facts), **wanted)


def make_one(
    edition: Edition,
    one: Registration,
    other: Registration,
    *facts: str,
    ours: tuple[int | None, ...] = (),
    **wanted: Any,
) -> Registration:
    """The first stays."""
    chosen = seen(edition, one, other, *facts, **wanted)
    with writing():
        stays = merge(edition, one.person, other.person, chosen, ours)
    assert stays is not None
    return stays


def token(registration: Registration) -> str:
    return unseal(valid_badge(registration).token_sealed)  # type: ignore[union-attr]


def scan(edition: Edition, shown: str, number: int, door: int = 0) -> Told:
    with writing():
        code = ShownCode(f"scan-{number:016d}", shown, doors(edition)[door], clock.now())
        return record_scans([code])[0].told


def test_one_person_one_registration_and_no_mail(edition: Edition) -> None:
    one, other = two(edition)
    with writing():
        waiting = come(edition, "Bo", "Ek", "bo@example.org")
    assert waiting.state is State.WAITING
    before = db.session.query(Mail).count()
    assert make_one(edition, one, other) is one
    assert (one.state, other.state) == (State.CONFIRMED, State.CANCELLED)
    assert (other.merged_into_id, other.person_id) == (one.id, one.person_id)
    assert other.moves[-1].to_state is State.CANCELLED
    assert waiting.state is State.OFFERED  # the place that became free
    assert pool_of(edition, Mode.ON_SITE).taken == 2
    templates = [mail.template for mail in db.session.query(Mail).order_by(Mail.id).offset(before)]
    assert templates == ["place_offered"]
    assert first_broken_entry() is None
    assert twins(edition) == []


def test_whoever_comes_with_the_other_name_and_address_is_that_person(edition: Edition) -> None:
    one, other = two(edition)
    gone = other.person
    make_one(edition, one, other)
    assert gone.merged_into_id == one.person_id
    assert person_by_address_and_name("OTHER@example.org", "Anna", "Silva").id == one.person_id
    with writing():
        found = find_or_add_person(given="Anna", family="SILVA", email="other@example.org", mail_lang="en")
    assert found.id == one.person_id
    assert db.session.query(Person).count() == 2
    with writing():
        again = register(edition, submission(given="Anna", family="Silva", email="other@example.org"))
    assert again.reference == one.code  # registered already
    assert db.session.query(Registration).count() == 2


def test_a_chain_of_merges_has_one_end(edition: Edition) -> None:
    one, other = two(edition)
    with writing():
        third = come(edition, "A.", "Silva", "third@example.org")
    make_one(edition, other, third)
    make_one(edition, one, other)
    for address, given in (("other@example.org", "Anna"), ("third@example.org", "A.")):
        assert person_by_address_and_name(address, given, "Silva").id == one.person_id
    assert {each.merged_into_id for each in (other, third)} == {one.id}


def test_each_fact_is_taken_from_where_it_was_chosen(edition: Edition) -> None:
    one, other = two(edition, function="President", place="Porto")
    with writing():
        other.phone, other.address_form, other.lang = "+351 1", "Madam", "en"
    make_one(edition, one, other, "name", "email", "function", "phone", "place")
    assert (one.person.full_name, one.person.email, one.function) == ("Anna Silva", "other@example.org", "President")
    assert (one.phone, one.address_form, one.lang, one.badge_name) == ("+351 1", "", "fr", "Ana Silva")
    assert one.community.code == "porto"
    for word in ("anna", "porto", other.spoken_ref, other.code):
        assert one.id in {each.id for each in people(edition, word, 1).registrations}, word


def test_what_either_was_called_by_finds_the_one_after_the_next_correction_as_well(edition: Edition) -> None:
    one, other = two(edition, place="Porto")
    stays = make_one(edition, one, other)
    facts = Facts("Ana", "Silva", "Ana Silva", "Mayor", stays.represents, "Rzeszów", "fr", stays.category, "1", "")
    with writing():
        edit(stays, facts, seen=stays.version)
    for word in ("anna", "porto", other.spoken_ref, other.code, one.spoken_ref):
        assert [each.id for each in people(edition, word, 1).registrations] == [one.id], word


def test_many_long_names_made_one_stay_short_enough_to_be_found_by(edition: Edition) -> None:
    """PostgreSQL refuses a row whose key is longer than a third of a page."""
    with writing():
        stays, *others = [come(edition, sign, sign * 110, f"s{ord(sign)}@example.org") for sign in "山川海空雨雪風雲"]
    for other in others:
        make_one(edition, stays, other)
    assert len(stays.folded.encode()) <= 2600
    assert [each.id for each in people(edition, stays.spoken_ref, 1).registrations] == [stays.id]


@pytest.mark.parametrize("ours", [State.WAITING, State.CONFIRMED])
def test_who_waits_for_a_seat_loses_it_to_no_earlier_refusal(edition: Edition, ours: State) -> None:
    one, other = two(edition)
    with writing():
        session = a_session(edition)
        db.session.add(SignUp(session=session, registration=one, seq=5, state=ours))
        db.session.add(SignUp(session=session, registration=other, seq=3, state=State.CANCELLED))
    make_one(edition, one, other)
    seat = db.session.query(SignUp).one()
    assert (seat.registration_id, seat.state, seat.seq) == (one.id, ours, 5)


def test_the_only_open_invitation_of_two_stays_open(edition: Edition) -> None:
    with writing():
        old = service.invite(edition, invitee(given="Ana", family="Silva", email="ana@example.org", network=""))
        service.withdraw(old)
        new = service.invite(edition, invitee(given="Anna", family="Silva", email="other@example.org", network=""))
        new.sent_at = NOW
    link, code = unseal(new.token_sealed), new.code
    one, other = two(edition)
    make_one(edition, one, other)
    found = invitation_of(edition, one.person)
    assert (found.is_open, found.code, found.sent_at, unseal(found.token_sealed)) == (True, code, NOW, link)
    assert invitation_by_hash(token_hash(link)) is found
    (closed,) = [each for each in db.session.query(Invitation) if each is not found]
    assert not closed.is_open
    assert closed.person.merged_into_id == one.person_id
    with writing():
        service.answer(found, service.Answer(Reply.COMES))
    assert (found.reply, found.registration_id) == (Reply.COMES, one.id)


def test_the_better_registration_is_offered_and_either_may_be_chosen(edition: Edition) -> None:
    with writing():
        come(edition, "Bo", "Ek", "bo@example.org")
    one, other = two(edition)
    assert (one.state, other.state) == (State.CONFIRMED, State.WAITING)
    found = pair(edition, other.person, one.person)
    assert (found.kept.id, found.better_is_gone) == (one.person_id, False)
    stays = make_one(edition, one, other, registration_of_gone=True)
    assert stays is other
    assert (one.state, one.merged_into_id) == (State.CANCELLED, other.id)
    assert (other.state, other.person_id) == (State.OFFERED, one.person_id)  # its own place went to the next: to it


def test_who_comes_gets_no_message_to_those_who_do_not(edition: Edition) -> None:
    one, other = two(edition)
    make_one(edition, one, other)
    assert reach(edition, Audience(states=(State.CANCELLED,)), is_news=False).total == 0
    assert reach(edition, Audience(), is_news=False).total == 1


def test_leaving_the_news_by_an_earlier_mail_is_leaving_them(edition: Edition) -> None:
    one, other = two(edition)
    gone = other.person_id
    with writing():
        subscribe([one.person_id, gone])
    make_one(edition, one, other)
    with writing():
        leave(db.session.get_one(Subscription, gone))
    assert db.session.get_one(Subscription, one.person_id).ended_at is not None


def test_either_badge_admits_the_same_registration_once(edition: Edition) -> None:
    one, other = two(edition)
    first, second = token(one), token(other)
    make_one(edition, one, other)
    assert scan(edition, second, 1) is Told.ADMITTED
    assert scan(edition, first, 2) is Told.ALREADY_IN
    assert {each.registration_id for each in db.session.query(Scan)} == {one.id}
    assert db.session.query(Admission).one().registration_id == one.id
    assert participation(edition).admitted.people == 1


def test_who_is_named_by_the_ended_registration_is_let_in_as_well(edition: Edition) -> None:
    one, other = two(edition)
    make_one(edition, one, other)
    with writing():
        code = ShownCode("scan-named-00000001", "", doors(edition)[0], clock.now(), named=other)
        verdict = record_scans([code])[0]
    assert (verdict.told, verdict.registration) == (Told.ADMITTED, one)


def test_a_cancelled_registration_that_was_not_merged_stays_refused(edition: Edition) -> None:
    """The control: only a merge makes an old badge good."""
    with writing():
        one = come(edition, "Ana", "Silva", "ana@example.org")
        shown = token(one)
        cancel(one)
        come(edition, "Ana", "Silva", "ana@example.org")
    assert scan(edition, shown, 1) is Told.NOT_CONFIRMED


def test_who_was_admitted_by_both_is_counted_once_at_the_earlier_time(edition: Edition) -> None:
    one, other = two(edition)
    assert scan(edition, token(other), 1) is Told.ADMITTED
    assert scan(edition, token(one), 2) is Told.ADMITTED
    first = db.session.query(Admission).filter_by(registration_id=other.id).one().first_at
    assert participation(edition).admitted.people == 2
    make_one(edition, one, other)
    admission = db.session.query(Admission).one()
    assert (admission.registration_id, admission.first_at) == (one.id, first)
    assert participation(edition).admitted.people == 1
    assert db.session.query(Scan).filter_by(registration_id=other.id).count() == 1  # a fact of its time


def everything(edition: Edition, one: Registration, other: Registration) -> None:
    """Both have what one may have once, and each something of their own."""
    notices = [Notice(kind=kind, version=99, lang="en", text="x", shown_from_at=NOW) for kind in NoticeKind]
    questions = [
        Question(code=f"q{at}", edition=edition, position=at, kind=QuestionKind.TEXT, words=Bilingual("a", "b"))
        for at in range(2)
    ]
    db.session.add_all([*notices, *questions])
    db.session.flush()
    for at, registration in enumerate((one, other)):
        for notice in notices[: at + 1]:
            db.session.add(
                Consent(
                    person=registration.person, registration=registration, kind=notice.kind, notice=notice,
                    said_yes=not at or notice is not notices[0], at=NOW + timedelta(days=at), by="visitor",
                )
            )  # fmt: skip
        for question in questions[: at + 1]:
            db.session.add(Answer(registration=registration, question=question, value=f"of {at}"))
        for lang in ("en", "fr")[: at + 1]:
            db.session.add(Skill(registration_id=registration.id, lang=lang, kind=SkillKind.SPEAKS))
        kinds = {"kinds": ["vegan", ("step_free", "halal")[at]], "text": f"text {at}"}
        db.session.add(
            Need(
                registration=registration, sealed=seal(json.dumps(kinds)), reported_by_office=bool(at),
                said_at=NOW, said_by="visitor", delete_on=date(2031, 5, 2 - at),
            )
        )  # fmt: skip
        token = new_token()
        db.session.add(
            Invitation(
                code=f"inv{at}", edition=edition, person=registration.person, represents=Represents.COMMUNITY,
                lang="en", folded="x", made_at=NOW, reply=Reply.COMES if at else None, replied_at=NOW if at else None,
                registration=registration if at else None, token_hash=token.hash, token_sealed=token.sealed,
            )
        )  # fmt: skip
        db.session.add(
            SignUp(
                session=a_session(edition), registration=registration, seq=2 - at,
                state=State.CONFIRMED if at else State.WAITING,
            )
        )  # fmt: skip
        speak(registration.person, a_session(edition), "rzeszow")
        token = new_token()
        db.session.add(
            Subscription(
                person_id=registration.person_id, token_hash=token.hash, token_sealed=token.sealed,
                ended_at=NOW if at else None,
            )
        )  # fmt: skip
    represent(other, other.person)


def test_whatever_one_may_have_once_is_there_once_and_nothing_is_lost(edition: Edition) -> None:
    one, other = two(edition)
    with writing():
        everything(edition, one, other)
    with writing():
        head = come(edition, "Kim", "Lund", "kim@example.org")
        head.head_id = other.id
        one.head_id = other.id
    gone = other.person
    make_one(edition, one, other)
    assert all(
        each.registration_id == one.id
        for noun in (Answer, Consent, Skill, Need, SignUp)
        for each in db.session.query(noun)
    )
    standing = {each.kind: each.said_yes for each in db.session.query(Consent).filter_by(ended_at=None)}
    assert standing == dict(zip(list(NoticeKind)[:2], (False, True), strict=True))  # the “no” holds
    assert db.session.query(Consent).count() == 3
    assert {each.value for each in db.session.query(Answer)} == {"of 0", "of 1"}
    assert db.session.query(Answer).count() == db.session.query(Skill).count() == 2
    need = db.session.query(Need).one()
    assert json.loads(unseal(need.sealed)) == {"kinds": ["vegan", "step_free", "halal"], "text": "text 0\ntext 1"}
    assert (need.reported_by_office, need.delete_on) == (False, date(2031, 5, 1))  # the person’s own word among it
    seat = db.session.query(SignUp).one()
    assert (seat.state, seat.seq) == (State.CONFIRMED, 1)
    mine, withdrawn = db.session.query(Invitation).order_by(Invitation.id)
    assert (mine.person_id, mine.reply, mine.registration_id) == (one.person_id, Reply.COMES, one.id)
    assert (withdrawn.person_id, withdrawn.withdrawn_at is None) == (gone.id, False)
    assert db.session.query(Appearance).one().person_id == one.person_id
    representation = db.session.query(Representation).filter_by(until_at=None).one()
    assert (representation.registration_id, representation.for_person_id) == (one.id, one.person_id)
    assert db.session.get(Subscription, one.person_id).ended_at == NOW
    assert (head.head_id, one.head_id) == (one.id, None)
    assert db.session.query(Move).filter_by(registration_id=other.id).count() == 2


def test_a_speaker_who_registers_is_one_person_with_two_roles_and_one_badge(edition: Edition) -> None:
    with writing():
        speaker = appear(edition, "Ana", "Silva", "rzeszow")
        one = come(edition, "Ana", "Silva", "ana@example.org")
    shown, code, gone = token(one), speaker.code, one.person
    (found,) = twins(edition)
    assert {found.one.id, found.other.id} == {speaker.id, one.person_id}
    side = pair(edition, gone, speaker)
    assert (side.kept.id, side.gone.id) == (speaker.id, gone.id)  # the code of a public page stays
    with writing():
        stays = merge(edition, speaker, gone, Wanted((0, one.version), frozenset({"email"}), True))
    assert (stays.id, stays.person_id, stays.state) == (one.id, speaker.id, State.CONFIRMED)
    assert (speaker.code, speaker.email) == (code, "ana@example.org")
    assert db.session.query(Appearance).one().person_id == speaker.id
    assert scan(edition, shown, 1) is Told.ADMITTED
    assert person_by_address_and_name("ana@example.org", "Ana", "Silva").id == speaker.id
    assert twins(edition) == []


def test_at_another_edition_where_both_are_registered_nothing_changes(edition: Edition) -> None:
    one, other = two(edition)
    with writing():
        later = make_edition("2032")
        both = come(later, "Ana", "Silva", "ana@example.org"), come(later, "Anna", "Silva", "other@example.org")
        past = make_edition("2033")
        alone = come(past, "Anna", "Silva", "other@example.org")
    with pytest.raises(KnownAtAnother):
        make_one(edition, one, other)
    make_one(edition, one, other, ours=(later.id, past.id))
    assert [each.state for each in both] == [State.CONFIRMED] * 2
    assert both[0].person_id != both[1].person_id
    assert alone.person_id == one.person_id
    (found,) = twins(later)
    side = pair(later, found.one, found.other)
    assert side.gone.merged_into_id == side.kept.id
    make_one(later, *both, ours=(None,))
    assert [each.state for each in both] == [State.CONFIRMED, State.CANCELLED]
    assert active_of(later, one.person) is both[0]


@pytest.mark.parametrize("fact", ["email", "name"])
@pytest.mark.parametrize("stays", ["known there", "known here"])
def test_who_another_assembly_knows_keeps_address_and_name_there(edition: Edition, stays: str, fact: str) -> None:
    """Whoever looks after one edition alone could else have the links of another sent to an address they choose."""
    one, other = two(edition)
    with writing():
        there = make_edition("2032")
        known = come(there, "Ana", "Silva", "ana@example.org")
    takes = {"name", "email"} if stays == "known here" else set()
    pair_of = (one, other) if stays == "known there" else (other, one)
    with pytest.raises(KnownAtAnother):
        make_one(edition, *pair_of, *takes ^ {fact})
    db.session.refresh(known)
    assert (known.person.full_name, known.person.email) == ("Ana Silva", "ana@example.org")
    make_one(edition, *pair_of, *takes)
    assert (known.person.full_name, known.person.email) == ("Ana Silva", "ana@example.org")
    assert one.person_id == other.person_id == known.person_id


def test_who_looks_after_people_there_too_may_choose(edition: Edition) -> None:
    one, other = two(edition)
    with writing():
        there = make_edition("2032")
        known = come(there, "Ana", "Silva", "ana@example.org")
    make_one(edition, one, other, "name", "email", ours=(there.id,))
    assert (known.person.full_name, known.person.email) == ("Anna Silva", "other@example.org")


def test_whom_another_assembly_invited_keeps_the_address_and_a_part_there_the_name_alone(edition: Edition) -> None:
    one, other = two(edition)
    with writing():
        there = make_edition("2032")
        invitation = invite(there, invitee(given="Ana", family="Silva", email="ana@example.org", network=""))
    assert not_ours(one.person, {edition.id}) == {"name", "email"}
    assert not_ours(one.person, {edition.id, there.id}) == frozenset()
    assert not_ours(other.person, {edition.id}) == frozenset()
    with writing():
        db.session.delete(invitation)
        speak(one.person, a_session(there), "rzeszow")
    assert not_ours(one.person, {edition.id}) == {"name"}
    assert not_ours(one.person, {edition.id, None}) == frozenset()


def test_what_was_agreed_to_at_another_edition_stands_and_may_be_answered_again(edition: Edition) -> None:
    one, other = two(edition)
    with writing():
        elsewhere = make_edition("2032")
        come(elsewhere, "Ana", "Silva", "ana@example.org")
        theirs = come(elsewhere, "Anna", "Silva", "other@example.org")
        consents.answer(link_of(theirs, False), NoticeKind.PHOTO, said_yes=True)
    make_one(edition, one, other, ours=(None,))
    assert consents_of(theirs)[NoticeKind.PHOTO].said_yes
    with writing():
        consents.answer(link_of(theirs, False), NoticeKind.PHOTO, said_yes=False)
    assert not consents_of(theirs)[NoticeKind.PHOTO].said_yes


def links(*registrations: Registration) -> dict[str, bool]:
    found = db.session.query(AccessLink).filter(AccessLink.registration_id.in_([one.id for one in registrations]))
    return {f"{link.id}": link.is_valid for link in found.order_by(AccessLink.id)}


def test_a_link_sent_to_an_address_that_does_not_stay_is_over(edition: Edition) -> None:
    """Somebody might have registered under a mayor’s name: their link must not open the mayor’s registration."""
    one, other = two(edition, assistant_email="aide@example.org")
    own, theirs, aide = links(one, other)
    make_one(edition, one, other)
    assert links(one) == {own: True, theirs: False, aide: False}


@pytest.mark.parametrize("whose", ["one", "other"])
@pytest.mark.parametrize("address", ["one", "other"])
def test_an_invitation_sent_to_an_address_that_does_not_stay_is_over(
    edition: Edition, whose: str, address: str
) -> None:
    one, other = two(edition)
    person = (one if whose == "one" else other).person
    with writing():
        invitation = invite(edition, invitee(given="Xu", family="Li", email="", network=""))
        invitation.person = person
        old = invitation.token_hash
    make_one(edition, one, other, *(["email"] if address == "other" else []))
    assert invitation.person_id == one.person_id
    assert (invitation.token_hash == old) is (whose == address)


def test_links_to_the_address_that_stays_open_what_stands(edition: Edition) -> None:
    one, other = two(edition)
    own, theirs = links(one, other)
    make_one(edition, one, other, "email")
    assert links(one) == {own: False, theirs: True}
    with writing():
        mute = add_by_hand(edition, submission(given="Ana", family="Silva", email="", place="Porto")).reference
    third = db.session.query(Registration).filter_by(code=mute).one()
    make_one(edition, third, one, "email")
    assert sum(links(third).values()) == 1


def test_what_changed_meanwhile_a_third_person_and_an_assembly_that_is_over_are_refused(edition: Edition) -> None:
    one, other = two(edition)
    chosen = seen(edition, one, other, "email")
    with writing():
        other.phone = "1"
    with pytest.raises(ChangedMeanwhile), writing():
        merge(edition, one.person, other.person, chosen)
    with writing():
        come(edition, "Ana", "Silva", "other@example.org")
    chosen = seen(edition, one, other, "email")
    with pytest.raises(ThirdPerson), writing():
        merge(edition, one.person, other.person, chosen)
    assert {one.state, other.state} == {State.CONFIRMED}
    assert db.session.query(Person).filter(Person.merged_into_id.is_not(None)).count() == 0
    with clock.at(edition.ends_at), pytest.raises(TooLate), writing():
        merge(edition, one.person, other.person, seen(edition, one, other))


def test_who_was_said_to_be_another_stays_another_of_the_one(edition: Edition) -> None:
    one, other = two(edition)
    with writing():
        third = come(edition, "Anna", "Silvas", "third@example.org")
        say_two(other.person, third.person)
        say_two(one.person, other.person)
        say_two(other.person, one.person)
    make_one(edition, one, other)
    ids = {(each.one_id, each.other_id) for each in db.session.query(TwoPeople)}
    assert ids == {(one.person_id, third.person_id)}


@pytest.fixture
def office(app: Flask, client: InspectingClient) -> InspectingClient:
    with app.app_context(), writing():
        edition = make_edition()
        make("rzeszow", "Rzeszów")
        make_user("organiser", "here@example.org", edition)
        come(edition, "Ana", "Silva", "ana@example.org", function="Mayor")
        come(edition, "Anna", "Silva", "other@example.org", function="Mayoress")
    sign_in(client, ("here@example.org", "a long enough passphrase"))
    return client


def test_the_office_looks_side_by_side_and_presses_one_button(app: Flask, office: InspectingClient) -> None:
    with app.app_context():
        links_sent = [link_in(mail) for mail in deliver(app)]
    page = office.page(AT)
    address = page.select_one(".programme a")["href"]
    side = office.page(address)
    legends = [one.get_text() for one in side.select("#one legend")]
    assert legends == ["Registration that stands", "Name", "E-mail address", "Name on the badge", "Function"]
    assert "cannot be undone" in side.get_text()
    data = filled(side.select_one("#one"), {"from-function": "gone"})
    answers = [office.post(side.select_one("#one")["action"], data=data) for _click in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert office.get(address).status_code == 404  # they are one: there is no pair any more
    assert "are one person from now on" in office.page(AT).get_text()
    with app.app_context():
        one, other = db.session.query(Registration).order_by(Registration.id)
        assert (one.function, other.merged_into_id) == ("Mayoress", one.id)
        codes = one.code, other.code, one.spoken_ref
    assert answers[1].location == f"/en/manage/2031/people/{codes[0]}"  # to the person who stands
    assert "This is one person with" in office.page(f"/en/manage/2031/people/{codes[1]}").get_text()
    assert "Made one with" in office.page(f"/en/manage/2031/people/{codes[0]}").get_text()
    assert "1 person" in office.page("/en/manage/2031/people?q=silva").get_text()
    guest: Any = app.test_client()
    assert guest.get(links_sent[1]).status_code == 404
    guest.submit(links_sent[0])
    assert "Confirmed" in guest.page("/en/my/").get_text()


@pytest.mark.parametrize("whose", ["one", "other"])
def test_an_assistant_does_not_come_to_see_what_the_person_said(
    app: Flask, office: InspectingClient, whose: str
) -> None:
    """Of two needs one is the person’s own, the other their office’s: together they are the person’s own."""
    with app.app_context():
        with writing():
            edition = db.session.query(Edition).one()
            one = come(edition, "Bo", "Ek", "bo@example.org", assistant_email="aide@example.org")
            other = come(edition, "Boo", "Ek", "boo@example.org")
            for registration, text in ((one, "of one"), (other, "of the other")):
                need = {"kinds": ["vegan"], "text": text}
                own = (registration is one) == (whose == "one")
                db.session.add(
                    Need(
                        registration=registration, sealed=seal(json.dumps(need)), reported_by_office=not own,
                        said_at=NOW, said_by="visitor", delete_on=date(2031, 5, 2),
                    )
                )  # fmt: skip
        link = link_of(one, assistant=True)
        assert link is not None
        opened = unseal(link.token_sealed)
    aide: Any = app.test_client()
    aide.submit(f"/en/r/{opened}")
    assert ("of one" in aide.page("/en/my/details").select_one("main").decode()) is (whose == "other")
    with app.app_context():
        one, other = db.session.query(Registration).order_by(Registration.id).offset(2)
        make_one(one.edition, one, other)
    page = aide.page("/en/my/details").select_one("main").decode()
    assert "of one" not in page
    assert "of the other" not in page
    assert 'name="needs"' not in page


def test_an_old_page_is_refused_with_what_is_there_now(app: Flask, office: InspectingClient) -> None:
    address = office.page(AT).select_one(".programme a")["href"]
    form = office.page(address).select_one("#one")
    with app.app_context(), writing():
        db.session.query(Registration).first().phone = "1"
    answer = office.post(form["action"], data=filled(form, {"from-function": "gone"}))
    assert answer.status_code == 409
    text = answer.get_data(as_text=True)
    assert "Somebody else has changed this" in text
    assert 'id="function-gone" value="gone" checked' in text
    assert office.post(form["action"], data=filled(form, {"kept": "another"})).status_code == 409
    with app.app_context():
        assert {one.state for one in db.session.query(Registration)} == {State.CONFIRMED}


def test_of_two_clicks_at_once_the_later_leads_to_the_person_as_well(
    app: Flask, office: InspectingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both have seen a pair; the first is through before the second has its turn."""
    form = office.page(office.page(AT).select_one(".programme a")["href"]).select_one("#one")
    turn = manage.writing

    @contextmanager
    def after_the_first() -> Iterator[None]:
        monkeypatch.setattr(manage, "writing", turn)
        with app.app_context():
            make_one(db.session.query(Edition).one(), *db.session.query(Registration).order_by(Registration.id))
        with turn():
            yield

    monkeypatch.setattr(manage, "writing", after_the_first)
    answer = office.post(form["action"], data=filled(form, {}))
    with app.app_context():
        stands = db.session.query(Registration).filter_by(merged_into_id=None).one()
        assert (answer.status_code, answer.location) == (303, f"/en/manage/2031/people/{stands.code}")


def test_the_office_is_offered_only_what_another_assembly_does_not_know(app: Flask, office: InspectingClient) -> None:
    address = office.page(AT).select_one(".programme a")["href"]
    form = office.page(address).select_one("#one")
    assert form.select("[disabled]") == []
    with app.app_context(), writing():
        come(make_edition("2032"), "Ana", "Silva", "ana@example.org")
    page = office.page(address)
    assert "known at another assembly" in page.get_text()
    assert {one["id"] for one in page.select("#one [disabled]")} == {"name-gone", "email-gone"}
    answer = office.post(form["action"], data=filled(form, {"from-email": "gone"}))
    assert answer.status_code == 409
    assert "knows this person" in answer.get_data(as_text=True)
    with app.app_context(), writing():
        come(make_edition("2033"), "Anna", "Silva", "other@example.org")
    page = office.page(address)
    assert "cannot be made one from here" in page.get_text()
    assert page.select("#one") == []
    with app.app_context():
        assert {one.state for one in db.session.query(Registration)} == {State.CONFIRMED}


def test_who_may_change_people_there_too_is_offered_everything(app: Flask, office: InspectingClient) -> None:
    with app.app_context(), writing():
        there = make_edition("2032")
        come(there, "Ana", "Silva", "ana@example.org")
        user = db.session.query(User).one()
        db.session.add(EditionRole(user=user, edition_id=there.id, role="organiser"))
    form = office.page(office.page(AT).select_one(".programme a")["href"]).select_one("#one")
    assert form.select("[disabled]") == []
    assert office.post(form["action"], data=filled(form, {"from-email": "gone"})).status_code == 303
    with app.app_context():
        assert db.session.query(Registration).first().person.email == "other@example.org"


@pytest.mark.parametrize(("which", "stands"), [((), "Kim Lund"), (("place",), "Ana Silva")])
def test_the_city_somebody_stood_for_is_never_left_without(edition: Edition, which: tuple[str], stands: str) -> None:
    """The one who goes stood for Rzeszów, the one who stays is from Porto; a colleague is of the delegation."""
    with writing():
        one = come(edition, "Ana", "Silva", "ana@example.org", place="Porto", function="Adjointe")
        other = come(edition, "Anna", "Silva", "other@example.org", function="Adjointe")
        pool_of(edition, Mode.ON_SITE).size = 3  # type: ignore[union-attr]
        come(edition, "Kim", "Lund", "kim@example.org", function="Adjoint")
    make_one(edition, one, other, *which)
    links = db.session.query(Representation).filter_by(until_at=None).all()
    assert stands in {link.registration.badge_name for link in links if link.community.native_name == "Rzeszów"}
