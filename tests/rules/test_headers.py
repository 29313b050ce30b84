"""The same strict headers on every kind of answer."""

from __future__ import annotations

from base64 import urlsafe_b64decode
from collections.abc import Iterator
from dataclasses import replace

import pytest
from caching import compile_templates_once
from databases import Databases
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from inspector import InspectingClient
from itsdangerous import BadSignature
from sqlalchemy.exc import OperationalError

from assembly import create_app
from assembly.security import public
from assembly.web import CSP, HEADERS, HSTS
from config import Config

EXPECTED = {
    "Content-Security-Policy": "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; "
    "form-action 'self'",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


@pytest.fixture(scope="module")
def https(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application as people reach it: over https, errors shown as pages. It is only read."""
    with databases.fresh(tmp_path_factory.mktemp("https"), with_demo=True) as demo:
        yield from _shown_over_https(demo)


def _shown_over_https(demo: Config) -> Iterator[Flask]:
    app = create_app(replace(demo, public_url="https://assembly.example.eu"))
    compile_templates_once(app)
    app.testing = False

    @app.get("/en/boom")
    @public
    def boom() -> str:
        raise ZeroDivisionError("private words")

    @app.get("/en/gone")
    @public
    def gone() -> str:
        raise OperationalError("select", {}, Exception("private words"))

    yield app
    with app.app_context():
        app.extensions["sqlalchemy"].engine.dispose()


ANSWERS = [
    ("GET", "/en/2023/", 200),
    ("GET", "/", 302),
    ("GET", "/en/manage/2023/", 303),
    ("POST", "/en/sign-out", 400),
    ("GET", "/fr/my/change", 403),
    ("GET", "/fr/nowhere", 404),
    ("GET", "/b/unknown", 200),
    ("DELETE", "/en/", 405),
    ("POST", "/en/2027/register", 413),
    ("GET", "/en/boom", 500),
    ("GET", "/en/gone", 503),
    ("GET", "/static/css/base.css", 200),
    ("GET", "/static/css/nowhere.css", 404),
    ("GET", "/robots.txt", 200),
    ("GET", "/healthz", 200),
]


@pytest.mark.parametrize(("method", "path", "status"), ANSWERS)
def test_every_answer_carries_the_headers(https: Flask, method: str, path: str, status: int) -> None:
    body = {"data": b"x" * 300_000, "content_type": "application/x-www-form-urlencoded"} if status == 413 else {}
    response = https.test_client().open(path, method=method, base_url="https://assembly.example.eu", **body)
    assert response.status_code == status
    assert {name: response.headers.get(name) for name in EXPECTED} == EXPECTED
    assert "private words" not in response.get_data(as_text=True)
    response.close()
    assert "Cache-Control" in response.headers
    assert response.headers["Referrer-Policy"] in {"strict-origin-when-cross-origin", "no-referrer"}


@pytest.mark.turns(5)
@pytest.mark.parametrize("name", [name for name in EXPECTED if name != "Strict-Transport-Security"])
def test_an_answer_that_lacks_one_is_seen(https: Flask, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """The control of this row: the comparison above is with what is really sent."""
    monkeypatch.delitem(HEADERS, name)
    with pytest.raises(AssertionError):
        test_every_answer_carries_the_headers(https, "GET", "/en/2023/", 200)


def test_an_absent_database_is_said_everywhere(https: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object) -> None:
        raise OperationalError("select", {}, Exception("private words"))

    monkeypatch.setattr("assembly.extensions.db.session.scalars", gone)
    response = https.test_client().get("/fr/2023/", base_url="https://assembly.example.eu")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
    assert "Le service sera rétabli dans un instant" in response.get_data(as_text=True)


def test_the_policy_allows_nothing_inline() -> None:
    assert "unsafe" not in CSP
    assert int(HSTS.partition("=")[2].partition(";")[0]) >= 31_536_000


def test_the_cookie_is_bound_to_the_host(https: Flask) -> None:
    response = https.test_client().get("/en/sign-in", base_url="https://assembly.example.eu")
    cookie = response.headers["Set-Cookie"]
    assert cookie.startswith("__Host-session=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= {part.strip() for part in cookie.split(";")}


def test_nobody_reads_the_cookie(https: Flask) -> None:
    """Flask's own is signed alone: whoever has the device reads what was searched, and whom a form was about."""
    path = "/en/manage/2027/people?q=lukaszewicz"
    answer = https.test_client().get(path, base_url="https://assembly.example.eu")
    value = answer.headers["Set-Cookie"].partition("=")[2].partition(";")[0]
    assert b"lukaszewicz" not in urlsafe_b64decode(value.lstrip(".").partition(".")[0] + "===")
    signed = SecureCookieSessionInterface().get_signing_serializer(https)
    with pytest.raises(BadSignature):
        signed.loads(value)


@pytest.mark.turns(2)
@pytest.mark.parametrize("value", ["é", '"\\303\\251"', "gAAAA", ""])
def test_cookie_of_others_is_no_session(https: Flask, value: str) -> None:
    cookie = {"HTTP_COOKIE": f"__Host-session={value}".encode().decode("latin-1")}
    answer = https.test_client(use_cookies=False).get(
        "/en/sign-in", base_url="https://assembly.example.eu", environ_overrides=cookie
    )
    assert answer.status_code == 200


def test_a_foreign_host_is_refused(https: Flask) -> None:
    response = https.test_client().get("/en/", base_url="https://evil.example")
    assert response.status_code == 400
    assert response.headers["Content-Security-Policy"] == CSP


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
@pytest.mark.parametrize("host", ["10.0.0.7:8000", "evil.example", "no host"])
def test_probes_answer_any_host(https: Flask, path: str, host: str) -> None:
    assert https.test_client().get(path, headers={"Host": host}).status_code == 200


def test_unknown_proxy_is_logged_once(https: Flask, capfd: pytest.CaptureFixture[str]) -> None:
    for _request in range(2):
        https.test_client().get("/healthz", headers={"X-Forwarded-For": "203.0.113.9"})
    printed = capfd.readouterr().err
    assert printed.count('"event": "unknown_proxy"') == 1
    assert "203.0.113.9" not in printed


@pytest.mark.turns(2)
@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_another_site_cannot_post(https: Flask, headers: dict[str, str]) -> None:
    response = https.test_client().post("/en/sign-in", headers=headers, base_url="https://assembly.example.eu")
    assert response.status_code == 403


def test_pages_with_secret_addresses_are_not_kept(https: Flask) -> None:
    """No cache keeps it, and no other site reads its address."""
    rules = [rule for rule in https.url_map.iter_rules() if "token" in rule.arguments]
    assert {"own.open_link", "invited.open_link", "checkin.code", "accounts.open_link"} <= {r.endpoint for r in rules}
    for rule in rules:
        path = rule.rule.replace("<lang:lang>", "en").replace("<token>", "unknown")
        for method in rule.methods & {"GET", "POST"}:
            told = https.test_client().open(path, method=method, base_url="https://assembly.example.eu").headers
            assert (told["Referrer-Policy"], told["Cache-Control"]) == ("no-referrer", "no-store"), (method, path)


def test_adding_the_slash_stays_on_the_site(demo_client: InspectingClient) -> None:
    answer = demo_client.get("/fr/2027?from=mail", headers={"Host": "localhost:81"})
    assert (answer.status_code, answer.headers["Location"]) == (308, "/fr/2027/?from=mail")
