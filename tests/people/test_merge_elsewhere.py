"""Two people made one: what another assembly knows stays, and what went to an address that ends is over."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from duplicate_people import come, make_one, seen, two
from factories import make_edition, submission
from invitees import invitee
from people import a_session, speak

from assembly import clock
from assembly.access.queries import active_of, link_of
from assembly.errors import ChangedMeanwhile
from assembly.extensions import db
from assembly.invitations.service.making import invite
from assembly.models import AccessLink, Edition, NoticeKind, Person, Registration, State, TwoPeople
from assembly.people.duplicates.elsewhere import not_ours
from assembly.people.duplicates.queries import pair, twins
from assembly.people.duplicates.service.merging import KnownAtAnother, ThirdPerson, merge, say_two
from assembly.privacy.queries.consents import consents_of
from assembly.privacy.service import consents
from assembly.registration.service.leaving import TooLate
from assembly.registration.service.registering import add_by_hand
from assembly.transactions import writing

NOW = datetime(2030, 1, 1, tzinfo=UTC)


def test_nothing_changes_where_both_are_registered(edition: Edition) -> None:
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


@pytest.mark.turns(3)
@pytest.mark.parametrize("fact", ["email", "name"])
@pytest.mark.parametrize("stays", ["known there", "known here"])
def test_people_known_elsewhere_keep_their_name(edition: Edition, stays: str, fact: str) -> None:
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


@pytest.mark.proof("test_nothing_changes_where_both_are_registered chooses for both")
def test_organisers_of_both_may_choose(edition: Edition) -> None:
    one, other = two(edition)
    with writing():
        there = make_edition("2032")
        known = come(there, "Ana", "Silva", "ana@example.org")
    make_one(edition, one, other, "name", "email", ours=(there.id,))
    assert (known.person.full_name, known.person.email) == ("Anna Silva", "other@example.org")


def test_people_invited_elsewhere_keep_the_address(edition: Edition) -> None:
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


@pytest.mark.proof("nothing elsewhere changes: test_nothing_changes_where_both_are_registered")
def test_consents_elsewhere_stand(edition: Edition) -> None:
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


def test_a_link_to_a_lost_address_ends(edition: Edition) -> None:
    """Somebody might have registered under a mayor’s name: their link must not open the mayor’s registration."""
    one, other = two(edition, assistant_email="aide@example.org")
    own, theirs, aide = links(one, other)
    make_one(edition, one, other)
    assert links(one) == {own: True, theirs: False, aide: False}


@pytest.mark.turns(3)
@pytest.mark.parametrize("whose", ["one", "other"])
@pytest.mark.parametrize("address", ["one", "other"])
def test_an_invitation_to_a_lost_address_ends(edition: Edition, whose: str, address: str) -> None:
    one, other = two(edition)
    person = (one if whose == "one" else other).person
    with writing():
        invitation = invite(edition, invitee(given="Xu", family="Li", email="", network=""))
        invitation.person = person
        old = invitation.token_hash
    make_one(edition, one, other, *(["email"] if address == "other" else []))
    assert invitation.person_id == one.person_id
    assert (invitation.token_hash == old) is (whose == address)


@pytest.mark.proof("the other side of test_a_link_to_a_lost_address_ends")
def test_links_to_the_kept_address_work(edition: Edition) -> None:
    one, other = two(edition)
    own, theirs = links(one, other)
    make_one(edition, one, other, "email")
    assert links(one) == {own: False, theirs: True}
    with writing():
        mute = add_by_hand(edition, submission(given="Ana", family="Silva", email="", place="Porto")).reference
    third = db.session.query(Registration).filter_by(code=mute).one()
    make_one(edition, third, one, "email")
    assert sum(links(third).values()) == 1


def test_outdated_merges_are_refused(edition: Edition) -> None:
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


@pytest.mark.proof("test_duplicates declares two people")
def test_a_declared_other_stays_another(edition: Edition) -> None:
    one, other = two(edition)
    with writing():
        third = come(edition, "Anna", "Silvas", "third@example.org")
        say_two(other.person, third.person)
        say_two(one.person, other.person)
        say_two(other.person, one.person)
    make_one(edition, one, other)
    ids = {(each.one_id, each.other_id) for each in db.session.query(TwoPeople)}
    assert ids == {(one.person_id, third.person_id)}
