"""The directory as the office works with it, and entries made through the services."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from bs4 import BeautifulSoup
from factories import ORGANISER, sign_in
from inspector import InspectingClient, filled
from sqlalchemy import select
from werkzeug.test import TestResponse

from assembly.communities.facts import Facts
from assembly.communities.service.places import add_community
from assembly.extensions import db
from assembly.models import Bilingual, Community, CommunityKind

AT = "/en/manage/2027/communities/"
NETWORKS = "/en/manage/2027/networks/"
ENTRY = "main form[novalidate]"


def office(app: Any) -> InspectingClient:
    """A device of the organising team."""
    client: InspectingClient = app.test_client()
    sign_in(client, ORGANISER)
    return client


def make(code: str, name: str = "", **facts: Any) -> Community:
    """An entry, inside `writing()`: a town in Poland unless said otherwise."""
    name = name or code.title()
    given: dict[str, Any] = {"names": Bilingual(name, name), "kind": CommunityKind.MUNICIPALITY, "country": "PL"}
    return add_community(code, Facts(native_name=name, **(given | facts)))


def entry(code: str) -> Community:
    """What is stored now."""
    return db.session.scalars(select(Community).where(Community.code == code)).one()


def upload(client: InspectingClient, path: str, field: str, content: bytes, name: str, **answers: str) -> TestResponse:
    """Fill in the real form of a page and send a file with it."""
    found = client.page(path).select_one("main form[enctype]")
    assert found is not None
    data: dict[str, Any] = filled(found, answers)
    data[field] = (BytesIO(content), name)
    return client.post(path, data=data, content_type="multipart/form-data")


def preview(client: InspectingClient, content: bytes, name: str = "cities.csv") -> str:
    """Send a table; the address of its preview."""
    answer = upload(client, f"{AT}import", "table", content, name)
    assert answer.status_code == 303, answer.get_data(as_text=True)[-3000:]
    return str(answer.location)


def verdicts(page: BeautifulSoup) -> dict[str, str]:
    """What happens to each line, by the name in it."""
    return {row.th.get_text(strip=True): row.select_one(".tag").get_text() for row in page.select("tbody tr")}
