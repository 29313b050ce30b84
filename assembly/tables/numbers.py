"""Numbers of a workbook as its sheet shows them: a telephone number keeps the zero or the plus its format gives it."""

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

_PARTS = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[[^\]]*\]|([0#?.])|,|(.)')
"What a format is made of: text in quotation marks, one sign, filling, colours and conditions, digits, the rest."
_LITERAL = frozenset("+-()/:! $€£%\u00a0\u202f")
"What stands in a format for itself."
_DIGITS = 15
"What a spreadsheet keeps of a number."


def number_text(value: float, code: str) -> str:
    """Write a number by its format, without marks between thousands; plainly where the format is none we know."""
    sections = code.split(";")
    is_negative = value < 0 and len(sections) > 1 and bool(sections[1])
    try:
        return _by(Decimal(repr(-value if is_negative else value)), sections[is_negative]) or _plain(value)
    except InvalidOperation:
        return _plain(value)


def _plain(value: float) -> str:
    number = Decimal(f"{value:.{_DIGITS}g}") if isinstance(value, float) else Decimal(value)
    return format(number, "f")


def _by(number: Decimal, section: str) -> str:
    """The number by one section of a format, "" for what we do not know: fractions, exponents, words."""
    parts: list[tuple[bool, str]] = []
    for quoted, escaped, digit, other in _PARTS.findall(section):
        if other and other not in _LITERAL:
            return ""
        if text := quoted or escaped or digit or other:
            parts.append((bool(digit), text))
    pattern = "".join(text for is_digit, text in parts if is_digit)
    whole, _point, decimals = pattern.partition(".")
    if not whole or "." in decimals:
        return ""
    percents = sum("%" in text for is_digit, text in parts if not is_digit)
    rounded = (number * 100**percents).quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP)
    units, _point, rest = format(abs(rounded), "f").partition(".")
    needed = len(decimals.rstrip("#?"))
    rest = rest[:needed] + rest[needed:].rstrip("0")
    width = len(whole) - whole.find("0") if "0" in whole else int(not rest)
    text = _filled(parts, units.lstrip("0").rjust(width, "0"), rest)
    return f"-{text}" if rounded < 0 else text


def _filled(parts: list[tuple[bool, str]], units: str, rest: str) -> str:
    """The signs of a number in the places of a format: those before the point from its end, all others after it."""
    at = next((n for n, part in enumerate(parts) if part == (True, ".")), len(parts))
    places = [n for n, (is_digit, _text) in enumerate(parts[:at]) if is_digit]
    given = dict(zip(reversed(places), reversed(units), strict=False))
    given[places[0]] = units[: max(len(units) - len(places) + 1, 0)]
    before = "".join(given.get(n, "") if is_digit else text for n, (is_digit, text) in enumerate(parts[:at]))
    after = "".join(text for is_digit, text in parts[at:] if not is_digit)
    return f"{before}{'.' if rest else ''}{rest}{after}"
