"""The entry code as a picture. It holds one address with a random token and nothing personal."""

from collections.abc import Iterator
from functools import cache
from itertools import chain, cycle, groupby, islice, zip_longest
from struct import pack
from zlib import compress, crc32

from qrcode.base import Polynomial, RSBlock, gexp, glog, rs_blocks
from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode
from qrcode.util import PAD0, PAD1

QUIET = 4
"Modules of white around the code (ISO/IEC 18004)."
_BYTES = b"\x04"
"The mode in which any text is written."
_MASK = 3
"A fixed mask pattern is five times faster than trying all eight and reads as well."


def matrix(text: str) -> list[list[bool]]:
    """The code as rows of dark and light modules, without its quiet zone."""
    data = text.encode()
    version, blocks = next((one, blocks) for one, blocks in _sizes() if _room(blocks) > len(data) + _counting(one))
    code = QRCode(version, ERROR_CORRECT_M, border=0, mask_pattern=_MASK)
    code.data_cache = _corrected(_written(data, _counting(version), _room(blocks)), blocks)
    code.make(fit=False)
    rows: list[list[bool]] = code.get_matrix()
    return rows


def _sizes() -> Iterator[tuple[int, list[RSBlock]]]:
    return ((version, rs_blocks(version, ERROR_CORRECT_M)) for version in range(1, 41))


def _room(blocks: list[RSBlock]) -> int:
    return sum(block.data_count for block in blocks)


def _counting(version: int) -> int:
    """Bytes that say how many follow."""
    return 1 if version < 10 else 2


def _written(data: bytes, counting: int, room: int) -> bytes:
    """Write the bytes with their number, in four bits between mode and end, and fill up (ISO/IEC 18004 7.4).

    The library does so bit by bit, and twice.
    """
    number = int.from_bytes(_BYTES + len(data).to_bytes(counting, "big") + data, "big") << 4
    return (number.to_bytes(counting + len(data) + 1, "big") + bytes(islice(cycle((PAD0, PAD1)), room)))[:room]


def _corrected(written: bytes, blocks: list[RSBlock]) -> list[int]:
    """Lay the bytes of all blocks between each other, then those that correct them (ISO/IEC 18004 7.5 and 7.6).

    The library divides polynomials number by number, for half of the time that a picture takes.
    """
    rest = iter(written)
    parts = [bytes(islice(rest, block.data_count)) for block in blocks]
    corrections = [
        _correction(part, block.total_count - block.data_count) for part, block in zip(parts, blocks, strict=True)
    ]
    laid = chain.from_iterable(chain(zip_longest(*parts), zip(*corrections, strict=True)))
    return [one for one in laid if one is not None]


def _correction(part: bytes, length: int) -> bytes:
    """Divide a block by the polynomial of Reed and Solomon; the remainder, held as one number, corrects it."""
    multiples, first, whole = _multiples(length), 8 * (length - 1), (1 << 8 * length) - 1
    remainder = 0
    for byte in part:
        remainder = (remainder << 8 & whole) ^ multiples[byte ^ remainder >> first]
    return remainder.to_bytes(length, "big")


@cache
def _multiples(length: int) -> list[int]:
    """Multiply the polynomial for so many bytes by each byte; without its first coefficient, which is 1."""
    polynomial = Polynomial([1], 0)
    for power in range(length):
        polynomial *= Polynomial([1, gexp(power)], 0)
    logs = [glog(one) for one in polynomial.num[1:]]
    products = (bytes(gexp(glog(byte) + one) for one in logs) for byte in range(1, 256))
    return [0, *(int.from_bytes(one, "big") for one in products)]


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


def png(text: str) -> bytes:
    """The same for mails, where SVG is not shown: eight pixels a module, which are one byte of the picture."""
    rows = matrix(text)
    side = len(rows) + 2 * QUIET
    margin, white = [_line([], side)] * QUIET, [False] * QUIET
    lines = margin + [_line(white + row, side) for row in rows] + margin
    header = pack(">IIBBBBB", side * _PIXELS, side * _PIXELS, 1, 0, 0, 0, 0)  # one bit a pixel, 0 is black
    packed = compress(b"".join(line * _PIXELS for line in lines))
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


_PIXELS = 8
_INK = bytes.maketrans(b"\0\1", b"\xff\0")


def _line(dark: list[bool], side: int) -> bytes:
    """A line of pixels without a filter, white where nothing is said."""
    return b"\0" + bytes(dark).translate(_INK).ljust(side, b"\xff")


def _chunk(kind: bytes, content: bytes) -> bytes:
    return pack(">I", len(content)) + kind + content + pack(">I", crc32(kind + content))
