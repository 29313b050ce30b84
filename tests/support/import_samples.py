"""Tables of people as offices send them, made in the tests."""

from __future__ import annotations

from collections.abc import Sequence

from assembly.tables import csv_file

AT = "/en/manage/2031/people"
HEADS = (
    "Prénom", "Nom", "Courriel", "Ville, région ou organisation", "Représente", "Fonction", "Participation",
    "Vient comme", "Langue", "Téléphone", "Remarque",
)  # fmt: skip
MESSY: tuple[tuple[str, str], ...] = (
    ("", "Żaneta;Łukaszewicz;mayor@rzeszow.example;rzeszow;;Mayor;SUR PLACE;;fr;+48 17 875;"),
    ("B4", "Ana;;ana@example.org;Porto"),
    ("A5", ";Silva;ana@example.org;Porto"),
    ("C6", "Bo;Ek;bo.ek.example.org;Malmö"),
    ("C7", "Bo;Ek;bo@@example.org;Malmö"),
    ("G8", "Eva;Ek;;Malmö;;;par pigeon"),
    ("H9", "Eva;Ek;;Malmö;;;;empereur"),
    ("I10", "Eva;Ek;;Malmö;;;;;de"),
    ("E11", "Eva;Ek;;Malmö;royaume"),
    ("A12", "E\u202eva;Ek;;Malmö"),
    ("B13", f"Eva;{'k' * 121};;Malmö"),
    ("F14", "Eva;Ek;;Malmö;;see www.evil.example"),
    ("G15", "Tom;Field;;Acme;Une autre organisation;;Sur place"),
    ("D16", "Tom;Field"),
    ("F17", "Tom;Hill;;Porto;;=HYPERLINK(1)"),
    ("", "Per;Ström;per@press.example;Le Journal;;;;PRESSE;;;@desk"),
    ("B19", "per;strom;PER@press.example;Le Journal;;;;press"),
    ("", "Ida;Lund;;Nulle-Part;;-;online"),
    ("B21", "Ida;Lund;ida@example.org;nulle part"),
)
"The cell that is wrong, if one is, and the line; a title stands above the heads, so that the first is line 3."


def messy() -> bytes:
    """As a French spreadsheet saves it, with a title above."""
    lines = ["Nos invités;;;", ";".join((*HEADS, "File to import")), *(line for _cell, line in MESSY)]
    return "\n".join(lines).encode()


def mended() -> bytes:
    """The same without the lines that had something to mend."""
    lines = ["Nos invités;;;", ";".join(HEADS), *(line for cell, line in MESSY if not cell)]
    return "\n".join(lines).encode()


def table(*rows: Sequence[object], heads: Sequence[str] = ("given name", "family name", "e-mail", "place")) -> bytes:
    """A clean table under these heads."""
    return csv_file(heads, rows)
