"""The article as a Word file."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

from flask import Flask
from PIL import Image

from assembly.i18n import speaking
from assembly.report.article.blocks import Kind
from assembly.report.article.parts import Article, ArticleBlock, Shown
from assembly.report.article.word import word


def test_a_see_through_picture_becomes_png(app: Flask) -> None:
    stored = BytesIO()
    Image.new("RGBA", (8, 4), (200, 30, 30, 90)).save(stored, "WEBP")
    shown = Shown("https://example.org/a", "A logo", "Somebody", 8, 4, "image/webp", stored.getvalue())
    article = Article("A", "B", (), (ArticleBlock(Kind.PICTURE, picture=shown),), (), (), "https://example.org")
    with app.app_context(), speaking("en"), ZipFile(BytesIO(word(article))) as packed:
        inside = [packed.read(name) for name in packed.namelist() if name.startswith("word/media/")]
    with Image.open(BytesIO(inside[0])) as picture:
        assert (picture.format, picture.mode, picture.size) == ("PNG", "RGBA", (8, 4))
