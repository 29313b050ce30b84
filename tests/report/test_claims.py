"""The sixteen claims of the founding article, from the demo's facts, in both languages (article-2023.md)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pypdfium2
import pytest
from flask import Flask
from inspector import InspectingClient
from sqlalchemy import delete, select

from assembly import clock
from assembly.communities.queries import by_code
from assembly.communities.service import record_signature
from assembly.extensions import db
from assembly.i18n import speaking
from assembly.models import Admission, Bilingual, Category, Edition, Registration, Signature, SignatureKind
from assembly.report import queries
from assembly.report.claims import claims, figures, named
from assembly.report.facts import Facts, Place, canonical_hash, from_json
from assembly.transactions import writing

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
        "Maire d’Oulu, Coprésident",
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
        "Maire de Sant Boi de Llobregat, Coprésidente",
        "Nous devons éviter la pauvreté numérique",
        "pour que notre voix soit entendue.",
    ),
}
SIXTEEN: dict[int, tuple[str, dict[str, tuple[str, ...]]]] = {
    1: ("participants", {"en": ("more than 130 participants",), "fr": ("plus de 130 participants",)}),
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
            "en": ("five networks", "European Commission", "Eurocities, OASC, ENoLL, ERRIN and CEMR"),
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
                "Committee of the Regions, European Commission and ESPON",
                "2 October 2023",
                "all EU languages",
            ),
            "fr": (
                "LORDIMAS",
                "maturité numérique",
                "Comité européen des régions, Commission européenne et ESPON",
                "2 octobre 2023",
                "toutes les langues de l’UE",
            ),
        },
    ),
    10: (
        "growth",
        {
            "en": ("over 150 signatories and 130 supporting organisations",),
            "fr": ("plus de 150 signataires et 130 organisations de soutien",),
        },
    ),
    11: (
        "joined_on_day",
        {
            "en": (
                "four new signatories",
                "the cities of Rzeszów (Poland) and Tallinn (Estonia)",
                "the regions Centre-Val de Loire and Pays de la Loire (France)",
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
                "eight had joined",
                "Esplugues de Llobregat, Lleida, Manresa, Sant Feliu de Llobregat, Tarragona (Spain)",
                "and Matosinhos (Portugal)",
                "Flanders (Belgium) and FrankfurtRheinMain (Germany)",
            ),
            "fr": (
                "huit collectivités avaient déjà rejoint",
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


def edition_of(app: Flask) -> Edition:
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


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("number", SIXTEEN)
def test_each_of_the_sixteen_claims_is_published(demo_app: Flask, number: int, lang: str) -> None:
    key, words = SIXTEEN[number]
    with demo_app.app_context(), speaking(lang):
        report = queries.report_of(edition_of(demo_app))
        assert report is not None
        text = said(from_json(report.sheet.facts))[key]
        for expected in words[lang]:
            assert plain(expected) in plain(text)


def test_there_are_no_other_claims(demo_app: Flask) -> None:
    with demo_app.app_context(), speaking("en"):
        report = queries.report_of(edition_of(demo_app))
        assert report is not None
        assert list(said(from_json(report.sheet.facts))) == [key for key, _words in SIXTEEN.values()]


def shown(page: object) -> dict[str, str]:
    found = {}
    for one in page.select("[data-claim]"):  # type: ignore[attr-defined]
        image = one.find("img")
        found[one["data-claim"]] = plain(" ".join([*one.stripped_strings, image["alt"] if image else ""]))
    return found


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_page_pdf_and_data_say_all_sixteen(demo_client: InspectingClient, lang: str) -> None:
    page = demo_client.page(f"/{lang}/2023/report")
    on_page = shown(page)
    data = demo_client.get(f"/{lang}/2023/report.json").get_json()
    in_data = {one["key"]: plain(" ".join((one["text"], *one["words"]))) for one in data["claims"]}
    document = pypdfium2.PdfDocument(demo_client.get(f"/{lang}/2023/report.pdf").data)
    text = " ".join(sheet.get_textpage().get_text_range() for sheet in document)
    in_pdf = "".join(plain(text).replace("\x02", "-").split())
    assert len(on_page) == len(in_data) == 16
    for number, (key, words) in SIXTEEN.items():
        for expected in map(plain, words[lang]):
            where = [value for name, value in on_page.items() if name == key or key.startswith("quote:")]
            assert any(expected in value for value in where), (number, expected, where)
            where = [value for name, value in in_data.items() if name == key or key.startswith("quote:")]
            assert any(expected in value for value in where), (number, expected)
            assert "".join(expected.split()) in in_pdf, (number, expected)
    assert page.select_one("figure.picture img")["alt"]
    assert page.select('a[href$="/communities/join"]')
    assert len(page.select('[data-claim="recordings"] + ul a')) == 4


def test_the_figures_say_where_they_come_from(demo_client: InspectingClient) -> None:
    data = demo_client.get("/en/2023/report.json").get_json()
    values = {one["key"]: (one["value"], one["on"]) for one in data["figures"]}
    assert values == {
        "participants": (138, "2023-06-15"),
        "communities": (91, "2023-06-15"),
        "countries": (30, "2023-06-15"),
        "signatories": (151, "2023-06-30"),
        "supporters": (130, "2023-06-30"),
        "joined_on_day": (4, "2023-06-15"),
        "joined_before": (8, "2023-06-15"),
        "joined_this_year": (12, "2023-06-15"),
    }
    assert all(one["rule"] for one in data["figures"])
    assert data["sheet"]["sha256"] == canonical_hash(data["facts"])


# --- change one fact: exactly the claims concerned follow ---------------------------------------------------------


def take_away_admissions() -> None:
    """So many that 130 are left: not more than 130 any longer."""
    chosen = select(Admission.registration_id).limit(8)
    db.session.execute(delete(Admission).where(Admission.registration_id.in_(db.session.scalars(chosen).all())))


def one_admission_less() -> None:
    chosen = db.session.scalars(select(Admission.registration_id).order_by(Admission.registration_id.desc())).first()
    db.session.execute(delete(Admission).where(Admission.registration_id == chosen))


def admitted_press() -> None:
    """Somebody of the press was counted as a participant."""
    one = db.session.get(Registration, db.session.scalars(select(Admission.registration_id)).first())
    assert one is not None
    one.category = Category.PRESS


def withdraw(code: str) -> Callable[[], None]:
    def act() -> None:
        signed = select(Signature).where(Signature.community.has(code=code))
        db.session.delete(db.session.scalars(signed).one())

    return act


def sign(day: date, edition: bool = False, kind: SignatureKind = SignatureKind.SIGN) -> Callable[[], None]:
    def act() -> None:
        community = by_code("oulu")
        assert community is not None
        at = db.session.scalars(select(Edition).where(Edition.slug == "2023")).one() if edition else None
        record_signature(community, kind, signed_on=day, edition=at, source="test")

    return act


def to_the_eve() -> None:
    signed = db.session.scalars(select(Signature).where(Signature.community.has(code="tallinn"))).one()
    signed.signed_on, signed.edition = date(2023, 6, 14), None


ON_DAY, BEFORE = {"joined_on_day", "joined_this_year"}, {"joined_before", "joined_this_year"}
SIGNED = {"signatories"}
CHANGES: dict[str, tuple[Callable[[], None], set[str], set[str]]] = {
    "one admission less": (one_admission_less, set(), {"participants"}),
    "press": (admitted_press, set(), {"participants"}),
    "eight admissions less": (take_away_admissions, {"participants"}, {"participants"}),
    "one of the four less": (withdraw("tallinn"), {"growth"} | ON_DAY, SIGNED | ON_DAY),
    "one of the eight less": (withdraw("lleida"), {"growth"} | BEFORE, SIGNED | BEFORE),
    "one signed on the eve": (to_the_eve, {"joined_on_day", "joined_before"}, {"joined_on_day", "joined_before"}),
    "a fifth": (sign(date(2023, 6, 15), edition=True), ON_DAY, SIGNED | ON_DAY),
    "a ninth": (sign(date(2023, 6, 12)), BEFORE, SIGNED | BEFORE),
    "one in March": (sign(date(2023, 3, 1)), {"joined_this_year"}, SIGNED | {"joined_this_year"}),
    "one after the assembly": (sign(date(2023, 6, 22)), set(), SIGNED),
    "one after publication": (sign(date(2023, 7, 1)), set(), set()),
    "a supporter": (sign(date(2023, 5, 1), kind=SignatureKind.SUPPORT), {"growth"}, {"supporters"}),
}
"What changes, the sentences that must follow, and the figures."


@pytest.mark.parametrize(("change", "concerned", "figures_concerned"), CHANGES.values(), ids=CHANGES)
def test_exactly_the_claims_concerned_follow(
    demo_app: Flask, change: Callable[[], None], concerned: set[str], figures_concerned: set[str]
) -> None:
    with demo_app.app_context():
        edition = edition_of(demo_app)
        before, counted = texts(edition), figures(queries.facts(edition, date(2023, 6, 30)))
        with writing():
            change()
        after, recounted = texts(edition), figures(queries.facts(edition, date(2023, 6, 30)))
        assert {key for _lang, key in before if before[_lang, key] != after[_lang, key]} == concerned
        now = {one.key: one.value for one in recounted}
        differing = {one.key for one in counted if one.value != now[one.key]} - {"communities", "countries"}
        assert differing == figures_concerned


def test_what_was_published_stays_until_it_is_published_again(demo_app: Flask, demo_client: InspectingClient) -> None:
    before = demo_client.get("/en/2023/report.json").get_json()
    with demo_app.app_context(), writing():
        withdraw("tallinn")()
    assert demo_client.get("/en/2023/report.json").get_json() == before


def test_facts_come_back_from_storage_the_same(demo_app: Flask) -> None:
    with demo_app.app_context():
        facts = queries.facts(edition_of(demo_app), date(2023, 6, 30))
    assert from_json(facts.as_json()) == facts
    assert canonical_hash(facts.as_json()) != canonical_hash(replace(facts, participants=1).as_json())


# --- grammar ----------------------------------------------------------------------------------------------------------

OULU = Place("oulu", Bilingual("Oulu", "Oulu"), "Oulu", "municipality", "FI")
ESPOO = Place("espoo", Bilingual("Espoo", "Espoo"), "Espoo", "municipality", "FI")
GHENT = Place("ghent", Bilingual("Ghent", "Gand"), "Gent", "municipality", "BE")
FLANDERS = Place("flanders", Bilingual("Flanders", "Flandre"), "Vlaanderen", "region", "BE")
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
        ([FLANDERS], "the region Flanders (Belgium)", "la région Flandre (Belgique)"),
        (
            [LOCALRET, FLANDERS, GHENT],
            "the city of Ghent (Belgium), the region Flanders (Belgium) and the association Localret (Spain)",
            "la ville de Gand (Belgique), la région Flandre (Belgique) et l’association Localret (Espagne)",
        ),
    ],
)
def test_new_signatories_are_named_in_the_grammar_of_the_language(
    ctx: Flask, places: list[Place], english: str, french: str
) -> None:
    with ctx.test_request_context():
        with speaking("en"):
            assert named(places) == english
        with speaking("fr"):
            assert named(places) == french


def test_an_assembly_without_anything_claims_nothing_false(demo_app: Flask) -> None:
    """The second assembly: who came and what was said is not known."""
    with demo_app.app_context(), clock.at(clock.now()):
        other = db.session.scalars(select(Edition).where(Edition.slug == "2024")).one()
        keys = {key for _lang, key in texts(other, date(2024, 10, 20))}
        with speaking("en"):
            counted = {one.key for one in figures(queries.facts(other, date(2024, 10, 20)))}
    unknown = {"participants", "picture", "recordings", "announcement", "joined_before", "joined_this_year"}
    assert keys & unknown == set()
    assert counted & {"participants", "communities", "countries"} == set()  # not measured is not zero


def test_on_the_second_day_of_an_assembly_one_signs_at_it_too(demo_app: Flask) -> None:
    with demo_app.app_context():
        edition = edition_of(demo_app)
        with writing():
            edition.ends_at += timedelta(days=1)
            sign(date(2023, 6, 16), edition=True)()
        facts = queries.facts(edition, date(2023, 6, 30))
        assert (len(facts.joined_on_day), len(facts.joined_before), facts.joined_this_year) == (5, 8, 13)
