"""The film of the demonstration: ours, on our own site, with captions in both languages."""

from __future__ import annotations

import struct
from io import BytesIO

import pytest
from inspector import InspectingClient
from PIL import Image

from assembly.demo.film import pages
from assembly.demo.film.webm import Frame, film, frame_of
from assembly.web import CSP


def picture(colour: str) -> bytes:
    """A picture of one colour, as a lossy WebP."""
    file = BytesIO()
    Image.new("RGB", (64, 36), colour).save(file, "WEBP", quality=50)
    return file.getvalue()


def test_each_cue_leads_to_its_frame() -> None:
    frames = [Frame(ms, frame_of(picture(colour))) for ms, colour in ((0, "red"), (1000, "blue"), (70_000, "white"))]
    made = film(frames, (64, 36), 90_000)
    assert made.startswith(bytes.fromhex("1a45dfa3"))
    segment = made.index(bytes.fromhex("18538067")) + 12
    at = made.index(bytes.fromhex("1c53bb6b"))
    for one in frames:
        at = made.index(b"\xf1" + struct.pack(">Q", 1 << 56 | 8), at) + 9
        cluster = made[segment + int.from_bytes(made[at : at + 8], "big") :]
        assert cluster.startswith(bytes.fromhex("1f43b675"))
        assert one.picture in cluster[: len(one.picture) + 60]


def test_only_a_lossy_picture_is_a_frame() -> None:
    file = BytesIO()
    Image.new("RGB", (4, 4)).save(file, "WEBP", lossless=True)
    with pytest.raises(ValueError, match="lossy"):
        frame_of(file.getvalue())


def test_film_plays_from_our_site_with_captions(
    demo_client: InspectingClient, monkeypatch: pytest.MonkeyPatch, full_scale: bool
) -> None:
    if not full_scale:  # drawing it takes two seconds of a processor
        monkeypatch.setattr(pages, "drawn", lambda _scenes: bytes(1_000))
    listed = demo_client.page("/fr/2023/recordings")
    speech = next(a["href"] for a in listed.select("h2 a") if "Discours" in a.get_text()).partition("?")[0]
    opened = demo_client.get(speech + "?play=fr", policy=f"{CSP}; media-src 'self'").soup
    assert opened.select_one("video")["src"] == "/demo/films/keynote-fr.webm"
    assert {track["srclang"] for track in opened.select("track")} == {"en", "fr"}
    assert len(opened.select(".transcript li")) > 3
    assert "Rien n’est envoyé" not in opened.get_text()
    with demo_client.get("/demo/films/keynote-fr.webm", headers={"Range": "bytes=0-99"}) as part:
        assert (part.status_code, part.mimetype, len(part.data)) == (206, "video/webm", 100)
    assert demo_client.get("/demo/films/unknown.webm").status_code == 404
