"""Visitors of cached pages: two languages, some signed in, while somebody writes; each looks at what they are given."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache, partial
from multiprocessing.sharedctypes import Synchronized

from factories import ORGANISER
from load import Answer, Visitor, fork, insist

SHOWN, HIDDEN = ("2023", "2027"), "2029"
PAGES = ("", "practical", "agenda", "report")
"Pages of an edition with its name in their heading or title."
QUERIES = ("", "", "", "?utm_source=letter", "?day=2027-04-15&kind=plenary", "?kind=plenary&day=2027-04-15")
_NAMED = {"en": re.compile(r"Edit (\d+) of (\d{4})"), "fr": re.compile(r"Retouche (\d+) de (\d{4})")}
_LANG = re.compile(r'<html lang="(\w+)"')
_CANONICAL = re.compile(r'<link rel="canonical" href="https?://[^/"]*(/[^"]*)">')


def name_of(slug: str, number: int) -> tuple[str, str]:
    """Name an edition after its latest edit, in both languages."""
    return f"Edit {number} of {slug}", f"Retouche {number} de {slug}"


class Edits:
    """How many edits of each edition have begun and how many have been acknowledged, told to all processes."""

    def __init__(self) -> None:
        self.begun: dict[str, Synchronized[int]] = {slug: fork.Value("i", 0) for slug in (*SHOWN, HIDDEN)}
        self.done: dict[str, Synchronized[int]] = {slug: fork.Value("i", 0) for slug in (*SHOWN, HIDDEN)}


@dataclass(frozen=True)
class Asked:
    """One request of a visitor: which page of which edition, and what they knew when they asked."""

    lang: str
    slug: str
    page: str
    signed_in: bool
    known: int
    "Edits acknowledged before the request was sent."


def faults(asked: Asked, answer: Answer, begun: int) -> Iterator[str]:
    """Say what is wrong with an answer; `begun` are the edits that had begun when it came."""
    if asked.slug == HIDDEN and not asked.signed_in:
        if answer.status != 404 or f"of {HIDDEN}" in answer.text or f"de {HIDDEN}" in answer.text:
            yield "shown to somebody who may not see it"
        return
    if answer.status != 200:
        yield f"answered {answer.status}"
        return
    addresses, langs, names, is_of_somebody = _said(answer.text)
    if addresses != [f"/{asked.lang}/{asked.slug}/{asked.page}"]:
        yield "another page"
    if langs != [asked.lang]:
        yield "another language"
    found = {number for number, slug in names[asked.lang] if slug == asked.slug}
    if not found:
        yield "another edition"
    elif min(found) < asked.known:
        yield f"older than acknowledged: {min(found)} < {asked.known}"
    elif max(found) > begun:
        yield "newer than written"
    if (asked.slug == HIDDEN) != is_of_somebody:
        yield "a page of another visitor"


@lru_cache(256)
def _said(text: str) -> tuple[list[str], list[str], dict[str, set[tuple[int, str]]], bool]:
    """What a page says: its address, language and names, and whether it is of somebody signed in. The same page is
    given to many, and read once."""
    names = {lang: {(int(number), slug) for number, slug in named.findall(text)} for lang, named in _NAMED.items()}
    return _CANONICAL.findall(text), _LANG.findall(text), names, 'class="flash wait"' in text


@dataclass(frozen=True)
class Mix:
    """Which share of the requests somebody signed in makes, and how many editions are asked for between two times that
    the hidden one is. Neither is ever answered from memory, so that they cost twenty times what the others do."""

    signed_in: float
    shown: int


SMALL, LARGE = Mix(0.1, 8), Mix(0.02, 48)
"Of hundreds and of a hundred thousand requests: thousands of either are enough."


def visit(port: int, requests: int, edits: Edits, seed: int, mix: Mix = SMALL) -> list[str]:
    """Ask for so many pages as one visitor who is signed in and one who is not, in turn; say what was wrong."""
    with closing(Visitor(port)) as nobody, closing(Visitor(port)) as organiser:
        organiser.get("/en/sign-in")
        organiser.post("/en/sign-in", {"email": ORGANISER[0], "passphrase": ORGANISER[1]})
        return list(_look(nobody, organiser, requests, edits, random.Random(seed), mix))


def _look(
    nobody: Visitor, organiser: Visitor, requests: int, edits: Edits, chance: random.Random, mix: Mix
) -> Iterator[str]:
    for _ in range(requests):
        signed_in = chance.random() < mix.signed_in
        slug = HIDDEN if chance.randrange(mix.shown + 1) == 0 else chance.choice(SHOWN)
        lang, page = chance.choice(("en", "fr")), chance.choice(PAGES)
        asked = Asked(lang, slug, page, signed_in, edits.done[slug].value)
        visitor = organiser if signed_in else nobody
        path = f"/{lang}/{slug}/{page}{chance.choice(QUERIES)}"
        answer = insist(partial(visitor.get, path))  # the server closes a connection that was idle
        yield from (f"{asked}: {fault}" for fault in faults(asked, answer, edits.begun[slug].value))
        if nobody.cookies:
            yield f"{asked}: set a cookie"
            nobody.cookies.clear()


def edit_one(edits: Edits, edit: Callable[[str, int], None], chance: random.Random) -> None:
    """Have one of the editions edited, and tell everybody when it begins and when it is acknowledged."""
    slug = chance.choice((*SHOWN, HIDDEN))
    edits.begun[slug].value += 1
    edit(slug, edits.begun[slug].value)
    edits.done[slug].value = edits.begun[slug].value
