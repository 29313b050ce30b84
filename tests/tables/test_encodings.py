"""The encoding of a table is found by its words: of small tables in every language of Europe that has one of ours."""

from __future__ import annotations

import pytest

from assembly.tables import Encoding, Unreadable, read, xlsx_file
from assembly.tables.encodings import decoded

CENTRAL, CYRILLIC, WESTERN, GREEK = Encoding.CENTRAL, Encoding.CYRILLIC, Encoding.WESTERN, Encoding.GREEK
PEOPLE = {
    "cs": (CENTRAL, "Jiří;Dvořák;Brno", "Kateřina;Růžičková;Plzeň", "Zdeněk;Černý;Kroměříž"),
    "sk": (CENTRAL, "Ľudovít;Štúr;Žilina", "Zuzana;Ďurišová;Banská Bystrica", "Ján;Kováč;Košice"),
    "pl": (CENTRAL, "Łukasz;Wójcik;Łódź", "Żaneta;Gość;Rzeszów", "Małgorzata;Dąbrowska;Gdańsk"),
    "hu": (CENTRAL, "Ákos;Szűcs;Győr", "Katalin;Erdős;Hódmezővásárhely", "Ödön;Lőrincz;Pécs"),
    "sl": (CENTRAL, "Tina;Škerjanc;Kočevje", "Marko;Žagar;Koper", "Maja;Črnič;Maribor"),
    "hr": (CENTRAL, "Željko;Burić;Šibenik", "Ivan;Đurđević;Čakovec", "Petra;Knežević;Varaždin"),
    "ro": (CENTRAL, "Ioana;Ştefănescu;Braşov", "Ion;Pătraşcu;Bacău", "Vergil;Chiţac;Constanţa"),
    "bg": (CYRILLIC, "Мария;Иванова;Пловдив", "Димитър;Николов;Бургас", "ИВАН;ПЕТРОВ;ВАРНА"),
    "uk": (CYRILLIC, "Віталій;Кличко;Київ", "Олена;Ґалаґан;Харків", "Євген;Ющенко;Львів"),
    "sr": (CYRILLIC, "Милан;Ђурић;Нови Сад", "Јелена;Љубић;Крагујевац", "Драгана;Петровић;Ниш"),
    "el": (GREEK, "Χάρης;Δούκας;Αθήνα", "Μαρία;Παπαδοπούλου;Θεσσαλονίκη", "ΕΛΕΝΗ;ΙΩΑΝΝΟΥ;ΠΑΤΡΑ"),
    "fr": (WESTERN, "Éric;Lefèvre;Besançon", "Zoé;Bœuf;Nîmes", "Benoît;Guénard;Évreux"),
    "es": (WESTERN, "Íñigo;Núñez;Logroño", "María;Peña;Málaga", "Begoña;Martínez;Cádiz"),
    "pt": (WESTERN, "João;Magalhães;Évora", "Conceição;Brandão;Covilhã", "António;Simões;Setúbal"),
    "it": (WESTERN, "Niccolò;Rossi;Forlì", "Maria;Volontà;Cantù", "Nicolò;Verdi;San Donà di Piave"),
    "de": (WESTERN, "Jürgen;Groß;Würzburg", "Käthe;Böhm;Köln", "Jörg;Strauß;Weißenfels"),
    "sv": (WESTERN, "Åsa;Öberg;Göteborg", "Håkan;Sjöström;Malmö", "Åke;Ståhl;Skellefteå"),
    "da": (WESTERN, "Søren;Kjærgaard;Århus", "Jakob;Løkke;Ærø", "Mette;Bjørn;Sønderborg"),
    "is": (WESTERN, "Þórdís;Guðmundsdóttir;Reykjavík", "Einar;Þorsteinsson;Hafnarfjörður", "Ásta;Ægisson;Kópavogur"),
}


@pytest.mark.parametrize("lang", PEOPLE)
def test_small_tables_are_read_in_their_encoding(lang: str) -> None:
    encoding, *people = PEOPLE[lang]
    for some in ([people[0]], people[:2], people):
        for head in ("Given name;Family name;City", "given;family;city;note"):
            text = "\r\n".join((head, *some, ""))
            found = decoded(text.encode(encoding))
            assert (found.text, found.encoding) == (text, encoding)


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_read_without_a_mark(codec: str) -> None:
    for lang, (_encoding, *people) in PEOPLE.items():
        text = "\r\n".join(("Given name;Family name;City", *people, ""))
        found = decoded(text.encode(codec))
        assert found.text.removeprefix("\ufeff") == text, lang
        assert (found.encoding.value, found.is_sure) == (codec[: len("utf-16") if "16" in codec else 5], True)


def test_mixed_guests_have_one_encoding() -> None:
    rows = ("Jiří;Dvořák;Brno", "José;Müller;Wien", "Łukasz;Wójcik;Łódź", "François;Szűcs;Győr")
    text = "\n".join(("Prénom;Nom;Ville", *rows))
    assert decoded(text.encode("cp1250")).text == text


def test_typography_speaks_against_no_encoding() -> None:
    text = "nom;ville\nL’Haÿ;« Côte-d’Or » – 5 €\n"
    assert decoded(text.encode("cp1252")).text == text


def test_equally_good_readings_are_not_sure() -> None:
    found = decoded("given;family\nPetr;Hřib\n".encode("cp1250"))
    assert not found.is_sure
    assert decoded("given;family\nJiří;Dvořák\n".encode("cp1250")).is_sure


def test_workbook_has_no_encoding() -> None:
    assert read(xlsx_file(["a"], [["b"]])).saved_as is None


@pytest.mark.parametrize("content", [b"\x00\x01\x02\x03" * 50, b"a;b\n\xff\xfe\x00\x00\x07", b"\xff\xfea"])
def test_what_is_no_text_is_refused(content: bytes) -> None:
    with pytest.raises(Unreadable):
        decoded(content)
