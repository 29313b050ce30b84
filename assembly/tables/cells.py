"""What a cell may hold and how text in it stays text."""

import re

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")
_TELEPHONE = re.compile(r"\+(?=(?: ?[0-9]){7})[0-9]+(?: [0-9]+)+")
"Seven digits or more, in groups: of one without a space a spreadsheet makes a number, and its plus is lost."
MOST_ROWS = 5_000
MOST_COLUMNS = 60
LONGEST_CELL = 4_000


def text_of(value: object) -> str:
    """What a cell says; nothing for nothing known."""
    return "" if value is None else str(value)


def looks_like_a_formula(text: str) -> bool:
    """Whether a spreadsheet would run it, were it typed there."""
    return text.startswith(_FORMULA)


def guarded(text: str) -> str:
    """With an apostrophe before what a spreadsheet would run; `unguarded` takes exactly this one away.

    A telephone number of digits and spaces runs nothing, and people read it as it is.
    """
    runs = looks_like_a_formula(text.lstrip("'")) and not _TELEPHONE.fullmatch(text)
    return f"'{text}" if runs else text


def unguarded(text: str) -> str:
    """What was there before it was guarded."""
    return text[1:] if text.startswith("'") and looks_like_a_formula(text.lstrip("'")) else text


def cell_name(position: int, line: int) -> str:
    """How spreadsheets call it: `C4`."""
    letters, rest = "", position + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(65 + letter) + letters
    return f"{letters}{line}"
