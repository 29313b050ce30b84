"""Two people made one: nothing of either is lost, one registration stands, and either badge opens the door."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from directory import make
from duplicate_people import come, make_one, scan, token, two
from factories import make_edition, open_doors, submission
from flask import Flask
from invitees import invitee
from people import a_session, appear, speak
from sqlalchemy import Column, ForeignKey, Integer, Table

from assembly import clock
from assembly.access.queries import invitation_of
from assembly.access.service import invitation_links
from assembly.accounts.queries import person_by_address_and_name
from assembly.accounts.service import find_or_add_person
from assembly.checkin.queries import doors
from assembly.checkin.service import ShownCode, record_scans
from assembly.communities.service import merging as directory_merging
from assembly.delegations.service import represent
from assembly.editions.queries import pool_of
from assembly.extensions import db
from assembly.history import first_broken_entry
from assembly.invitations.queries.listing import invitation_by_hash
from assembly.invitations.service import answering as invitation_answering
from assembly.invitations.service import making as inviting
from assembly.messages.audience import Audience
from assembly.messages.queries.groups import reach
from assembly.messages.service.news import leave, subscribe
from assembly.models import (
    Admission,
    Answer,
    Appearance,
    Base,
    Bilingual,
    Consent,
    Edition,
    Invitation,
    Mail,
    Mode,
    Move,
    Need,
    Notice,
    NoticeKind,
    OnlineAttendance,
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
)
from assembly.people.duplicates.queries import pair, twins
from assembly.people.duplicates.service.merging import Wanted, merge
from assembly.people.duplicates.service.references import RULES
from assembly.people.queries.listing import people
from assembly.people.service.editing import Facts, edit
from assembly.registration.service.leaving import cancel
from assembly.registration.service.registering import register
from assembly.sealed import new_token, seal, token_hash, unseal
from assembly.stats.queries import participation
from assembly.transactions import writing

NOW = datetime(2030, 1, 1, tzinfo=UTC)


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


@pytest.mark.database
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


@pytest.mark.database
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
        other.office_set_at = NOW
    make_one(edition, one, other, "name", "email", "function", "phone", "place")
    assert (one.person.full_name, one.person.email, one.function) == ("Anna Silva", "other@example.org", "President")
    assert (one.phone, one.address_form, one.lang, one.badge_name) == ("+351 1", "", "fr", "Ana Silva")
    assert one.office_set_at == NOW
    assert one.community.code == "porto"
    for word in ("anna", "porto", other.spoken_ref, other.code):
        assert one.id in {each.id for each in people(edition, word).registrations}, word


def test_what_either_was_called_by_finds_the_one_after_the_next_correction_as_well(edition: Edition) -> None:
    one, other = two(edition, place="Porto")
    stays = make_one(edition, one, other)
    facts = Facts("Ana", "Silva", "Ana Silva", "Mayor", stays.represents, "Rzeszów", "fr", stays.category, "1", "", "")
    with writing():
        edit(stays, facts, seen=stays.version)
    for word in ("anna", "porto", other.spoken_ref, other.code, one.spoken_ref):
        assert [each.id for each in people(edition, word).registrations] == [one.id], word


@pytest.mark.database
def test_many_long_names_made_one_stay_short_enough_to_be_found_by(edition: Edition) -> None:
    """PostgreSQL refuses a row whose key is longer than a third of a page."""
    with writing():
        stays, *others = [come(edition, sign, sign * 110, f"s{ord(sign)}@example.org") for sign in "山川海空雨雪風雲"]
    for other in others:
        make_one(edition, stays, other)
    assert len(stays.folded.encode()) <= 2600
    assert [each.id for each in people(edition, stays.spoken_ref).registrations] == [stays.id]


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
        old = inviting.invite(edition, invitee(given="Ana", family="Silva", email="ana@example.org", network=""))
        invitation_links.withdraw(old)
        new = inviting.invite(edition, invitee(given="Anna", family="Silva", email="other@example.org", network=""))
        new.sent_at = NOW
    link, code = unseal(new.token_sealed), new.code
    one, other = two(edition)
    with writing():
        one.invitation_id, other.invitation_id = old.id, new.id
    make_one(edition, one, other)
    found = invitation_of(edition, one.person)
    assert (found.is_open, found.code, found.sent_at, unseal(found.token_sealed)) == (True, code, NOW, link)
    assert invitation_by_hash(token_hash(link)) is found
    (closed,) = [each for each in db.session.query(Invitation) if each is not found]
    assert not closed.is_open
    assert closed.person.merged_into_id == one.person_id
    assert (one.invitation_id, other.invitation_id) == (found.id, found.id)
    with writing():
        invitation_answering.answer(found, invitation_answering.Answer(Reply.COMES))
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
    with writing():
        open_doors(edition)
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
    assert (verdict.told, verdict.guest.id) == (Told.ADMITTED, one.id)


def test_a_cancelled_registration_that_was_not_merged_stays_refused(edition: Edition) -> None:
    """The control: only a merge makes an old badge good."""
    with writing():
        one = come(edition, "Ana", "Silva", "ana@example.org")
        shown = token(one)
        cancel(one)
        come(edition, "Ana", "Silva", "ana@example.org")
    assert scan(edition, shown, 1) is Told.NOT_CONFIRMED


def test_who_was_admitted_by_both_is_counted_once_at_the_earlier_time(edition: Edition) -> None:
    with writing():
        open_doors(edition)
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


def test_a_stream_opened_by_both_counts_once(edition: Edition) -> None:
    one, other = two(edition)
    later, day = NOW + timedelta(hours=1), NOW.date()
    with writing():
        for registration, at in ((one, later), (other, NOW)):
            db.session.add(OnlineAttendance(registration_id=registration.id, day=day, first_at=at))
        db.session.add(OnlineAttendance(registration_id=other.id, day=day + timedelta(days=1), first_at=later))
    make_one(edition, one, other)
    rows = db.session.query(OnlineAttendance).order_by(OnlineAttendance.day)
    assert [(row.registration_id, row.first_at) for row in rows] == [(one.id, NOW), (one.id, later)]


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


@pytest.mark.database
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


@pytest.mark.database
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
