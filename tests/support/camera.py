"""What the camera of a phone at the door sees: films of entry codes on the screens of other phones."""

from __future__ import annotations

import io
import random
from pathlib import Path

from browser import fill_in, mail_to, picture, press, says
from PIL import Image, ImageEnhance, ImageFilter
from playwright.sync_api import Page

FRAME = (640, 480)


def seen_by_a_camera(screen: Image.Image | None, number: int) -> Image.Image:
    """A frame: a dim hall, and in it a phone held a little askew, not quite sharp; or nobody."""
    noise = random.Random(number)
    frame = Image.new("RGB", FRAME, (52, 47, 44))
    if screen is not None:
        held = (
            screen.convert("RGB").resize((400, 400)).rotate(noise.uniform(-6, 6), expand=True, fillcolor=(30, 30, 30))
        )
        frame.paste(held, (105 + noise.randrange(12), 15 + noise.randrange(12)))
    return ImageEnhance.Brightness(frame.filter(ImageFilter.GaussianBlur(0.8))).enhance(0.75)


def film(path: Path, *scenes: tuple[Image.Image | None, int]) -> Path:
    """Each screen for so many frames, 20 a second, as the film a fake camera shows again and again.

    The hand that holds the screen trembles through the same eight places.
    """
    with path.open("wb") as file:
        for screen, frames in scenes:
            held = [io.BytesIO() for _ in range(8)]
            for number, one in enumerate(held):
                seen_by_a_camera(screen, number).save(one, "JPEG", quality=80)
            for number in range(frames):
                file.write(held[number % 8].getvalue())
    return path


def code_in_the_mail(page: Page, lang: str, given: str) -> Image.Image:
    """Register, wait for the mail, and give what the screen of the phone that shows it looks like."""
    email = f"{given.lower()}.{lang}@rzeszow.example.org"
    page.goto(f"/{lang}/2027/register")
    fill_in(page, represents="community", mode="on_site", place="Rzeszów", function="Maire", email=email)
    fill_in(page, given=given, family="Kamera")
    press(page, says(lang, "Register"))
    mail_to(page, email, says(lang, "Registration confirmed"), lang)
    return Image.open(io.BytesIO(picture(page.get_by_alt_text(says(lang, "The entry code in this email")))))
