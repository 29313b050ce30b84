"""The inspector of pages finds what it is there to find."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from bs4.element import PageElement
from inspector import faults
from page_trees import tree_of

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


PIECE = """<h2 class="a b">T <b>x</b></h2> <!-- c --><pre> <i>  </i> </pre><svg viewBox="0"><path d="M0"/></svg>
<template><p>t</p></template><textarea rows=2 required>
 x\r\n</textarea><script>f()\n</script><input checked><a rel="next up" href="?a=1&amp;b">&eacute;<br>z</a>
<ul>\n <li>1\n<li>2</ul>"""


def _links(tree: BeautifulSoup) -> list[tuple[str, ...]]:
    def named(one: PageElement | None) -> str:
        return f"{type(one)} {one.name or one} {getattr(one, 'attrs', '')}" if one is not None else ""

    sides = ("parent", "previous_element", "next_element", "previous_sibling", "next_sibling")
    return [(named(one), *(named(getattr(one, side)) for side in sides)) for one in tree.descendants]


def test_tests_read_pages_like_beautiful_soup() -> None:
    page = GOOD.format(PIECE).replace("\n", "")  # the lines a template breaks are read otherwise
    theirs = BeautifulSoup(page, "lxml")
    assert str(tree_of(page)) == str(theirs)
    assert _links(tree_of(page)) == _links(theirs)


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>\n a\n b\n</p>", "a b"),
        ("<p>a\n<b>b</b>\nc<br>\nd</p>", "a b cd"),
        ("<p><span>\na\n</span></p>", " a "),
        ("<p class=lines>a\nb</p>", "a\nb"),
    ],
)
def test_broken_lines_read_as_shown(html: str, words: str) -> None:
    assert tree_of(html).get_text() == words
