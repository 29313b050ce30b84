"""From the form to the public list through the real pages; and everything those pages must refuse."""

from __future__ import annotations

from datetime import timedelta

import pdf_samples
import pypdfium2
import pytest
from directory import make
from flask import Flask
from inspector import InspectingClient
from mails import deliver, html_of, text_of
from signers import CITY, FOUND, brought_to, forward
from signing_pages import FORM, MINE, OFFICE, at_the_desk, code_of, opened, states, upload
from sqlalchemy import func, select

from assembly import clock
from assembly.extensions import db
from assembly.models import CommunityKind, Signing, SigningState, StoredFile
from assembly.signatures.jobs import tell_public
from assembly.transactions import writing


def test_a_city_signs_and_is_made_public(demo_app: Flask, demo_client: InspectingClient) -> None:
    opened(demo_app, demo_client)
    assert upload(demo_client, pdf_samples.scan(2)).status_code == 303
    assert "2 pages" in demo_client.page(MINE).select_one(".state").get_text()
    office = at_the_desk(demo_app)
    row = office.page(OFFICE).select_one("tbody tr")
    assert (row.th.get_text(), row.select_one(".tag").get_text()) == ("Oulu", "À vérifier")
    assert "Vérifier 1 déclaration signée" in office.page("/fr/manage/2027/").get_text()
    one = OFFICE + code_of(demo_app)
    until = (clock.local(clock.now(), "Europe/Brussels") + timedelta(hours=2)).replace(microsecond=0, tzinfo=None)
    accept = FOUND | {"public_from": until.isoformat()}
    assert office.submit(one, form=f"form[action='{one}/accept']", **accept).location == one
    assert demo_client.page("/fr/communities").find(string="Oulu") is None
    assert "sera rendue publique" in demo_client.page(MINE).select_one(".state").get_text()
    with clock.at(clock.now() + timedelta(hours=2)):
        assert "Oulu" in [one.get_text() for one in demo_client.page("/fr/communities").select("ol.programme h3")]
        with demo_app.app_context():
            tell_public()
        subjects = [mail["Subject"].partition(" –")[0] for mail in deliver(demo_app)]
    assert subjects == [
        "Votre déclaration pour Living-in.EU",
        "Votre déclaration signée a été acceptée",
        "Votre signature est désormais publique",
    ]


def test_asked_again_they_send_another(demo_app: Flask, demo_client: InspectingClient) -> None:
    opened(demo_app, demo_client)
    upload(demo_client, pdf_samples.scan())
    office, one = at_the_desk(demo_app), OFFICE + code_of(demo_app)
    office.submit(one, form=f"form[action='{one}/ask-again']", again_reason="Il manque le cachet.")
    assert "Il manque le cachet." in text_of(deliver(demo_app)[-1])
    assert "Il manque le cachet." in demo_client.page(MINE).get_text()
    upload(demo_client, pdf_samples.scan(2))
    assert states(demo_app) == ["checking"]


def test_twenty_documents_an_hour_are_enough(demo_app: Flask, demo_client: InspectingClient) -> None:
    opened(demo_app, demo_client)
    token = str(demo_client.page(MINE).select_one("main input[name=csrf_token]")["value"])
    answers = [upload(demo_client, b"no paper", token=token).status_code for _try in range(21)]
    assert answers == [422] * 20 + [429]
    with clock.at(clock.now() + timedelta(hours=1, minutes=1)):
        assert upload(demo_client, pdf_samples.scan()).status_code == 303


def test_who_does_not_go_on_withdraws(demo_app: Flask, demo_client: InspectingClient) -> None:
    opened(demo_app, demo_client)
    for _click in range(2):
        token = demo_client.page(f"{MINE}").select_one("input[name=csrf_token]")
        answer = demo_client.post(f"{MINE}/withdraw", data={"csrf_token": token["value"]} if token else {})
    assert answer.status_code in {200, 400}
    assert states(demo_app) == ["withdrawn"]
    assert len(deliver(demo_app)) == 2
    assert demo_client.page(MINE).select_one("form[enctype]") is None


@pytest.mark.turns(4)
@pytest.mark.parametrize(
    ("lang", "changes", "at_fault"),
    [
        ("fr", {"body": "emperor", "place": "", "email": "nowhere", "occasion": ""}, "body place occasion email"),
        (
            "en",
            {"country": "EU", "function": "www.evil.example", "message": "x" * 2001},
            "country function message",
        ),
        ("fr", {"body": "municipality", "country": "NO"}, "country"),
        ("fr", {"body": "third_country", "country": "FI"}, "country"),
    ],
)
def test_a_faulty_form_loses_nothing(
    demo_app: Flask, demo_client: InspectingClient, lang: str, changes: dict[str, str], at_fault: str
) -> None:
    answer = demo_client.submit(f"/{lang}/communities/join/form", status=422, **(CITY | changes))
    page = answer.soup
    assert [link["href"] for link in page.select(".summary a")] == [f"#{name}" for name in at_fault.split()]
    assert page.select_one("#signer")["value"] == "Riikka Moilanen"
    assert states(demo_app) == []


@pytest.mark.proof("test_states: the directory decides")
def test_an_organisation_supports_and_is_told_so(demo_app: Flask, demo_client: InspectingClient) -> None:
    page = demo_client.page("/en/communities/join/form")
    assert page.select_one("#body-hint").get_text() == (
        "Cities and regions sign the declaration. Organisations support it."
    )
    assert page.select_one("label[for=body-7]").get_text(" ", strip=True) == "Company · supports"
    demo_client.submit("/en/communities/join/form", **(CITY | {"body": "company", "place": "Smart Ltd"}))
    assert "support" in text_of(deliver(demo_app)[-1])
    with demo_app.app_context():
        assert db.session.scalars(select(Signing.kind)).one() == "support"


def test_the_place_is_suggested_as_one_types(demo_app: Flask, demo_client: InspectingClient) -> None:
    with demo_app.app_context(), writing():
        make("utrecht", "Utrecht", country="NL")
        make("utrecht-province", "Utrecht", country="NL", kind=CommunityKind.REGION)
    field = demo_client.page(FORM).select_one("#place")
    assert field["data-places"] == "/fr/communities/search"
    assert demo_client.page(FORM).select_one(f"datalist#{field['list']} option")  # what is left without a script
    answers = CITY | {"place": "Utrecht (NL)", "community": "utrecht", "country": "NL"}
    demo_client.submit(FORM, **answers)
    with demo_app.app_context():
        assert db.session.scalars(select(Signing)).one().community.code == "utrecht"  # type: ignore[union-attr]


def test_countries_of_europe_come_first(demo_client: InspectingClient) -> None:
    groups = demo_client.page("/en/communities/join/form").select("#country optgroup")
    assert [one["label"] for one in groups] == ["European Union", "Other European countries", "Other countries"]
    assert [len(one.select("option")) for one in groups[:2]] == [27, 23]
    assert groups[1].option.get_text() == "Albania"


def test_the_button_pressed_twice_is_one_signing(demo_app: Flask, demo_client: InspectingClient) -> None:
    page = demo_client.page(FORM)
    hidden = {one["name"]: one["value"] for one in page.select("main form input[type=hidden]")}
    answers = [demo_client.post(FORM, data=CITY | hidden) for _press in range(2)]
    assert [one.status_code for one in answers] == [303, 303]
    assert (len(states(demo_app)), len(deliver(demo_app))) == (1, 1)
    other = demo_client.post(FORM, data=CITY | hidden | {"signer": "Somebody Else"})
    assert other.status_code == 409
    assert 'value="Somebody Else"' in other.get_data(as_text=True)


def test_existing_signatures_are_not_told(demo_app: Flask, demo_client: InspectingClient) -> None:
    """The same answer, but for the reference, whether the address has begun before or not, or has mails enough."""
    seen = []
    for number in range(7):
        answers = CITY | ({"email": "new@oulu.example.org"} if number == 6 else {})
        assert demo_client.submit(FORM, **answers).location.endswith("/received")
        page = demo_client.page("/fr/communities/join/received").select_one("main").get_text()
        seen.append(page.replace(code_of(demo_app), "…"))
    assert len(set(seen)) == 1
    assert [mail["To"] for mail in deliver(demo_app)].count(CITY["email"]) == 5


def test_the_received_page_is_the_senders(demo_client: InspectingClient) -> None:
    assert demo_client.get("/fr/communities/join/received").location.endswith("/join/form")


@pytest.mark.turns(5)
@pytest.mark.parametrize(
    ("content", "status", "said"),
    [
        (b"", 422, "Ce fichier est vide."),
        (b"<html>", 422, "Ce n’est pas un fichier PDF."),
        (pdf_samples.with_script(), 422, "contient des scripts"),
        (pdf_samples.of_size(10 * 1024 * 1024 + 1), 422, "dépasse 10 Mo"),
        (b"%PDF-" + b"x" * (12 * 1024 * 1024), 413, ""),
    ],
    ids=["empty", "html", "script", "10 MB and a byte", "12 MB"],
)
def test_a_bad_file_is_refused(
    demo_app: Flask, demo_client: InspectingClient, content: bytes, status: int, said: str
) -> None:
    opened(demo_app, demo_client)
    with demo_app.app_context():
        before = db.session.scalar(select(func.count()).select_from(StoredFile))
    answer = upload(demo_client, content)
    assert answer.status_code == status
    assert said in answer.get_data(as_text=True).replace("\u00a0", " ")
    with demo_app.app_context():
        assert db.session.scalar(select(func.count()).select_from(StoredFile)) == before
    assert states(demo_app) == ["draft"]


@pytest.mark.turns(2)
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_declaration_on_paper(demo_app: Flask, demo_client: InspectingClient, lang: str) -> None:
    opened(demo_app, demo_client, occasion="assembly", place="Łódź", country="PL")
    answer = demo_client.get(f"/{lang}/communities/mine/declaration.pdf")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    document = pypdfium2.PdfDocument(answer.data)
    assert len(document) == 1
    text = " ".join(document[0].get_textpage().get_text_range().split())
    for words in {
        "en": (
            "Join, Boost, Sustain",
            "Łódź signs the declaration",
            "The text of the declaration is missing",
            "15 April 2027",
            "Signature",
        ),
        "fr": (
            "Join, Boost, Sustain",
            "Łódź signe la déclaration",
            "Le texte de la déclaration ne figure pas",
            "assemblée du 15 avril 2027",
            "Lieu",
            "Signature",
        ),
    }[lang]:
        assert words in text
    assert "citizens come first" not in text
    assert "Riikka Moilanen, Mayor" in text
    assert b"/StructTreeRoot" in answer.data


@pytest.mark.turns(2)
@pytest.mark.parametrize(("lang", "dear"), [("en", "Dear Aino Office,"), ("fr", "Bonjour Aino Office,")])
def test_each_email_speaks_the_forms_language(demo_app: Flask, lang: str, dear: str) -> None:
    with demo_app.app_context(), writing():
        signing = brought_to(SigningState.CHECKING, lang=lang)

        for state in (SigningState.DRAFT, SigningState.CHECKING, SigningState.SIGNED, SigningState.WITHDRAWN):
            forward(signing, state)
    mails = deliver(demo_app)
    assert len(mails) == 4
    for mail in mails:
        assert mail["Content-Language"] == lang
        assert dear in text_of(mail)
        assert dear in html_of(mail)
        assert "None" not in text_of(mail)
