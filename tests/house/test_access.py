"""Row E1: every route and method, for six kinds of people, against one literal table. A route without a row fails.

Row E2: what belongs to another edition is not there. Row E3: what another site sends is refused and changes nothing.
"""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from house import MAYOR, make_user
from house import sign_in as sign_in_as
from inspector import InspectingClient
from mails import deliver, link_in
from rules import contents
from sqlalchemy import select

from assembly.extensions import db
from assembly.models import Badge, Edition, Mail, Picture, Recording, Registration, Session, User
from assembly.sealed import unseal
from assembly.transactions import writing

PASSPHRASE = "a long enough passphrase"
NOBODY, GUEST, DOOR, CHAIR, HERE, ELSEWHERE = "nobody", "guest", "door", "co-chair", "organiser", "organiser elsewhere"
EVERYBODY = {NOBODY, GUEST, DOOR, CHAIR, HERE, ELSEWHERE}
SIGNED_IN, OFFICE, TEAM, DOORS = {DOOR, CHAIR, HERE, ELSEWHERE}, {CHAIR, HERE}, {HERE}, {DOOR, HERE}
PUBLIC = """editions.root editions.current editions.home editions.practical editions.contact editions.live
editions.open_data editions.picture editions.healthz editions.readyz editions.robots agenda.programme agenda.session
calendar.programme calendar.session recordings.listing recordings.feed recordings.one report.page report.file
report.data
speakers.listing speakers.one registration.register registration.received communities.signatories communities.data
communities.join communities.table communities.declaration communities.about privacy.statement privacy.accessibility
communities.logo privacy.legal
own.open_link own.enter accounts.sign_in accounts.ask_for_link accounts.open_link accounts.use_link accounts.sign_out
office.start checkin.code demo.mails demo.one demo.picture static"""
ALLOWED: dict[str, set[str]] = dict.fromkeys(PUBLIC.split(), EVERYBODY) | {
    "own.status": {GUEST},
    "own.badge": {GUEST},
    "own.cancel": {GUEST},
    "own.code_picture": {GUEST},
    "own_calendar.invitation": {GUEST},
    "accounts.account": SIGNED_IN,
    "accounts.end_session": SIGNED_IN,
    "checkin.admit": {DOOR, HERE, ELSEWHERE},
    "door.start": DOORS,
    "door.which": DOORS,
    "door.admit_named": DOORS,
    "office.today": OFFICE,
    "office.search": OFFICE,
    "people.people": OFFICE,
    "messages.mails": TEAM,
    "messages.one": TEAM,
    "messages.hold": TEAM,
    "messages.send": TEAM,
    "results.results": TEAM,
    "directory.listing": OFFICE,
    "directory.table": OFFICE,
    "directory.add": TEAM,
    "directory.edit": TEAM,
    "directory.delete": TEAM,
    "directory.import_table": TEAM,
    "directory.preview": TEAM,
    "directory.apply": TEAM,
    "directory.suggestions": TEAM,
    "directory.link": TEAM,
    "directory.dismiss": TEAM,
    "directory.duplicates": TEAM,
    "directory.merge": TEAM,
    "networks.listing": TEAM,
    "networks.add": TEAM,
    "networks.edit": TEAM,
    "networks.up": TEAM,
    "networks.down": TEAM,
    "networks.delete": TEAM,
    "team.team": TEAM,
    "team.take": TEAM,
    "team.invite_again": TEAM,
}
"Who gets past the guard. The code of a badge may be sent by whoever stands at some door: the verdict then says STOP."
LEADS_AWAY = {"office.start", "accounts.sign_in", "accounts.use_link", "accounts.sign_out"}
"These refuse nobody; where they lead, and whom they sign out, has tests of its own."


@pytest.fixture
def people(demo_app: Flask) -> dict[str, InspectingClient]:
    """A device for each of the six."""
    demo_app.config["WTF_CSRF_ENABLED"] = False
    with demo_app.app_context(), writing():
        editions = {
            slug: db.session.scalars(select(Edition).where(Edition.slug == slug)).one() for slug in ("2023", "2027")
        }
        make_user("door", "door@one.example.org", editions["2027"])
        make_user("co_chair", "chair@one.example.org", editions["2027"])
        make_user("organiser", "here@one.example.org", editions["2027"])
        make_user("organiser", "elsewhere@one.example.org", editions["2023"])
    found: dict[str, Any] = {who: demo_app.test_client() for who in EVERYBODY}
    for who, email in ((DOOR, "door"), (CHAIR, "chair"), (HERE, "here"), (ELSEWHERE, "elsewhere")):
        sign_in_as(found[who], (f"{email}@one.example.org", PASSPHRASE))
    found[GUEST].submit("/en/2027/register", **MAYOR)
    found[GUEST].submit(link_in(deliver(demo_app)[-1]))
    return found


def values(app: Flask) -> dict[str, dict[str, str]]:
    """What to put into the address of each endpoint."""
    with app.app_context():
        first = db.session.scalars
        at = Edition.slug == "2027"
        badge = unseal(first(select(Badge).join(Registration).join(Edition).where(at)).first().token_sealed)  # type: ignore[union-attr]
        codes = {
            "agenda.session": first(select(Session).join(Edition).where(at)).first(),
            "calendar.session": first(select(Session).join(Edition).where(at)).first(),
            "recordings.one": first(select(Recording)).first(),
            "editions.picture": first(select(Picture)).first(),
            "door.admit_named": first(select(Registration).join(Edition).where(at)).first(),
            "messages": first(select(Mail).join(Edition, Mail.edition_id == Edition.id).where(at)).first(),
            "team": first(select(User).where(User.email_key == "chair@one.example.org")).one(),
        }
        named = {"directory": {"code": "oulu"}, "networks": {"code": "oasc"}}
        named |= {endpoint: {"code": noun.code} for endpoint, noun in codes.items()}  # type: ignore[union-attr]
    return named | {"checkin": {"token": badge}}


def address(rule: str, endpoint: str, known: dict[str, dict[str, str]]) -> str:
    facts = {"code": "others", "token": "x" * 43, "role": "door", "cid": "entry-code", "filename": "css/base.css"}
    facts |= known.get(endpoint.partition(".")[0], {}) | known.get(endpoint, {})
    path = rule.replace("<lang:lang>", "en").replace("<edition:edition>", "2027")
    path = path.replace("<int(max=999999):number>", "1").replace("<path:filename>", facts["filename"])
    for name, value in facts.items():
        path = path.replace(f"<{name}>", value)
    assert "<" not in path, path
    return path


def test_every_route_is_in_the_table(app: Flask) -> None:
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(ALLOWED)


def faults(app: Flask, people: dict[str, InspectingClient], table: dict[str, set[str]]) -> list[str]:
    """Who gets past a guard, or does not, against the rows of this table."""
    known, wrong = values(app), []
    for rule in app.url_map.iter_rules():
        if rule.endpoint in LEADS_AWAY or rule.endpoint not in table:
            continue
        path = address(rule.rule, rule.endpoint, known)
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            for who, client in people.items():
                with client.open(path, method=method) as answer:
                    sent_away = answer.status_code == 303 and (answer.location or "").endswith("/sign-in")
                    refused = answer.status_code == 403 or sent_away
                if refused is (who in table[rule.endpoint]):
                    wrong.append(f"{who} {method} {path}: {answer.status_code}")
    return wrong


def test_everyone_gets_exactly_where_the_table_says(demo_app: Flask, people: dict[str, InspectingClient]) -> None:
    assert faults(demo_app, people, ALLOWED) == []


def test_a_wrong_row_is_found(demo_app: Flask, people: dict[str, InspectingClient]) -> None:
    wrong = faults(demo_app, people, {"people.people": EVERYBODY, "door.start": TEAM})
    assert len(wrong) == len(EVERYBODY - OFFICE) + len(DOORS - TEAM)


def test_what_belongs_to_another_edition_is_not_there(demo_app: Flask, people: dict[str, InspectingClient]) -> None:
    """The organiser of 2023 asks for what belongs to 2027 under the address of 2023: as if it had never been."""
    known, other = values(demo_app), people[ELSEWHERE]
    for endpoint, path in (
        ("messages", "/en/manage/2023/messages/{}"),
        ("team", "/en/manage/2023/team/{}/co_chair/take"),
        ("team", "/en/manage/2023/team/{}/invite"),
        ("door.admit_named", "/en/checkin/2023/named/{}"),
    ):
        method = "GET" if endpoint == "messages" else "POST"
        answers = []
        for code in (known[endpoint]["code"], "aaaaaaaa"):
            answer = other.open(path.format(code), method=method)
            answers.append((answer.status_code, answer.data.partition(b"please quote")[0]))
        assert answers[0] == answers[1]
        assert answers[0][0] == 404


def test_what_another_site_sends_is_refused_and_changes_nothing(
    demo_app: Flask, people: dict[str, InspectingClient]
) -> None:
    demo_app.config["WTF_CSRF_ENABLED"] = True
    known, before = values(demo_app), contents(demo_app)
    token = demo_app.test_client().get("/en/sign-in").get_data(as_text=True).partition('csrf_token" value="')[2]
    foreign = {"csrf_token": token.partition('"')[0]}  # of somebody else's session
    for rule in demo_app.url_map.iter_rules():
        if "POST" not in (rule.methods or set()):
            continue
        path = address(rule.rule, rule.endpoint, known)
        for client in people.values():
            for headers, data in (
                ({}, {}),
                ({}, foreign),
                ({"Origin": "https://evil.example"}, {}),
                ({"Sec-Fetch-Site": "cross-site"}, {}),
            ):
                answer = client.post(path, data=data | {"scan_id": "s" * 32}, headers=headers)
                assert answer.status_code in {400, 403, 303}, (path, answer.status_code)
                if answer.status_code == 303:
                    assert answer.location.endswith(("/sign-in", path)), (path, answer.location)
    assert contents(demo_app) == before
