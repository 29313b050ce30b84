"""Refuse words that plain English does without (docs/plain-words.txt) in strings of the interface, new or changed.

Strings that were there before the rule are listed beside this file. The list may only become shorter.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from pathlib import Path

from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
PATTERNS = ROOT / "docs" / "plain-words.txt"
KNOWN = Path(__file__).with_name("plain_words_known.txt")


def patterns(text: str) -> list[tuple[re.Pattern[str], str]]:
    """Each pattern with what to write instead."""
    lines = [line.partition("  #") for line in text.splitlines() if line and not line.startswith("#")]
    return [(re.compile(pattern.strip(), re.IGNORECASE), instead.strip()) for pattern, _, instead in lines]


def strings() -> list[str]:
    """Every English string of the interface and of the emails, from the catalogue, which is complete by test."""
    with (ROOT / "assembly/translations/fr/LC_MESSAGES/messages.po").open("rb") as file:
        entries = [entry.id for entry in read_po(file) if entry.id]
    return [text for entry in entries for text in (entry if isinstance(entry, tuple) else (entry,))]


def findings(texts: Iterable[str], known: Iterable[str], rules: list[tuple[re.Pattern[str], str]]) -> list[str]:
    """A sentence for each string with such a word, and for each known one that is gone."""
    texts, known, found = list(texts), set(known), []
    for text in dict.fromkeys(texts):
        hits = [f"“{hit[0]}” (write: {instead})" for rule, instead in rules if (hit := rule.search(text))]
        if hits and text not in known:
            found.append(f"{text!r}: {', '.join(hits)}")
        if not hits and text in known:
            found.append(f"{text!r} is plain now: take it out of {KNOWN.name}")
    return found + [f"{text!r} is said no longer: take it out of {KNOWN.name}" for text in sorted(known - set(texts))]


def main() -> int:
    """Print what is wrong; the status is 1 if anything is."""
    known = [line.replace("\\n", "\n") for line in KNOWN.read_text(encoding="utf-8").splitlines()]
    found = findings(strings(), known, patterns(PATTERNS.read_text(encoding="utf-8")))
    sys.stdout.writelines(f"plain words: {one}\n" for one in found)
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
