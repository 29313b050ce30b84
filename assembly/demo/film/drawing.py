"""What is seen in the film: a hemicycle whose seats light up, the name of the chapter, and how far it has come."""

import math
from dataclasses import dataclass
from importlib.resources import files
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from assembly.demo.film.webm import Frame, film, frame_of
from assembly.pictures import Fresh

SIZE = (640, 360)
LENGTH_S = 120
_NIGHT, _SEAT, _SUN, _WHITE = "#0a1d4d", "#3a57a8", "#ffcc00", "#ffffff"
_WEIGHT = 600
_ROWS = ((7, 62), (11, 96), (15, 130))
"Seats in each row of the hemicycle, and how far they are from its middle."


@dataclass(frozen=True, slots=True)
class Scene:
    """A chapter: from which second on, and what is written above the seats."""

    start_s: int
    title: str


def drawn(scenes: tuple[Scene, ...]) -> bytes:
    """Draw the film, one picture a second."""
    seats = _seats()
    frames = []
    for second in range(LENGTH_S):
        scene = [one for one in scenes if one.start_s <= second][-1]
        lit = round(len(seats) * (second + 1) / LENGTH_S)
        frames.append(Frame(second * 1000, _picture(scene.title, seats, lit, second)))
    return film(frames, SIZE, LENGTH_S * 1000)


def _seats() -> list[tuple[float, float]]:
    """Their middles, from left to right."""
    found = []
    for count, radius in _ROWS:
        for number in range(count):
            angle = math.pi * (1 - number / (count - 1))
            found.append((SIZE[0] / 2 + radius * 1.7 * math.cos(angle), 290 - radius * 1.35 * math.sin(angle)))
    return sorted(found)


def poster(lit: int) -> Fresh:
    """Draw what is shown before anything plays: the seats without words, `lit` of them."""
    image = _lit(_seats(), lit)
    file = BytesIO()
    image.save(file, "WEBP", quality=80, method=1)
    return Fresh(file.getvalue(), "image/webp", *SIZE)


def _lit(seats: list[tuple[float, float]], lit: int) -> Image.Image:
    image = Image.new("RGB", SIZE, _NIGHT)
    pen = ImageDraw.Draw(image)
    for number, (x, y) in enumerate(seats):
        pen.ellipse((x - 10, y - 10, x + 10, y + 10), fill=_SUN if number < lit else _SEAT)
    return image


def _picture(title: str, seats: list[tuple[float, float]], lit: int, second: int) -> bytes:
    image = _lit(seats, lit)
    pen = ImageDraw.Draw(image)
    pen.text((32, 24), title, font=_font(28), fill=_WHITE)
    pen.rectangle((32, 322, SIZE[0] - 32, 326), fill=_SEAT)
    pen.rectangle((32, 322, 32 + (SIZE[0] - 64) * (second + 1) / LENGTH_S, 326), fill=_SUN)
    pen.text((SIZE[0] - 92, 330), f"{second // 60}:{second % 60:02}", font=_font(18), fill=_WHITE)
    file = BytesIO()
    image.save(file, "WEBP", quality=70, method=1)
    return frame_of(file.getvalue())


def _font(size: int) -> ImageFont.FreeTypeFont:
    folder = Path(str(files("fontpkg_source_sans_3") / "files"))
    upright = next(one for one in sorted(folder.iterdir()) if one.suffix == ".ttf" and "Italic" not in one.name)
    font = ImageFont.truetype(upright, size)
    font.set_variation_by_axes([_WEIGHT])
    return font
