"""Consents are the person's own: unticked, one tap each, in words that are kept; no answer is none."""

from __future__ import annotations

from hashlib import sha256

import pypdfium2
import pytest
from details import CONSENTS, DETAILS, MAYOR, office_of, only_registration, prepared, press, registered, said
from flask import Flask
from given_consents import standing, taken_over
from inspector import InspectingClient, filled, hidden
from mails import deliver
from sqlalchemy import select

from assembly.extensions import db
from assembly.i18n import speaking
from assembly.messages.audience import Audience
from assembly.messages.queries.groups import reach
from assembly.messages.service import news
from assembly.models import Consent, Edition, Entry, Mail, NoticeKind, Subscription
from assembly.people.columns import columns_of
from assembly.people.queries.listing import Sort, Wanted
from assembly.people.queries.table import table
from assembly.privacy import notices
from assembly.registration.service import leaving
from assembly.transactions import writing

DIGESTS = {
    ("privacy", 1, "en"): "7687e5bf71119acf",
    ("privacy", 1, "fr"): "3cffd83d0525d559",
    ("privacy", 2, "en"): "59b1ec53a66d3709",
    ("privacy", 2, "fr"): "655d14f436c6f6d0",
    ("privacy", 3, "en"): "445ba50b87934543",
    ("privacy", 3, "fr"): "daef34f862285b2c",
    ("privacy", 4, "en"): "e4917617cdaa9c7c",
    ("privacy", 4, "fr"): "67edac6b2350fb39",
    ("privacy", 5, "en"): "157b51d8495cbb11",
    ("privacy", 5, "fr"): "dbd55f023b15ac3d",
    ("privacy", 6, "en"): "da3c35fb4f744236",
    ("privacy", 6, "fr"): "40954e3483a0d3d8",
    ("privacy", 7, "en"): "d0f2099f6d3c66a9",
    ("privacy", 7, "fr"): "72ad66a0774b8566",
    ("privacy", 8, "en"): "7ded5c080a3c6171",
    ("privacy", 8, "fr"): "1d74a2c5d8c242ef",
    ("privacy", 9, "en"): "cf837da6487ed308",
    ("privacy", 9, "fr"): "2baa640c5a8371a0",
    ("photo", 1, "en"): "560a91cc9a8c64f0",
    ("photo", 1, "fr"): "96a8f05f4aad4787",
    ("photo", 2, "en"): "ee7d04b2027870d0",
    ("photo", 2, "fr"): "1ed2b31fe1ac5619",
    ("photo", 3, "en"): "ee7d04b2027870d0",
    ("photo", 3, "fr"): "3ce81bab2322ff4d",
    ("listing", 1, "en"): "34e63959ac86ab6e",
    ("listing", 1, "fr"): "9bc5bcdf6f3bbf16",
    ("listing", 2, "en"): "a65589666271cf18",
    ("listing", 2, "fr"): "d246c493cfbb3f77",
    ("listing", 3, "en"): "4874224d530f0d87",
    ("listing", 3, "fr"): "d246c493cfbb3f77",
    ("needs", 1, "en"): "33780d764babab90",
    ("needs", 1, "fr"): "cbf1e60b0a383f0e",
    ("needs", 2, "en"): "7aa1326bf2132ba2",
    ("needs", 2, "fr"): "508e5512a50b8cbd",
    ("needs", 3, "en"): "1b46405ce402e5ec",
    ("needs", 3, "fr"): "508e5512a50b8cbd",
    ("news", 1, "en"): "f60eb720be1e80ed",
    ("news", 1, "fr"): "95cfaa8a8bd9bb28",
    ("news", 2, "en"): "c1a19e1ef255eaa5",
    ("news", 2, "fr"): "3cd5b0dba74988fa",
    ("news", 3, "en"): "8e00355585fdad40",
    ("news", 3, "fr"): "de98b16fc9d2d74f",
}
"The words of every version ever shown, as the first 16 figures of their SHA-256: lines are added, never changed."


@pytest.fixture
def mayor(app: Flask) -> InspectingClient:
    """Her own device, on her own page."""
    prepared(app)
    return registered(app)[MAYOR]


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("kind", list(NoticeKind))
def test_words_that_change_are_a_new_version(app: Flask, kind: NoticeKind, lang: str) -> None:
    with app.test_request_context(), speaking(lang):
        digest = sha256(notices.words(kind).encode()).hexdigest()[:16]
    assert DIGESTS[kind.value, notices.VERSIONS[kind], lang] == digest


def test_two_questions_take_one_tap_each(app: Flask, mayor: InspectingClient) -> None:
    page = mayor.page(CONSENTS)
    assert len(page.select("main form")) == 2
    assert page.select("[checked]") == []
    assert standing(app) == {}
    press(mayor, CONSENTS, **said("photo", "yes"))
    assert "You answered yes." in mayor.page(CONSENTS).get_text()
    press(mayor, CONSENTS.replace("/en/", "/fr/"), **said("listing", "no"))
    assert standing(app) == {"photo": True, "listing": False}
    with app.app_context():
        kept = {one.kind.value: one for one in db.session.scalars(select(Consent))}
        assert [(kept[kind].notice.version, kept[kind].notice.lang) for kind in ("photo", "listing")] == [
            (3, "en"),
            (3, "fr"),
        ]
        assert kept["photo"].notice.text in "\n\n".join(
            (notices.question(NoticeKind.PHOTO), notices.explanation(NoticeKind.PHOTO))
        )
        assert kept["photo"].by == f"registration:{only_registration().code}"


@pytest.mark.proof("test_two_questions_take_one_tap_each")
def test_a_second_tap_changes_nothing(app: Flask, mayor: InspectingClient) -> None:
    path, page = CONSENTS, mayor.page(CONSENTS)
    unseen = hidden(page)
    for _tap in range(2):
        assert mayor.post(path, data=unseen | {"say": "photo:yes"}).status_code == 303
    with app.app_context():
        assert db.session.query(Consent).count() == 1
    press(mayor, path, **said("photo", "no"))
    press(mayor, path, **said("photo", "withdraw"))
    assert standing(app) == {}
    with app.app_context():
        rows = db.session.scalars(select(Consent).order_by(Consent.id)).all()
        assert [(one.said_yes, one.ended_at is not None) for one in rows] == [(True, True), (False, True)]
        verbs = db.session.scalars(select(Entry.verb).where(Entry.noun == "consent").order_by(Entry.n)).all()
        assert verbs == ["agreed", "refused", "withdrawn"]


@pytest.mark.proof("test_two_questions_take_one_tap_each")
def test_what_no_button_says_is_not_there(app: Flask, mayor: InspectingClient) -> None:
    unseen = hidden(mayor.page(CONSENTS))
    for say in ("", "news:yes", "photo:maybe", "privacy:yes"):
        assert mayor.post(CONSENTS, data=unseen | {"say": say}).status_code == 404
    assert standing(app) == {}


@pytest.mark.proof("an exception; who is asked: test_assistants_consents")
def test_who_will_not_come_is_not_asked(app: Flask) -> None:
    office = taken_over(app)
    office.submit(DETAILS, badge_name="Ewa")
    with app.app_context():
        assert db.session.scalars(select(Mail.template)).all().count("consents_asked") == 1
    office.submit("/en/my/cancel")
    sent = [mail["Subject"] for mail in deliver(app)]
    assert not any("Two questions" in subject for subject in sent)


def test_unanswered_blocks_nothing_and_marks_the_badge(app: Flask, mayor: InspectingClient) -> None:
    assert "Confirmed." in mayor.page("/en/my/").get_text()
    for answer, marked in ((None, True), ("no", True), ("yes", False), ("withdraw", True)):
        if answer:
            press(mayor, CONSENTS, **said("photo", answer))
        office = office_of(app)
        with app.app_context():
            code = only_registration().code
        for client, path in ((mayor, "/en/my/badge.pdf"), (office, f"/en/manage/2031/badges/{code}.pdf")):
            text = pypdfium2.PdfDocument(client.get(path).data)[0].get_textpage().get_text_range()
            assert ("No photos, please" in text) is marked, (answer, path)


@pytest.mark.proof("test_unanswered_blocks_nothing_and_marks_the_badge reads the mark")
def test_the_mark_is_seen_on_the_front(mayor: InspectingClient) -> None:
    """Beside the code, above the role."""

    def darkest() -> int:
        page = pypdfium2.PdfDocument(mayor.get("/en/my/badge.pdf").data)[0].render(scale=1).to_pil().convert("L")
        width, height = page.size
        beside = page.crop((width // 2, int(height * 0.4), int(width * 0.77), int(height * 0.44)))
        return min(beside.get_flattened_data())

    assert darkest() < 60
    press(mayor, CONSENTS, **said("photo", "yes"))
    assert darkest() > 200


def test_the_office_reads_each_answer(app: Flask, mayor: InspectingClient) -> None:
    press(mayor, CONSENTS, **said("photo", "yes"))
    mayor.submit(DETAILS, news="no")
    with app.app_context():
        path = f"/en/manage/2031/people/{only_registration().code}"
    facts = {
        one.select_one("dt").get_text(): one.select_one("dd").get_text(" ", strip=True)
        for one in office_of(app).page(path).select(".facts > div")
    }
    assert facts["Photographs"].startswith("Yes")
    assert facts["Public list of participants"] == "never asked (counts as no)"
    assert facts["News about the next assembly"].startswith("No")


def test_news_goes_to_people_who_said_yes(app: Flask, mayor: InspectingClient) -> None:
    def counted() -> tuple[int, int]:
        with app.app_context():
            found = reach(db.session.scalars(select(Edition)).one(), Audience(), is_news=True)
            return found.total, found.without_consent

    assert counted() == (0, 1)  # never asked counts as no
    mayor.submit(DETAILS, news="no")
    assert counted() == (0, 1)
    mayor.submit(DETAILS, news="yes")
    assert counted() == (1, 0)
    assert mayor.page(DETAILS).select_one("[name=news][checked]")["value"] == "yes"
    data = dict(filled(mayor.page(DETAILS).select_one("main form"), {}))
    data.pop("news")
    mayor.post(DETAILS, data=data)
    assert standing(app) == {"news": True}  # nothing ticked is nothing said


@pytest.mark.proof("test_news_goes_to_people_who_said_yes")
def test_a_yes_brings_the_news_back(app: Flask, mayor: InspectingClient) -> None:
    mayor.submit(DETAILS, news="yes")
    with app.app_context():
        with writing():
            news.subscribe([only_registration().person_id])
        with writing():
            news.leave(db.session.scalars(select(Subscription)).one())
        edition = db.session.scalars(select(Edition)).one()
        assert reach(edition, Audience(), is_news=True).without_consent == 1
    mayor.submit(DETAILS, news="no")
    mayor.submit(DETAILS, news="yes")
    with app.app_context():
        edition = db.session.scalars(select(Edition)).one()
        assert reach(edition, Audience(), is_news=True).without_consent == 0


def test_public_list_names_only_who_agreed(app: Flask, mayor: InspectingClient) -> None:
    path, visitor = "/{}/2031/participants", app.test_client()
    assert "No one is listed yet." in visitor.page(path.format("en")).get_text()  # type: ignore[attr-defined]
    press(mayor, CONSENTS, **said("listing", "yes"))
    for lang in ("en", "fr"):
        page = visitor.page(path.format(lang)).select_one("main").get_text()  # type: ignore[attr-defined]
        assert all(words in page for words in ("Zofia Wszędybylska", "Mayor", "rzeszow"))
        assert MAYOR not in page
    for search, is_found in (("RZESZÓW zofia", True), (MAYOR, False)):  # what is not shown is not searched
        found = visitor.page(path.format("en"), query_string={"q": search})  # type: ignore[attr-defined]
        assert "Wszędybylska" in found.select_one("main ul").get_text() if is_found else not found.select("main ul")
    with app.app_context(), writing():
        one = only_registration()
        leaving.cancel_by_hand(one, "ill")
    assert "Zofia" not in visitor.page(path.format("en")).get_text()  # type: ignore[attr-defined]


def test_public_list_forgets_who_withdraws(app: Flask, mayor: InspectingClient) -> None:
    press(mayor, CONSENTS, **said("listing", "yes"))
    press(mayor, CONSENTS, **said("listing", "withdraw"))
    assert "Zofia" not in app.test_client().page("/en/2031/participants").get_text()  # type: ignore[attr-defined]


def test_both_consents_are_in_the_export(app: Flask, mayor: InspectingClient) -> None:
    press(mayor, CONSENTS, **said("listing", "yes"))
    press(mayor, CONSENTS, **said("photo", "no"))
    with app.test_request_context(), speaking("en"):
        edition = db.session.scalars(select(Edition)).one()
        columns = columns_of(("photo", "listing"), [], [], edition.zone)
        rows = table(edition, Wanted(), Sort.NAME, answers=False).rows()
        assert [columns.line(*row) for row in rows] == [["No", "Yes"]]
