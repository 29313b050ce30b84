"""The whole path, page by page, through real forms: register, mail, own page, door, public count."""

from __future__ import annotations

import pytest
from factories import DOOR, MAYOR, ORGANISER, make_edition, make_user, open_doors, sign_in, submission
from flask import Flask
from inspector import InspectingClient
from mails import code_in, deliver, has_code, html_of, link_in, text_of
from sqlalchemy import select

from assembly.editions.queries.editions import edition_by_slug
from assembly.extensions import db
from assembly.models import Badge
from assembly.registration.service import registering
from assembly.sealed import unseal
from assembly.transactions import writing

NAME = "Żaneta Łukaszewicz-Đorđević"
"Others of her office share the address in the demonstration, so that subjects name her."


def register(client: InspectingClient, lang: str = "fr", **changes: str) -> None:
    client.submit(f"/{lang}/2027/register", **(MAYOR | changes))


def at_the_door(app: Flask, letter: str) -> InspectingClient:
    staff: InspectingClient = app.test_client()  # type: ignore[assignment]
    sign_in(staff, DOOR)
    staff.submit("/en/checkin/2027/", door=letter)
    return staff


def figure(client: InspectingClient, path: str, label: str) -> str:
    page = client.page(path)
    figures = {dt.get_text(): dt.find_next("dd").get_text() for dt in page.select("dl.figures dt")}
    return figures.get(label, "absent")


@pytest.mark.database
def test_a_mayor_from_form_to_public_count(demo_app: Flask, demo_client: InspectingClient) -> None:
    register(demo_client)
    page = demo_client.page("/fr/2027/register/received")
    assert page.select_one(".state").get_text(" ", strip=True) == "Inscription confirmée. Votre place est réservée."

    (mail,) = deliver(demo_app)
    assert mail["To"] == "cabinet.rzeszow@example.org"
    assert mail["Subject"] == f"{NAME}\u00a0: Inscription confirmée – Assemblée numérique des maires"
    assert "à 9\u00a0h\u00a000, heure de Bruxelles" in text_of(mail)

    phone: InspectingClient = demo_app.test_client()  # type: ignore[assignment]
    own_link = link_in(mail)
    assert len(phone.page(own_link).select("main button")) == 1
    assert phone.submit(own_link).location == "/fr/my/"
    own = phone.page("/fr/my/")
    assert own.h1.get_text() == "Żaneta Łukaszewicz-Đorđević"
    assert "Rzeszów" in own.get_text()
    assert phone.get("/fr/my/qr.svg").mimetype == "image/svg+xml"

    office: InspectingClient = demo_app.test_client()  # type: ignore[assignment]
    sign_in(office, ORGANISER)
    rows = office.page("/en/manage/2027/people?q=LUKASZEWICZ rzeszow").select("tbody tr")
    assert [row.th.get_text() for row in rows] == ["Żaneta Łukaszewicz-Đorđević"]
    assert figure(office, "/en/manage/2027/people", "Confirmed participants") == "35"

    with demo_app.app_context(), writing():
        open_doors(edition_by_slug("2027"))
    before = figure(office, "/fr/manage/2027/people", "Personnes présentes")
    code = code_in(mail)
    door_a, door_b = at_the_door(demo_app, "A"), at_the_door(demo_app, "B")
    assert len(door_a.page(code).select("main form button")) == 1
    verdict = door_a.submit(code, status=200).get_data(as_text=True)
    assert '<h1 class="word">IN</h1>' in verdict
    again = door_b.page(code)
    assert again.select_one(".word").get_text() == "ASK"
    assert again.select_one(".note").get_text().endswith("entrance A")
    assert "ASK" in door_b.submit(code, status=200).get_data(as_text=True)
    assert (before, figure(office, "/fr/manage/2027/people", "Personnes présentes")) == ("0", "1")


def test_a_code_tells_others_nothing_personal(demo_app: Flask, demo_client: InspectingClient) -> None:
    register(demo_client)
    code = code_in(deliver(demo_app)[0])
    stranger: InspectingClient = demo_app.test_client()  # type: ignore[assignment]
    known, unknown = stranger.get(code), stranger.get("/b/unknown")
    assert known.get_data() == unknown.get_data()
    assert "Łukaszewicz" not in known.get_data(as_text=True)
    organiser_without_door: InspectingClient = demo_app.test_client()  # type: ignore[assignment]
    sign_in(organiser_without_door, ("cochair@example.org", "the floor is yours"))
    assert "Łukaszewicz" not in organiser_without_door.get(code).get_data(as_text=True)


@pytest.mark.proof("test_bad_input proves it")
def test_wrong_input_comes_back_with_nothing_lost(demo_app: Flask, demo_client: InspectingClient) -> None:
    answer = demo_client.submit(
        "/fr/2027/register", status=422, **(MAYOR | {"email": "cabinet.rzeszow.pl", "family": " "})
    )
    page = demo_client.get("/fr/2027/register")
    assert page.status_code == 200
    html = answer.get_data(as_text=True)
    assert "2 réponses sont à corriger" in html
    for kept in ("Żaneta", "rzeszow", "Maire", "cabinet.rzeszow.pl"):
        assert f'value="{kept}"' in html
    assert (
        html.count("Indiquez une adresse électronique comportant le signe «\u00a0@\u00a0»") == 2
    )  # in the summary and beside the field
    assert deliver(demo_app) == []


def test_the_email_speaks_the_recipients_language(demo_app: Flask, demo_client: InspectingClient) -> None:
    """A French registration cancelled on the English page gives a French mail, rendered by an English worker."""
    register(demo_client)
    own_link = link_in(deliver(demo_app)[0])
    demo_client.submit(own_link)
    demo_client.submit("/en/my/cancel", form="main form")
    mail = deliver(demo_app)[-1]
    assert mail["Subject"] == f"{NAME}\u00a0: Inscription annulée – Assemblée numérique des maires"
    assert mail["Content-Language"] == "fr"
    assert '<html lang="fr">' in html_of(mail)
    assert "has been cancelled" not in text_of(mail) + html_of(mail)


def test_the_assistant_gets_their_own_link(demo_app: Flask, demo_client: InspectingClient) -> None:
    register(demo_client, assistant_email="assistant@example.org")
    to_mayor, to_assistant = deliver(demo_app)
    assert (to_mayor["To"], to_assistant["To"]) == ("cabinet.rzeszow@example.org", "assistant@example.org")
    assert link_in(to_mayor) != link_in(to_assistant)
    assert "Vous avez inscrit Żaneta Łukaszewicz-Đorđević." in text_of(to_assistant)


@pytest.mark.proof("what one email leaves out")
def test_who_follows_online_gets_no_entry_code(demo_app: Flask, demo_client: InspectingClient) -> None:
    register(demo_client, mode="online")
    (mail,) = deliver(demo_app)
    assert "Vous suivrez l’assemblée en ligne" in text_of(mail)
    assert not has_code(mail)
    demo_client.submit(link_in(mail))
    assert demo_client.page("/fr/my/").select(".code-card") == []
    assert demo_client.get("/fr/my/qr.svg").status_code == 404


@pytest.mark.proof("a phone without a door")
def test_the_door_is_chosen_beside_the_guest(demo_app: Flask, demo_client: InspectingClient) -> None:
    register(demo_client)
    code = code_in(deliver(demo_app)[0])
    sign_in(demo_client, DOOR)
    assert demo_client.submit(code, door="B").location == code
    assert demo_client.page(code).select_one(".strip span").get_text() == "Entrance B"


def test_a_foreign_or_unknown_code_stops(demo_app: Flask, demo_client: InspectingClient) -> None:
    register(demo_client)
    code = code_in(deliver(demo_app)[0])
    staff: InspectingClient = demo_app.test_client()  # type: ignore[assignment]
    sign_in(staff, DOOR)
    staff.submit("/en/checkin/2023/", door="A")
    for shown in (code, "/b/unknown"):
        page = staff.page(shown)
        assert page.select_one(".word").get_text() == "STOP"
        assert [one.get_text() for one in page.select("main button")] == ["Call the supervisor"]
        assert "Łukaszewicz" not in page.get_text()
    token = staff.page("/en/checkin/2023/").select_one("input[name=csrf_token]")["value"]
    verdict = staff.post(code, data={"csrf_token": token, "scan_id": "s" * 32}).get_data(as_text=True)
    assert '<h1 class="word">STOP</h1>' in verdict
    assert "Łukaszewicz" not in verdict
    assert figure(demo_client, "/en/2023/", "People present") == "138"


def test_with_one_door_nothing_is_chosen(app: Flask, client: InspectingClient) -> None:
    with app.app_context(), writing():
        edition = make_edition(doors="A")
        make_user("door")
        registering.register(edition, submission(1))
        code = f"/b/{unseal(db.session.scalars(select(Badge.token_sealed)).one())}"
    sign_in(client, ("someone@example.org", "a long enough passphrase"))
    assert client.page(code).select_one(".question").get_text() == "Admit?"
    assert '<h1 class="word">IN</h1>' in client.submit(code, status=200).get_data(as_text=True)


def test_a_link_opens_by_its_button_alone(demo_app: Flask, demo_client: InspectingClient) -> None:
    register(demo_client)
    own_link = link_in(deliver(demo_app)[0])
    phone: InspectingClient = demo_app.test_client()  # type: ignore[assignment]
    response = phone.get(own_link)
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert phone.get("/fr/my/change").status_code == 403
    assert phone.get(own_link + "x").status_code == 404
    assert phone.post(own_link, data={}).status_code == 400


def test_an_old_page_gives_back_the_text(demo_client: InspectingClient) -> None:
    demo_client.get("/fr/2027/register")
    answer = demo_client.post("/fr/2027/register", data=MAYOR | {"key": "k" * 32, "csrf_token": "stale"})
    assert answer.status_code == 400
    assert 'value="Łukaszewicz-Đorđević"' in answer.get_data(as_text=True)


@pytest.mark.proof("test_bad_input proves it")
def test_a_deadline_passed_with_the_form_open(demo_client: InspectingClient) -> None:
    answer = demo_client.submit("/en/2027/register", status=303, **MAYOR)
    assert answer.location == "/en/2027/register/received"
    closed = demo_client.get("/en/2023/register").get_data(as_text=True)
    assert "Registration is closed." in closed
    page = demo_client.page("/en/2027/register")
    token = page.select_one("input[name=csrf_token]")["value"]
    late = demo_client.post("/en/2023/register", data=MAYOR | {"key": "k" * 32, "csrf_token": token})
    assert late.status_code == 409
    assert 'value="Łukaszewicz-Đorđević"' in late.get_data(as_text=True)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_public_page_exists_in_both_languages(demo_client: InspectingClient, lang: str) -> None:
    for path in ("", "2023/", "2027/", "2027/register", "privacy", "sign-in", "demo/mails/"):
        page = demo_client.page(f"/{lang}/{path}")
        assert {link["hreflang"] for link in page.select("link[rel=alternate]")} == {"en", "fr"}
        assert page.html["lang"] == lang
