"""Uploaded pictures: checked before they are decoded, then made anew without anything they carried."""

import struct
import warnings
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps

from assembly.errors import Rejected
from assembly.i18n import _l

LARGEST = 5 * 1024 * 1024
"Bytes of an upload."
MOST_PIXELS = 24_000_000
"Decoded, four bytes each: what a picture may take of our memory."
SIDE = 1_024
_FORMATS = ("PNG", "JPEG", "WEBP")
ACCEPT = "image/png,image/jpeg,image/webp"
warnings.filterwarnings("error", category=Image.DecompressionBombWarning)  # Pillow only warns of what fills our memory


class NotAPicture(Rejected):
    """It is no PNG, JPEG or WebP, or it is damaged."""

    sentence = _l("We cannot use this picture. Choose a PNG, JPEG or WebP file.")


class TooLargeAPicture(Rejected):
    """Too many bytes."""

    sentence = _l("The picture must be 5 MB or smaller.")


class TooManyPixels(Rejected):
    """Small as a file, enormous when unpacked."""

    sentence = _l("The picture must have 24 million pixels or fewer, for example 6,000 by 4,000.")


@dataclass(frozen=True, slots=True)
class Fresh:
    """A picture of ours: at most 1,024 pixels a side, no metadata."""

    content: bytes
    mime: str
    width: int
    height: int


def fresh(content: bytes, *, square: bool = False, side: int = SIDE, largest: int = LARGEST) -> Fresh:
    """The same picture drawn anew, upright; `square` cuts it to its middle, a tall one near its top.

    It has at most `side` pixels a side. Raises NotAPicture, TooLargeAPicture (of more than `largest` bytes),
    TooManyPixels.
    """
    if len(content) > largest:
        raise TooLargeAPicture
    try:
        with Image.open(BytesIO(content), formats=_FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise TooManyPixels
            picture.draft("RGB", (side, side))  # a large JPEG is decoded small
            upright = _upright(picture, side)
            return _stored(_cut(upright) if square else upright)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise TooManyPixels from None
    except (OSError, SyntaxError, ValueError, EOFError, OverflowError, struct.error):
        raise NotAPicture from None


def _upright(picture: Image.Image, side: int) -> Image.Image:
    """Its first frame, small, in plain colours, turned as its camera was."""
    if picture.mode.startswith("I"):  # sixteen bits a point
        picture = picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    see_through = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    turn = picture.getexif()
    plain = picture.convert("RGBA" if see_through else "RGB")
    plain.thumbnail((side, side))
    plain.getexif().update(turn)
    return ImageOps.exif_transpose(plain)


def _cut(picture: Image.Image) -> Image.Image:
    """The square in which a face is: the middle of a wide picture, the upper part of a tall one."""
    side = min(picture.size)
    left, top = (picture.width - side) // 2, (picture.height - side) // 4
    return picture.crop((left, top, left + side, top + side))


def _stored(picture: Image.Image) -> Fresh:
    """Painted on a new canvas: whatever the file carried beside its points stays behind."""
    canvas = Image.new(picture.mode, picture.size)
    canvas.paste(picture)
    content = BytesIO()
    if canvas.mode == "RGBA":
        canvas.save(content, "WEBP", quality=90, method=4)
        return Fresh(content.getvalue(), "image/webp", *canvas.size)
    canvas.save(content, "JPEG", quality=90, optimize=True)
    return Fresh(content.getvalue(), "image/jpeg", *canvas.size)
