"""The article in the office: begun from its figures, written in both languages, checked, published, withdrawn."""

from __future__ import annotations

from datetime import timedelta

import pytest
from article import first_assembly
from factories import ORGANISER, sign_in
from flask import Flask
from inspector import InspectingClient
from sqlalchemy import delete

from assembly import clock
from assembly.editions.queries.pictures import family_picture
from assembly.extensions import db
from assembly.models import (
    Admission,
    ArticleDraft,
    Bilingual,
    Edition,
    FactSheet,
    LinkFinding,
    Quote,
    Report,
    Signature,
)
from assembly.report import checking, queries, service
from assembly.report.article.blocks import Kind
from assembly.report.jobs import publish_due_articles
from assembly.stats.queries import participation
from assembly.transactions import writing

ARTICLE = "/en/manage/2023/article/"
PUBLIC = "/en/2023/report"


@pytest.fixture
def office(demo_client: InspectingClient) -> InspectingClient:
    sign_in(demo_client, ORGANISER)
    demo_client.submit(ARTICLE)
    return demo_client


def write(office: InspectingClient, status: int = 303, **typed: str) -> str:
    """Type into the article and press one of its buttons."""
    return office.submit(ARTICLE, form="main form.writing", status=status, **typed).get_data(as_text=True)


@pytest.mark.proof("test_words_around_a_figure_are_published has figures")
def test_a_figure_is_inserted_without_typing(office: InspectingClient) -> None:
    write(office, do="insert:countries", into="b2")
    page = office.page(ARTICLE)
    for lang in ("en", "fr"):
        assert page.select_one(f"#b2-text_{lang}").get_text().rstrip().endswith(" {countries}")


@pytest.mark.proof("test_template_of_any_assembly_is_sound")
def test_it_begins_with_what_is_public(office: InspectingClient) -> None:
    page = office.page(ARTICLE)
    text = page.select_one("#b2-text_en").get_text()
    assert "{participants}" in text
    assert "130" not in text
    assert "plus de 130 personnes" in page.select_one('#b2 .reads [lang="fr"]').get_text()
    assert "Published." in page.select_one("#ready").get_text()
    assert page.select("ul.wrong li.why") == []


def test_words_around_a_figure_are_published(office: InspectingClient) -> None:
    write(
        office,
        do="publish",
        **{
            "b2-text_en": "What a day. {participants} came.",
            "b2-text_fr": "Quelle journée. {participants} sont venues.",
            "erratum_en": "The first sentence was wrong.",
            "erratum_fr": "La première phrase était fausse.",
        },
    )
    page = office.page(PUBLIC)
    assert page.select_one("p.lead").get_text() == "What a day. More than 130 participants came."
    assert "The first sentence was wrong." in page.select_one("#corrections").get_text()
    lead = office.page("/fr/2023/report").select_one("p.lead").get_text()
    assert lead == "Quelle journée. Plus de 130 personnes sont venues."


@pytest.mark.turns(7)
@pytest.mark.parametrize(
    ("english", "french", "sentence"),
    [
        ("{nobody} came.", "{nobody} sont venus.", "“{nobody}” is not a figure"),
        (
            "{participants came.",
            "{participants} sont venus.",
            "Text in English: A brace is not closed: “{participants”. Write",
        ),
        ("{total_online} watched.", "{total_online} ont suivi.", "There is no data for “{total_online}”"),
        ("{participants} came.", "Ils sont venus.", "not the same in both languages: {participants}"),
        ("We drank 400 coffees.", "Nous avons bu 400 cafés.", "where they come from"),
        ("We drank 400 coffees.", "Nous avons bu 40 cafés.", "numbers you typed are not the same"),
        ("What a day", "", "in both languages"),
    ],
)
def test_faults_are_said_and_the_draft_kept(office: InspectingClient, english: str, french: str, sentence: str) -> None:
    before = office.page(PUBLIC).select_one("p.lead").get_text()
    typed = {"b2-text_en": english, "b2-text_fr": french}
    assert office.submit(ARTICLE, form="main form.writing", do="publish", **typed).location.endswith("#b2")
    page = office.page(ARTICLE)
    assert page.select_one("#ready a[href='#b2']")
    assert sentence in page.select_one("#b2 ul.wrong").get_text()
    assert page.select_one("#b2-text_en").get_text().strip() == english
    assert office.page(PUBLIC).select_one("p.lead").get_text() == before


@pytest.mark.proof("test_table_reaches_article_and_full_report shows a source")
def test_outside_figure_is_shown_with_source(office: InspectingClient) -> None:
    words = {"b2-text_en": "We drank 400 coffees.", "b2-text_fr": "Nous avons bu 400 cafés."}
    sources = {"b2-source_en": "Invoice of the caterer", "b2-source_fr": "Facture du traiteur"}
    write(office, do="publish", **words, **sources)
    assert office.page(PUBLIC).select_one("#outside").get_text().strip() == "Invoice of the caterer"
    assert "Facture du traiteur" in office.get("/fr/2023/report.md").get_data(as_text=True)


@pytest.mark.proof("test_typography")
def test_french_spaces_are_set_by_themselves(office: InspectingClient) -> None:
    words = {"b2-text_en": "“What a day!”", "b2-text_fr": '"Quelle journée !" : l\'avis de tous'}
    write(office, do="save", **words)
    text = office.page(ARTICLE).select_one("#b2-text_fr").get_text().strip()
    assert text == "«\u00a0Quelle journée\u202f!\u00a0»\u00a0: l’avis de tous"


def test_blocks_are_added_moved_and_removed(office: InspectingClient) -> None:
    def kinds() -> list[str]:
        return [one["data-kind"] for one in office.page(ARTICLE).select("section.block")]

    before = kinds()
    added = office.submit(ARTICLE, form="main form.writing", do="add", add="subhead", after="b2")
    assert kinds() == [*before[:2], "subhead", *before[2:]]
    new = office.page(ARTICLE).select("section.block")[2]["id"]
    assert added.location.endswith(f"#{new}")
    write(office, do=f"up:{new}")
    assert kinds()[1] == "subhead"
    write(office, do=f"remove:{new}")
    assert kinds() == before


def test_the_second_editor_is_told(office: InspectingClient) -> None:
    write(office, do="save", version="1", title_en="One", title_fr="Un")
    text = write(office, do="save", version="1", title_en="Two", title_fr="Deux", status=409)
    assert "Somebody else has changed the article" in text
    assert 'value="Two"' in text
    assert office.page(ARTICLE).select_one("#title_en")["value"] == "One"


@pytest.mark.database("proof")
def test_editor_decides_on_each_new_figure(demo_app: Flask, office: InspectingClient) -> None:
    with demo_app.app_context(), writing():
        ids = [one.registration_id for one in db.session.query(Admission).limit(9)]
        db.session.execute(delete(Admission).where(Admission.registration_id.in_(ids)))
        db.session.execute(delete(Signature).where(Signature.community.has(code="tallinn")))
    page = office.page(ARTICLE)
    found = {one["data-difference"]: one.get_text(" ") for one in page.select("[data-difference]")}
    assert {"participants", "joined", "movement"} <= set(found)
    assert "more than 130" in found["participants"]
    assert "more than 120" in found["participants"]
    keys = {f"decide-{key}": "keep" for key in found} | {"decide-participants": "take"}
    office.submit(ARTICLE, form="main #differences form", **keys)
    page = office.page(ARTICLE)
    assert page.select("[data-difference]") == []
    assert "more than 120 participants" in page.select_one('#b2 .reads [lang="en"]').get_text()
    write(office, do="publish")
    article = office.page(PUBLIC).select_one("article").get_text()
    assert "more than 120 participants" in article
    assert "Tallinn" in article


def test_withdrawn_report_says_why_alone(office: InspectingClient) -> None:
    path = f"{ARTICLE}withdraw"
    reason = {"why_en": "A figure was wrong.", "why_fr": "Un chiffre était faux."}
    office.submit(path, status=422, **reason)
    office.submit(path, sure="y", **reason)
    assert office.page(PUBLIC).select_one("#withdrawal").get_text() == "A figure was wrong."
    assert {office.get(f"{PUBLIC}.{end}").status_code for end in ("pdf", "docx", "md", "html", "json")} == {404}
    beside = ("full-report", "full-report.docx", "report/press", "report/card.png")
    assert {office.get(f"/en/2023/{end}").status_code for end in beside} == {404}
    assert not office.page("/en/2023/").select('main a[href$="/2023/report"]')
    write(office, do="publish")
    assert office.page(PUBLIC).select_one("p.lead")


def test_embargo_ends_without_another_press(demo_app: Flask, office: InspectingClient) -> None:
    with demo_app.app_context():
        end = clock.now().replace(microsecond=0) + timedelta(days=1)
        typed = f"{clock.local(end, first_assembly().zone):%Y-%m-%dT%H:%M}"
    write(office, do="embargo", publish_at="2020-01-01T10:00", status=422)
    write(office, do="embargo", publish_at=typed, title_en="Later", title_fr="Plus tard")
    assert "Under embargo" in office.page(ARTICLE).select_one("#ready").get_text()
    with demo_app.app_context():
        publish_due_articles()
        assert db.session.query(Report).one().title.en != "Later"
        with clock.at(end + timedelta(minutes=1)):
            publish_due_articles()
        assert db.session.query(Report).one().title.en == "Later"
        assert queries.due_drafts() == []


def test_a_draft_is_deleted_and_begun_again(demo_app: Flask, office: InspectingClient) -> None:
    office.submit(ARTICLE, form='main form[action$="discard"]')
    with demo_app.app_context():
        assert db.session.query(ArticleDraft).count() == 0
        assert db.session.query(FactSheet).count() == 1
    office.submit(ARTICLE)
    assert office.page(ARTICLE).select("section.block")


def test_preview_reads_as_the_public_page_will(office: InspectingClient) -> None:
    here = office.page("/fr/manage/2023/article/preview").select_one("article")
    public = office.page("/fr/2023/report").select_one("article")
    assert [one.get_text() for one in here.select("h2, p.lead")] == [
        one.get_text() for one in public.select("h2, p.lead")
    ]


@pytest.mark.proof("test_table_reaches_article_and_full_report")
def test_survey_reaches_the_article_with_its_source(office: InspectingClient) -> None:
    path, found = (
        "/en/manage/2023/survey/",
        {"link": "https://survey.example.org/1", "satisfied": "89", "recommend": "92"},
    )
    refused = office.submit(path, status=422, answers="many", **found).get_data(as_text=True)
    assert "Enter a whole number" in refused
    office.submit(path, answers="64", **found)
    office.submit(ARTICLE, form="main #differences form", **{"decide-survey": "take"})
    words = {"b3-text_en": "{survey_satisfied} were content.", "b3-text_fr": "{survey_satisfied} sont satisfaits."}
    write(office, do="publish", **words)
    assert office.page(ARTICLE).select("[data-difference]") == []
    page = office.page("/fr/2023/report")
    assert "89\u00a0% sont satisfaits." in page.select_one("article").get_text()
    assert "survey.example.org" in page.select_one('[data-figure="survey_satisfied"]').get_text()
    office.submit(path, form='main form[action$="remove"]')
    assert office.page(path).select_one("#link")["value"] == ""
    assert office.page(ARTICLE).select('[data-difference="survey"]')


@pytest.mark.turns(2)
@pytest.mark.parametrize("slug", ["2024", "2027"])
def test_template_of_any_assembly_is_sound(demo_app: Flask, slug: str) -> None:
    """Whatever is not known of an assembly is left out, and nothing keeps the rest from being published."""
    with demo_app.app_context():
        edition = db.session.query(Edition).filter_by(slug=slug).one()
        with clock.at(max(clock.now(), edition.ends_at + timedelta(days=1))), writing():
            draft = service.start(edition, reason="A test")
            title, blocks = Bilingual("A", "B"), service.blocks_of(draft)
            found = checking.checked(draft, title, blocks, queries.live_facts(edition))
            assert [one.text for one in found if not one.is_advice] == []
            kinds = {one.kind for one in blocks}
            assert (Kind.PICTURE in kinds) == bool(family_picture(edition))
            assert ("{participants}" in blocks[0].text.en) == bool(participation(edition).admitted.people)


@pytest.mark.proof("recordings/test_links looks; speakers/test_quote_approval withdraws")
def test_dead_links_and_lost_approvals_are_said(
    demo_app: Flask, office: InspectingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assembly.report.manage.links.look", lambda *_address, **_limits: LinkFinding.MISSING)
    assert "The link has not been checked yet." in office.page(ARTICLE).get_text()
    write(office, do="links")
    assert "link does not work. See the blocks below." in office.page(ARTICLE).get_text()
    assert "The link does not work: the page was not found" in office.page(ARTICLE).get_text()
    with demo_app.app_context(), writing():
        db.session.query(Quote).order_by(Quote.id).first().approved_at = None  # type: ignore[union-attr]
    write(office, do="publish", title_en="Not yet")
    page = office.page(ARTICLE)
    assert "its approval withdrawn" in page.select_one('[data-kind="quote"] li.why').get_text()
    assert office.page(PUBLIC).h1.get_text() != "Not yet"
    office.submit(ARTICLE, form="main #differences form", **{"decide-quotes": "take"})
    assert not office.page(ARTICLE).select('[data-kind="quote"] li.why')
