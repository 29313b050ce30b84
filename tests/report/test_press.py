"""What the press takes along of a report."""

from __future__ import annotations

from io import BytesIO

from flask import Flask
from PIL import Image

from assembly.editions.social_card import card


def test_press_page_offers_pictures_and_cards(demo_app: Flask) -> None:
    client = demo_app.test_client()
    page = client.page("/fr/2023/report/press")
    assert page.select("[data-picture] + dl dd[lang=en]")
    assert page.select("[data-picture] + dl dd[lang=fr]")
    drawn = client.get("/fr/2023/report/card.png")
    with Image.open(BytesIO(drawn.data)) as picture:
        assert picture.size == (1200, 630)
    assert "/en/2023/report/card.png" in client.get("/en/2023/report").text


def test_long_headlines_fit_on_the_card() -> None:
    drawn = card("Mayors & cities " * 40, "Brussels")
    assert drawn.count("<text") == 6
    assert "Mayors &amp; cities" in drawn
