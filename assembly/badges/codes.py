"""Pictures of the codes on badges, drawn where the file is set."""

import zlib
from struct import pack
from typing import Any

from assembly.badges import qr


def drawn(facts: dict[str, Any]) -> dict[str, Any]:
    """Give each page of `sheet.document` the picture of its code in place of the address, as a list of bytes, with the
    share of its side that stays white around it; and name all `signs` that are printed, to be measured."""
    texts = (
        text for page in facts["pages"] for text in (*page.values(), page["role"]["word"]) if isinstance(text, str)
    )
    signs = sorted(set().union(*texts) - {" "})
    return facts | {"pages": [page | _code(page["address"]) for page in facts["pages"]], "signs": signs}


def _code(text: str) -> dict[str, Any]:
    rows = qr.matrix(text)
    return {"code": list(_png(rows)), "margin": qr.QUIET / (len(rows) + 2 * qr.QUIET), "address": ""}


def _png(rows: list[list[bool]]) -> bytes:
    """Draw a code as PNG, one bit for each module: an eighth of what Typst would have to keep of grey values."""
    side = len(rows)
    width = -(-side // 8) * 8
    lines = [sum(1 << (width - 1 - x) for x, dark in enumerate(row) if not dark) for row in rows]
    raw = b"".join(b"\0" + line.to_bytes(width // 8, "big") for line in lines)
    header = pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    parts = (b"IHDR", header), (b"IDAT", zlib.compress(raw, 9)), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))
