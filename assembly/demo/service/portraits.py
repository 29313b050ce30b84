"""Portraits of the invented people: plain shapes drawn by code, of nobody."""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO

from PIL import Image, ImageDraw

from assembly.pictures import Fresh, fresh

_SIDE = 320
_GROUNDS = ("#cfe3f5", "#f7dfb5", "#d9ead3", "#ead7ee", "#f6d5cf", "#d5e8e6")
_SKINS = ("#f2c9a8", "#e3ae86", "#c98f63", "#9a6740", "#6f4a2f")
_HAIRS = ("#2b2320", "#5b3a24", "#8a8580", "#b98a4b", "#1f2a44")
_CLOTHES = ("#123a6b", "#7a2e4d", "#2f6b4f", "#54437a", "#8a4b1f", "#30363d")


def portrait(code: str, *, long_hair: bool) -> Fresh:
    """Draw head and shoulders in colours that follow from the code: the same person always looks the same."""
    number = int.from_bytes(sha256(code.encode()).digest()[:8], "big")
    colours = []
    for some in (_GROUNDS, _SKINS, _HAIRS, _CLOTHES):
        number, chosen = divmod(number, len(some))
        colours.append(some[chosen])
    ground, skin, hair, cloth = colours
    canvas = Image.new("RGB", (_SIDE * 2, _SIDE * 2), ground)  # drawn at twice its size, so that its edges are smooth
    pen = ImageDraw.Draw(canvas)

    def oval(left: float, top: float, right: float, bottom: float, colour: str) -> None:
        pen.ellipse([side * _SIDE * 2 for side in (left, top, right, bottom)], fill=colour)

    if long_hair:
        oval(0.27, 0.16, 0.73, 0.72, hair)
    oval(0.14, 0.70, 0.86, 1.40, cloth)
    oval(0.41, 0.52, 0.59, 0.80, skin)
    oval(0.31, 0.14, 0.69, 0.52, hair)
    oval(0.335, 0.21, 0.665, 0.64, skin)
    oval(0.34 if number % 2 else 0.30, 0.13, 0.70 if number % 2 else 0.64, 0.30, hair)
    drawn = BytesIO()
    canvas.resize((_SIDE, _SIDE), Image.Resampling.LANCZOS).save(drawn, "PNG", compress_level=1)
    return fresh(drawn.getvalue(), square=True)
