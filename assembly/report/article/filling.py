"""A text with its placeholders filled, and what is wrong with it. Pure."""

import re
from collections.abc import Iterator, Mapping

from assembly.i18n import _
from assembly.report.article.placeholders import Placeholder

_NAME = re.compile(r"\{([a-z0-9_]+)\}")
_BEGINS = re.compile(r"(?:^|[.!?…]\s+)$")
"Before the place where a sentence begins."


def fill(text: str, known: Mapping[str, Placeholder]) -> str:
    """Say the text with its figures; one at the beginning of a sentence begins with a capital.

    Where there is no data the name in braces stays, so that nobody reads a sentence with a hole.
    """
    filled, end = "", 0
    for found in _NAME.finditer(text):
        filled += text[end : found.start()]
        said = (known[found[1]].text if found[1] in known else "") or found[0]
        filled += said[:1].upper() + said[1:] if _BEGINS.search(filled) else said
        end = found.end()
    return filled + text[end:]


def names_in(text: str) -> list[str]:
    """The placeholders of a text, in their order."""
    return _NAME.findall(text)


def without_placeholders(text: str) -> str:
    """What an editor wrote around the figures."""
    return _NAME.sub(" ", text)


def faults_of(text: str, known: Mapping[str, Placeholder]) -> Iterator[str]:
    """Say in a sentence each what is wrong with the braces of a text and the names in them."""
    for name in dict.fromkeys(names_in(text)):
        if name not in known:
            yield _("“{%(name)s}” is not a figure of the fact sheet. Choose one from the list.", name=name)
        elif not known[name].text:
            yield _("There is no data for “{%(name)s}”. Remove the sentence that needs it.", name=name)
    rest = without_placeholders(text)
    for brace in re.finditer(r"\{[^{}]{0,30}\}?|\}", rest):
        if brace[0] == "}":
            yield _("A closing brace has no opening brace before it.")
        elif brace[0].endswith("}"):
            yield _("“%(text)s” is not a figure of the fact sheet. Choose one from the list.", text=brace[0])
        else:
            opened = brace[0].split(" ")[0].rstrip(".,;:!?…")
            yield _("A brace is not closed: “%(text)s”. Write a figure as {name}.", text=opened)
