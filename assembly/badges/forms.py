"""How a batch is put on paper, as the office chooses it."""

from enum import StrEnum

from assembly.badges.papers import OWN_SHEETS, Order, Paper, PrintOptions
from assembly.forms import Form, OneOf, SubmissionKey, Tick
from assembly.i18n import _l


class PrintLayout(StrEnum):
    """The three ways to print that are shown first."""

    FOLDED = "folded"
    A6 = "a6"
    OWN = "own"

    @property
    def label(self) -> str:
        """The choice in the words of the office."""
        return str(_l("Your own sheets or cards") if self is PrintLayout.OWN else Paper(self.value).label)

    @property
    def note(self) -> str:
        """What it means in practice."""
        return str(
            {
                PrintLayout.FOLDED: _l("Any printer, nothing to cut: the programme is inside."),
                PrintLayout.A6: _l("For badge holders of 105 × 148 mm."),
                PrintLayout.OWN: _l("Choose them under “Print options”."),
            }[self]
        )


class ListForm(Form):
    """Whether the badges of a list of people that are in a batch already are printed once more."""

    key = SubmissionKey()
    again = Tick(_l("Also print badges that are in a batch already"))


class PrintForm(Form):
    """The paper, and what belongs to it."""

    paper = OneOf(_l("Paper"), among=PrintLayout, sentence=_l("Choose the paper."), default=PrintLayout.FOLDED)
    own = OneOf(
        _l("Your own sheets or cards"), among=OWN_SHEETS, sentence=_l("Choose the sheets."), default=OWN_SHEETS[0]
    )
    order = OneOf(_l("Order"), among=Order, sentence=_l("Choose the order."), default=Order.NAME)
    two_sided = Tick(_l("Print on both sides, with the programme on the back"))
    marks = Tick(_l("Print crop marks"))

    @property
    def options(self) -> PrintOptions:
        """What was chosen; a folded badge has neither a back of its own nor anything to cut."""
        paper = Paper(self.own.data) if self.paper.data == PrintLayout.OWN else Paper(self.paper.data)
        if paper is Paper.FOLDED:
            return PrintOptions(paper, Order(self.order.data))
        return PrintOptions(paper, Order(self.order.data), bool(self.two_sided.data), bool(self.marks.data))
