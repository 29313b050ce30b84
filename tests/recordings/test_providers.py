"""Addresses of recordings: which site they are of, how its player opens at a second, and what a page must allow."""

from __future__ import annotations

import pytest

from assembly.recordings.providers import NotAnAddress, Provider, source

YOUTUBE = "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"
PEERTUBE = "9c9de5e8-0a1e-484a-b099-e80766180a6d"


@pytest.mark.parametrize(
    "address",
    [
        "https://www.youtube.com/watch?v=dQw4w9WgXcQ&list=x",
        "https://youtu.be/dQw4w9WgXcQ?t=3",
        "https://m.youtube.com/live/dQw4w9WgXcQ",
        "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ",
    ],
)
def test_youtube_is_shown_without_its_cookies(address: str) -> None:
    found = source(address)
    assert (found.provider, found.id, found.frame) == (Provider.YOUTUBE, "dQw4w9WgXcQ", YOUTUBE)
    assert found.player(754, 900) == f"{YOUTUBE}?enablejsapi=1&rel=0&start=754&end=900"
    assert found.policy == "frame-src https://www.youtube-nocookie.com"


@pytest.mark.parametrize(
    ("address", "provider", "player"),
    [
        ("https://vimeo.com/76979871", Provider.VIMEO, "https://player.vimeo.com/video/76979871?dnt=1#t=754s"),
        ("https://vimeo.com/1/0", Provider.LINK, None),
        (
            "https://vimeo.com/76979871/8272103f6e",
            Provider.VIMEO,
            "https://player.vimeo.com/video/76979871?dnt=1&h=8272103f6e#t=754s",
        ),
        (
            f"https://tube.example.org/videos/watch/{PEERTUBE}",
            Provider.PEERTUBE,
            f"https://tube.example.org/videos/embed/{PEERTUBE}?p2p=0&start=754s&stop=900s",
        ),
        (
            "https://audiovisual.ec.europa.eu/en/video/I-223223",
            Provider.COMMISSION,
            "https://audiovisual.ec.europa.eu/embed/index.html?ref=I-223223&autoplay=false&starttime=754",
        ),
        ("https://webcast.ec.europa.eu/some-day-2023-06-15", Provider.COMMISSION, None),
        ("https://cdn.example.org/a/b.mp4", Provider.FILE, "https://cdn.example.org/a/b.mp4#t=754,900"),
        ("https://cdn.example.org/a.m3u8?x=1", Provider.HLS, "https://cdn.example.org/a.m3u8?x=1#t=754,900"),
        ("https://www.example.org/2023", Provider.LINK, None),
        ("https://youtube.com.example.org/watch?v=dQw4w9WgXcQ", Provider.LINK, None),
        ("https://www.youtube.com/@channel", Provider.LINK, None),
    ],
)
def test_each_site_opens_at_its_second(address: str, provider: Provider, player: str | None) -> None:
    found = source(address)
    assert (found.provider, found.player(754, 900) if player else None) == (provider, player)
    assert found.can_be_opened_here is (player is not None)


@pytest.mark.turns(2)
@pytest.mark.parametrize(
    "address",
    [
        *("javascript:alert(1)", "http://video.example.org/1", "ftp://x.example", "https://", "nowhere", ""),
        *("https://evil@video.example.org/", "https://[1", "https://x.example:8443/", "https://localhost/a.mp4"),
        *("https://a.example; script-src *", "https://a.example;x/a.mp4", "https://a'b.example/a.mp4"),
    ],
)
def test_anything_but_plain_https_is_refused(address: str) -> None:
    with pytest.raises(NotAnAddress):
        source(address)
