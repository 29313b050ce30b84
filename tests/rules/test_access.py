"""Every route and method, for six kinds of people, against one literal table. A route without a row fails."""

from __future__ import annotations

from addresses import address, sample, values
from flask import Flask
from flask.testing import FlaskClient
from inspector import InspectingClient
from who_may import ALLOWED, DOORS, EVERYBODY, OFFICE, ROWS, TEAM

LEADS_AWAY = {
    "office.start",
    "accounts.sign_in",
    "accounts.second_step",
    "accounts.use_link",
    "accounts.sign_out",
}
"These refuse nobody; where they lead, and whom they sign out, has tests of its own."


def test_every_route_is_in_the_table_once(app: Flask) -> None:
    assert len(ALLOWED) == len(ROWS) + len({"static"})
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(ALLOWED)


def faults(
    app: Flask, people: dict[str, InspectingClient], table: dict[str, set[str]], *, all_people: bool = True
) -> list[str]:
    """Who gets past a guard, or does not, against the rows of this table."""
    known, wrong = values(app), []
    for rule in app.url_map.iter_rules():
        if rule.endpoint in LEADS_AWAY or rule.endpoint not in table:
            continue
        path = address(rule.rule, rule.endpoint, known)
        methods = sorted((rule.methods or set()) & {"GET", "POST"})
        for method in methods if all_people else methods[-1:]:  # one guard is before both
            asked = people if all_people else sample(people, f"{method} {rule}", table[rule.endpoint])
            for who, client in asked.items():
                # what it looks like is for other tests
                with FlaskClient.open(client, path, method=method, headers={"Origin": "http://localhost"}) as answer:
                    sent_away = answer.status_code == 303 and (answer.location or "").endswith("/sign-in")
                    refused = answer.status_code in {401, 403} or sent_away
                if refused is (who in table[rule.endpoint]):
                    wrong.append(f"{who} {method} {path}: {answer.status_code}")
    return wrong


def test_everyone_gets_exactly_where_the_table_says(
    demo_app: Flask, people: dict[str, InspectingClient], full_scale: bool
) -> None:
    assert faults(demo_app, people, ALLOWED, all_people=full_scale) == []


def test_a_wrong_row_is_found(demo_app: Flask, people: dict[str, InspectingClient]) -> None:
    wrong = faults(demo_app, people, {"people.people": EVERYBODY, "door.start": TEAM})
    assert len(wrong) == len(EVERYBODY - OFFICE) + len(DOORS - TEAM)
