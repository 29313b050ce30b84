"""The inspector of pages finds what it is there to find."""

from __future__ import annotations

import pytest
from inspector import faults

GOOD = '<!doctype html><html lang="fr"><head><title>T</title></head><body><h1>Bonjour\u202f!</h1>{}</body></html>'


def test_a_good_page_has_no_faults() -> None:
    assert faults(GOOD.format(""), "/fr/") == []


@pytest.mark.parametrize(
    ("piece", "fault"),
    [
        ("<p>a</b></p>", "invalid HTML"),
        ("<h1>2</h1>", "2 h1"),
        ('<p id="a"></p><p id="a"></p>', "id a twice"),
        ('<input name="q">', "no label for q"),
        ('<form method="post"></form>', "form without CSRF token"),
        ('<p style="color:red">x</p>', "inline style"),
        ("<style>p{}</style>", "inline <style>"),
        ("<script>1</script>", "inline <script>"),
        ('<p onclick="x()">x</p>', "inline handler onclick"),
        ("<p>None</p>", "leftover: None"),
        ("<p>{{ name }}</p>", "leftover: {{"),
        ("<p>%(name)s</p>", "leftover: %(name)s"),
        ("<p>Bonjour !</p>", "French spacing"),
        ("<p>Attention: danger</p>", "French spacing"),
        ("<p>l'UE</p>", "French spacing"),
        ('<a href="#nowhere">x</a>', "dead anchor"),
        ('<img src="x.png">', "picture without alternative"),
        ("<p>Registration is closed.</p>", "English on a French page"),
    ],
)
def test_a_fault_is_found(piece: str, fault: str) -> None:
    assert any(found.startswith(fault) for found in faults(GOOD.format(piece), "/fr/"))


def test_the_wrong_language_is_found() -> None:
    assert faults(GOOD.format(""), "/en/") == ["lang is fr, expected en"]
