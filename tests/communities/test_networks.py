"""Networks and partners: their roles, order and logos, as the public sees them."""

from __future__ import annotations

from io import BytesIO

import pytest
from directory import NETWORKS, office, upload
from flask import Flask
from inspector import InspectingClient
from PIL import Image
from sqlalchemy import select

from assembly.communities import queries
from assembly.editions.queries.editions import all_editions
from assembly.extensions import db
from assembly.models import Network, NetworkKind
from assembly.report.queries import facts

ALT = {"logo_alt_en": "Logo of ERRIN", "logo_alt_fr": "Logo d’ERRIN"}


@pytest.fixture
def client(demo_app: Flask) -> InspectingClient:
    return office(demo_app)


def logo(size: tuple[int, int] = (1_600, 400)) -> bytes:
    content, exif = BytesIO(), Image.Exif()
    exif[0x010F] = "A camera"
    Image.new("RGB", size, "navy").save(content, "JPEG", exif=exif)
    return content.getvalue()


def test_without_logo_the_name_is_set(client: InspectingClient) -> None:
    page = client.page("/fr/about")
    assert [card.b.get_text()[:6] for card in page.select("ul.grid")[0].select(".card")] == [
        "Euroci", "Open &", "Europe", "Europe", "Counci",
    ]  # fmt: skip
    assert page.select("main img") == []
    assert "Cinq réseaux de villes intelligentes" in page.get_text()


def test_a_logo_is_drawn_anew_with_words(demo_app: Flask, client: InspectingClient) -> None:
    assert upload(client, f"{NETWORKS}errin/edit", "logo", logo(), "x" * 300 + ".png", **ALT).status_code == 303
    client.page(NETWORKS)  # reads the message, which is in English
    image = client.page("/fr/about").select_one("main img")
    assert (image["alt"], image["width"], image["height"]) == ("Logo d’ERRIN", "1024", "256")
    with client.get(image["src"]) as answer:
        assert (answer.mimetype, answer.headers["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
        assert "immutable" in answer.headers["Cache-Control"]
        assert b"A camera" not in answer.data
    client.submit(f"{NETWORKS}errin/edit", form="main form[enctype]", without_logo="y")
    assert client.get(image["src"]).status_code == 404
    with demo_app.app_context():
        assert db.session.scalars(select(Network).where(Network.code == "errin")).one().logo_alt.en == ""


@pytest.mark.proof("test_a_logo_is_drawn_anew_with_words")
def test_a_logo_needs_words_in_both_languages(demo_app: Flask, client: InspectingClient) -> None:
    for words in ({}, {"logo_alt_en": "Logo"}):
        answer = upload(client, f"{NETWORKS}errin/edit", "logo", logo(), "a.jpg", **words)
        assert answer.status_code == 422
    with demo_app.app_context():
        assert queries.network("errin").logo_code is None  # type: ignore[union-attr]
        assert not list((demo_app.config["ASSEMBLY"].data / "files").glob("*/*.jpg"))


@pytest.mark.turns(6)
@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"<svg onload='alert(1)'/>", "logo.svg", "We cannot use this picture"),
        (b"GIF89a/*\0\0*/=1;alert(1)", "logo.png", "We cannot use this picture"),
        (b"<!doctype html><script>", "../../x\0.jpg", "We cannot use this picture"),
        (logo() + b"\0" * (5 * 1024 * 1024), "logo.jpg", "5 MB or smaller"),
        (logo()[:700], "logo.jpg", "We cannot use this picture"),
    ],
)
def test_a_file_without_picture_is_refused(client: InspectingClient, content: bytes, name: str, sentence: str) -> None:
    page = client.page(f"{NETWORKS}oasc/edit")
    token = page.select_one("main input[name=csrf_token]")["value"]
    fields = {"csrf_token": token, "name": "OASC", "short_name": "OASC", "kind": "network", "version": "1"}
    body = "".join(
        f'--x\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n' for key, value in fields.items()
    )
    body += f'--x\r\nContent-Disposition: form-data; name="logo"; filename="{name}"\r\n\r\n'
    answer = client.post(
        f"{NETWORKS}oasc/edit",
        data=body.encode() + content + b"\r\n--x--\r\n",
        content_type="multipart/form-data; boundary=x",
    )
    assert answer.status_code == 422
    assert sentence in answer.get_data(as_text=True)


def test_partners_are_ordered_and_never_counted(demo_app: Flask, client: InspectingClient) -> None:
    for short in ("Zeta", "Alpha"):
        client.submit(
            f"{NETWORKS}add", form="main form[enctype]", name=f"{short} of Europe", short_name=short,
            role_en="lends rooms", role_fr="prête des salles", website="zeta.example.org",
        )  # fmt: skip
    line = lambda: [card.b.get_text() for card in client.page("/en/about").select("ul.grid")[1].select(".card")]  # noqa: E731
    assert line() == ["ESPON", "Zeta of Europe (Zeta)", "Alpha of Europe (Alpha)"]
    client.submit(NETWORKS, form="form[action$='alpha/up']")
    client.submit(NETWORKS, form="form[action$='espon/down']")
    assert line() == ["Alpha of Europe (Alpha)", "ESPON", "Zeta of Europe (Zeta)"]
    assert client.page("/en/about").select_one("ul.grid:nth-of-type(2) a")["href"] == "https://zeta.example.org"
    client.submit(NETWORKS, form="form[action$='zeta/delete']")
    assert line() == ["Alpha of Europe (Alpha)", "ESPON"]
    client.submit("/en/manage/2027/communities/oulu/edit", form="main form[novalidate]", networks="alpha")
    assert client.submit(NETWORKS, form="form[action$='alpha/delete']", status=409).status_code == 409
    with demo_app.app_context():
        assert [one.code for one in queries.networks_of(NetworkKind.PARTNER)] == ["alpha", "espon"]
        edition = next(one for one in all_editions() if one.slug == "2023")
        assert len(facts(edition, edition.day).networks) == 5


@pytest.mark.proof("a second editor: test_directory")
def test_two_editors_of_one_network(demo_app: Flask, client: InspectingClient) -> None:
    answers = {"form": "main form[enctype]", "role_en": "x", "role_fr": "y"}
    client.submit(f"{NETWORKS}oasc/edit", **answers)
    refused = client.submit(f"{NETWORKS}oasc/edit", status=409, version="1", name="Mine", **answers)
    assert 'value="Mine"' in refused.get_data(as_text=True)
    client.submit(f"{NETWORKS}oasc/edit", form="main form[enctype]", status=422, role_fr="")
