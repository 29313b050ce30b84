"""Every reference to a person made one with another has a rule, and what one may have once is there once."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from duplicate_people import come, make_one, two
from people import a_session, speak
from sqlalchemy import Column, ForeignKey, Integer, Table

from assembly.communities.service import merging as directory_merging
from assembly.delegations.service import represent
from assembly.extensions import db
from assembly.models import (
    Answer,
    Appearance,
    Base,
    Bilingual,
    Consent,
    Edition,
    Invitation,
    Move,
    Need,
    Notice,
    NoticeKind,
    Question,
    QuestionKind,
    Registration,
    Reply,
    Representation,
    Represents,
    SignUp,
    Skill,
    SkillKind,
    State,
    Subscription,
)
from assembly.people.duplicates.service.references import RULES
from assembly.sealed import new_token, seal, unseal
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
def test_single_things_stay_single(edition: Edition) -> None:
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
