"""From the form to the public list through the real pages; and everything those pages must refuse."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pdf_samples
import pypdfium2
import pytest
from directory import make
from factories import make_user, sign_in
from flask import Flask
from flask.testing import FlaskClient
from inspector import InspectingClient
from mails import deliver, html_of, text_of
from queries_counted import counted
from signers import CITY, FOUND, brought_to, coming, forward, signing_link
from sqlalchemy import func, select

from assembly import clock
from assembly.extensions import db
from assembly.models import CommunityKind, Mail, Signing, SigningState, StoredFile
from assembly.sealed import unseal
from assembly.signatures.jobs import tell_public
from assembly.transactions import writing

FORM, MINE, OFFICE = "/fr/communities/join/form", "/fr/communities/mine", "/fr/manage/2027/signatures/"


def upload(client: InspectingClient, content: bytes, name: str = "scan.pdf", token: str = "") -> Any:
    """Send a file through the form of the own page, as a browser writes it."""
    token = token or str(client.page(MINE).select_one("main input[name=csrf_token]")["value"])
    field = '--cut\r\nContent-Disposition: form-data; name="{}"{}\r\n\r\n'
    head = field.format("csrf_token", "") + token + "\r\n" + field.format("document", f'; filename="{name}"')
    body = head.encode() + content + b"\r\n--cut--\r\n"
    return client.post(MINE, data=body, content_type="multipart/form-data; boundary=cut")


def opened(app: Flask, client: InspectingClient, **changes: str) -> InspectingClient:
    """Fill in the form, press the button of the link in the mail."""
    client.submit(FORM, **(CITY | changes))
    client.submit(signing_link(app))
    return client


def at_the_desk(app: Flask) -> InspectingClient:
    office: InspectingClient = app.test_client()  # type: ignore[assignment]
    sign_in(office)
    return office


def code_of(app: Flask) -> str:
    with app.app_context():
        return str(db.session.scalars(select(Signing.code).order_by(Signing.id.desc())).first())


def states(app: Flask) -> list[str]:
    with app.app_context():
        return [str(state) for state in db.session.scalars(select(Signing.state).order_by(Signing.id))]


def test_a_city_signs_is_checked_and_made_public(demo_app: Flask, demo_client: InspectingClient) -> None:
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


def test_asked_again_they_read_why_and_send_another(demo_app: Flask, demo_client: InspectingClient) -> None:
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
def test_a_faulty_form_comes_back_with_everything_typed(
    demo_app: Flask, demo_client: InspectingClient, lang: str, changes: dict[str, str], at_fault: str
) -> None:
    answer = demo_client.submit(f"/{lang}/communities/join/form", status=422, **(CITY | changes))
    page = answer.soup
    assert [link["href"] for link in page.select(".summary a")] == [f"#{name}" for name in at_fault.split()]
    assert page.select_one("#signer")["value"] == "Riikka Moilanen"
    assert states(demo_app) == []


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


def test_whether_a_city_signs_already_is_not_told(demo_app: Flask, demo_client: InspectingClient) -> None:
    """The same answer, but for the reference, whether the address has begun before or not, or has mails enough."""
    seen = []
    for number in range(7):
        answers = CITY | ({"email": "new@oulu.example.org"} if number == 6 else {})
        assert demo_client.submit(FORM, **answers).location.endswith("/received")
        page = demo_client.page("/fr/communities/join/received").select_one("main").get_text()
        seen.append(page.replace(code_of(demo_app), "…"))
    assert len(set(seen)) == 1
    assert [mail["To"] for mail in deliver(demo_app)].count(CITY["email"]) == 5


def test_a_page_of_received_belongs_to_who_has_sent(demo_client: InspectingClient) -> None:
    assert demo_client.get("/fr/communities/join/received").location.endswith("/join/form")


def test_only_pressing_the_button_opens_the_signing(demo_app: Flask, demo_client: InspectingClient) -> None:
    demo_client.submit(FORM, **CITY)
    link = signing_link(demo_app)
    page = demo_client.get(link)
    assert (page.headers["Referrer-Policy"], page.headers["Cache-Control"]) == ("no-referrer", "no-store")
    assert FlaskClient.open(demo_client, link, method="HEAD").status_code == 200
    assert demo_client.get(MINE).status_code == 403
    assert states(demo_app) == ["interest"]
    assert demo_client.submit(link).location == MINE
    assert states(demo_app) == ["draft"]
    assert demo_client.get(MINE).headers["Cache-Control"] == "no-store"
    other: InspectingClient = demo_app.test_client()  # type: ignore[assignment]
    assert other.get(MINE).status_code == 403
    other.submit(link)  # a colleague opens it too
    assert other.get(MINE).status_code == 200


@pytest.mark.parametrize("token", ["x", "a" * 43, "%00", "é" * 20])
def test_a_made_up_link_opens_nothing(demo_client: InspectingClient, token: str) -> None:
    assert demo_client.get(f"/fr/communities/join/{token}").status_code == 404


def test_a_link_ends_after_a_year(demo_app: Flask, demo_client: InspectingClient) -> None:
    opened(demo_app, demo_client)
    link = signing_link(demo_app)
    with clock.at(clock.now() + timedelta(days=365)):
        assert (demo_client.get(link).status_code, demo_client.get(MINE).status_code) == (200, 200)
    with clock.at(clock.now() + timedelta(days=367)):
        assert (demo_client.get(link).status_code, demo_client.get(MINE).status_code) == (404, 403)


def test_the_token_is_nowhere_in_clear(demo_app: Flask, demo_client: InspectingClient) -> None:
    demo_client.submit(FORM, **CITY)
    token = signing_link(demo_app).rpartition("/")[2]
    with demo_app.app_context():
        assert token not in repr(db.session.execute(select(Signing.__table__)).all())
        assert token not in repr(db.session.execute(select(Mail.__table__)).all())
        assert unseal(db.session.scalars(select(Signing.token_sealed)).one()) == token
        mail = db.session.scalars(select(Mail).where(Mail.template == "signing_received")).one().code
    seen = at_the_desk(demo_app).page(f"/fr/manage/2027/messages/{mail}").get_text()
    assert token not in seen
    assert "/communities/join/…" in seen


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
def test_a_bad_file_is_refused_with_a_sentence(
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


def test_the_office_saves_the_file_under_a_name_of_ours(demo_app: Flask, demo_client: InspectingClient) -> None:
    opened(demo_app, demo_client)
    assert upload(demo_client, pdf_samples.scan(), name="../../x<b>.pdf").status_code == 303
    code = code_of(demo_app)
    with at_the_desk(demo_app).get(f"{OFFICE}{code}/document") as answer:
        assert answer.headers["Content-Disposition"] == f"attachment; filename=declaration-{code}.pdf"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert (answer.mimetype, answer.data) == ("application/pdf", pdf_samples.scan())
    assert demo_client.get(f"{OFFICE}{code}/document").status_code == 303


def test_no_file_after_the_decision(demo_app: Flask, demo_client: InspectingClient) -> None:
    opened(demo_app, demo_client)
    token = demo_client.page(MINE).select_one("main input[name=csrf_token]")["value"]
    upload(demo_client, pdf_samples.scan())
    office, one = at_the_desk(demo_app), OFFICE + code_of(demo_app)
    office.submit(one, form=f"form[action='{one}/accept']", **FOUND)
    assert upload(demo_client, pdf_samples.scan(3), token=token).status_code == 409


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


def test_the_office_accepts_nothing_unseen(demo_app: Flask, demo_client: InspectingClient) -> None:
    opened(demo_app, demo_client)
    upload(demo_client, pdf_samples.scan())
    office, one = at_the_desk(demo_app), OFFICE + code_of(demo_app)
    form = f"form[action='{one}/accept']"
    for changes, name in (
        ({"note": ""}, "note"),
        ({"signed_on": "2126-01-01"}, None),
        ({"public_from": "soon"}, "public_from"),
        ({"signed_on": "2023-02-30", "public_from": "2026-11-01T10:00+02:00"}, "public_from"),
        ({"at": "y"}, None),
    ):
        page = office.submit(one, form=form, status=422, **(FOUND | changes)).get_data(as_text=True)
        assert name is None or f'href="#{name}"' in page
    token = office.page(one).select_one("main input[name=csrf_token]")["value"]
    unticked = {name: value for name, value in FOUND.items() if not name.startswith("is_")}  # nor a document
    answer = office.post(f"{one}/accept", data=unticked | {"csrf_token": token})
    assert answer.status_code == 422
    assert [f'href="#{name}"' in answer.get_data(as_text=True) for name in ("is_signed", "is_entitled")] == [True] * 2
    assert states(demo_app) == ["checking"]


def test_a_city_the_directory_does_not_know_is_added_or_found(demo_app: Flask, demo_client: InspectingClient) -> None:
    opened(demo_app, demo_client, place="Nowhere-by-the-Sea", country="IE")
    upload(demo_client, pdf_samples.scan())
    office, one = at_the_desk(demo_app), OFFICE + code_of(demo_app)
    assert office.submit(one, form=f"form[action='{one}/accept']", status=422, **FOUND)
    assert office.submit(one, form=f"form[action='{one}/link']", status=422, known="Atlantis")
    office.submit(one, form=f"form[action='{one}/link']", known="espoo")
    assert office.page(one).h1.get_text() == "Espoo"
    there = {"native_name": "OULU", "names_en": "Oulu", "names_fr": "Oulu", "kind": "municipality", "country": "FI"}
    refused = office.submit(one, form=f"form[action='{one}/create']", status=409, **there)
    assert "Oulu figure déjà" in refused.get_data(as_text=True)
    names = {"names_en": "Nowhere", "names_fr": "Nulle-Part", "kind": "municipality", "country": "IE"}
    office.submit(one, form=f"form[action='{one}/create']", **names)
    office.submit(one, form=f"form[action='{one}/accept']", **FOUND)
    signed = demo_client.get("/fr/communities.json").get_json()["signed"][0]
    assert (signed["code"], signed["name"], signed["name_in_language"]) == (
        "nowhere",
        "Nowhere-by-the-Sea",
        "Nulle-Part",
    )
    assert (signed["place"], signed["edition"], signed["role"]) == ("Oulu", None, "sign")


def test_a_signature_on_stage_is_written_down_and_taken_back(demo_app: Flask, demo_client: InspectingClient) -> None:
    office, new = at_the_desk(demo_app), f"{OFFICE}recorded/new"
    facts = {"source": "on stage", "signed_on": "2027-04-15", "at": "y", "place": "Bruxelles"}
    with clock.at(datetime(2027, 4, 15, 10, tzinfo=UTC)):
        office = at_the_desk(demo_app)
        assert office.submit(new, status=422, community="Atlantis", **facts)
        there = office.submit(new, community="oulu", **facts).location
        assert office.submit(new, status=409, community="Oulu", **facts)
        said = demo_client.page("/fr/communities").select_one("#joined-counts").get_text()
        assert said.replace("\u00a0", " ").startswith("Adhésions : 1 à l’assemblée du 15 avril 2027")
        assert office.submit(there, status=422, on="2027-04-14", reason="test")
        assert office.submit(there, status=422, on="2027-04-15", reason="")
        office.submit(there, on="2027-04-15", reason="test")
        assert "Retrait enregistré" in office.page(there).select_one(".state").get_text()
        assert demo_client.page("/fr/communities").select("#joined-counts") == []


def test_a_signature_taken_back_ends_its_signing_too(demo_app: Flask) -> None:
    with demo_app.app_context(), writing():
        signing = brought_to(SigningState.SIGNED)
        assert signing.signature is not None
        code = signing.signature.code
    at_the_desk(demo_app).submit(f"{OFFICE}recorded/{code}", reason="new council")
    assert states(demo_app) == ["withdrawn"]
    assert "new council" in text_of(deliver(demo_app)[-1])


def test_two_places_of_one_name_are_told_apart(demo_app: Flask) -> None:
    """By the country of the list; where that is the same, by the code."""
    with demo_app.app_context(), writing():
        code = brought_to(SigningState.CHECKING).code
        make("oulu-pl", "Oulu")
        make("oulu-region", "Oulu", kind=CommunityKind.REGION)
    office, one = at_the_desk(demo_app), OFFICE + code
    for typed, status in (("Oulu", 422), ("Oulu (FI)", 303), ("Oulu (PL)", 422), ("oulu-region", 303)):
        office.submit(one, form=f"form[action='{one}/link']", status=status, known=typed)
    offered = [option["value"] for option in office.page(f"{OFFICE}recorded/new").select("datalist option")]
    assert {"Oulu (FI)", "Oulu (PL)"} <= set(offered)
    facts = {"source": "on stage", "signed_on": "2026-11-01", "at": ""}
    assert office.submit(f"{OFFICE}recorded/new", status=303, community="Oulu (FI)", **facts)


def test_what_was_checked_at_another_assembly_ends_there(demo_app: Flask) -> None:
    with demo_app.app_context(), writing():
        signing = brought_to(SigningState.SIGNED)
        assert signing.signature is not None
        at = f"signatures/recorded/{signing.signature.code}"
    office, elsewhere = at_the_desk(demo_app), f"/fr/manage/2023/{at}"
    assert office.page(elsewhere).select("main form") == []
    token = office.page(f"/fr/manage/2027/{at}").select_one("main input[name=csrf_token]")["value"]
    answers = {"on": "2026-11-20", "reason": "test", "csrf_token": token}
    assert office.post(elsewhere, data=answers).status_code == 404
    assert states(demo_app) == ["signed"]


@pytest.mark.parametrize(("lang", "dear"), [("en", "Dear Aino Office,"), ("fr", "Bonjour Aino Office,")])
def test_each_mail_speaks_the_language_of_the_form(demo_app: Flask, lang: str, dear: str) -> None:
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


def test_nobody_of_another_assembly_sees_it(demo_app: Flask) -> None:
    with demo_app.app_context(), writing():
        code = brought_to(SigningState.CHECKING).code
        make_user("organiser", "elsewhere@one.example.org", coming())
    office = at_the_desk(demo_app)  # of all assemblies, and yet under the address of another there is nothing
    answers = [office.get(f"/fr/manage/2023/signatures/{one}").status_code for one in (code, "aaaaaaaa")]
    assert answers == [404, 404]


def test_the_list_costs_the_same_for_many(demo_app: Flask) -> None:
    office, costs = at_the_desk(demo_app), []
    for number in range(2):
        with demo_app.app_context(), writing():
            for each in range(1 + 9 * number):
                brought_to(SigningState.CHECKING, email=f"o{number}{each}@example.org")
        office.page(OFFICE)
        with counted(demo_app) as sent:
            office.page(OFFICE)
        costs.append(len(sent))
    assert costs[0] == costs[1]
