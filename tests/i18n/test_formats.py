"""Ordinals of assemblies, and the small words that melt into names."""

from __future__ import annotations

import pytest

from assembly.formats import elided, in_line, ordinal, words
from assembly.i18n import speaking
from assembly.models import Bilingual


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


@pytest.mark.parametrize(
    ("phrase", "written"),
    [
        ("maire de Le Havre", "maire du Havre"),
        ("la ville de Les Ulis", "la ville des Ulis"),
        ("la ville de Lens", "la ville de Lens"),
        ("la présidente de la région Région de Bruxelles-Capitale", "la présidente de la Région de Bruxelles-Capitale"),
        ("une autre personne de Région de Murcie", "une autre personne de la Région de Murcie"),
        ("maire d’Oulu", "maire d’Oulu"),
    ],
)
def test_articles_of_places_melt_in_french(phrase: str, written: str) -> None:
    with speaking("fr"):
        assert elided(phrase, place=True) == written
    with speaking("en"):
        assert elided(phrase, place=True) == phrase


def test_people_keep_their_names_whole() -> None:
    with speaking("fr"):
        assert elided("la place de Le Fustec") == "la place de Le Fustec"


@pytest.mark.parametrize(
    ("function", "inside"),
    [
        ("Maire d’Oulu", "maire d’Oulu"),
        ("Coprésident", "coprésident"),
        ("Échevine du numérique", "échevine du numérique"),
        ("Vice-présidente", "vice-présidente"),
        ("DG CONNECT", "DG CONNECT"),
        ("Paris-Saclay, présidence", "Paris-Saclay, présidence"),
    ],
)
def test_functions_are_small_inside_a_line(function: str, inside: str) -> None:
    with speaking("fr"):
        assert in_line(Bilingual("Mayor", function)) == inside
        assert words(Bilingual("Mayor", function), inside=True) == inside
    with speaking("en"):
        assert in_line(Bilingual("Mayor", function)) == "Mayor"


def test_functions_of_the_other_language_stay() -> None:
    with speaking("fr"):
        assert words(Bilingual(en="Mayor"), inside=True) == '<span lang="en">Mayor</span>'
