"""Whatever is sent to the forms of registration, the answer is no fault of ours, and nothing half is stored."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from urllib.parse import quote, urlencode

import pytest
from caching import compile_templates_once
from databases import Databases
from directory import make
from factories import make_edition, make_user
from flask import Flask, request
from flask.testing import FlaskClient
from sqlalchemy import func, select

from assembly import create_app
from assembly.extensions import csrf, db
from assembly.models import CommunityKind, Mail, Move, Registration
from assembly.security import public
from assembly.transactions import writing

REGISTER = "/fr/2031/register"
ADD = "/en/manage/2031/people/add"
FIELDS = ("key", "represents", "place", "given", "family", "function", "email", "mode")
OF_THE_OFFICE = {"lang": "fr", "category": "participant", "note": "rang"}
EMPTY: tuple[str | bytes, ...] = (
    "",
    " ",
    "\u200b\u200b",
    "\u00a0",
    "\x00",
    "\u202e\u202c",
    "\r\n",
    "\u2028",
    "\ufeff",
)
"What every field refuses that must be filled in."
STRANGE: tuple[str | bytes, ...] = (
    *("A\x00B", "\u202eabc", "e\u0301" * 40, "ﷺ" * 100, "ß" * 120, "\U0001f9d1\u200d\U0001f680", "Z" + "\u0301" * 60),
    *("10" * 20, "-1", "NaN", "1e999", "١٢", "{{7*7}}", "%(x)s", "{x.__class__}", "' OR 1=1 --", "=cmd|' /C calc'!A0"),
    *("A\r\nBcc: x@city.test", "<script>alert(1)</script>", "../../etc/passwd", "[]", '{"a": 1}', "null", "on_site"),
    *("https://evil.example", "a@b", "@", "a@" + "b" * 300 + ".eu", "organisation", "company", "K" * 64, "x" * 70_000),
    *(b"\xed\xa0\x80", b"\xff\xfe\xfd", b"A\xc3", b"\xf4\x90\x80\x80", "Ω" * 254, "ﬃ" * 120, "\u0130" * 160),
)
TYPES = (
    "multipart/form-data; boundary=none",
    "application/json",
    "text/plain",
    "application/x-www-form-urlencoded; charset=klingon",
)


@dataclass(frozen=True)
class Sent:
    """One request, and what we know of its answer: `good` must be stored, `bad` must be refused, else either."""

    body: bytes
    kind: str
    good: bool
    bad: bool


def generated(seed: int, count: int, token: str, also: dict[str, str]) -> Iterator[Sent]:
    """A quarter is what people send; in the others a few fields are missing, repeated or nasty."""
    dice = Random(seed)
    for number in range(count):
        facts: dict[str, str | bytes] = {
            "csrf_token": token,
            "key": f"generated-{seed}-{number:08d}",
            "represents": dice.choice(("community", "public_body")),
            "place": dice.choice(("lodz", "Łódź", "Atlantis", "Ministère des villes")),
            "given": "Żaneta",
            "family": f"Łukaszewicz {seed} {number}",
            "function": dice.choice(("Maire", "Adjointe au maire")),
            "email": f"mayor{seed}.{number}@example.org",
            "mode": dice.choice(("on_site", "online")),
            **also,
        }
        names = [name for name in facts if name != "csrf_token" or dice.random() < 0.05]
        spoilt = [] if dice.random() < 0.25 else dice.sample(names, dice.choice((1, 1, 2, 3, 8)))
        pairs, bad = list(facts.items()), False
        for name in spoilt:
            how = dice.random()
            required = name in FIELDS and not (also and name in {"function", "email"})
            pairs = [pair for pair in pairs if pair[0] != name]
            if how < 0.15:
                bad = bad or required  # missing
            elif how < 0.25:
                pairs += [(name, facts[name]), (name, dice.choice(STRANGE))]  # repeated: the first counts
            elif how < 0.45:
                pairs.append((name, dice.choice(EMPTY)))
                bad = bad or required
            else:
                pairs.append((name, dice.choice(STRANGE)))
        kind = dice.choice(TYPES) if dice.random() < 0.02 else "application/x-www-form-urlencoded"
        yield Sent(written(pairs, kind, dice), kind, not spoilt and kind.endswith("urlencoded"), bad)


def written(pairs: list[tuple[str, str | bytes]], kind: str, dice: Random) -> bytes:
    """The fields in a body of this type: JSON where it says so, as an object or as what no form can be."""
    if kind != "application/json":
        return urlencode(pairs).encode()
    fields = {name: value.decode("latin-1") if isinstance(value, bytes) else value for name, value in pairs}
    return json.dumps(dice.choice((fields, list(fields), "x", dict.fromkeys(fields, 5)))).encode()


def storm(client: FlaskClient, path: str, requests: Iterable[Sent]) -> tuple[Counter[int], list[str]]:
    """Send them all: the statuses, and what is wrong with the answers."""
    statuses: Counter[int] = Counter()
    wrong = []
    for sent in requests:
        answer = client.post(path, data=sent.body, content_type=sent.kind)
        statuses[answer.status_code] += 1
        stored = answer.status_code == 303
        if not stored and not 400 <= answer.status_code < 500:
            wrong.append(f"{answer.status_code}: {sent.body[:300]!r}")
        if (sent.good and not stored) or (sent.bad and stored):
            wrong.append(f"{answer.status_code}, good {sent.good}, bad {sent.bad}: {sent.body[:300]!r}")
        if not stored and (b"Traceback" in answer.data or b"<h1" not in answer.data):
            wrong.append(f"no page of ours: {sent.body[:300]!r}")
    return statuses, wrong


@pytest.fixture
def rough(databases: Databases, tmp_path: Path) -> Iterator[Flask]:
    """The application as it runs for people: its faults are answers. Nothing need survive a crash."""
    with databases.fresh(tmp_path, with_demo=False) as config:
        app = create_app(replace(config, registrations_per_hour=1_000_000))
        compile_templates_once(app)
        app.testing = False
        with app.app_context(), writing():
            edition = make_edition(size=100)
            make("lodz", "Łódź")
            make("acme", "Acme", kind=CommunityKind.COMPANY)
            make_user("organiser", edition=edition)
        yield app
        with app.app_context():
            db.engine.dispose()


def token_of(client: FlaskClient, path: str) -> str:
    """The token of the form on this page, good for the whole session."""
    return re.findall(r'name="csrf_token" value="([^"]+)"', client.get(path).get_data(as_text=True))[0]


def counted(app: Flask, *nouns: type) -> list[int]:
    with app.app_context():
        return [db.session.scalar(select(func.count()).select_from(noun)) or 0 for noun in nouns]


@pytest.mark.turns(4)
@pytest.mark.parametrize("quarter", range(4))
def test_ten_thousand_generated_submissions(rough: Flask, databases: Databases, full_scale: bool, quarter: int) -> None:
    """Each answer that says so has stored one registration with its move; nothing else has stored anything."""
    visitor, office = rough.test_client(), rough.test_client()
    signing_in = {"email": "someone@example.org", "passphrase": "a long enough passphrase"}
    office.post("/en/sign-in", data=signing_in | {"csrf_token": token_of(office, "/en/sign-in")})
    many, some = (1_875, 625) if databases.kind == "sqlite" else (375, 125)
    if not full_scale:
        many, some = 30, 10
    registered, wrong = storm(visitor, REGISTER, generated(1 + 2 * quarter, many, token_of(visitor, REGISTER), {}))
    added, wrong_too = storm(office, ADD, generated(2 + 2 * quarter, some, token_of(office, ADD), OF_THE_OFFICE))
    assert wrong + wrong_too == []
    assert registered.total() + added.total() == many + some
    stored = registered[303] + added[303]
    assert counted(rough, Registration, Move) == [stored, stored]
    assert stored > (many + some) // (5 if full_scale else 8)
    assert counted(rough, Mail)[0] <= stored


def test_no_address_is_a_fault_of_ours(rough: Flask, full_scale: bool) -> None:
    client, texts = rough.test_client(), EMPTY + STRANGE
    paths = ("/fr/communities/search?q=", f"{REGISTER}?community=", f"{REGISTER}?again=", "/fr/logos/", "/fr/r/")
    for number, path in enumerate(paths):
        for text in texts if full_scale else texts[number % 4 :: 4]:
            if len(text) < 5_000:
                raw = text if isinstance(text, bytes) else text.encode()
                status = client.get(path + quote(raw, safe="")).status_code
                assert status in {200, 404, 308}, (path, text, status)


def test_a_planted_fault_is_found(rough: Flask) -> None:
    @rough.post("/fr/planted")
    @csrf.exempt
    @public
    def planted() -> str:
        return request.form["family"].encode("latin-1").decode()

    _statuses, wrong = storm(rough.test_client(), "/fr/planted", generated(0, 50, "none", {}))
    assert any(one.startswith("500: ") for one in wrong)
