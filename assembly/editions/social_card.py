"""The card social networks show of a page: of an assembly, a session or a report, in the language now spoken."""

from textwrap import shorten, wrap

from markupsafe import Markup

from assembly.pdf import png
from assembly.stats.hemicycle import hemicycle

_WIDTH, _HEIGHT = 1200, 630
_SIZES = ((64, 34, 4), (48, 46, 5))
"Of the headline: its size, how many signs a line takes, and how many lines there may be."
_DOTS = 58
"Of the mark: its three inner rows."
_CARD = Markup(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}"><rect width="100%" height="100%" fill="#0a1d4d"/>'
    '<g transform="translate(880 330) scale(.8)" fill="#ffcc00">{}</g>{}'
    """<text x="70" y="556" font-family="'Source Serif 4'" font-size="30" fill="#ffffff">{}</text></svg>"""
)
_LINE = Markup(
    """<text x="70" y="{}" font-family="'Source Serif 4'" font-weight="600" font-size="{}" fill="#ffffff">{}</text>"""
)
_SEAT = Markup('<circle cx="{}" cy="{}" r="{}"/>')


def picture(headline: str, occasion: str) -> bytes:
    """Draw the card as PNG, which all networks read."""
    return png(card(headline, occasion).encode(), _WIDTH / _HEIGHT, width=_WIDTH)


def card(headline: str, occasion: str) -> Markup:
    """The drawing: the headline over the occasion, beside the mark of the assembly."""
    size, signs, most = next((one for one in _SIZES if len(wrap(headline, one[1])) <= one[2]), _SIZES[-1])
    lines = wrap(headline, signs)
    if len(lines) > most:
        lines = wrap(shorten(headline, signs * most - 10, placeholder="…"), signs)[:most]
    written = Markup("").join(_LINE.format(130 + round(at * size * 1.2), size, line) for at, line in enumerate(lines))
    mark = hemicycle(0)
    seats = Markup("").join(
        _SEAT.format(round(one.x * 0.8), round(one.y * 0.8), round(mark.dot * 0.8, 1)) for one in mark.seats[:_DOTS]
    )
    return _CARD.format(_WIDTH, _HEIGHT, seats, written, shorten(occasion, 68, placeholder="…"))
