"""The language switch alone remembers a language; a page sets no cookie for it."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from inspector import InspectingClient

FRENCH = {"Accept-Language": "fr"}


def test_page_in_another_language_sets_no_cookie(demo_client: InspectingClient) -> None:
    assert "Set-Cookie" not in demo_client.get("/en/2023/", headers=FRENCH).headers
    assert demo_client.get("/", headers=FRENCH).headers["Location"] == "/fr/"


def test_switch_remembers_and_leads_on(demo_client: InspectingClient) -> None:
    page = BeautifulSoup(demo_client.get("/fr/2023/agenda").data, "html.parser")
    link = page.select_one(".languages a[lang=en]")
    assert link is not None
    answer = demo_client.get(str(link["href"]), headers=FRENCH)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/en/2023/agenda")
    assert {"HttpOnly", "SameSite=Lax", "lang=en"} <= set(answer.headers["Set-Cookie"].split("; "))
    assert demo_client.get("/", headers=FRENCH).headers["Location"] == "/en/"


@pytest.mark.parametrize("path", ["//elsewhere.example/?switch", "/en//elsewhere.example/?switch", "/?switch"])
def test_switch_leads_to_no_other_site(demo_client: InspectingClient, path: str) -> None:
    location = demo_client.get(path, base_url="http://localhost").headers.get("Location", "/")
    assert location.startswith("/")
    assert not location.startswith("//")
