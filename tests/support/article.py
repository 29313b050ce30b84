"""The founding article of 30 June 2023 as tests see it: its sixteen claims, and what a report says in their place."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from assembly.extensions import db
from assembly.i18n import speaking
from assembly.models import Edition
from assembly.report import queries
from assembly.report.claims import claims
from assembly.report.facts import Facts

NBSP = "\u00a0"
MAATTA = {
    "en": (
        "Seppo Määttä",
        "Mayor of Oulu, Co-chair",
        "From the city hall to the streets",
        "we will never reach the last mile to the citizens.",
    ),
    "fr": (
        "Seppo Määttä",
        "maire d’Oulu, coprésident",
        "De l’hôtel de ville à la rue",
        "le dernier kilomètre qui nous sépare des citoyens.",
    ),
}
MORET = {
    "en": (
        "Lluïsa Moret i Sabidó",
        "Mayor of Sant Boi de Llobregat, Co-chair",
        "We must avoid digital poverty",
        "so that our voice is heard.",
    ),
    "fr": (
        "Lluïsa Moret i Sabidó",
        "maire de Sant Boi de Llobregat, coprésidente",
        "Nous devons éviter la pauvreté numérique",
        "pour que notre voix soit entendue.",
    ),
}
SIXTEEN: dict[int, tuple[str, dict[str, tuple[str, ...]]]] = {
    1: ("participants", {"en": ("more than 130 participants",), "fr": ("plus de 130 personnes",)}),
    2: (
        "edition",
        {
            "en": ("first EU Mayors’ Digital Assembly", "15 June 2023", "Brussels Urban Summit"),
            "fr": ("première Assemblée numérique des maires de l’UE", "15 juin 2023", "Brussels Urban Summit"),
        },
    ),
    3: (
        "purpose",
        {
            "en": ("the political decisions to be taken now to ensure a sustainable digital tomorrow",),
            "fr": ("des décisions politiques à prendre dès maintenant pour garantir un avenir numérique durable",),
        },
    ),
    4: (
        "body",
        {
            "en": (
                "political advisory body of the Living-in.EU movement",
                "only assembly that brings together mayors from all over Europe",
            ),
            "fr": (
                "organe consultatif politique du mouvement Living-in.EU",
                "seule assemblée qui réunit des maires de toute l’Europe",
            ),
        },
    ),
    5: (
        "networks",
        {
            "en": ("five smart city networks", "European Commission", "Eurocities, OASC, ENoLL, ERRIN and CEMR"),
            "fr": ("cinq réseaux", "Commission européenne", "Eurocities, OASC, ENoLL, ERRIN et CEMR"),
        },
    ),
    6: ("quote:Seppo Määttä", MAATTA),
    7: ("quote:Lluïsa Moret i Sabidó", MORET),
    8: (
        "vision",
        {
            "en": ("Building the European way of Digital Transformation for 300 million Europeans",),
            "fr": ("la voie européenne de la transformation numérique pour 300 millions d’Européens",),
        },
    ),
    9: (
        "announcement",
        {
            "en": (
                "LORDIMAS",
                "digital maturity",
                "the Committee of the Regions, the European Commission and ESPON",
                "2 October 2023",
                "all EU languages",
            ),
            "fr": (
                "LORDIMAS",
                "maturité numérique",
                "le Comité européen des régions, la Commission européenne et ESPON",
                "2 octobre 2023",
                "toutes les langues de l’UE",
            ),
        },
    ),
    10: (
        "growth",
        {
            "en": ("more than 150 signatories and 130 supporting organisations",),
            "fr": ("plus de 150 signataires et 130 organisations de soutien",),
        },
    ),
    11: (
        "joined_on_day",
        {
            "en": (
                "four new signatories",
                "the cities of Rzeszów (Poland) and Tallinn (Estonia)",
                "the regions of Centre-Val de Loire and Pays de la Loire (France)",
            ),
            "fr": (
                "quatre nouveaux signataires",
                "les villes de Rzeszów (Pologne) et Tallinn (Estonie)",
                "les régions Centre-Val de Loire et Pays de la Loire (France)",
            ),
        },
    ),
    12: (
        "joined_before",
        {
            "en": (
                "eight new signatories joined",
                "Esplugues de Llobregat, Lleida, Manresa, Sant Feliu de Llobregat, Tarragona (Spain)",
                "and Matosinhos (Portugal)",
                "Flanders (Belgium) and FrankfurtRheinMain (Germany)",
            ),
            "fr": (
                "huit nouveaux signataires avaient déjà rejoint",
                "les villes d’Esplugues de Llobregat, Lleida, Manresa, Sant Feliu de Llobregat, Tarragone (Espagne)",
                "et Matosinhos (Portugal)",
                "Flandre (Belgique) et FrankfurtRheinMain (Allemagne)",
            ),
        },
    ),
    13: ("joined_this_year", {"en": ("to twelve",), "fr": ("porté à douze",)}),
    14: ("invitation", {"en": ("“Join, Boost, Sustain”",), "fr": (f"«{NBSP}Join, Boost, Sustain{NBSP}»",)}),
    15: ("recordings", {"en": ("in English and in French",), "fr": ("en anglais et en français",)}),
    16: ("picture", {"en": ("Family picture of the assembly",), "fr": ("Photo de famille de l’assemblée",)}),
}


def plain(text: str) -> str:
    """Days are held together by a no-break space; the article's words are compared without."""
    return text.replace(NBSP, " ")


def first_assembly() -> Edition:
    """The edition of 2023."""
    return db.session.scalars(select(Edition).where(Edition.slug == "2023")).one()


def said(facts: Facts) -> dict[str, str]:
    """Each claim as one text; quotes by who said them, since codes are random."""
    return {f"quote:{one.by.name}" if one.by else one.key: " ".join((one.text, *one.words)) for one in claims(facts)}


def texts(edition: Edition, day: date = date(2023, 6, 30)) -> dict[tuple[str, str], str]:
    """Every claim in both languages, from the facts as they are now."""
    facts = queries.facts(edition, day)
    found = {}
    for lang in ("en", "fr"):
        with speaking(lang):
            found |= {(lang, key): text for key, text in said(facts).items()}
    return found
