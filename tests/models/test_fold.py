"""What people type: made safe, and found again however it is spelt."""

from __future__ import annotations

import pytest

from assembly.fold import clean, fold

pytestmark = pytest.mark.database


@pytest.mark.parametrize(
    ("typed", "sought"),
    [
        ("Łódź", "lodz"),
        ("Määttä", "MAATTA"),
        ("Αθήνα", "αθηνα"),
        ("Đorđević", "dordevic"),
        ("Straße", "strasse"),
        ("Sant Feliu de Llobregat", "sant  feliu de llobregat"),
        ("Frankfurt Rhein-Main", "frankfurt rhein main"),
        ("Œuvre", "oeuvre"),
        ("Chișinău", "chisinau"),
        ("Győr", "gyor"),
        ("Søren", "soren"),
    ],
)
def test_spellings_meet(typed: str, sought: str) -> None:
    assert fold(typed) == fold(sought)


def test_different_names_do_not_meet() -> None:
    assert fold("Manresa") != fold("Matosinhos")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Ana \t Maria\n", "Ana Maria"),
        ("e\u0301", "é"),
        ("\u202eevil", "evil"),
        ("a\x00b", "ab"),
        ("\u200b\u200b", ""),
        ("\u200d", ""),
        ("\u00a0", ""),
        ("O’Neill-d’Évreux", "O’Neill-d’Évreux"),
        ("Ανδρέας", "Ανδρέας"),
        ("\ud800x", "x"),
    ],
)
def test_text_is_made_safe_to_store(typed: str, kept: str) -> None:
    assert clean(typed) == kept
