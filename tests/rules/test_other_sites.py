"""What another site sends is refused and changes nothing."""

from __future__ import annotations

from zlib import crc32

from addresses import address, values
from flask import Flask
from inspector import InspectingClient
from static_checks import contents


def test_what_another_site_sends_changes_nothing(
    demo_app: Flask, people: dict[str, InspectingClient], full_scale: bool
) -> None:
    demo_app.config["WTF_CSRF_ENABLED"] = True
    known, before = values(demo_app), contents(demo_app)
    token = demo_app.test_client().get("/en/sign-in").get_data(as_text=True).partition('csrf_token" value="')[2]
    foreign = {"csrf_token": token.partition('"')[0]}  # of somebody else's session
    for rule in demo_app.url_map.iter_rules():
        if "POST" not in (rule.methods or set()):
            continue
        path = address(rule.rule, rule.endpoint, known)
        number = crc32(path.encode())
        if not full_scale and number % 2:
            continue
        someone = sorted(people)[number % len(people)]
        asked = people if full_scale else {someone: people[someone]}
        ways: list[tuple[dict[str, str], dict[str, str]]] = [
            ({}, {}),
            ({"Origin": "https://evil.example"}, {}),
            ({}, foreign),
            ({"Sec-Fetch-Site": "cross-site"}, {}),
        ]
        for client in asked.values():
            for headers, data in ways if full_scale else ways[number // 2 % 4 :: 4]:
                answer = client.post(path, data=data | {"scan_id": "s" * 32}, headers=headers)
                assert answer.status_code in {400, 401, 403, 409, 303}, (path, answer.status_code)
                if answer.status_code == 303:
                    assert answer.location.endswith(("/sign-in", path)), (path, answer.location)
    assert contents(demo_app) == before
