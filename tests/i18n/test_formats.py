"""Ordinals of assemblies, and the small words that melt into names."""

from __future__ import annotations

import pytest

from assembly.formats import elided, ordinal
from assembly.i18n import speaking


@pytest.mark.parametrize(
    ("value", "english", "french"),
    [
        (11, "11th", "11e"),
        (12, "12th", "12e"),
        (21, "21st", "21e"),
        (22, "22nd", "22e"),
        (103, "103rd", "103e"),
        (111, "111th", "111e"),
    ],
)
def test_ordinals_end_as_each_language_writes_them(value: int, english: str, french: str) -> None:
    with speaking("en"):
        assert ordinal(value) == english
    with speaking("fr"):
        assert ordinal(value) == french


@pytest.mark.parametrize(
    ("name", "joined"),
    [
        ("Oulu", "d’Oulu"),
        ("Århus", "d’Århus"),
        ("Łódź", "de Łódź"),
        ("Helsinki", "d’Helsinki"),
        ("Hambourg", "de Hambourg"),
        ("Hradec Králové", "de Hradec Králové"),
        ("Élise", "d’Élise"),
    ],
)
def test_french_elides_before_vowels_and_mute_h(name: str, joined: str) -> None:
    with speaking("fr"):
        assert elided(f"la place de {name}") == f"la place {joined}"
    with speaking("en"):
        assert elided(f"la place de {name}") == f"la place de {name}"
