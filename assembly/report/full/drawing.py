"""A drawing of the rows of a table, whole in itself so that pages and files show the same. Pure."""

from collections.abc import Sequence

from markupsafe import Markup

from assembly.formats import number
from assembly.report.article.parts import CHART_WIDTH

_BAR = 14
_NARROW = 26
"Signs of a name that stands beside its bar; where one is longer, all stand above."
_LONGEST = 48
"Signs of a name that fit into the width."
_ROW = Markup(
    '<text x="0" y="{}">{}</text>'
    '<rect x="{}" y="{}" width="{}" height="{}" fill="#0b3ea8"/><text x="{}" y="{}">{}</text>'
)
_WHOLE = Markup(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" role="img" aria-label="{}"'
    """ font-family="'Source Sans 3', sans-serif" font-size="14" fill="#14182b"><g aria-hidden="true">{}</g></svg>"""
)


def bars(rows: Sequence[tuple[str, int]], title: str) -> tuple[Markup, int]:
    """Draw a bar beside or below each name, its number behind it; give the drawing and its height."""
    most = max((count for _name, count in rows), default=0) or 1
    is_narrow = all(len(name) <= _NARROW for name, _count in rows)
    left, down, line = (170, 0, 22) if is_narrow else (0, 20, 40)
    shapes = Markup()
    for at, (name, count) in enumerate(rows):
        top, wide = at * line, round(count / most * (CHART_WIDTH - left - 50), 1)
        short = name if len(name) <= _LONGEST else name[: _LONGEST - 1].rstrip() + "…"
        bar = (left, top + down + 2, wide, _BAR, left + wide + 6, top + down + 14, number(count))
        shapes += _ROW.format(top + 14, short, *bar)
    height = max(len(rows), 1) * line
    return _WHOLE.format(CHART_WIDTH, height, title, shapes), height
