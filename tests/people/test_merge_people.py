"""Two people made one: nothing of either is lost, one registration stands, and either badge opens the door."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from duplicate_people import come, make_one, scan, token, two
from factories import submission
from invitees import invitee
from people import a_session, appear

from assembly.access.queries import invitation_of
from assembly.access.service import invitation_links
from assembly.accounts.queries import person_by_address_and_name
from assembly.accounts.service.people import find_or_add_person
from assembly.editions.queries.editions import pool_of
from assembly.extensions import db
from assembly.history import first_broken_entry
from assembly.invitations.queries.listing import invitation_by_hash
from assembly.invitations.service import answering as invitation_answering
from assembly.invitations.service import making as inviting
from assembly.messages.audience import Audience
from assembly.messages.queries.groups import reach
from assembly.messages.service.news import leave, subscribe
from assembly.models import (
    Appearance,
    Edition,
    Invitation,
    Mail,
    Mode,
    Person,
    Registration,
    Reply,
    Representation,
    SignUp,
    State,
    Subscription,
    Told,
)
from assembly.people.duplicates.queries import pair, twins
from assembly.people.duplicates.service.merging import Wanted, merge
from assembly.people.queries.listing import people
from assembly.people.service.editing import Facts, edit
from assembly.registration.service.registering import register
from assembly.sealed import token_hash, unseal
from assembly.transactions import writing

NOW = datetime(2030, 1, 1, tzinfo=UTC)


@pytest.mark.database("proof")
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


@pytest.mark.proof("test_both_names_still_find_them_later")
def test_the_merged_name_finds_that_person(edition: Edition) -> None:
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


@pytest.mark.database("proof")
def test_a_chain_of_merges_has_one_end(edition: Edition) -> None:
    one, other = two(edition)
    with writing():
        third = come(edition, "A.", "Silva", "third@example.org")
    make_one(edition, other, third)
    make_one(edition, one, other)
    for address, given in (("other@example.org", "Anna"), ("third@example.org", "A.")):
        assert person_by_address_and_name(address, given, "Silva").id == one.person_id
    assert {each.merged_into_id for each in (other, third)} == {one.id}


def test_each_fact_comes_from_the_choice(edition: Edition) -> None:
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
        assert one.id in {each.id for each in people(edition, word).rows}, word


def test_both_names_still_find_them_later(edition: Edition) -> None:
    one, other = two(edition, place="Porto")
    stays = make_one(edition, one, other)
    facts = Facts("Ana", "Silva", "Ana Silva", "Mayor", stays.represents, "Rzeszów", "fr", stays.category, "1", "", "")
    with writing():
        edit(stays, facts, seen=stays.version)
    for word in ("anna", "porto", other.spoken_ref, other.code, one.spoken_ref):
        assert [each.id for each in people(edition, word).rows] == [one.id], word


@pytest.mark.proof("nine merges of names of 110 signs")
@pytest.mark.database
def test_merged_long_names_stay_short_enough(edition: Edition) -> None:
    """PostgreSQL refuses a row whose key is longer than a third of a page."""
    with writing():
        stays, *others = [come(edition, sign, sign * 110, f"s{ord(sign)}@example.org") for sign in "山川海空雨雪風雲"]
    for other in others:
        make_one(edition, stays, other)
    assert len(stays.folded.encode()) <= 2600
    assert [each.id for each in people(edition, stays.spoken_ref).rows] == [stays.id]


@pytest.mark.turns(2)
@pytest.mark.parametrize("ours", [State.WAITING, State.CONFIRMED])
def test_a_waiting_seat_survives_an_earlier_refusal(edition: Edition, ours: State) -> None:
    one, other = two(edition)
    with writing():
        session = a_session(edition)
        db.session.add(SignUp(session=session, registration=one, seq=5, state=ours))
        db.session.add(SignUp(session=session, registration=other, seq=3, state=State.CANCELLED))
    make_one(edition, one, other)
    seat = db.session.query(SignUp).one()
    assert (seat.registration_id, seat.state, seat.seq) == (one.id, ours, 5)


@pytest.mark.proof("references move: test_merged_references")
def test_the_only_open_invitation_stays(edition: Edition) -> None:
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


@pytest.mark.proof("test_each_fact_comes_from_the_choice chooses")
def test_the_better_registration_is_offered(edition: Edition) -> None:
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


@pytest.mark.proof("the one registration: test_one_person_one_registration_and_no_mail")
def test_messages_to_the_absent_skip_who_comes(edition: Edition) -> None:
    one, other = two(edition)
    make_one(edition, one, other)
    assert reach(edition, Audience(states=(State.CANCELLED,)), is_news=False).total == 0
    assert reach(edition, Audience(), is_news=False).total == 1


@pytest.mark.proof("references move: test_merged_references")
def test_leaving_the_news_by_either_counts(edition: Edition) -> None:
    one, other = two(edition)
    gone = other.person_id
    with writing():
        subscribe([one.person_id, gone])
    make_one(edition, one, other)
    with writing():
        leave(db.session.get_one(Subscription, gone))
    assert db.session.get_one(Subscription, one.person_id).ended_at is not None


@pytest.mark.proof("references move: test_merged_references")
def test_a_registering_speaker_is_one_person(edition: Edition) -> None:
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


@pytest.mark.turns(2)
@pytest.mark.database("proof")
@pytest.mark.parametrize(("which", "stands"), [((), "Kim Lund"), (("place",), "Ana Silva")])
def test_the_represented_city_is_never_left(edition: Edition, which: tuple[str], stands: str) -> None:
    """The one who goes stood for Rzeszów, the one who stays is from Porto; a colleague is of the delegation."""
    with writing():
        one = come(edition, "Ana", "Silva", "ana@example.org", place="Porto", function="Adjointe")
        other = come(edition, "Anna", "Silva", "other@example.org", function="Adjointe")
        pool_of(edition, Mode.ON_SITE).size = 3  # type: ignore[union-attr]
        come(edition, "Kim", "Lund", "kim@example.org", function="Adjoint")
    make_one(edition, one, other, *which)
    links = db.session.query(Representation).filter_by(until_at=None).all()
    assert stands in {link.registration.badge_name for link in links if link.community.native_name == "Rzeszów"}
