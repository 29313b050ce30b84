"""Strings of the interface are plain English: what is new or changed keeps to the list."""

from __future__ import annotations

from plain_words import PATTERNS, findings, patterns

RULES = patterns(PATTERNS.read_text(encoding="utf-8"))


def test_a_word_of_the_list_is_refused() -> None:
    (found,) = findings(["Register", "Send me no mails any more"], [], RULES)
    assert found.startswith("'Send me no mails any more'")
    assert "no longer" in found


def test_known_strings_are_left() -> None:
    assert findings(["Mend it"], ["Mend it"], RULES) == []


def test_the_list_of_those_only_shrinks() -> None:
    found = findings(["Correct it"], ["Mend it", "Correct it"], RULES)
    assert len(found) == 2
