"""Optional details: saved as a whole by the person or their office, over what one has seen, until changes end."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pypdfium2
import pytest
from details import DETAILS, MAYOR, OFFICE, ask, office_of, only_registration, prepared, registered
from flask import Flask
from inspector import InspectingClient, filled
from static_checks import contents

from assembly import clock
from assembly.extensions import db
from assembly.models import Answer, Bilingual, Edition, Mode, QuestionKind, Registration, Skill, SkillKind
from assembly.privacy.notices import LANGUAGES_ON_BADGES_FROM
from assembly.transactions import writing


@pytest.fixture
def mayor(app: Flask) -> InspectingClient:
    """Her own device, on her own page."""
    prepared(app)
    return registered(app)[MAYOR]


def sent(client: InspectingClient, path: str = DETAILS) -> dict[str, Any]:
    """What a browser sends if nothing is changed."""
    return dict(filled(client.page(path).select_one("main form"), {}))


def test_what_is_saved_stands_there_again(app: Flask, mayor: InspectingClient) -> None:
    data = sent(mayor) | {
        "badge_name": "Zosia Wszędybylska",
        "address_form": "Pani Prezydent",
        "phone": "+48 (17) 875-40 00 ext. 12",
        "lang": "fr",
        "understands": ["en", "pl"],
        "speaks": ["pl"],
    }
    answer = mayor.post(DETAILS, data=data)
    assert (answer.status_code, answer.location) == (303, "/en/my/")
    page = mayor.page(DETAILS)
    assert page.select_one("#badge_name")["value"] == "Zosia Wszędybylska"
    assert page.select_one("#phone")["value"] == "+48 (17) 875-40 00 ext. 12"
    assert [one["value"] for one in page.select("[name=understands][checked]")] == ["en", "pl"]
    with app.app_context():
        one = only_registration()
        assert (one.badge_name, one.address_form, one.lang) == ("Zosia Wszędybylska", "Pani Prezydent", "fr")
        assert one.person.full_name == "Zofia Wszędybylska"  # the person and all their other editions stay
        spoken = {(skill.lang, skill.kind) for skill in db.session.query(Skill)}
        assert spoken == {("en", SkillKind.UNDERSTANDS), ("pl", SkillKind.UNDERSTANDS), ("pl", SkillKind.SPEAKS)}
    text = pypdfium2.PdfDocument(mayor.get("/en/my/badge.pdf").data)[0].get_textpage().get_text_range()
    assert "Zosia Wszędybylska" in " ".join(text.split())


# fmt: off
OFFICIAL = [
    "bg", "es", "cs", "da", "de", "et", "el", "en", "fr", "ga", "hr", "it", "lv", "lt", "hu", "mt", "nl", "pl", "pt",
    "ro", "sk", "sl", "fi", "sv",
]
# fmt: on


@pytest.mark.turns(2)
@pytest.mark.parametrize("field", ["understands", "speaks"])
def test_every_official_language_is_on_offer(app: Flask, mayor: InspectingClient, field: str) -> None:
    def offered(more: bool) -> list[str]:
        group = mayor.page(DETAILS).select_one(f"#{field}")
        return [
            one["value"]
            for one in group.select("details input" if more else "input")
            if more or not one.find_parent("details")
        ]

    first, more = offered(more=False), offered(more=True)
    assert first[:8] == ["en", "fr", "de", "es", "it", "nl", "pl", "pt"]
    assert {*first, *more} >= {*OFFICIAL, "ca", "no", "uk"}
    assert not {*first} & {*more}
    assert [one for one in OFFICIAL if one in more] == [one for one in more if one in OFFICIAL]
    folded = mayor.page(DETAILS.replace("/en/", "/fr/")).select_one(f"#{field} details")
    assert "open" not in folded.attrs
    assert folded.select_one("summary").get_text() == "Autres langues"
    (finnish,) = [one for one in folded.select("label") if "finnois" in one.get_text()]
    assert finnish.select_one("[lang=fi]").get_text() == "suomi"
    assert mayor.post(DETAILS, data=sent(mayor) | {field: ["en", "fi"]}).status_code == 303
    assert "open" in mayor.page(DETAILS).select_one(f"#{field} details").attrs


@pytest.mark.proof("test_what_is_saved_stands_there_again")
def test_a_language_said_once_stays(app: Flask, mayor: InspectingClient) -> None:
    with app.app_context(), writing():
        db.session.add(Skill(registration_id=only_registration().id, lang="eu", kind=SkillKind.SPEAKS))
    assert mayor.post(DETAILS, data=sent(mayor) | {"badge_name": "Zosia"}).status_code == 303
    with app.app_context():
        assert [(one.lang, one.kind) for one in db.session.query(Skill)] == [("eu", SkillKind.SPEAKS)]


@pytest.mark.proof("people/test_search: a new spelling finds at once")
def test_old_and_new_names_are_found(app: Flask, mayor: InspectingClient) -> None:
    for name in ("Interim Name", "Zosia Łoś"):
        mayor.submit(DETAILS, badge_name=name)
    office = office_of(app)
    for search, found in (("zosia los", 1), ("wszedybylska", 1), ("rzeszow", 1), ("interim", 0)):
        assert len(office.page(f"/en/manage/2031/people?q={search}").select("tbody tr")) == found, search


@pytest.mark.proof("test_two_tabs_show_both_wordings")
def test_a_second_click_changes_nothing(app: Flask, mayor: InspectingClient) -> None:
    data = sent(mayor) | {"badge_name": "Zosia", "speaks": ["pl"], "needs": ["vegan"]}
    assert mayor.post(DETAILS, data=data).status_code == 303
    before = contents(app)
    assert mayor.post(DETAILS, data=data).status_code == 303
    assert contents(app) == before


def test_two_tabs_show_both_wordings(app: Flask, mayor: InspectingClient) -> None:
    first, second = sent(mayor), sent(mayor)
    mayor.post(DETAILS, data=first | {"badge_name": "First Tab", "speaks": ["pl"]})
    answer = mayor.post(DETAILS, data=second | {"badge_name": "Second Tab", "phone": "+48 17 875 40 00"})
    assert answer.status_code == 409
    page = answer.soup
    assert "First Tab" in page.select_one(".state .facts").get_text()
    assert "Polish" in page.select_one(".state .facts").get_text()
    assert page.select_one("#badge_name")["value"] == "Second Tab"
    again = filled(page.select_one("main form"), {})
    assert mayor.post(DETAILS, data=again).status_code == 303
    with app.app_context():
        assert (only_registration().badge_name, only_registration().phone) == ("Second Tab", "+48 17 875 40 00")


@pytest.mark.turns(9)
@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize(
    "bad",
    [
        {"badge_name": ""},
        {"badge_name": "x" * 241},
        {"badge_name": "www.evil.example"},
        {"address_form": "x" * 41},
        {"phone": "call me"},
        {"phone": "12"},
        {"phone": "+" + "1" * 39},
        {"lang": "de"},
        {"speaks": ["klingon"]},
        {"needs": ["caviar"]},
        {"needs_text": "x" * 501},
        {"news": "perhaps"},
    ],
)
def test_a_fault_stores_nothing_and_loses_nothing(
    app: Flask, mayor: InspectingClient, lang: str, bad: dict[str, Any]
) -> None:
    path = DETAILS.replace("/en/", f"/{lang}/")
    data = sent(mayor, path) | {"badge_name": "Typed Name", "speaks": ["pl"], "needs_text": "Typed need"} | bad
    before = contents(app)
    answer = mayor.post(path, data=data)
    assert answer.status_code == 422
    page = answer.soup
    assert len(page.select(".summary li")) == 1
    for name in ("badge_name", "needs_text"):
        if name not in bad:
            field = page.select_one(f"#{name}")
            assert (field.get("value") or field.get_text().strip()) == data[name]
    assert contents(app) == before


@pytest.mark.proof("test_two_tabs_show_both_wordings")
def test_an_old_page_gives_back_the_text(app: Flask, mayor: InspectingClient) -> None:
    before = contents(app)
    answer = mayor.post(DETAILS, data=sent(mayor) | {"csrf_token": "old", "badge_name": "Typed Name"})
    assert answer.status_code == 400
    assert answer.soup.select_one("#badge_name")["value"] == "Typed Name"
    assert contents(app) == before


def test_after_the_last_day_nothing_changes(app: Flask, mayor: InspectingClient) -> None:
    data = sent(mayor) | {"badge_name": "Too Late"}
    with app.app_context(), writing():
        db.session.query(Edition).one().changes_until_at = clock.now() - timedelta(minutes=1)
    assert mayor.page(DETAILS).select_one("main form") is None
    answer = mayor.post(DETAILS, data=data)
    assert answer.status_code == 409
    assert "contact us instead" in answer.soup.get_text()
    with app.app_context():
        assert only_registration().badge_name == "Zofia Wszędybylska"


@pytest.mark.proof("test_after_the_last_day_nothing_changes refuses the same form")
def test_who_will_not_come_adds_nothing(app: Flask, mayor: InspectingClient) -> None:
    data = sent(mayor) | {"needs": ["vegan"], "badge_name": "Not Coming"}
    mayor.submit("/en/my/cancel")
    assert mayor.page("/en/my/").select("a[href$='/my/details']") == []
    assert mayor.page(DETAILS).select_one("main form") is None
    before = contents(app)
    assert mayor.post(DETAILS, data=data).status_code == 409
    assert contents(app) == before


def test_the_mayors_office_may_fill_it_in(app: Flask) -> None:
    prepared(app)
    office = registered(app, assistant_email=OFFICE)[OFFICE]
    office.submit(DETAILS, badge_name="Zosia", address_form="Pani Prezydent")
    with app.app_context():
        assert only_registration().address_form == "Pani Prezydent"


def test_every_kind_of_question_is_answered(app: Flask, mayor: InspectingClient) -> None:
    with app.app_context():
        meals = (Bilingual("Soup", "Soupe"), Bilingual("Salad", "Salade"))
        codes = {
            kind: ask(kind, f"Question {kind.value}", options=meals if kind.has_options else ())
            for kind in QuestionKind
        }
    page = mayor.page(DETAILS)
    soup_key = page.select_one(f"[name=q_{codes[QuestionKind.CHOICE]}]")["value"]
    both = [one["value"] for one in page.select(f"[name=q_{codes[QuestionKind.CHOICES]}]")]
    assert page.get_text().count("Why we ask: To fetch you") == len(QuestionKind)
    given = {"text": "The 7.12", "choice": soup_key, "choices": both, "yes_no": "no", "date": "2031-05-04"}
    given["country"] = "PL"
    answers = {f"q_{codes[kind]}": given[kind.value] for kind in QuestionKind}
    assert mayor.post(DETAILS, data=sent(mayor) | answers).status_code == 303
    office, code = office_of(app), ""
    with app.app_context():
        code = only_registration().code
    for lang, words in (
        ("en", ["The 7.12", "Soup", "Soup, Salad", "No", "4\u00a0May 2031", "Poland"]),
        ("fr", ["The 7.12", "Soupe", "Soupe, Salade", "Non", "4\u00a0mai 2031", "Pologne"]),
    ):
        shown = office.page(f"/{lang}/manage/2031/people/{code}").select(".facts dd[data-typed]")
        assert [one.get_text() for one in shown][-6:] == words
    data = sent(mayor) | {f"q_{codes[QuestionKind.TEXT]}": ""}
    data |= {f"q_{codes[QuestionKind.CHOICES]}": both}
    mayor.post(DETAILS, data=data)
    with app.app_context():
        assert db.session.query(Answer).count() == len(QuestionKind) - 1  # an answer taken away is gone


@pytest.mark.proof("test_a_dependent_question_comes_after_it requires one")
def test_a_required_question_says_so(app: Flask, mayor: InspectingClient) -> None:
    with app.app_context():
        code = ask(is_required=True)
    answer = mayor.post(DETAILS, data=sent(mayor))
    assert answer.status_code == 422
    assert answer.soup.select_one(".summary a")["href"] == f"#q_{code}"
    mayor.submit(DETAILS, **{f"q_{code}": "The 7.12"})


def test_the_statement_is_kept_with_its_language(app: Flask) -> None:
    prepared(app)
    registered(app, "fr")
    with app.app_context():
        notice = only_registration().notice
        assert (notice.kind.value, notice.version, notice.lang) == ("privacy", 9, "fr")
        assert "Vos droits" in notice.text
        words = {" ".join(text.split()) for text in notice.text.split("\n\n")}
    page = app.test_client().page("/fr/privacy")  # type: ignore[attr-defined]
    assert words == {" ".join(one.get_text().split()) for one in page.select("main h2, main p")[:-2]}
    registered(app, "fr", given="Ana", email="ana@example.org")
    with app.app_context():
        assert len({one.notice_id for one in db.session.query(Registration)}) == 1  # kept once


@pytest.mark.proof("words of the page")
def test_the_sent_page_tells_of_the_email(app: Flask) -> None:
    prepared(app)
    device: Any = app.test_client()
    registered(app)
    sender: Any = app.test_client()
    assert device.get(DETAILS).status_code == 403
    sender.submit(
        "/en/2031/register",
        represents="community",
        place="Oulu",
        given="Aino",
        family="Aalto",
        function="Mayor",
        email="aino@example.org",
        mode="on_site",
    )
    page = sender.page("/en/2031/register/received")
    assert "Optional details" in page.get_text()
    assert page.select("a[href*='/my/details']") == []
    assert sender.get(DETAILS).status_code == 403


@pytest.mark.proof("words of the page")
def test_printed_languages_are_announced_only_where_true(app: Flask, mayor: InspectingClient) -> None:
    """As `badges.queries.languages_on_badges` prints them: not for people who saw an earlier privacy statement."""
    said = "We print them on your badge"
    assert said in mayor.page(DETAILS).select_one("#speaks").get_text()
    with app.app_context(), writing():
        only_registration().mode = Mode.ONLINE
    assert said not in mayor.page(DETAILS).select_one("#speaks").get_text()
    with app.app_context(), writing():
        only_registration().mode = Mode.ON_SITE
        only_registration().notice.version = LANGUAGES_ON_BADGES_FROM - 1
    assert said not in mayor.page(DETAILS).select_one("#speaks").get_text()
