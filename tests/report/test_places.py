"""New signatories in the grammar of the language."""

from __future__ import annotations

import pytest
from flask import Flask

from assembly.i18n import speaking
from assembly.models import Bilingual
from assembly.report.article.places import named
from assembly.report.facts import Place

OULU = Place("oulu", Bilingual("Oulu", "Oulu"), "Oulu", "municipality", "FI")
ESPOO = Place("espoo", Bilingual("Espoo", "Espoo"), "Espoo", "municipality", "FI")
GHENT = Place("ghent", Bilingual("Ghent", "Gand"), "Gent", "municipality", "BE")
FLANDERS = Place("flanders", Bilingual("Flanders", "Flandre"), "Vlaanderen", "region", "BE")
BRUSSELS = Place(
    "brussels",
    Bilingual("Brussels-Capital Region", "Région de Bruxelles-Capitale"),
    "Région de Bruxelles-Capitale",
    "region",
    "BE",
)
LE_HAVRE = Place("le-havre", Bilingual("Le Havre", "Le Havre"), "Le Havre", "municipality", "FR")
FINNISH = Place(
    "kuntaliitto",
    Bilingual("Association of Finnish Local Authorities", "Association des pouvoirs locaux de Finlande"),
    "Suomen Kuntaliitto",
    "association",
    "FI",
)
LOCALRET = Place("localret", Bilingual("Localret", "Localret"), "Localret", "association", "ES")


@pytest.mark.parametrize(
    ("places", "english", "french"),
    [
        ([OULU], "the city of Oulu (Finland)", "la ville d’Oulu (Finlande)"),
        ([OULU, ESPOO], "the cities of Espoo and Oulu (Finland)", "les villes d’Espoo et Oulu (Finlande)"),
        (
            [OULU, GHENT, ESPOO],
            "the cities of Espoo, Oulu (Finland) and Ghent (Belgium)",
            "les villes d’Espoo, Oulu (Finlande) et Gand (Belgique)",
        ),
        ([FLANDERS], "the region of Flanders (Belgium)", "la région Flandre (Belgique)"),
        (
            [LOCALRET, FLANDERS, GHENT],
            "the city of Ghent (Belgium), the region of Flanders (Belgium) and the association Localret (Spain)",
            "la ville de Gand (Belgique), la région Flandre (Belgique) et l’association Localret (Espagne)",
        ),
        ([LE_HAVRE], "the city of Le Havre (France)", "la ville du Havre (France)"),
        ([BRUSSELS], "the Brussels-Capital Region (Belgium)", "la Région de Bruxelles-Capitale (Belgique)"),
        (
            [BRUSSELS, FLANDERS],
            "the region of Flanders (Belgium), and the Brussels-Capital Region (Belgium)",
            "la région Flandre (Belgique) ainsi que la Région de Bruxelles-Capitale (Belgique)",
        ),
        (
            [FINNISH],
            "the Association of Finnish Local Authorities (Finland)",
            "l’Association des pouvoirs locaux de Finlande (Finlande)",
        ),
    ],
)
def test_new_signatories_have_their_languages_grammar(
    ctx: Flask, places: list[Place], english: str, french: str
) -> None:
    with ctx.test_request_context():
        with speaking("en"):
            assert named(places) == english
        with speaking("fr"):
            assert named(places) == french
