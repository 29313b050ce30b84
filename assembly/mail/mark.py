"""The mark of the site as a small picture, for email programs, which show no drawing in the page."""

import re
from functools import cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw

_SEAT = re.compile(r'class="seat( joined)?" cx="([\d.]+)" cy="([\d.]+)" r="([\d.]+)"')
_SIZE, _SCALE, _FINER = (124, 66), 1.5, 4
"The box of the drawing, pixels for each of its units, and how much finer it is drawn first."
_NIGHT, _WHITE, _SUN = "#0a1d4d", "#ffffff", "#ffcc00"


@cache
def png(drawing: Path) -> bytes:
    """Draw the seats of `macros/mark.svg` on the ground of our header, which no dark mode can take from under them."""
    scale = _SCALE * _FINER
    large = Image.new("RGB", (int(_SIZE[0] * scale), int(_SIZE[1] * scale)), _NIGHT)
    draw = ImageDraw.Draw(large)
    for joined, *numbers in _SEAT.findall(drawing.read_text(encoding="utf-8")):
        x, y, radius = (float(number) * scale for number in numbers)
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=_SUN if joined else _WHITE)
    small = large.resize((large.width // _FINER, large.height // _FINER), Image.Resampling.LANCZOS)
    file = BytesIO()
    small.quantize(64).save(file, "PNG", optimize=True)
    return file.getvalue()
