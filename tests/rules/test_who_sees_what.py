"""Role × noun × field: who reads which personal data, against the table of `docs/who-sees-what.md`.

Every personal column has a row there. Every field that can hold words gets a mark of its own, then each role walks all
the pages and files it can reach, and those the organiser can reach, and meets no mark it may not read.
"""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from cochairs import fill_the_desk, speak
from factories import draft, make_user, sign_in
from flask import Flask
from flask.testing import FlaskClient
from signers import interest
from speakers import announce, ask_by_email, speaker_of
from sqlalchemy import Column, String, cast, func, literal, select, true, union, update
from static_checks import ROOT
from walking import walk

from assembly import clock
from assembly.agenda.queries import draft as draft_of
from assembly.extensions import db
from assembly.messages.service import groups
from assembly.models import (
    AccessLink,
    Answer,
    Appearance,
    Badge,
    Base,
    Bilingual,
    Edition,
    FactSheet,
    Invitation,
    Mail,
    Mandate,
    Need,
    Person,
    Picture,
    Purpose,
    QuestionKind,
    QuoteAnswer,
    QuoteRequest,
    Registration,
    Report,
    ReviewComment,
    SentMail,
    Suggestion,
    SuggestionState,
    User,
)
from assembly.models.types import Choice
from assembly.privacy.service.accessibility import keep_message
from assembly.questions.service import questions as question_service
from assembly.questions.service.questions import Asked
from assembly.sealed import new_code, new_token, seal, unseal
from assembly.security import ROLES
from assembly.signatures.service import beginning
from assembly.transactions import writing

TABLE = ROOT / "docs/who-sees-what.md"
COLUMNS = ("anybody", "door", "co_chair", "organiser")
ANSWERS = {"yes", "no", "opens"}
"`opens`: not shown on a page; they ask for it with a button, and the history notes it."
PASSPHRASE = "a long enough passphrase"
NOT_WORDS = {"lang", "mail_lang", "name_lang", "reader_lang", "grammatical_form", "folded", "sealed", "facts"}
"Codes of languages, what is folded for searching, what is sealed, and the published figures."


def personal_columns(*kinds: str) -> list[Column[Any]]:
    """All columns with personal data of these kinds."""
    tables = Base.metadata.sorted_tables
    return [one for table in tables for one in table.columns if one.info.get("personal") in kinds]


def who_sees() -> dict[str, dict[str, str]]:
    """By `table.column`, what the table in the documentation says of each role."""
    rows = re.findall(r"^\| `([\w.]+)` \|[^|]*\|(.*)\|$", TABLE.read_text(encoding="utf-8"), flags=re.M)
    return {name: dict(zip(COLUMNS, (cell.strip() for cell in cells.split("|")), strict=True)) for name, cells in rows}


def test_every_personal_field_has_its_row() -> None:
    table = who_sees()
    assert table.keys() == {str(one) for one in personal_columns("contact", "special", "secret")}
    assert {cell for row in table.values() for cell in row.values()} <= ANSWERS
    assert set(COLUMNS[1:]) == set(ROLES)
    for one in personal_columns("secret"):
        assert set(table[str(one)].values()) == {"no"}, one


def can_be_marked(one: Column[Any]) -> bool:
    return (
        isinstance(one.type, String)
        and not isinstance(one.type, Choice)
        and one.name not in NOT_WORDS
        and not (one.name.endswith("_key") and str(one) != "user.email_key")
    )


MARKS = {str(one): f"zebra{n:02d}" for n, one in enumerate(personal_columns("contact")) if can_be_marked(one)}
MARKS["registration.spoken_ref"] = "žref"  # eight letters at most, and another one for each
MARKS |= {name: f"zebra_{n}" for n, name in enumerate(("need.sealed", "answer.value", "registration.desk_note"))}


def put_marks() -> None:
    """Into each row, but for what is public of speakers and co-chairs, and the accounts that walk."""
    known = union(select(Appearance.person_id), select(Mandate.person_id))
    only = {"person": Person.id.not_in(known), "user": User.email_key.not_like("%@walk.example.org")}
    for table in Base.metadata.sorted_tables:
        for one in table.columns:
            if (name := str(one)) in MARKS and can_be_marked(one):
                words: Any = literal(MARKS[name])
                if name in {"registration.spoken_ref", "user.email_key"}:
                    number = "000" + cast(table.c.id, String)
                    words += func.substr(number, func.length(number) - 3)
                if one.name in {"email", "email_key", "sent_to", "to_address"}:
                    words += "@example.org"
                db.session.execute(update(table).where(only.get(table.name, true())).values({one.name: words}))


def add_what_is_missing(edition: Edition) -> None:
    """Add what the demonstration lacks: answers, needs, an assistant, a copied email, a message, a signing, …"""
    words = Bilingual("Which train?", "Quel train ?"), Bilingual("To fetch you", "Vous chercher")
    question = question_service.add_question(edition, Asked(QuestionKind.TEXT, *words))
    db.session.flush()
    for one in db.session.scalars(select(Registration).where(Registration.edition_id == edition.id)):
        db.session.add(Answer(registration_id=one.id, question_id=question.id, value=MARKS["answer.value"]))
        one.desk_note = MARKS["registration.desk_note"]
        sealed = seal(json.dumps({"kinds": [], "text": MARKS["need.sealed"]}))
        said = {"said_at": clock.now(), "said_by": "visitor", "delete_on": edition.needs_end_on}
        db.session.add(Need(registration_id=one.id, sealed=sealed, **said))
        token = new_token()
        link = {"purpose": Purpose.ASSISTANT, "sent_to": "x", "token_hash": token.hash, "token_sealed": token.sealed}
        db.session.add(AccessLink(registration_id=one.id, ends_at=None, **link))
    open_ = {"state": SuggestionState.OPEN, "made_at": clock.now(), "times": 1}
    db.session.add(Suggestion(code=new_code(), text="x", folded="x", **open_))
    for invited in db.session.scalars(select(Invitation)):
        invited.community = None  # the name as typed is shown where the directory has none
    mail = db.session.scalars(select(Mail).where(Mail.edition_id == edition.id).order_by(Mail.id).limit(1)).one()
    copy = {"to_address": "x", "subject": "x", "subject_key": "x", "sealed": seal("x")}
    db.session.add(SentMail(mail_id=mail.id, sent_at=clock.now(), **copy))
    announce(edition)
    fill_the_desk(edition)
    asked = db.session.scalars(select(QuoteRequest)).one()  # an answer to an earlier email, and waiting for the next
    asked.answer, asked.answered_at = QuoteAnswer.AMENDED, asked.sent_at - timedelta(hours=1)
    db.session.add(ReviewComment(code=new_code(), edition_id=edition.id, by="x", text="x", at=clock.now()))
    speaker = speaker_of(edition)
    ask_by_email(edition, speaker.person)
    speak(draft_of(edition)[0], speaker.person)
    for kind in (Picture, FactSheet, Report):
        db.session.execute(update(kind).values(edition_id=edition.id))
    beginning.start(edition, interest())
    groups.write(edition, draft(), "a key of this test")
    keep_message(edition, page="x", text="x", email="x")


@pytest.fixture
def walkers(demo_app: Flask) -> dict[str, FlaskClient]:
    """A device for each role at the coming assembly, and one of anybody; every field is marked."""
    with demo_app.app_context(), writing():
        edition = db.session.scalars(select(Edition).where(Edition.slug == "2027")).one()
        for role in ROLES:
            make_user(role, f"{role}@walk.example.org", edition)
        add_what_is_missing(edition)
        db.session.flush()
        put_marks()
    found: dict[str, Any] = {who: demo_app.test_client() for who in COLUMNS}
    for role in ROLES:
        sign_in(found[role], (f"{role}@walk.example.org", PASSPHRASE))
    found["door"].submit("/en/checkin/2027/", door="A")
    return found


def starts(app: Flask) -> list[str]:
    """Where they begin: all that needs no argument but the edition, a badge, and searches for the first letters."""
    with app.app_context():
        token = db.session.scalars(select(Badge).join(Registration).join(Edition).where(Edition.slug == "2027")).first()
        assert token is not None
        found = [f"/b/{unseal(token.token_sealed)}"]
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.arguments <= {"lang", "edition"}:
            path = rule.rule.replace("<lang:lang>", "en")
            found += dict.fromkeys(path.replace("<edition:edition>", slug) for slug in ("2027", "2023"))
    asked = ("/en/checkin/2027/?q={}", "/en/manage/2027/people?q={}", "/en/manage/2027/search?q={}")
    return found + [one.format(letters) for one in asked for letters in ("a", "zebra")]


MARK = re.compile("|".join(sorted(MARKS.values())))
LONG = re.compile(r"[\w=-]{20,}")


def test_each_role_reads_what_the_table_says(
    demo_app: Flask, walkers: dict[str, FlaskClient], full_scale: bool
) -> None:
    """In `make test` anybody alone reads what is cached: those pages are made for nobody, whoever asks for
    them. What was refused twice is not asked for again."""
    table, names = who_sees(), {words: name for name, words in MARKS.items()}
    faults, met, roads = [], set[tuple[str, str]](), starts(demo_app)
    with demo_app.app_context():
        secrets = {one for column in personal_columns("secret") for one in db.session.scalars(select(column))}
    walked = [who for who in reversed(COLUMNS) if full_scale or who != "organiser"]
    cached = {name for name, view in demo_app.view_functions.items() if getattr(view, "cached", None)}
    for who in walked:
        small = {} if full_scale else {"tries": 2, "but": set() if who == "anybody" else cached}
        for address, words in walk(demo_app, walkers[who], roads, 4 if full_scale else 1, **small):
            if full_scale and address not in roads:
                roads.append(address)  # whoever has fewer rights asks for what they saw no link to
            read_here = {names[one] for one in MARK.findall(words)}
            met |= {(who, name) for name in read_here}
            faults += [f"{who} {address}: {name}" for name in read_here if table[name][who] != "yes"]
            faults += [f"{who} {address}: a secret" for one in LONG.findall(words) if one in secrets]
    assert faults == []
    if full_scale:  # and the table promises nothing that is not shown
        assert met == {(who, name) for who in walked for name in MARKS if table[name][who] == "yes"}


def test_consents_are_shown_to_the_office_alone(demo_app: Flask, walkers: dict[str, FlaskClient]) -> None:
    with demo_app.app_context():
        code = db.session.scalars(select(Registration.code).join(Edition).where(Edition.slug == "2027")).first()
    shown = {who: "never asked" in walkers[who].get(f"/en/manage/2027/people/{code}").text for who in ROLES}
    assert shown == {"organiser": True, "co_chair": False, "door": False}
