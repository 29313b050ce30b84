"""Files of ours are compressed once and kept for long where their address changes with them."""

from __future__ import annotations

import gzip

import pytest
from bs4 import BeautifulSoup
from factories import sign_in
from flask import Flask


def sheet(app: Flask) -> str:
    page = BeautifulSoup(app.test_client().get("/en/2023/").data, "html.parser")
    link = page.select_one("link[rel=stylesheet]")
    assert link is not None
    return str(link["href"])


def test_file_with_its_fingerprint_is_immutable(cached_app: Flask) -> None:
    address = sheet(cached_app)
    plain = cached_app.test_client().get(address)
    assert plain.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert plain.headers["Vary"] == "Accept-Encoding"
    packed = cached_app.test_client().get(address, headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["Content-Type"] == plain.headers["Content-Type"]
    known = cached_app.test_client().get(address, headers={"If-None-Match": plain.headers["ETag"]})
    assert (known.status_code, known.data) == (304, b"")


def test_file_of_earlier_version_is_asked_again(cached_app: Flask) -> None:
    earlier = cached_app.test_client().get(sheet(cached_app).partition("?")[0] + "?v=0123456789ab")
    assert earlier.headers["Cache-Control"] == "public, no-cache"
    assert cached_app.test_client().get("/static/css/none.css?v=1").status_code == 404


def test_invented_fingerprints_fill_no_memory(cached_app: Flask) -> None:
    address = sheet(cached_app)
    cached_app.test_client().get(address)
    shelf = cached_app.wsgi_app._shelf  # type: ignore[attr-defined]
    size = shelf.size
    for number in range(3):
        cached_app.test_client().get(address.partition("?")[0] + f"?v={number}")
    assert shelf.size == size > 0


@pytest.mark.proof("the same file for somebody signed in")
def test_signed_in_people_share_the_files(cached_app: Flask) -> None:
    made: list[int] = []
    cached_app.after_request(lambda answer: made.append(1) or answer)
    address = sheet(cached_app)
    made.clear()
    cached_app.test_client().get(address)
    organiser = cached_app.test_client()
    sign_in(organiser)
    assert organiser.get(address).status_code == 200
    assert len(made) == 1
