"""The settings of an edition: both languages, nobody's change lost, extras off until wanted."""

from __future__ import annotations

import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from factories import make_edition, make_user, sign_in
from flask import Flask
from inspector import InspectingClient
from static_checks import ROOT

from assembly.extensions import db
from assembly.models import Edition, Entry, Extra
from assembly.transactions import writing

SETTINGS, EXTRAS = "/en/manage/2031/settings/", "/en/manage/2031/settings/extras"


@pytest.fixture
def office(app: Flask, client: InspectingClient) -> InspectingClient:
    with app.app_context(), writing():
        make_user("organiser", "here@example.org", make_edition())
    sign_in(client, ("here@example.org", "a long enough passphrase"))
    return client


def stored(app: Flask) -> Edition:
    with app.app_context():
        return db.session.query(Edition).one()


def soup(answer: Any) -> BeautifulSoup:
    return answer.soup


def test_saved_settings_are_public_and_noted(app: Flask, office: InspectingClient) -> None:
    office.submit(SETTINGS, form="main form:not([action*=still])", purpose_en="To decide", purpose_fr="Décider")
    assert "Décider" in office.page("/fr/2031/").get_text()
    assert stored(app).version == 2
    with app.app_context():
        assert db.session.query(Entry).filter_by(noun="edition", verb="edited").count() == 1


def test_saving_without_a_change_is_no_act(app: Flask, office: InspectingClient) -> None:
    office.submit(SETTINGS)
    assert stored(app).version == 1
    with app.app_context():
        assert db.session.query(Entry).filter_by(noun="edition", verb="edited").count() == 0


def test_another_change_is_shown_before_saving(app: Flask, office: InspectingClient) -> None:
    mine = office.page(SETTINGS)
    office.submit(SETTINGS, contact_email="theirs@example.org")
    data = values(mine) | {"contact_email": "mine@example.org"}
    page = soup(answer := office.post(SETTINGS, data=data))
    assert answer.status_code == 409
    assert stored(app).contact_email == "theirs@example.org"
    assert "theirs@example.org" in page.select_one(".state.wait").get_text()
    assert page.select_one("[name=contact_email]")["value"] == "mine@example.org"
    assert office.post(SETTINGS, data=values(page)).status_code == 303
    assert stored(app).contact_email == "mine@example.org"


def values(page: BeautifulSoup) -> dict[str, str]:
    """What the form of this page holds."""
    form = page.select_one("main form:not([action*=still])")
    found = {one["name"]: one.get("value", "") for one in form.select("input:not([type=checkbox])")}
    return found | {one["name"]: one.get_text() for one in form.select("textarea")}


@pytest.mark.proof("test_saving_without_a_change_is_no_act")
def test_two_clicks_are_one_change(app: Flask, office: InspectingClient) -> None:
    data = values(office.page(SETTINGS)) | {"contact_email": "new@example.org"}
    assert [office.post(SETTINGS, data=data).status_code for _click in range(2)] == [303, 303]
    assert stored(app).version == 2


@pytest.mark.turns(5)
@pytest.mark.parametrize(
    "bad",
    [
        {"name_fr": ""},
        {"name_en": "x" * 201},
        {"purpose_en": "", "purpose_fr": ""},
        {"host_event_en": "only English"},
        {"contact_email": "nowhere"},
    ],
)
def test_bad_input_changes_nothing_and_loses_nothing(app: Flask, office: InspectingClient, bad: dict[str, str]) -> None:
    for lang in ("en", "fr"):
        path = SETTINGS.replace("/en/", f"/{lang}/")
        page = soup(office.submit(path, status=422, **bad))
        for name, typed in bad.items():
            assert page.select_one(f"[name={name}]")["value"] == typed
        assert page.select_one(".summary li")
    assert stored(app).version == 1


@pytest.mark.turns(5)
@pytest.mark.parametrize("version", ["", "-1", "nonsense", "9" * 13, "999"])
def test_a_made_up_version_saves_nothing(app: Flask, office: InspectingClient, version: str) -> None:
    data = values(office.page(SETTINGS)) | {"contact_email": "new@example.org", "version": version}
    assert office.post(SETTINGS, data=data).status_code in {409, 422}
    assert stored(app).version == 1


def test_one_changed_language_is_said(app: Flask, office: InspectingClient) -> None:
    with app.app_context(), writing():
        edition = db.session.query(Edition).one()
        edition.words_changed = edition.words_changed | {
            "purpose": {"en": "2026-01-02T00:00:00+00:00", "fr": "2026-01-01T00:00:00+00:00"}
        }
    assert "Purpose, in one line" in office.page(SETTINGS).select_one(".state.wait").get_text()
    office.submit(SETTINGS, form="form[action$=still-right]")
    assert not office.page(SETTINGS).select_one(".state.wait")


def test_each_extra_is_off_with_a_sentence(office: InspectingClient) -> None:
    for lang in ("en", "fr"):
        page = office.page(EXTRAS.replace("/en/", f"/{lang}/"))
        boxes = page.select("main [type=checkbox]")
        assert [one["name"] for one in boxes] == [extra.value for extra in Extra]
        assert not [one for one in boxes if one.has_attr("checked")]
        assert all(page.select_one(f"#{one['id']}-hint").get_text().endswith(".") for one in boxes)


def test_each_extra_offered_does_something() -> None:
    """Something asks whether it is on, and what was never built is not offered."""
    files = [*(ROOT / "assembly").rglob("*.py"), *(ROOT / "templates").rglob("*.html")]
    code = "\n".join(path.read_text() for path in files)
    asked = {extra for extra in Extra if re.search(rf'has\((Extra\.{extra.name}|"{extra.value}")\)', code)}
    assert asked == set(Extra)


def test_an_extra_is_on_when_ticked(app: Flask, office: InspectingClient) -> None:
    office.submit(EXTRAS, companions="y", session_sign_up="y")
    edition = stored(app)
    assert [extra for extra in Extra if edition.has(extra)] == [Extra.SESSION_SIGN_UP, Extra.COMPANIONS]
    token = office.page(EXTRAS).select_one("main [name=csrf_token]")["value"]
    office.post(EXTRAS, data={"csrf_token": token, "version": "2", "companions": "y", "certificates": "y"})
    assert stored(app).extras == ["companions"]


@pytest.mark.proof("test_another_change_is_shown_before_saving")
def test_ticks_over_somebody_elses_are_refused(app: Flask, office: InspectingClient) -> None:
    old = office.page(EXTRAS)
    office.submit(EXTRAS, companions="y")
    data = {one["name"]: one["value"] for one in old.select("main [type=hidden]")}
    assert office.post(EXTRAS, data=data | {"session_sign_up": "y"}).status_code == 409
    assert stored(app).extras == ["companions"]


def test_a_mistyped_extra_is_an_error() -> None:
    with pytest.raises(ValueError, match="companion"):
        Edition(extras=[]).has("companion")
