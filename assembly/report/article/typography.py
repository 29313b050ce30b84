"""French spacing and quotation marks of what somebody typed, by the rules of `formats.py`. Pure."""

import re

NARROW, WIDE = "\u202f", "\u00a0"
_SPACES = f"[ {NARROW}{WIDE}]*"
_RULES = (
    (re.compile(r"\.\.\."), "…"),
    (re.compile(r"(?<=\w)'(?=\w)"), "’"),
    (re.compile(rf'"{_SPACES}([^"\n]+?){_SPACES}"'), rf"«{WIDE}\1{WIDE}»"),
    (re.compile(rf"«{_SPACES}"), f"«{WIDE}"),
    (re.compile(rf"{_SPACES}»"), f"{WIDE}»"),
    (re.compile(rf"(?<=[^\s{NARROW}{WIDE}!?;(]){_SPACES}([;!?]+)(?=[\s»)]|$)"), rf"{NARROW}\1"),
    (re.compile(rf"(?<=[^\s{NARROW}{WIDE}:(]){_SPACES}:(?=\s|$)"), f"{WIDE}:"),
    (re.compile(rf"(?<=[\d}}]){_SPACES}%"), f"{WIDE}%"),
)
"Signs within an address or a time (`http://`, `14:30`) have no space after them and stay."


def in_french(text: str) -> str:
    """The text with the spaces and quotation marks of French."""
    for pattern, becomes in _RULES:
        text = pattern.sub(becomes, text)
    return text
