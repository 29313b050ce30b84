"""The entry code as a picture. It holds one address with a random token and nothing personal."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from itertools import groupby

from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

QUIET = 4
"Modules of white around the code (ISO/IEC 18004)."
_MASK = 3
"A fixed mask pattern is five times faster than trying all eight and reads as well."


def matrix(text: str) -> list[list[bool]]:
    """The code as rows of dark and light modules, without its quiet zone."""
    code = QRCode(border=0, error_correction=ERROR_CORRECT_M, mask_pattern=_MASK)
    code.add_data(text)
    code.make(fit=True)
    rows: list[list[bool]] = code.get_matrix()
    return rows


def svg(text: str, title: str) -> str:
    """A sharp picture at any size: one path of bars, no style; `title` is its text equivalent."""
    rows = matrix(text)
    side = len(rows) + 2 * QUIET
    path = "".join(
        f"M{x + QUIET},{y + QUIET}h{length}v1h-{length}z" for y, row in enumerate(rows) for x, length in _bars(row)
    )
    safe = title.replace("&", "&amp;").replace("<", "&lt;")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" role="img" shape-rendering="crispEdges">'
        f'<title>{safe}</title><path fill="#fff" d="M0,0h{side}v{side}h-{side}z"/><path fill="#000" d="{path}"/></svg>'
    )


def _bars(row: list[bool]) -> Iterator[tuple[int, int]]:
    """Find where dark modules that lie beside each other begin, and how many they are."""
    begin = 0
    for dark, group in groupby(row):
        length = len(list(group))
        if dark:
            yield begin, length
        begin += length


def png(text: str, module: int = 8) -> bytes:
    """The same for mails, where SVG is not shown: `module` pixels a module."""
    code = QRCode(border=QUIET, box_size=module, error_correction=ERROR_CORRECT_M, mask_pattern=_MASK)
    code.add_data(text)
    code.make(fit=True)
    picture = BytesIO()
    code.make_image().save(picture, "PNG", optimize=True)
    return picture.getvalue()
