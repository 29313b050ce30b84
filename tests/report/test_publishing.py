"""Publishing and correcting the report."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from io import BytesIO

import pypdfium2
import pytest
from factories import DOOR, ORGANISER, make_edition, sign_in
from flask import Flask
from inspector import InspectingClient
from PIL import Image
from sqlalchemy import delete, select

from assembly import clock
from assembly.editions.service.pictures import add_picture
from assembly.extensions import db
from assembly.formats import day
from assembly.models import (
    Admission,
    Announcement,
    Bilingual,
    Edition,
    EditionStatus,
    FactSheet,
    PictureKind,
    Signature,
)
from assembly.report import service
from assembly.transactions import writing

RESULTS = "/en/manage/2023/results"
HEADLINES = {"title_en": "EU Mayors pledge to leave no one behind", "title_fr": "Les maires s’engagent"}


@pytest.fixture
def office(demo_client: InspectingClient) -> InspectingClient:
    sign_in(demo_client, ORGANISER)
    return demo_client


@pytest.mark.proof("test_a_correction_says_when_and_which_figures corrects twice")
def test_a_correction_keeps_the_day(demo_app: Flask, office: InspectingClient) -> None:
    before = office.get("/en/2023/report.json").get_json()
    with demo_app.app_context(), writing():
        db.session.execute(delete(Signature).where(Signature.community.has(code="tallinn")))
    page = office.page(RESULTS)
    changed = {one["data-claim"] for one in page.select("li[data-claim]") if one.find("b")}
    assert changed == {"growth", "joined_on_day", "joined_this_year"}
    assert office.submit(RESULTS, **HEADLINES).location == RESULTS
    after = office.get("/en/2023/report.json").get_json()
    assert after["public_at"] == before["public_at"]
    assert (before["sheet"]["number"], after["sheet"]["number"]) == (1, 2)
    assert after["figures"][3]["on"] == "2023-06-30"
    assert "three new signatories" in " ".join(one["text"] for one in after["claims"])
    with demo_app.app_context():
        assert len(db.session.scalars(select(FactSheet)).all()) == 2
    assert not [one for one in office.page(RESULTS).select("li[data-claim]") if one.find("b")]


@pytest.mark.proof("test_publishing_unchanged_claims_no_correction")
def test_a_second_press_corrects_nothing(demo_app: Flask, office: InspectingClient) -> None:
    for _press in range(2):
        office.submit(RESULTS, **HEADLINES)
    assert office.get("/en/2023/report.json").get_json()["sheet"]["number"] == 2  # the headline was changed once


def test_unsupported_claims_are_said(demo_app: Flask, office: InspectingClient) -> None:
    with demo_app.app_context(), writing():
        db.session.execute(delete(Announcement))
    page = office.page(RESULTS)
    unsupported = [one for one in page.select("li[data-claim]") if "no longer supported" in one.get_text()]
    assert [one["data-claim"] for one in unsupported] == ["announcement"]
    assert "LORDIMAS" in unsupported[0].get_text()


@pytest.mark.proof("test_every_form_has_the_same_sections reads the PDF")
def test_a_photograph_stands_in_the_pdf(demo_app: Flask, office: InspectingClient) -> None:
    photograph = BytesIO()
    Image.new("RGB", (64, 36), (200, 30, 30)).save(photograph, "JPEG")
    words = Bilingual("A photograph", "Une photographie")
    with demo_app.app_context(), writing():
        edition = db.session.scalars(select(Edition).where(Edition.slug == "2023")).one()
        kind, mime = PictureKind.FAMILY, "image/jpeg"
        add_picture(edition, kind, photograph.getvalue(), mime, alt=words, credit=words, size=(64, 36))
    assert "Une photographie" not in office.page("/fr/2023/report").get_text()  # not before it is published
    office.submit(RESULTS, **HEADLINES)
    assert office.page("/fr/2023/report").select_one("figure.picture img")["alt"] == "Une photographie"
    document = pypdfium2.PdfDocument(office.get("/fr/2023/report.pdf").data)
    red = [page.render().to_pil().convert("RGB").getcolors(1 << 20) for page in document]
    assert any(abs(r - 200) + abs(g - 30) + abs(b - 30) < 20 for colours in red for _count, (r, g, b) in colours)


@pytest.mark.proof("a file lost from the disk")
def test_a_lost_picture_is_left_out(demo_app: Flask, demo_client: InspectingClient) -> None:
    shutil.rmtree(demo_app.config["ASSEMBLY"].data / "files")
    assert demo_client.get("/en/2023/report.pdf").status_code == 200
    address = demo_client.page("/en/2023/report").select_one("figure.picture img")["src"]
    assert demo_client.get(address).status_code == 404


def test_a_headline_needs_both_languages(office: InspectingClient) -> None:
    answer = office.submit(RESULTS, status=422, title_en="Only English", title_fr=" ")
    assert "Enter the headline in French." in answer.get_data(as_text=True)
    assert 'value="Only English"' in answer.get_data(as_text=True)
    answer = office.submit(RESULTS, status=422, title_en="A headline", title_fr="{participants}")
    assert "The headline cannot contain braces." in answer.get_data(as_text=True)


@pytest.mark.proof("test_checks")
def test_unwritten_text_is_checked_like_an_article(demo_app: Flask, office: InspectingClient) -> None:
    answer = office.submit(RESULTS, status=422, title_en="400 came", title_fr="40 sont venus")
    assert "The numbers in the headline are not the same" in answer.get_data(as_text=True)
    assert 'value="400 came"' in answer.get_data(as_text=True)


def test_nobody_else_sees_or_publishes_results(demo_app: Flask, demo_client: InspectingClient) -> None:
    assert demo_client.get(RESULTS).status_code == 303
    for who in (DOOR, ("cochair@example.org", "the floor is yours")):
        client: InspectingClient = demo_app.test_client()  # type: ignore[assignment]
        sign_in(client, who)
        assert client.get(RESULTS).status_code == 403


def test_no_report_before_the_assembly_is_over(ctx: Flask) -> None:
    with pytest.raises(service.NotMetYet), writing():
        service.publish(make_edition(), title=Bilingual("A", "B"))


def test_cancelled_assembly_has_no_report(ctx: Flask) -> None:
    with writing():
        edition = make_edition()
        edition.status = EditionStatus.CANCELLED
    with clock.at(edition.ends_at + timedelta(days=2)), pytest.raises(service.NotMetYet), writing():
        service.publish(edition, title=Bilingual("A", "B"))


@pytest.mark.parametrize("page", ["results", "article/"])
def test_cancelled_assembly_is_not_too_early(demo_app: Flask, office: InspectingClient, page: str) -> None:
    address = f"/en/manage/2027/{page}"
    assert "Too early." in office.page(address).get_text()
    with demo_app.app_context(), writing():
        db.session.scalars(select(Edition).where(Edition.slug == "2027")).one().status = EditionStatus.CANCELLED
    text = office.page(address).select_one("main").get_text()
    assert "This assembly is cancelled." in text
    assert not [words for words in ("Too early.", "as they will read after the assembly", "met in") if words in text]


def test_past_assembly_offers_no_registration(demo_app: Flask, demo_client: InspectingClient) -> None:
    with demo_app.app_context(), writing():
        edition = db.session.scalars(select(Edition).where(Edition.slug == "2027")).one()
        for place in edition.places:
            place.opens_at, place.closes_at = clock.now(), edition.ends_at + timedelta(days=30)
        begins, ends = edition.starts_at, edition.ends_at
    for at, is_offered in ((begins - timedelta(days=1), True), (ends + timedelta(hours=1), False)):
        with clock.at(at):
            page = demo_client.page("/en/2027/report")
            assert bool(page.select('a[href$="/2027/register"]')) is is_offered
            closed = "closed on" in demo_client.page("/en/2027/register").get_text()
            assert closed is not is_offered


def test_an_assembly_without_a_report_says_so(demo_client: InspectingClient) -> None:
    assert "No report on this assembly" in demo_client.page("/en/2024/report").get_text()
    assert "publié après" in demo_client.page("/fr/2027/report").get_text()
    assert demo_client.get("/en/2024/report.pdf").status_code == 404
    assert demo_client.get("/en/2024/report.json").status_code == 404


def test_an_unmeasured_figure_is_not_zero(demo_client: InspectingClient) -> None:
    data = demo_client.get("/en/2023/report.json").get_json()
    assert data["facts"]["online"] is None
    assert "Online attendance was not measured." in data["figures"][0]["rule"]


@pytest.mark.proof("test_a_correction_says_when_and_which_figures has one admission less")
def test_publishing_again_takes_new_admissions(demo_app: Flask, office: InspectingClient) -> None:
    with demo_app.app_context(), writing():
        one = db.session.scalars(select(Admission.registration_id)).first()
        db.session.execute(delete(Admission).where(Admission.registration_id == one))
    office.submit(RESULTS, **HEADLINES)
    row = office.page("/fr/2023/report").select_one('[data-figure="participants"]')
    assert row.select_one("td.num").get_text() == "137"


def test_a_correction_says_when_and_which_figures(demo_app: Flask, office: InspectingClient) -> None:
    assert office.page("/en/2023/report").select("#corrections") == []
    with demo_app.app_context(), writing():
        one = db.session.scalars(select(Admission.registration_id)).first()
        db.session.execute(delete(Admission).where(Admission.registration_id == one))
    office.submit(RESULTS, **HEADLINES)
    office.submit(RESULTS, **HEADLINES | {"title_en": "Another headline"})
    data = office.get("/en/2023/report.json").get_json()["corrections"]
    with demo_app.app_context():
        today = day(date.fromisoformat(data[0]["on"]))
    texts, figure = office.page("/en/2023/report").select("#corrections li")
    assert texts.get_text() == f"Corrected on {today}. The text was corrected; no figures changed."
    assert figure.get_text().startswith(f"Corrected on {today}. Participants: 137 (previously 138)")
    assert {"key": "participants", "before": 138, "after": 137} in data[1]["figures"]
    document = pypdfium2.PdfDocument(office.get("/en/2023/report.pdf").data)
    assert "Participants: 137 (previously 138)" in document[0].get_textpage().get_text_range()
