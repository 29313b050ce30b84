"""A map of Europe in squares: each country one square in its rough place, so that small ones are seen as well as large.

Pure: counts in, squares out. No shapes of anybody else's are needed, and nothing is fetched.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from assembly.formats import country, eu_code, in_eu_order
from assembly.models import Signature

_PLACES = """
IS .  .  .  NO SE FI .  .
.  .  .  .  .  .  EE .  .
IE GB .  .  DK .  LV .  .
.  .  BE NL DE PL LT .  .
.  .  FR LU CZ SK UA .  .
.  .  .  CH AT HU RO MD .
PT ES .  IT SI HR RS BG .
.  .  .  .  .  BA ME MK TR
.  .  .  MT .  .  AL GR CY
"""
_STEP = 46
_SIDE = 42


@dataclass(frozen=True, slots=True)
class Square:
    """One country: the left upper corner in user units, its code as the Union writes it, its name, how many."""

    x: int
    y: int
    code: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class CountryCount:
    """A line of the table beside the map."""

    iso: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Map:
    """The drawing with its size and the side of a square, and the same facts as lines in protocol order."""

    width: int
    height: int
    side: int
    squares: tuple[Square, ...]
    lines: tuple[CountryCount, ...]


def map_of(signatures: Iterable[Signature]) -> Map:
    """Where these come from. A country far away has a line and no square."""
    counts = Counter(one.community.country for one in signatures)
    rows = [line.split() for line in _PLACES.split("\n") if line]
    squares = tuple(
        Square(column * _STEP, row * _STEP, eu_code(iso), country(iso), counts[iso])
        for row, codes in enumerate(rows)
        for column, iso in enumerate(codes)
        if iso != "."
    )
    lines = tuple(CountryCount(iso, country(iso), counts[iso]) for iso in in_eu_order(counts))
    return Map(len(rows[0]) * _STEP, len(rows) * _STEP, _SIDE, squares, lines)
