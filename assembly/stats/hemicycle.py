"""The mark of the assembly: one dot for each community represented, drawn from real counts."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import cos, pi, sin

from markupsafe import Markup

_ROWS = (15, 19, 24, 29, 34)
_ROW_GAP = 31.0
_FIRST_RADIUS = 86.0
_PATH = Markup('<path class="seat{}" d="{}"/>')


@dataclass(frozen=True, slots=True)
class Seat:
    """One dot: where it stands, and whether somebody sits there, has just joined, or it is free."""

    x: float
    y: float
    kind: str


@dataclass(frozen=True)
class Hemicycle:
    """The drawing: its size in user units, the radius of a dot, its seats."""

    width: float
    height: float
    dot: float
    seats: tuple[Seat, ...]

    @cached_property
    def dots(self) -> Markup:
        """The seats as SVG: one path for each kind, which a browser lays out sooner than a hundred elements."""
        whole = f"{2 * self.dot:g}"
        arcs = f"a{self.dot} {self.dot} 0 1 0 {whole} 0 {self.dot} {self.dot} 0 1 0-{whole} 0"
        drawn: dict[str, str] = {}
        for one in self.seats:
            drawn[one.kind] = drawn.get(one.kind, "") + f"M{one.x - self.dot:.1f} {one.y}{arcs}"
        return Markup("").join(
            _PATH.format("" if kind == "taken" else f" {kind}", path) for kind, path in drawn.items()
        )


@lru_cache(64)
def hemicycle(taken: int, joined: int = 0) -> Hemicycle:
    """Draw `taken` seats of which `joined` in yellow, filled by angle from the left as in a parliament.

    It grows by rows when more communities come than there are seats, which are listed row by row. The latest drawings
    are kept.
    """
    rows = list(_ROWS)
    while sum(rows) < taken:
        rows.append(rows[-1] + 5)
    outer = _FIRST_RADIUS + (len(rows) - 1) * _ROW_GAP
    centre_x, centre_y = outer + 20, outer + 22
    places = [(row, (place + 0.5) / count) for row, count in enumerate(rows) for place in range(count)]
    filled = {place: number for number, place in enumerate(sorted(places, key=lambda one: (one[1], one[0])))}
    yellow = _spread(min(joined, taken), taken)
    seats: list[Seat] = []
    for row, turn in places:
        radius, angle, number = _FIRST_RADIUS + row * _ROW_GAP, pi * turn, filled[row, turn]
        kind = "free" if number >= taken else "joined" if number in yellow else "taken"
        seats.append(Seat(round(centre_x - radius * cos(angle), 1), round(centre_y - radius * sin(angle), 1), kind))
    return Hemicycle(centre_x * 2, centre_y + 12, 7.4, tuple(seats))


def _spread(some: int, of: int) -> frozenset[int]:
    """`some` indices spread evenly over `of`."""
    return frozenset(int((i + 0.5) * of / some) for i in range(some))
