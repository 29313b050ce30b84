"""Whatever is sent as a picture is refused with a sentence or drawn anew, small, upright, without metadata."""

from __future__ import annotations

import resource
import struct
import time
import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from PIL import Image, ImageCms

from assembly.pictures import LARGEST, Fresh, NotAPicture, TooLargeAPicture, TooManyPixels, fresh


def picture(kind: str = "PNG", size: tuple[int, int] = (64, 32), mode: str = "RGB", **options: Any) -> bytes:
    content = BytesIO()
    Image.linear_gradient("L").resize(size).convert(mode).save(content, kind, **options)
    return content.getvalue()


def bomb(side: int) -> bytes:
    """A sound PNG of one colour, tiny as a file."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    row = b"\0" + b"\0" * (side // 8)
    pixels = zlib.compressobj(9)
    data = b"".join(pixels.compress(row) for _ in range(side)) + pixels.flush()
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def with_gps() -> bytes:
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    exif[0x0112], exif[0x010F] = 6, "A camera"
    return picture("JPEG", exif=exif)


def several(kind: str) -> bytes:
    frames, content = [Image.new("RGB", (40, 40), colour) for colour in ("red", "blue")], BytesIO()
    frames[0].save(content, kind, save_all=True, append_images=frames[1:])
    return content.getvalue()


SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
TAKEN: dict[str, Callable[[], bytes]] = {
    "png": picture,
    "jpeg": lambda: picture("JPEG"),
    "webp": lambda: picture("WEBP"),
    "see-through": lambda: picture(mode="RGBA"),
    "palette": lambda: picture(mode="P"),
    "grey with alpha": lambda: picture(mode="LA"),
    "one bit": lambda: picture(mode="1"),
    "sixteen bits": lambda: picture(mode="I;16"),
    "cmyk": lambda: picture("JPEG", mode="CMYK"),
    "exif and gps": with_gps,
    "comment": lambda: picture("JPEG", comment=b"secret words"),
    "xmp": lambda: picture("JPEG", xmp=b"<x:xmpmeta>secret words</x:xmpmeta>"),
    "icc": lambda: picture("PNG", icc_profile=SRGB),
    "moving webp": lambda: several("WEBP"),
    "moving png": lambda: several("PNG"),
    "two in one jpeg": lambda: several("MPO"),
    "large": lambda: picture("JPEG", (5_900, 4_000)),
    "long": lambda: picture(size=(4_000, 10)),
    "a page behind it": lambda: picture("JPEG") + b"<script>alert(1)</script>",
}
REFUSED: dict[str, tuple[Callable[[], bytes], type[Exception]]] = {
    "14,000 squared": (lambda: bomb(14_000), TooManyPixels),
    "10,000 squared": (lambda: bomb(10_000), TooManyPixels),
    "5,000 squared": (lambda: bomb(5_000), TooManyPixels),
    "one byte too many": (lambda: picture() + b"\0" * (LARGEST + 1 - len(picture())), TooLargeAPicture),
    "cut off jpeg": (lambda: picture("JPEG", (800, 800))[:900], NotAPicture),
    "cut off png": (lambda: picture(size=(800, 800))[:300], NotAPicture),
    "gif": (lambda: picture("GIF"), NotAPicture),
    "gif and script": (lambda: b"GIF89a/*" + b"\0" * 40 + b"*/=1;alert(1)", NotAPicture),
    "svg": (lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', NotAPicture),
    "html as jpg": (lambda: b"<!doctype html><title>x</title><script>alert(1)</script>", NotAPicture),
    "eps": (lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", NotAPicture),
    "bmp": (lambda: picture("BMP"), NotAPicture),
    "tiff": (lambda: picture("TIFF"), NotAPicture),
    "pdf": (lambda: picture("PDF"), NotAPicture),
    "the beginning alone": (lambda: b"\x89PNG\r\n\x1a\n", NotAPicture),
    "no bytes": (lambda: b"", NotAPicture),
    "noughts": (lambda: b"\0" * 5_000, NotAPicture),
}


def taken(content: bytes) -> Fresh:
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    made = fresh(content)
    assert time.monotonic() - began < 4  # two seconds on a machine that does nothing else
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000  # kB
    return made


OF_THE_FORMAT = {"jfif", "jfif_version", "jfif_unit", "jfif_density", "loop", "background", "timestamp", "duration"}


@pytest.mark.turns(2)
@pytest.mark.parametrize("what", TAKEN)
def test_a_picture_loses_what_it_carried(what: str) -> None:
    made = taken(TAKEN[what]())
    with Image.open(BytesIO(made.content)) as again:
        again.load()
        assert again.format in {"JPEG", "WEBP"}
        assert (again.width, again.height) == (made.width, made.height)
        assert max(again.size) <= 1_024
        assert getattr(again, "n_frames", 1) == 1
        assert not set(again.info) - OF_THE_FORMAT
        assert not again.getexif()
    assert b"secret words" not in made.content
    assert b"script" not in made.content


@pytest.mark.parametrize("what", REFUSED)
def test_anything_else_is_refused(what: str) -> None:
    make, fault = REFUSED[what]
    content, before = make(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(fault):
        fresh(content)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000


@pytest.mark.parametrize("turn", range(1, 9))
def test_a_picture_stands_upright(turn: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = turn
    made = fresh(picture("JPEG", (64, 32), exif=exif))
    assert (made.width, made.height) == ((32, 64) if turn > 4 else (64, 32))


def test_a_dark_deep_picture_stays_dark() -> None:
    content = BytesIO()
    Image.new("I;16", (8, 8), 8_192).save(content, "PNG")
    with Image.open(BytesIO(fresh(content.getvalue()).content)) as again:
        assert again.convert("L").getpixel((4, 4)) == pytest.approx(32, abs=3)


def test_what_is_see_through_stays_so() -> None:
    content = BytesIO()
    Image.new("RGBA", (8, 8), (255, 0, 0, 0)).save(content, "PNG")
    with Image.open(BytesIO(fresh(content.getvalue()).content)) as again:
        assert again.convert("RGBA").getpixel((4, 4))[3] == 0
