"""What the cells of a table of sessions may say: times, languages, kinds, rooms, in either language."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from assembly.agenda.imports.columns import LABELS, Named, read_session
from assembly.agenda.imports.service import PROGRAMME
from assembly.fold import fold
from assembly.formats import LANGUAGES_OF_EUROPE, SIGN_LANGUAGES, language
from assembly.i18n import LANGUAGES, speaking
from assembly.models import AppearanceRole, Bilingual, Room, SessionKind
from assembly.tables import Row

HALL = Room(code="aaaa", name=Bilingual("Hall", "Salle"))
TWINS = [Room(code=code, name=Bilingual("Studio", "Studio")) for code in ("bbbb", "cccc")]


def cell(column: str, text: str, *, formulas: tuple[str, ...] = ()) -> Any:
    """The value of a cell, or the sentence that says why it has none."""
    row = Row(2, {column: text}, list(formulas))
    told = read_session(row, {column: 0}, [HALL, *TWINS], LANGUAGES_OF_EUROPE)
    return told.values[column] if column in told.values else told.faults[0][1]


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("09:30", 570),
        ("9:30", 570),
        ("09:30:00", 570),
        ("9 h 30", 570),
        ("9h", 540),
        ("9.30", 570),
        ("9:30 AM", 570),
        ("12:15 am", 15),
        ("9 pm", 1260),
        ("24:00", 1440),
        ("0:00", 0),
    ],
)
def test_a_time_is_read_however_written(ctx: object, text: str, minutes: int) -> None:
    assert cell("start", text) == timedelta(minutes=minutes)


@pytest.mark.turns(4)
@pytest.mark.parametrize("text", ["nine", "9", "25:00", "24:01", "09:60", "13 pm", "09:30:30", "0.375"])
def test_what_is_no_time_is_said(ctx: object, text: str) -> None:
    assert cell("end", text) == "Enter a time, for example 09:30."


def test_a_day_may_stand_before_a_time(ctx: object) -> None:
    for text in ("2027-04-16 01:00", "2027-04-16T01:00:00", "16/04/2027 1 h"):
        assert cell("end", text) == datetime(2027, 4, 16, 1, 0)  # noqa: DTZ001 -- a wall clock


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("English, français", ("en", "fr")),
        ("en fr", ("en", "fr")),
        ("anglais et allemand", ("de", "en")),
        ("Polish | català", ("ca", "pl")),
        ("EN/FR", ("en", "fr")),
        ("-", ()),
    ],
)
def test_languages_are_read_in_words_and_codes(ctx: object, text: str, codes: tuple[str, ...]) -> None:
    assert cell("spoken", text) == codes


def test_every_language_is_read_as_written(ctx: object) -> None:
    for lang in LANGUAGES:
        with speaking(lang):
            for code in LANGUAGES_OF_EUROPE:
                assert cell("captions", language(code)) == (code,), (lang, code)
            for code in SIGN_LANGUAGES:
                assert cell("signed", language(code)) == (code,), (lang, code)


@pytest.mark.parametrize(
    ("column", "text", "said"),
    [
        ("spoken", "Klingon", "We do not recognise “Klingon”."),
        ("signed", "English", "International Sign"),
        ("kind", "opera", "Use one of these: Plenary session, Keynote"),
        ("room", "Attic", "There is no room called “Attic”. Rooms at this venue: Hall, Studio, Studio."),
        ("room", "studio", "Enter the code for one of them: Studio (bbbb), Studio (cccc)."),
        ("day", "tomorrow", "Enter a date"),
        ("title_en", "A" * 201, "Use 200 characters or fewer."),
        ("abstract_fr", "A" * 3_001, "Use 3000 characters or fewer."),
    ],
)
def test_what_cannot_be_stored_is_said(ctx: object, column: str, text: str, said: str) -> None:
    assert said in cell(column, text)


def test_kinds_and_rooms_read_in_both_languages(ctx: object) -> None:
    assert cell("kind", "Photo de famille") is cell("kind", "family_picture") is SessionKind.FAMILY_PICTURE
    assert cell("room", "SALLE") is cell("room", "hall") is cell("room", "aaaa") is HALL
    assert cell("room", "–") is None


def test_a_formula_is_never_a_value(ctx: object) -> None:
    assert "contains a formula" in cell("title_en", "=1+1", formulas=("title_en",))


def test_people_are_named_with_their_roles(ctx: object) -> None:
    told = cell("people", "Modération: Anna Ek | Bo Ek\nEmperor: Ole Ek")
    assert [(one.name, one.role) for one in told] == [
        ("Anna Ek", AppearanceRole.MODERATOR),
        ("Bo Ek", AppearanceRole.SPEAKER),
        ("Ole Ek", None),
    ]
    assert isinstance(told[0], Named)


def test_no_two_columns_share_a_name(ctx: object) -> None:
    for lang in LANGUAGES:
        with speaking(lang):
            known = PROGRAMME.names()
            spelt = {(fold(name.replace("_", " ")), column) for column, names in known.items() for name in names}
            assert len({name for name, _column in spelt}) == len(spelt)
            assert [names[0] for names in known.values()] == [str(label) for label in LABELS.values()]
