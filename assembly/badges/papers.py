"""What badges are printed on, and how. Pure: lengths in millimetres, from the upper left corner of a sheet."""

from collections.abc import Mapping
from dataclasses import dataclass

from assembly.i18n import Labelled, _l

Pair = tuple[float, float]
MARGIN = 8.0
"Around a badge that is a page of its own, where crop marks are wanted."


class Paper(Labelled):
    """A way to put badges on paper."""

    FOLDED = "folded", _l("A4, folded in four")
    A6 = "a6", _l("A6, one badge per page")
    A7 = "a7", _l("A7, one badge per page")
    CARD = "card", _l("Cards of 86 × 54 mm, one per page")
    A6_ON_A4 = "a6_on_a4", _l("Four A6 badges on an A4 sheet")
    L4785 = "l4785", _l("Avery L4785: ten labels of 80 × 50 mm on an A4 sheet")


OWN_SHEETS = (Paper.A6_ON_A4, Paper.L4785, Paper.CARD, Paper.A7)
"What an organiser may have bought; the first is the usual one."


class Order(Labelled):
    """In which order badges are printed."""

    NAME = "name", _l("by name")
    PLACE = "place", _l("by city, region or organisation")
    PROTOCOL = "protocol", _l("in protocol order")


@dataclass(frozen=True, slots=True)
class PrintOptions:
    """How a batch is put on paper. A folded badge has its programme inside and needs no cutting."""

    paper: Paper = Paper.FOLDED
    order: Order = Order.NAME
    two_sided: bool = False
    marks: bool = False

    @classmethod
    def read(cls, kept: Mapping[str, object]) -> "PrintOptions":
        """Read what `kept` wrote."""
        return cls(Paper(str(kept["paper"])), Order(str(kept["order"])), bool(kept["two_sided"]), bool(kept["marks"]))

    def kept(self) -> dict[str, object]:
        """Write them as they are stored."""
        return {
            "paper": self.paper.value,
            "order": self.order.value,
            "two_sided": self.two_sided,
            "marks": self.marks,
        }


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet, the size of its badges, and where the upper left corner of each lies."""

    page: Pair
    badge: Pair
    places: tuple[Pair, ...]


_A4: Pair = (210.0, 297.0)
_SINGLE: dict[Paper, Pair] = {Paper.A6: (105.0, 148.0), Paper.A7: (74.0, 105.0), Paper.CARD: (86.0, 54.0)}
_SHEETS = {
    Paper.A6_ON_A4: Sheet(_A4, (105.0, 148.5), tuple((x, y) for y in (0.0, 148.5) for x in (0.0, 105.0))),
    Paper.L4785: Sheet(
        _A4, (80.0, 50.0), tuple((17.5 + 95 * column, 13.5 + 55 * row) for row in range(5) for column in range(2))
    ),
}


def sheet_of(paper: Paper, *, marks: bool) -> Sheet:
    """Lay out a paper that is not folded; with crop marks a badge alone on its page has a margin around it."""
    if paper in _SHEETS:
        return _SHEETS[paper]
    width, height = _SINGLE[paper]
    margin = MARGIN if marks else 0.0
    return Sheet((width + 2 * margin, height + 2 * margin), (width, height), ((margin, margin),))
