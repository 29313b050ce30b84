"""Column types agree on both databases, and refuse what cannot be meant."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from factories import make_edition, make_user, submission
from flask import Flask
from sqlalchemy.exc import IntegrityError, StatementError

from assembly import clock
from assembly.communities.facts import Facts
from assembly.communities.queries import matching
from assembly.communities.service.places import add_community
from assembly.extensions import db
from assembly.i18n import speaking
from assembly.models import Bilingual, CommunityKind, Edition, Phase, Pool, Registration
from assembly.registration.service import registering
from assembly.transactions import writing

pytestmark = pytest.mark.database


def test_an_instant_comes_back_in_utc(ctx: Flask) -> None:
    with writing():
        edition = make_edition()
        edition.starts_at = datetime(2031, 6, 15, 10, tzinfo=timezone(timedelta(hours=2)))
    db.session.expire_all()
    assert edition.starts_at == datetime(2031, 6, 15, 8, tzinfo=UTC)
    assert edition.starts_at.utcoffset() == timedelta(0)


def test_a_naive_instant_is_refused(ctx: Flask) -> None:
    with pytest.raises(StatementError, match="time zone"), writing():
        make_edition().starts_at = datetime(2031, 6, 15, 10)  # noqa: DTZ001 -- what is refused


def test_a_word_outside_the_enumeration_is_refused(ctx: Flask) -> None:
    with pytest.raises(StatementError), writing():
        edition = make_edition()
        db.session.add(Pool(edition_id=edition.id, mode="by_pigeon", size=1))


def test_a_text_speaks_the_current_language(ctx: Flask) -> None:
    text = Bilingual("Assembly", "Assemblée")
    with speaking("fr"):
        assert str(text) == "Assemblée"
    assert str(text) == "Assembly"


def test_a_missing_language_falls_back() -> None:
    text = Bilingual(fr="Séance")
    assert (text.in_language("en"), text.language_shown("en"), text.missing()) == ("Séance", "fr", ["en"])
    assert not Bilingual()


def test_each_language_remembers_its_change(ctx: Flask) -> None:
    first, second = datetime(2030, 1, 1, tzinfo=UTC), datetime(2030, 2, 2, tzinfo=UTC)
    with clock.at(first), writing():
        edition = make_edition()
    with clock.at(second), writing():
        edition.name = Bilingual("New name", edition.name.fr)
    assert edition.words_changed["name"] == {"en": second.isoformat(), "fr": first.isoformat()}
    assert edition.words_changed["purpose"] == {"en": first.isoformat(), "fr": first.isoformat()}


def test_one_person_registers_once(ctx: Flask) -> None:
    """The database has the last word: a second active row is refused by its own index."""
    with writing():
        edition = make_edition()
        registering.register(edition, submission(1))
    first = db.session.query(Registration).one()
    columns = {
        c.key: getattr(first, c.key) for c in Registration.__mapper__.column_attrs if c.key not in {"id", "code"}
    }
    changed = {"idempotency_key": "x" * 20, "seq": 99, "spoken_ref": "Z9-99", "code": "another"}
    with pytest.raises(IntegrityError), writing():
        db.session.add(Registration(**(columns | changed)))
        db.session.flush()


@pytest.mark.parametrize(
    ("now", "phase"),
    [
        ("2031-06-14T23:00:00+02:00", Phase.BEFORE),
        ("2031-06-15T00:30:00+02:00", Phase.ON_THE_DAY),
        ("2031-06-15T23:30:00+02:00", Phase.ON_THE_DAY),
        ("2031-06-16T00:30:00+02:00", Phase.AFTER),
    ],
)
def test_the_phase_follows_the_local_day(now: str, phase: Phase) -> None:
    day = datetime.fromisoformat("2031-06-15T09:00:00+02:00")
    edition = Edition(zone="Europe/Brussels", starts_at=day, ends_at=day + timedelta(hours=4))
    clock.allow_travel(True)
    with clock.at(datetime.fromisoformat(now)):
        assert edition.phase is phase


def test_any_spelling_finds_a_community(ctx: Flask) -> None:
    with writing():
        names, city = Bilingual("Matosinhos", "Matosinhos"), CommunityKind.MUNICIPALITY
        add_community("matosinhos", Facts("Matosinhos", names, city, "PT", spellings=("Matosihnos",)))
    found = [matching(text) for text in ("matosinhos", "MATOSIHNOS", "Matosinhos (Portugal)")]
    assert [one.code if one else None for one in found] == ["matosinhos"] * 3
    assert matching("") is None
    assert matching("Atlantis") is None


def test_an_account_has_a_role_that_exists(ctx: Flask) -> None:
    with pytest.raises(KeyError), writing():
        make_user("emperor")
    with writing():
        user = make_user("door")
    assert [role.role for role in user.edition_roles] == ["door"]
