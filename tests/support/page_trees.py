"""Pages as trees of Beautiful Soup, made several times as fast as it makes them: tests read thousands of pages."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from bs4 import BeautifulSoup
from bs4.element import Comment, Doctype, NavigableString, PageElement, Tag
from lxml import etree

_INLINE = {"a", "b", "code", "i", "small", "span", "strong", "time"}
_KEEPS_LINES = {"pre", "script", "textarea"}
_LINE_BREAK = re.compile(r"\s*\n\s*")
_SPACES = " \n\t\f\r"
"What HTML takes for a space."


def tree_of(html: str) -> BeautifulSoup:
    """The page as lxml understands it: our pages close what they open. A text the template breaks into lines has a
    space there, or nothing at an end, as a browser shows it; spaces alone between elements are one."""
    if not html.strip():
        return BeautifulSoup("", "lxml")
    grown: BeautifulSoup = etree.fromstring(html, etree.HTMLParser(target=_Growing(), huge_tree=True))
    return grown


class _Growing:
    """A tree that lxml adds elements and texts to in the order of the page."""

    def __init__(self) -> None:
        self.soup = BeautifulSoup("", "lxml")
        self.last: PageElement | None = None
        self.words: list[str] = []
        self.within: list[tuple[Tag, type[NavigableString], bool]] = []
        self.parent: Tag = self.soup
        self.kind: type[NavigableString] = NavigableString
        self.kept = False
        "What texts are here, and whether their spaces are kept."

    def start(self, name: str, attrib: dict[str, str]) -> None:
        """Open an element."""
        if self.words:
            self.add_words(name)
        shared, lists, kind, keeps = _of_name(name)
        tag = Tag.__new__(Tag)
        facts = tag.__dict__ = shared.copy()
        facts["attrs"] = attributes = facts["attribute_dict_class"](attrib)
        for one in attrib:
            if one in lists:
                attributes[one] = facts["attribute_value_list_class"](attrib[one].split())
        facts["contents"] = []
        self.link(tag, facts)
        self.within.append((self.parent, self.kind, self.kept))
        self.parent, self.kind, self.kept = tag, kind or self.kind, self.kept or keeps

    def end(self, _name: str) -> None:
        """Close it."""
        if self.words:
            self.add_words(None)
        self.parent, self.kind, self.kept = self.within.pop()

    def data(self, words: str) -> None:
        """A part of a text."""
        self.words.append(words)

    def comment(self, words: str) -> None:
        """Which no browser shows."""
        if self.words:
            self.add_words("")
        self.add_text(Comment, words)

    def doctype(self, name: str, *_ids: str) -> None:
        """The declaration."""
        self.add_text(Doctype, name)

    def close(self) -> BeautifulSoup:
        """All of it."""
        return self.soup

    def add_words(self, after: str | None) -> None:
        """A text as a browser shows it, unless its spaces or lines are kept; `after` names the next element beside."""
        words, kind, parent = "".join(self.words), self.kind, self.parent
        self.words.clear()
        if words.isspace() and not self.kept and not words.strip(_SPACES):
            words = "\n" if "\n" in words else " "
        if "\n" in words and parent.name not in _KEEPS_LINES and "lines" not in parent.attrs.get("class", ()):
            before = (parent.contents[-1].name or "") if parent.contents else None
            beside = {before, after} - {None, ""}
            if words.strip() or (beside and beside <= _INLINE | {"br"}):
                words, kind = _LINE_BREAK.sub(" ", words), NavigableString
                block = parent.name not in _INLINE
                words = words.lstrip(" ") if before == "br" or (before is None and block) else words
                words = words.rstrip(" ") if after == "br" or (after is None and block) else words
        self.add_text(kind, words)

    def add_text(self, kind: type[NavigableString], words: str) -> None:
        """As it is."""
        text = str.__new__(kind, words)
        facts = text.__dict__
        facts["hidden"] = False
        self.link(text, facts)

    def link(self, new: PageElement, facts: dict[str, Any]) -> None:
        """Put it after the last, into the element that is open."""
        last, contents = self.last, self.parent.contents
        facts["parent"] = self.parent
        facts["previous_element"] = last
        facts["next_element"] = facts["next_sibling"] = facts["previous_sibling"] = None
        if contents:
            facts["previous_sibling"] = contents[-1]
            contents[-1].next_sibling = new
        if last is not None:
            last.next_element = new
        self.last = new
        contents.append(new)


@cache
def _of_name(name: str) -> tuple[dict[str, Any], frozenset[str], type[NavigableString] | None, bool]:
    """What all elements of this name have in common, which of their attributes are lists, the kind of their texts
    where it is one of its own, and whether their spaces are kept."""
    soup = BeautifulSoup("", "lxml")
    builder = soup.builder
    shared = vars(Tag(soup, builder, name, namespaces=soup._namespaces))
    lists = builder.cdata_list_attributes
    return (
        shared | {"attribute_dict_class": builder.attribute_dict_class},
        frozenset(lists.get("*", set()) | lists.get(name, set())),
        builder.string_containers.get(name),
        name in builder.preserve_whitespace_tags,
    )
