"""The office checks declarations and writes down signatures made on stage."""

from __future__ import annotations

from datetime import UTC, datetime

import pdf_samples
import pytest
from directory import make
from factories import make_user
from flask import Flask
from inspector import InspectingClient
from mails import deliver, text_of
from queries_counted import counted
from signers import FOUND, brought_to, coming
from signing_pages import MINE, OFFICE, at_the_desk, code_of, opened, states, upload

from assembly import clock
from assembly.models import CommunityKind, SigningState
from assembly.transactions import writing


def test_the_file_gets_our_name(demo_app: Flask, demo_client: InspectingClient) -> None:
    opened(demo_app, demo_client)
    assert upload(demo_client, pdf_samples.scan(), name="../../x<b>.pdf").status_code == 303
    code = code_of(demo_app)
    with at_the_desk(demo_app).get(f"{OFFICE}{code}/document") as answer:
        assert answer.headers["Content-Disposition"] == f"attachment; filename=declaration-{code}.pdf"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert (answer.mimetype, answer.data) == ("application/pdf", pdf_samples.scan())
    assert demo_client.get(f"{OFFICE}{code}/document").status_code == 303


@pytest.mark.proof("test_states: no move after the decision")
def test_no_file_after_the_decision(demo_app: Flask, demo_client: InspectingClient) -> None:
    opened(demo_app, demo_client)
    token = demo_client.page(MINE).select_one("main input[name=csrf_token]")["value"]
    upload(demo_client, pdf_samples.scan())
    office, one = at_the_desk(demo_app), OFFICE + code_of(demo_app)
    office.submit(one, form=f"form[action='{one}/accept']", **FOUND)
    assert upload(demo_client, pdf_samples.scan(3), token=token).status_code == 409


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


def test_an_unknown_city_is_added_or_found(demo_app: Flask, demo_client: InspectingClient) -> None:
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


def test_a_stage_signature_is_taken_back(demo_app: Flask, demo_client: InspectingClient) -> None:
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


@pytest.mark.proof("test_office_removes_an_accepted_mistake ends its signing")
def test_taking_back_ends_its_signing_too(demo_app: Flask) -> None:
    with demo_app.app_context(), writing():
        signing = brought_to(SigningState.SIGNED)
        assert signing.signature is not None
        code = signing.signature.code
    at_the_desk(demo_app).submit(f"{OFFICE}recorded/{code}", reason="new council")
    assert states(demo_app) == ["withdrawn"]
    assert "new council" in text_of(deliver(demo_app)[-1])


@pytest.mark.proof("test_an_unknown_city_is_added_or_found links one")
def test_namesakes_are_told_apart(demo_app: Flask) -> None:
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


def test_checks_elsewhere_end_there(demo_app: Flask) -> None:
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
