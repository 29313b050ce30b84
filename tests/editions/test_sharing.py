"""What other sites and phones read of a page: one address, its languages, a sentence, a picture."""

from __future__ import annotations

import json
from io import BytesIO

import pytest
from inspector import InspectingClient
from PIL import Image

CARDS = {
    "/fr/": "/fr/2027/card.png",
    "/en/2023/report": "/en/2023/report/card.png",
    "/en/2027/speakers": "/en/2027/card.png",
}


def meta(client: InspectingClient, path: str) -> dict[str, str]:
    tags = client.page(path).select("meta[content]:is([name], [property])")
    return {str(one.get("property") or one["name"]): str(one["content"]) for one in tags}


@pytest.mark.turns(3)
@pytest.mark.parametrize(("path", "card"), CARDS.items())
def test_page_says_how_to_show_it(demo_client: InspectingClient, path: str, card: str) -> None:
    told = meta(demo_client, path)
    assert told["og:image"] == f"http://localhost{card}"
    assert told["og:url"] == demo_client.page(path).select_one("link[rel=canonical]")["href"]
    assert told["og:locale"] == {"fr": "fr_FR", "en": "en_GB"}[path[1:3]]
    assert 20 < len(told["description"]) == len(told["og:description"])


def test_session_has_a_card_of_its_own(demo_client: InspectingClient) -> None:
    path = str(demo_client.page("/fr/2027/agenda").select_one(".programme h2 a")["href"])
    told = meta(demo_client, path)
    assert told["og:title"].startswith("Ouverture par la coprésidence")
    drawn = demo_client.get(told["og:image"].removeprefix("http://localhost"))
    with Image.open(BytesIO(drawn.data)) as picture:
        assert picture.size == (1200, 630)
    assert demo_client.get("/fr/2027/agenda/unknown/card.png").status_code == 404


def test_home_describes_the_event(demo_client: InspectingClient) -> None:
    page = demo_client.page("/fr/2027/")
    event = json.loads(str(page.select_one('script[type="application/ld+json"]').string))
    assert (event["@type"], event["startDate"]) == ("Event", "2027-04-15T09:00:00+02:00")
    manifest = demo_client.get(page.select_one("link[rel=manifest]")["href"]).json
    assert (manifest["lang"], manifest["start_url"]) == ("fr", "/fr/")
    for icon in manifest["icons"]:
        with demo_client.get(icon["src"]) as answer:
            assert answer.mimetype == icon["type"]


@pytest.mark.turns(2)
@pytest.mark.parametrize(
    ("moment", "button"),
    [
        ("not-open", None),
        ("open", "Register"),
        ("closed", "My registration"),
        ("day", "Watch live"),
        ("after", "See the programme"),
    ],
)
def test_demonstration_shows_each_home(demo_client: InspectingClient, moment: str, button: str | None) -> None:
    listed = {a["href"] for a in demo_client.page("/en/demo/home/").select("main a")}
    assert f"/en/demo/home/{moment}" in listed
    page = demo_client.page(f"/en/demo/home/{moment}")
    assert getattr(page.select_one(".hero .button"), "string", None) == button
    assert len(page.select("main > section")) <= 4
