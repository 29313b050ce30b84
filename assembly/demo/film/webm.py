"""Pictures put into a film: WebM (RFC 9559) with VP8, of which a lossy WebP picture is a frame (RFC 6386). Pure."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass

_SEGMENT = "18538067"
_INFO, _TRACKS, _CUES, _CLUSTER = "1549a966", "1654ae6b", "1c53bb6b", "1f43b675"
_VIDEO, _VP8 = 1, b"V_VP8"
_CUE_BYTES = 8


@dataclass(frozen=True, slots=True)
class Frame:
    """A whole picture, shown from a millisecond on."""

    at_ms: int
    picture: bytes


def frame_of(webp: bytes) -> bytes:
    """Take the frame out of a lossy WebP file. Raises ValueError for any other file."""
    if webp[:4] != b"RIFF" or webp[8:16] != b"WEBPVP8 ":
        raise ValueError("not a lossy WebP picture")
    (length,) = struct.unpack("<I", webp[16:20])
    return webp[20 : 20 + length]


def film(frames: Sequence[Frame], size: tuple[int, int], length_ms: int) -> bytes:
    """Write a film in which one may jump to each of these frames."""
    head = _element(
        "1a45dfa3",
        *(_number("4286", 1), _number("42f7", 1), _number("42f2", 4), _number("42f3", 8)),
        *(_element("4282", b"webm"), _number("4287", 4), _number("4285", 2)),
    )
    info = _element(
        _INFO,
        *(_number("2ad7b1", 1_000_000), _element("4489", struct.pack(">d", float(length_ms)))),
        *(_element("4d80", b"assembly"), _element("5741", b"assembly")),
    )
    picture = _element("e0", _number("b0", size[0]), _number("ba", size[1]))
    track = _element(
        "ae",
        *(_number("d7", 1), _number("73c5", 1), _number("83", _VIDEO), _number("9c", 0)),
        *(_element("86", _VP8), picture),
    )
    tracks = _element(_TRACKS, track)
    clusters = [_cluster(one) for one in frames]
    before = len(info) + len(tracks)
    before += len(_cues(frames, [0] * len(frames)))
    places = []
    for cluster in clusters:
        places.append(before)
        before += len(cluster)
    return head + _element(_SEGMENT, info, tracks, _cues(frames, places), *clusters)


def _cluster(one: Frame) -> bytes:
    """One frame, which needs no other to be shown."""
    block = b"\x81" + struct.pack(">h", 0) + b"\x80" + one.picture
    return _element(_CLUSTER, _number("e7", one.at_ms), _element("a3", block))


def _cues(frames: Sequence[Frame], places: Sequence[int]) -> bytes:
    """Say where in the segment each frame is; of the same length whatever the places are."""
    points = []
    for one, place in zip(frames, places, strict=True):
        where = _element("f1", place.to_bytes(_CUE_BYTES, "big"))
        points.append(_element("bb", _number("b3", one.at_ms), _element("b7", _number("f7", 1), where)))
    return _element(_CUES, *points)


def _element(name: str, *contents: bytes) -> bytes:
    inside = b"".join(contents)
    return bytes.fromhex(name) + (1 << 56 | len(inside)).to_bytes(8, "big") + inside


def _number(name: str, value: int) -> bytes:
    return _element(name, value.to_bytes(max(1, (value.bit_length() + 7) // 8), "big"))
