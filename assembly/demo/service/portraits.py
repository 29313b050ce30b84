"""Portraits of the invented people: plain shapes drawn by code, of nobody."""

from hashlib import sha256
from io import BytesIO
from typing import Any

from PIL import Image, ImageChops, ImageDraw

from assembly.pictures import Fresh, fresh

_SIDE = 320
_LARGE = _SIDE * 2
"Drawn at twice its size, so that its edges are smooth."
_GROUNDS = ("#c9d8f2", "#efe3c6", "#d3e3da", "#e2d9ec", "#f0d9cf")
_SKINS = (("#f1cbae", "#dfb092"), ("#e2b18b", "#cc9770"), ("#c48d63", "#a9744c"), ("#8f6040", "#774d31"))
"Each with its shade."
_HAIRS = ("#2c2522", "#5a3c28", "#8d8a87", "#a9783f", "#1f2536")
_CLOTHES = (("#1d3a75", "#162c5a"), ("#5b2440", "#471b32"), ("#2b5a4c", "#20463b"), ("#3c4152", "#2e3240"))
"Each with its lapels."
_INK = "#2b2a33"


def portrait(code: str, *, long_hair: bool) -> Fresh:
    """Draw head and shoulders in colours that follow from the code: the same person always looks the same."""
    number = int.from_bytes(sha256(f"d {code}".encode()).digest()[:8], "big")  # d: where those of our files differ most
    chosen: list[Any] = []
    for some in (_GROUNDS, _SKINS, _HAIRS, _CLOTHES, (0.42, 0.5, 0.58), (False, False, True)):
        number, at = divmod(number, len(some))
        chosen.append(some[at])
    ground, (skin, shade), hair, (cloth, lapel), parting, glasses = chosen
    canvas = Image.new("RGB", (_LARGE, _LARGE), ground)
    pen = ImageDraw.Draw(canvas)
    if long_hair:
        pen.ellipse(_at(0.3, 0.145, 0.7, 0.7), fill=hair)
        pen.rounded_rectangle(_at(0.3, 0.42, 0.7, 0.76), _LARGE * 0.12, fill=hair, corners=(False, False, True, True))
    pen.ellipse(_at(0.12, 0.72, 0.88, 1.5), fill=cloth)
    pen.polygon(_at(0.4, 0.74, 0.6, 0.74, 0.5, 0.96), fill="#f7f5ef")
    pen.polygon(_at(0.4, 0.72, 0.33, 0.78, 0.42, 1, 0.5, 1), fill=lapel)
    pen.polygon(_at(0.6, 0.72, 0.67, 0.78, 0.58, 1, 0.5, 1), fill=lapel)
    pen.rounded_rectangle(_at(0.425, 0.5, 0.575, 0.79), _LARGE * 0.075, fill=shade)
    for side in (0.325, 0.645):
        pen.ellipse(_at(side, 0.37, side + 0.03, 0.46), fill=shade)
    face = _at(0.338, 0.19, 0.662, 0.655)
    pen.ellipse(face, fill=skin)
    _fringe(canvas, hair, parting)
    for side in (0.43, 0.57):
        pen.ellipse(_at(side - 0.012, 0.408, side + 0.012, 0.432), fill=_INK)
        if glasses:
            pen.ellipse(_at(side - 0.055, 0.367, side + 0.055, 0.477), outline=_INK, width=6)
    if glasses:
        pen.line(_at(0.485, 0.415, 0.515, 0.415), fill=_INK, width=6)
    pen.arc(_at(0.45, 0.48, 0.55, 0.56), 25, 155, fill=_INK, width=6)
    drawn = BytesIO()
    canvas.resize((_SIDE, _SIDE), Image.Resampling.LANCZOS).save(drawn, "PNG", compress_level=1)
    return fresh(drawn.getvalue(), square=True)


def _fringe(canvas: Image.Image, hair: str, parting: float) -> None:
    """Draw the hair above the forehead: what of the head lies above two lines that fall from the parting."""
    head, above = Image.new("1", canvas.size), Image.new("1", canvas.size)
    ImageDraw.Draw(head).ellipse(_at(0.318, 0.15, 0.682, 0.64), fill=1)
    ImageDraw.Draw(above).polygon(_at(0, 0, 1, 0, 1, 0.5, 0.66, 0.4, parting, 0.255, 0.34, 0.4, 0, 0.5), fill=1)
    canvas.paste(hair, mask=ImageChops.logical_and(head, above))


def _at(*shares: float) -> tuple[float, ...]:
    return tuple(share * _LARGE for share in shares)
