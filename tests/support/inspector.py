"""A client that inspects every page it is given: what is wrong with any page fails the test that met it."""

from __future__ import annotations

import fcntl
import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from babel.messages.pofile import read_po
from bs4 import BeautifulSoup, Tag
from bs4.builder._html5lib import HTML5TreeBuilder, TreeBuilderForHtml5lib
from flask import template_rendered
from flask.testing import FlaskClient
from jinja2 import Template
from page_trees import tree_of
from static_checks import ROOT
from werkzeug.test import TestResponse

from assembly.checkin.app import SCANNER_CSP
from assembly.web import CSP

_LEFTOVERS = re.compile(r"\bNone\b|\{\{|\}\}|\{%|%\(\w+\)s|<Bilingual|lazy_gettext|&lt;span|\bundefined\b")
_BREAKABLE_FRENCH = re.compile(r"\w ?(?<![\u00a0\u202f])[;!?»](?!\w)|\w :(?!\w)|(?<=\w): |« |(?<=\w)'(?=\w)")

_NOT_OURS = "[lang]:not(html):not([lang=fr]), datalist, script, code, .who, [data-typed]"


class _Tree(TreeBuilderForHtml5lib):
    """Keeps the parser's complaints, which Beautiful Soup throws away: reading a page is slow, and once is enough."""

    errors: tuple[Any, ...] = ()

    def getDocument(self) -> BeautifulSoup:  # noqa: N802 -- html5lib
        self.errors = tuple(self.parser.errors)
        return super().getDocument()


class _Builder(HTML5TreeBuilder):
    def create_treebuilder(self, namespaceHTMLElements: bool) -> _Tree:  # noqa: N803 -- html5lib
        self.underlying_builder = _Tree(namespaceHTMLElements, self.soup, store_line_numbers=self.store_line_numbers)
        return self.underlying_builder


def parsed(html: str) -> tuple[BeautifulSoup, list[str]]:
    """The page as a browser understands it, and what it complained about."""
    builder = _Builder()
    soup = BeautifulSoup(html, builder=builder)
    tree: Any = builder.underlying_builder
    return soup, [f"invalid HTML: {code} {facts} at {place}" for place, code, facts in tree.errors]


def faults(html: str, path: str) -> list[str]:
    """What is wrong with this page, in sentences."""
    soup, complaints = parsed(html)
    return complaints + _faults_of(soup, path)


def _faults_of(soup: BeautifulSoup, path: str) -> list[str]:
    found = []
    lang = soup.html.get("lang") if soup.html else None
    expected = path.split("/")[1] if path.split("/")[1] in {"en", "fr"} else None
    if lang not in {"en", "fr"} or (expected and lang != expected):
        found.append(f"lang is {lang}, expected {expected}")
    if len(soup.find_all("h1")) != 1:
        found.append(f"{len(soup.find_all('h1'))} h1")
    if not soup.title or not soup.title.get_text(strip=True):
        found.append("no title")
    found += [
        f"id {name} twice" for name, count in Counter(tag["id"] for tag in soup.select("[id]")).items() if count > 1
    ]
    found += _unlabelled(soup)
    found += [f"form without CSRF token: {form.get('action')}" for form in _posting(soup) if not _has_token(form)]
    found += _inline(soup)
    text = _visible_text(soup)
    found += [f"leftover: {hit}" for hit in _LEFTOVERS.findall(text)]
    if lang == "fr":
        french = _french(soup)
        found += [f"English on a French page: {said}" for said in _english_sentences() if said in french]
        found += [f"French spacing: {_around(french, hit)!r}" for hit in _BREAKABLE_FRENCH.finditer(french)]
    found += [f"dead anchor {a['href']}" for a in soup.select('a[href^="#"]') if not soup.find(id=a["href"][1:])]
    found += [f"picture without alternative: {image.get('src')}" for image in soup.select("img:not([alt])")]
    return found


def _around(text: str, hit: re.Match[str]) -> str:
    return text[max(0, hit.start() - 20) : hit.end() + 20]


def _unlabelled(soup: BeautifulSoup) -> list[str]:
    controls = soup.select("input:not([type=hidden]), select, textarea")
    labelled = {label.get("for") for label in soup.find_all("label")}
    return [
        f"no label for {control.get('name')}"
        for control in controls
        if not control.get("aria-label") and control.get("id", "?") not in labelled
    ]


def _posting(soup: BeautifulSoup) -> list[Tag]:
    return [form for form in soup.find_all("form") if form.get("method", "get").lower() == "post"]


def _has_token(form: Tag) -> bool:
    """Whether it has one; that which opens a player is on a page made once for everybody, and only counts a start."""
    if (form.get("action") or "").endswith("/play") and form.has_attr("data-address"):
        return True
    token = form.find("input", attrs={"name": "csrf_token"})
    return bool(token and token.get("value"))


def _inline(soup: BeautifulSoup) -> list[str]:
    found = [f"inline style on <{tag.name}>" for tag in soup.select("[style]")]
    found += ["inline <style>" for _ in soup.find_all("style")]
    scripts = (script for script in soup.find_all("script") if script.get("type") != "application/ld+json")
    found += ["inline <script>" for script in scripts if not script.get("src")]
    return found + [
        f"inline handler {name}" for tag in soup.find_all(True) for name in tag.attrs if name.startswith("on")
    ]


def _visible_text(soup: BeautifulSoup) -> str:
    return soup.get_text(" ")


def _french(soup: BeautifulSoup) -> str:
    """The text that is ours and French: no addresses, nothing people typed, no part marked as another language."""
    foreign = {
        id(one) for one in soup.select("[lang]:not(html):not([lang=fr]), datalist, script, code, .who, [data-typed]")
    }
    ours = (said for said in soup.strings if not any(id(around) in foreign for around in said.parents))
    return re.sub(r"https?://\S+|mailto:\S+|\d{1,2}(?::\d{2})+", "", "".join(ours))


@cache
def _english_sentences() -> list[str]:
    """Sentences of the interface long enough not to be French by chance, without their facts."""
    with (ROOT / "assembly/translations/fr/LC_MESSAGES/messages.po").open("rb") as file:
        entries = [entry for entry in read_po(file) if entry.id]
    texts = [text for entry in entries for text in (entry.id if isinstance(entry.id, tuple) else (entry.id,))]
    pieces = [piece.strip() for text in texts for piece in re.split(r"%\(\w+\)s", text)]
    return [piece for piece in pieces if len(piece) > 12 and piece.count(" ") > 1]


_ELEMENT = re.compile(r"<(\w+)(?=[^>]*?\bclass=\"([^\"]*)\"|)")
_met: dict[str, set[str]] = {}


def _is_new(html: str, kind: tuple[str, int, str]) -> bool:
    """Whether this kind of page has not been met in this run, or not with all these elements and classes."""
    elements = {" ".join(one) for one in _ELEMENT.findall(html)}
    known = _met.setdefault(" ".join(map(str, kind)), set())
    if elements <= known:
        return False
    with _met_by_all(" ".join(map(str, kind)), elements):
        new = not elements <= known
        known |= elements
    return new


@contextmanager
def _met_by_all(kind: str, elements: set[str]) -> Iterator[None]:
    """Learn what the other processes of this run have met, and tell them of this page."""
    with Path(os.environ[MET]).open("a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(_read[0])
        for line in file:
            other, *theirs = json.loads(line)
            _met.setdefault(other, set()).update(theirs)
        yield
        file.write(json.dumps([kind, *elements]) + "\n")
        _read[0] = file.tell()


MET = "TEST_PAGES_MET"
"Names the file in which the processes of a run note the pages they have inspected."
_read = [0]


@contextmanager
def _templates_noted() -> Iterator[list[str]]:
    """The templates drawn inside the block, that of the page last."""
    names: list[str] = []

    def note(_app: object, template: Template, **_facts: object) -> None:
        names.append(template.name or "")

    with template_rendered.connected_to(note):
        yield names


class Page(TestResponse):
    """An answer whose tree is made when a test asks for it."""

    @cached_property
    def soup(self) -> BeautifulSoup:
        """The page as a tree."""
        return tree_of(self.get_data(as_text=True))


class InspectingClient(FlaskClient):
    """Every answer's policy is the strict one, but for the scanner's page, and pages with anything new are inspected.

    Reading a page as a browser does costs as much as making it. So each kind of page is inspected when it is met for
    the first time in this run, by whichever process, and again whenever it has an element it did not have before;
    with `every_page` (in `make proof`) each time, with `no_page` (PostgreSQL's part of `make test`, whose pages
    SQLite's has inspected) never.
    """

    every_page = no_page = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.response_wrapper = type("InspectedPage", (Page, self.response_wrapper), {})

    def open(self, *args: Any, policy: str = CSP, **kwargs: Any) -> TestResponse:
        with _templates_noted() as templates:
            response = super().open(*args, **kwargs)
        path = urlsplit(response.request.url).path
        expected = (
            SCANNER_CSP if b"<main" in response.get_data() and b"barcode-detector.js" in response.get_data() else policy
        )
        assert response.headers["Content-Security-Policy"] == expected, path
        if response.mimetype == "text/html" and response.status_code not in {204, 301, 302, 303, 307, 308}:
            html = response.get_data(as_text=True)
            kind = (templates[-1] if templates else "", response.status_code, path.split("/")[1])
            if self.every_page or (not self.no_page and _is_new(html, kind)):
                wrong = faults(html, path)
                assert not wrong, f"{path}:\n" + "\n".join(wrong)
        return response

    def page(self, path: str, status: int = 200, **kwargs: Any) -> BeautifulSoup:
        """A page by its path, with the status it must have."""
        response = self.get(path, **kwargs)
        assert response.status_code == status, (path, response.status_code)
        return response.soup

    def submit(self, path: str, *, form: str = "main form", status: int = 303, **answers: str) -> TestResponse:
        """Load the page, fill in its real form as a browser would, send it; follows nothing."""
        response = self.get(path)
        assert response.status_code == 200, (path, response.status_code)
        html = response.get_data(as_text=True)
        if form.startswith("main "):  # menu and footer are most of many pages
            html = html[html.find("<main") :].partition("</main>")[0]
        found = tree_of(html).select_one(form)
        assert found is not None, f"no form {form} on {path}"
        data = filled(found, answers)
        response = self.post(found.get("action") or path, data=data)
        assert response.status_code == status, (path, response.status_code, response.get_data(as_text=True)[:3000])
        return response


def filled(form: Tag, answers: dict[str, str]) -> dict[str, str]:
    """What a browser sends for this form: its own values and our answers. An answer to nothing is a fault."""
    data: dict[str, str] = {}
    names = set()
    for control in form.select("input, select, textarea"):
        name = str(control.get("name", ""))
        names.add(name)
        if control.get("type") in {"radio", "checkbox"} and not control.has_attr("checked"):
            continue
        data[name] = _value(control)
    names |= {str(button["name"]) for button in form.select("button[name]")}
    unknown = set(answers) - names
    assert not unknown, f"the form has no field {unknown}"
    return data | answers


def hidden(page: Tag) -> dict[str, str]:
    """What every form of this page sends unseen: the token, and on a personal page whose it is."""
    found = page.select('[name="csrf_token"], [name="whose"]')
    return {str(one["name"]): str(one["value"]) for one in found}


def _value(control: Tag) -> str:
    """What a control holds as the page comes."""
    if control.name == "select":
        chosen = control.select_one("option[selected]") or control.select_one("option")
        return str(chosen.get("value", "")) if chosen else ""
    return control.get_text().removeprefix("\n") if control.name == "textarea" else str(control.get("value", ""))
