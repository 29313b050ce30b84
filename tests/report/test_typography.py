"""French spaces and quotation marks, set in what somebody typed."""

from __future__ import annotations

import pytest

from assembly.report.article.typography import in_french


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Quoi ?!", "Quoi\u202f?!"),
        ("Quoi?", "Quoi\u202f?"),
        ("Les villes : Oulu ; Lille", "Les villes\u00a0: Oulu\u202f; Lille"),
        ('"Oui" et « non »', "«\u00a0Oui\u00a0» et «\u00a0non\u00a0»"),
        ("« Oui ! »", "«\u00a0Oui\u202f!\u00a0»"),
        ("l'an, 12 %...", "l’an, 12\u00a0%…"),
        ("{total_no_show} %", "{total_no_show}\u00a0%"),
        ("https://example.org/a?b=c à 14:30", "https://example.org/a?b=c à 14:30"),
    ],
)
def test_french_is_spaced_once(typed: str, expected: str) -> None:
    assert in_french(typed) == expected
    assert in_french(expected) == expected
