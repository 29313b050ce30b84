"""The same PDF file in half the bytes: a drawing that pages share is kept once, and what has no stream lies compressed.

Typst writes the drawing of each page and every object in full. PDF has streams of objects, and a table of references
that is a stream too (ISO 32000-1, 7.5.7 and 7.5.8); its readers have known them since 2003.
"""

import re
import zlib
from collections.abc import Iterable

_TOGETHER = 400
"Objects in one stream: a reader that wants one of them unpacks all."
_ROW = 20
"Bytes of one row in the table of references."
_OBJECT = re.compile(rb"\d+ 0 obj\s(.*?)\s?endobj\s*\Z", re.DOTALL)
_TRAILER = re.compile(rb"\s*trailer\s*<<(.*)/Size \d+(.*)>>\s*startxref", re.DOTALL)
_DRAWING = re.compile(rb"(?<=/Contents )\d+(?= 0 R)")


def packed(made: bytes) -> bytes:
    """Pack a file of Typst; one that is not as plain as expected stays as it is."""
    table = int(made[made.rindex(b"startxref") + len(b"startxref") :].split()[0])
    head = re.compile(rb"xref\s+0 (\d+)\s+").match(made, table)
    if head is None:
        return made
    size = int(head[1])
    ends = head.end() + size * _ROW
    trailer = _TRAILER.match(made, ends)
    if trailer is None:
        return made
    objects = _objects(made, table, made[head.end() : ends])
    if objects is None:
        return made
    streams = {number: body for number, body in objects.items() if body.endswith(b"endstream")}
    first: dict[bytes, int] = {}
    same = {number: first.setdefault(body, number) for number, body in streams.items()}
    plain = {number: _shared(body, same) for number, body in objects.items() if number not in streams}
    drawings = {int(found) for body in objects.values() if _is_page(body) for found in _DRAWING.findall(body)}
    for number in drawings:
        if same[number] != number:
            del streams[number]
    return _written(made[: made.index(b"\n1 0 obj") + 1], streams, plain, size, trailer[1] + trailer[2])


def _objects(made: bytes, table: int, rows: bytes) -> dict[int, bytes] | None:
    """Find what lies between the places that the table names, by number; None if one has another form."""
    found = {at // _ROW: int(rows[at : at + 10]) for at in range(0, len(rows), _ROW) if rows[at + 17 : at + 18] == b"n"}
    inner = sorted(found.items(), key=lambda one: one[1])
    ends = [place for _number, place in inner[1:]] + [table]
    objects = {}
    for (number, place), end in zip(inner, ends, strict=True):
        body = _OBJECT.match(made, place, end)
        if body is None:
            return None
        objects[number] = body[1]
    return objects


def _is_page(body: bytes) -> bool:
    return body.startswith(b"<</Type/Page/")


def _shared(body: bytes, same: dict[int, int]) -> bytes:
    """Let a page use the first of equal drawings."""
    if not _is_page(body):
        return body
    return _DRAWING.sub(lambda found: b"%d" % same[int(found[0])], body)


def _written(head: bytes, streams: dict[int, bytes], plain: dict[int, bytes], size: int, facts: bytes) -> bytes:
    """Write the file: streams as they are, all other objects in streams of many, the table last."""
    out, places = bytearray(head), {}

    def put(number: int, body: bytes) -> None:
        places[number] = (1, len(out), 0)
        out.extend(b"%d 0 obj\n%b\nendobj\n" % (number, body))

    for number, body in streams.items():
        put(number, body)
    numbers = list(plain)
    for begin in range(0, len(numbers), _TOGETHER):
        some = numbers[begin : begin + _TOGETHER]
        put(size, _together([(number, plain[number]) for number in some]))
        places |= {number: (2, size, index) for index, number in enumerate(some)}
        size += 1
    start = len(out)
    places[size] = (1, start, 0)
    rows = b"".join(_row(*places.get(number, (0, 0, 0))) for number in range(size + 1))
    put(size, _stream(b"/Type/XRef/W[1 4 2]/Size %d%b" % (size + 1, facts), rows))
    return bytes(out) + b"startxref\n%d\n%%%%EOF\n" % start


def _together(objects: Iterable[tuple[int, bytes]]) -> bytes:
    """Put objects into one stream: a line of their numbers and places, then they themselves."""
    places, bodies, at = [], [], 0
    for number, body in objects:
        places.append(b"%d %d" % (number, at))
        bodies.append(body)
        at += len(body) + 1
    line = b" ".join(places) + b"\n"
    return _stream(b"/Type/ObjStm/N %d/First %d" % (len(bodies), len(line)), line + b"\n".join(bodies))


def _stream(facts: bytes, content: bytes) -> bytes:
    small = zlib.compress(content, 9)
    return b"<<%b/Filter/FlateDecode/Length %d>>\nstream\n%b\nendstream" % (facts, len(small), small)


def _row(kind: int, place: int, index: int) -> bytes:
    return kind.to_bytes(1, "big") + place.to_bytes(4, "big") + index.to_bytes(2, "big")
