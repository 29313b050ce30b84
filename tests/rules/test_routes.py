"""Every route declares who may see it; addresses are a promise; a GET changes nothing."""

from __future__ import annotations

import re

import pytest
from factories import DOOR, ORGANISER, make_edition, make_user, sign_in
from flask import Flask
from inspector import InspectingClient
from sqlalchemy import select
from static_checks import contents, unmarked_routes

from assembly.extensions import db
from assembly.mail.copies import hide_links
from assembly.models import (
    AccessLink,
    Admission,
    Appearance,
    Badge,
    Contribution,
    Edition,
    Invitation,
    Mail,
    Mandate,
    Person,
    Picture,
    Registration,
    Session,
    Signature,
    State,
)
from assembly.sealed import unseal
from assembly.security import public
from assembly.transactions import WriteOutside, writing

PROMISED = {
    "/",
    "/<lang>/",
    "/<lang>/<edition>/",
    "/<lang>/<edition>/register",
    "/<lang>/<edition>/agenda",
    "/<lang>/<edition>/agenda.ics",
    "/<lang>/<edition>/agenda.json",
    "/<lang>/<edition>/agenda.xml",
    "/<lang>/<edition>/agenda.pdf",
    "/<lang>/<edition>/agenda/changes",
    "/<lang>/<edition>/agenda/selection",
    "/<lang>/<edition>/agenda/selection.ics",
    "/<lang>/<edition>/agenda/<code>",
    "/<lang>/<edition>/agenda/<code>.ics",
    "/<lang>/my/invite.ics",
    "/<lang>/<edition>/live",
    "/<lang>/<edition>/practical",
    "/<lang>/<edition>/contact",
    "/<lang>/<edition>/report",
    "/<lang>/<edition>/report.pdf",
    "/<lang>/<edition>/report.json",
    "/<lang>/open-data",
    "/<lang>/communities",
    "/<lang>/communities.json",
    "/<lang>/communities.csv",
    "/<lang>/communities/join",
    "/<lang>/declaration",
    "/<lang>/accessibility",
    "/<lang>/legal",
    "/<lang>/r/<token>",
    "/<lang>/my/",
    "/<lang>/my/qr.svg",
    "/<lang>/my/badge.pdf",
    "/<lang>/privacy",
    "/<lang>/<edition>/privacy",
    "/<lang>/sign-in",
    "/b/<token>",
    "/<lang>/checkin/<edition>/",
    "/healthz",
    "/readyz",
    "/robots.txt",
}

VIDEOS = ("recording", "picture", "add_track", "track", "add_part", "part", "add_captions", "captions")
"Pages of the office that need the code of a recording."


def test_every_route_wears_exactly_one_marker(app: Flask) -> None:
    assert unmarked_routes(app) == []


def test_a_route_without_a_marker_is_found(own_app: Flask) -> None:
    own_app.add_url_rule("/bare", "bare", lambda: "")
    assert unmarked_routes(own_app) == ["bare"]


def test_a_route_with_two_markers_is_refused() -> None:
    with pytest.raises(TypeError, match="two markers"):
        public(public(lambda: ""))


def test_promised_addresses_exist(app: Flask) -> None:
    known = {
        rule.rule.replace("<lang:lang>", "<lang>").replace("<edition:edition>", "<edition>")
        for rule in app.url_map.iter_rules()
    }
    assert known >= PROMISED


def test_every_personal_link_is_hidden(app: Flask) -> None:
    """Search engines are asked not to follow it, and the copies of emails that the office reads leave it out."""
    robots = app.test_client().get("/robots.txt").text
    links = [rule.rule for rule in app.url_map.iter_rules() if rule.rule.endswith("/<token>")]
    assert len(links) > 8
    for link in links:
        start = link.removesuffix("<token>").replace("<lang:lang>", "fr")
        assert f"Disallow: {start}\n" in robots
        assert hide_links(f"https://x.eu{start}{'a' * 43}") == f"https://x.eu{start}…", start


def every_get(app: Flask, *, both: bool) -> list[str]:
    """One address for each GET route of the demo, in both languages where it has one, or in one of them by turns."""
    with app.app_context():
        registration = db.session.scalars(select(Registration).where(Registration.state == State.CONFIRMED)).first()
        own = db.session.scalars(select(AccessLink).where(AccessLink.registration == registration)).first()
        badge = db.session.scalars(select(Badge).where(Badge.registration == registration)).first()
        session = db.session.scalars(select(Session).join(Edition).where(Edition.slug == "2023")).first()
        spoken = db.session.scalars(select(Contribution)).first()
        assert session is not None
        assert spoken is not None
        picture = db.session.scalars(select(Picture)).one()
        co_chair = db.session.scalars(select(Person).join(Mandate).where(Mandate.role == "co_chair")).first()
        assert co_chair is not None
        signature = db.session.scalars(select(Signature).join(Edition).where(Edition.slug == "2023")).first()
        assert signature is not None
        waiting = db.session.scalars(select(Mail).join(Edition).where(Edition.slug == "2023")).first()
        assert waiting is not None
        invitation = db.session.scalars(select(Invitation)).first()
        assert invitation is not None
        part = db.session.scalars(select(Appearance).join(Session).join(Edition).where(Edition.slug == "2023")).first()
        assert part is not None
        admission = db.session.scalars(select(Admission).limit(1)).one()
        codes = {
            "messages.one": waiting.code,
            "people.person": registration.code,
            "arrivals.undo": admission.registration.code,
            "series.one": "day_before",
            "texts.one": "still_waiting",
            "recordings.one": spoken.recording.code,
            "recordings.picture": spoken.recording.code,
            "recordings.captions": spoken.recording.code,
            **{f"videos.{name}": spoken.recording.code for name in VIDEOS},
            "badges.badge": registration.code,  # type: ignore[union-attr]
            "speakers.one": co_chair.code,
            "editions.picture": picture.code,
            "invitations.one": invitation.code,
            "recorded_office.one": signature.code,
            "recorded_office.correct": signature.code,
            "programme.part": part.session.code,
        }
        pair = "/".join(
            db.session.scalars(
                select(Person.code)
                .join(Registration, Registration.person_id == Person.id)
                .join(Edition)
                .where(Edition.slug == "2023")
                .limit(2)
            )
        )
        spoken_part = spoken.code
        of_session, said = session.code, f"{part.person.code}/{part.role.value}"
        assert own is not None
        assert badge is not None
        values = {
            "edition": "2023",
            "number": "1",
            "cid": "entry-code",
            "scan_id": admission.scan_id,
            "filename": "css/base.css",
        }
        tokens = {"own": unseal(own.token_sealed), "checkin": unseal(badge.token_sealed)}
    found = []
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()):
            continue
        filled = rule.rule.replace("<int(max=999999):number>", "1").replace("<edition:edition>", values["edition"])
        filled = (
            filled.replace("<path:filename>", values["filename"])
            .replace("<cid>", values["cid"])
            .replace("<mode>", "on_site")
            .replace("films/<name>", "films/keynote-fr")
            .replace("<moment>", "day")
            .replace("<shape>", "xlsx")
            .replace("guide/<name>", "guide/badges")
            .replace("<scan_id>", values["scan_id"])
            .replace("<reply>", "declines")
            .replace("<document>", "nothing")
            .replace("<day>", "2023-06-15")
            .replace("<track_lang>", "en")
            .replace("<captions_lang>", "en")
            .replace("<part>", spoken_part)
            .replace("settings/plan/<kind>", "settings/plan/cancelled")
            .replace("<one>/<other>", pair)
            .replace("<person>/<role>", said)
            .replace("<code>", codes.get(rule.endpoint, of_session))
        )
        filled = filled.replace("<token>", tokens.get(rule.endpoint.partition(".")[0], "x"))
        langs = ("en", "fr") if both else (("en", "fr")[len(found) % 2],)
        found += [filled.replace("<lang:lang>", lang) for lang in langs] if "<lang:lang>" in filled else [filled]
    assert not [path for path in found if "<" in path]
    return found


IN_PROOF = pytest.mark.proof("the organiser asks for all of them")


@pytest.mark.parametrize("who", [ORGANISER, pytest.param(None, marks=IN_PROOF), pytest.param(DOOR, marks=IN_PROOF)])
def test_no_get_writes_and_none_fails(
    demo_app: Flask, full_scale: bool, who: tuple[str, str] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assembly.demo.film.pages.drawn", lambda _scenes: b"a film, which takes a second to draw")
    client: InspectingClient = demo_app.test_client()  # type: ignore[assignment]
    if who:
        sign_in(client, who)
    before = contents(demo_app)
    statuses = {}
    for path in every_get(demo_app, both=full_scale):
        with client.get(path) as response:
            statuses[path] = response.status_code
    assert {path: status for path, status in statuses.items() if status >= 500} == {}
    assert contents(demo_app) == before


EMPTY = re.compile(r"<(tbody|ul|ol|dl|select)\b(?![^>]* id=)[^>]*>\s*</\1>|</h2>\s*(?:<h2|</section|</main)")
"A list without lines, or a heading with nothing below it; what a script fills has an id."


@pytest.mark.parametrize("folder", ["/<lang:lang>/manage/", ""])
def test_new_edition_has_no_empty_list(app: Flask, client: InspectingClient, full_scale: bool, folder: str) -> None:
    """Each page without a code in its address (`make test`: every eighth) answers, and shows no list of nothing."""
    with app.app_context(), writing():
        make_edition(doors="")
        make_user("organiser", "here@example.org")
    sign_in(client, ("here@example.org", "a long enough passphrase"))
    rules = [
        one for one in app.url_map.iter_rules() if "GET" in (one.methods or ()) and one.arguments <= {"lang", "edition"}
    ]
    there = [one.rule for one in rules if "." not in one.rule and ("/manage/" in one.rule) == bool(folder)]
    found = {}
    for number, rule in enumerate(there if full_scale else there[::8]):
        path = rule.replace("<lang:lang>", ("en", "fr")[number % 2]).replace("<edition:edition>", "2031")
        answer = client.get(path)
        if answer.status_code == 200 and answer.mimetype == "text/html":
            found[path] = [one[0] for one in EMPTY.finditer(answer.get_data(as_text=True))]
    assert {path: bare for path, bare in found.items() if bare} == {}
    assert len(found) > len(there) / (2 if full_scale else 16)


def test_a_get_that_writes_is_refused(own_app: Flask) -> None:
    @own_app.get("/en/writes")
    @public
    def writes() -> str:
        db.session.scalars(select(Registration)).first().function = "Emperor"  # type: ignore[union-attr]
        db.session.flush()
        return ""

    with pytest.raises(WriteOutside):
        own_app.test_client().get("/en/writes")
