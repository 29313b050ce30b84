"""The file of everything we hold: the person's alone, complete by test, without a token."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from factories import make_edition, submission
from flask import Flask
from sqlalchemy import MetaData, select

from assembly import clock
from assembly.extensions import db
from assembly.models import (
    AccessLink,
    Answer,
    Badge,
    Base,
    Bilingual,
    Consent,
    Need,
    Notice,
    NoticeKind,
    Question,
    QuestionKind,
    Registration,
    Skill,
    SkillKind,
)
from assembly.registration.data_export import HELD, LEFT_OUT
from assembly.registration.service import registering
from assembly.sealed import seal, unseal
from assembly.transactions import writing


@pytest.fixture
def house(app: Flask) -> Flask:
    """A mayor who told us a good deal, and somebody else."""
    with app.app_context(), writing():
        edition = make_edition()
        registering.register(edition, submission(1, assistant_email="office@example.org"))
        registering.register(edition, submission(2, place="Porto"))
        one = db.session.scalars(select(Registration).where(Registration.seq == 1)).one()
        now, words = clock.now(), Bilingual("Which bus?", "Quel bus ?")
        question = Question(
            code="qqqq", edition=edition, position=1, kind=QuestionKind.TEXT, words=words, hint=words, purpose=words
        )
        notice = Notice(
            kind=NoticeKind.PHOTO, version=99, lang="fr", text="Vous serez sur la photo.", shown_from_at=now
        )
        sealed = seal(json.dumps({"kinds": ["vegan"], "text": "sans noix"}))
        db.session.add_all(
            [
                question,
                notice,
                Skill(registration_id=one.id, lang="pl", kind=SkillKind.SPEAKS),
                Need(registration=one, sealed=sealed, said_at=now, said_by="x", delete_on=date(2032, 1, 1)),
            ]
        )
        db.session.flush()
        db.session.add(Answer(registration=one, question=question, value="le 12"))
        agreed = {"kind": NoticeKind.PHOTO, "notice": notice, "said_yes": True, "at": now, "by": "x"}
        db.session.add(Consent(person=one.person, registration=one, **agreed))
    return app


def whole(client: Any) -> dict[str, Any]:
    answer = client.get("/fr/my/data.json")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer.headers["Cache-Control"]
    return json.loads(answer.data)


def test_it_says_what_we_hold(house: Flask, opens) -> None:
    found = whole(opens("mayor1@example.org"))
    assert found["person"][0]["email"] == {"label": "Adresse électronique", "value": "mayor1@example.org"}
    assert found["registration"][0]["state"]["value"] == {"word": "confirmed", "words": "Inscription confirmée"}
    assert found["need"][0]["sealed"]["value"] == {
        "kinds": ["vegan"],
        "text": "sans noix",
        "words": ["Végane"],
    }
    assert found["consent"][0]["notice_text"]["value"] == "Vous serez sur la photo."
    assert found["answer"][0]["question_words"]["value"]["en"] == "Which bus?"
    assert found["answer"][0]["value"]["value"] == "le 12"
    assert found["skill"][0]["lang"]["value"] == "pl"
    assert {one["to_address"]["value"] for one in found["mail"]} == {"mayor1@example.org", "office@example.org"}
    assert found["mail"][0]["template"]["value"]["words"] == "Inscription reçue"
    assert [one["purpose"]["value"] for one in found["access_link"]] == ["own", "assistant"]
    assert found["entry"][0]["verb"]["value"] == "registered"
    (own,) = [one for one in found["mail"] if one["copy_to_address"]["value"] == "mayor1@example.org"]
    assert own["copy_subject"]["value"].startswith("Inscription confirmée")
    assert "/fr/r/…" in own["copy_sealed"]["value"]
    text = json.dumps(found, ensure_ascii=False)
    assert "Łukaszewicz 2" not in text
    assert "mayor2" not in text


@pytest.mark.turns(4)
@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        (QuestionKind.CHOICE, "soup", "Soupe"),
        (QuestionKind.CHOICES, ["soup", "salad"], "Soupe, Salade"),
        (QuestionKind.YES_NO, True, "Oui"),
        (QuestionKind.COUNTRY, "PL", "Pologne"),
    ],
)
def test_answers_are_given_in_words(house: Flask, opens, kind: QuestionKind, value: Any, words: str) -> None:
    with house.app_context(), writing():
        answer = db.session.scalars(select(Answer)).one()
        answer.value, answer.question.kind = value, kind
        meals = (("soup", "Soup", "Soupe"), ("salad", "Salad", "Salade"))
        answer.question.options = [{"key": key, "en": en, "fr": fr} for key, en, fr in meals]
    found = whole(opens("mayor1@example.org"))
    assert found["answer"][0]["value"]["value"] == {"stored": value, "words": words}


def test_it_holds_no_token_and_no_hash(house: Flask, opens) -> None:
    text = json.dumps(whole(opens("mayor1@example.org")))
    with house.app_context():
        for row in (*db.session.scalars(select(AccessLink)), *db.session.scalars(select(Badge))):
            for secret in (row.token_hash, row.token_sealed, unseal(row.token_sealed)):
                assert secret not in text


def test_an_assistant_does_not_get_it(house: Flask, opens) -> None:
    answer = opens("office@example.org").get("/fr/my/data.json")
    assert answer.status_code == 403
    assert b"vegan" not in answer.data
    assert "avec le lien personnel que nous avons envoyé" in answer.get_data(as_text=True)


def undecided(metadata: MetaData) -> list[str]:
    """Columns with personal data, of tables that speak of a registration or a person, nobody has decided on."""
    found = []
    for table in metadata.tables.values():
        speaks_of = {key.column.table.name for key in table.foreign_keys} | {table.name}
        if speaks_of & {"registration", "person"}:
            found += [
                f"{table.name}.{column.name}"
                for column in table.columns
                if column.info["personal"] in {"contact", "special"}
                and column.name not in HELD.get(table.name, {})
                and f"{table.name}.{column.name}" not in LEFT_OUT
            ]
    return found


def test_every_personal_column_is_decided_on() -> None:
    assert undecided(Base.metadata) == []
    assert all(LEFT_OUT.values())


def test_an_undecided_column_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(HELD, "skill")
    monkeypatch.delitem(LEFT_OUT, "person.name_key")
    assert set(undecided(Base.metadata)) == {"person.name_key", "skill.lang", "skill.kind"}
