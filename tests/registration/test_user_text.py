"""What people type is text in our mails: never a link, a picture, a header or a piece of a template."""

from __future__ import annotations

from email.message import EmailMessage

import pytest
from bs4 import BeautifulSoup
from factories import MAYOR
from flask import Flask
from inspector import InspectingClient
from mails import deliver, html_of, text_of

from assembly.fold import clean, has_link

NASTY = [
    "A\r\nBcc: victim@city.test",
    "A\nSubject: other",
    "A\u2028Bcc: victim@city.test",
    "A\u0085B",
    "N" * 120,
    "{{7*7}}",
    "{x.__class__}",
    "%(name)s %s",
    "${x}",
    "<img src=x onerror=alert(1)>",
    "<a href='x'>press here</a>",
    "[press](x)",
    "=SUM(1)",
    "O'Neill & Söhne",
]
HIDDEN = ["A\x00B", "\u202egnirts\u202c"]
"What no name may hold (test_bad_input); a function is stored without it."
LINKS = ["Win https://evil.example", "www.evil.example", "evil.com", "see evil.example/now", "HTTP://EVIL"]
ALMOST = ["Evilsite.Com", "EVIL.COM", "evil.Com", "evil.cOm", "T.Co/abc", "Evil.Com/X", "Www.Evil.eu", "x@Evil.Com"]
"Written like an abbreviation, read as a link by a mail program."


def register(client: InspectingClient, **changes: str) -> int:
    token = client.page("/fr/2027/register")
    form = {control["name"]: control.get("value", "") for control in token.select("main form input[type=hidden]")}
    return client.post("/fr/2027/register", data=form | MAYOR | changes).status_code


@pytest.mark.turns(6)
@pytest.mark.parametrize("text", NASTY + HIDDEN, ids=range(len(NASTY + HIDDEN)))
def test_typed_text_stays_text(demo_app: Flask, demo_client: InspectingClient, text: str) -> None:
    names = {} if text in HIDDEN else {"given": text, "family": text}
    assert register(demo_client, function=text, **names) == 303
    (mail,) = deliver(demo_app)
    assert isinstance(mail, EmailMessage)
    assert (mail["To"], mail["Bcc"], mail["Cc"]) == (MAYOR["email"], None, None)
    name = clean(f"{names['given']} {names['family']}" if names else "Żaneta Łukaszewicz-Đorđević")
    assert mail["Subject"] == f"{name}\u00a0: Inscription confirmée – Assemblée numérique des maires"
    assert mail.defects == []
    soup = BeautifulSoup(html_of(mail), "html5lib")
    assert {a["href"].partition("://")[2].partition("/")[0] for a in soup.select("a")} == {"localhost"}
    assert [image["src"] for image in soup.select("img")] == ["cid:mark", "cid:entry-code"]
    assert "49" not in text_of(mail).partition("http")[0] or "{{7*7}}" not in text


@pytest.mark.turns(3)
@pytest.mark.parametrize("field", ["given", "family", "function"])
def test_nobody_has_us_send_their_link(demo_app: Flask, demo_client: InspectingClient, field: str) -> None:
    for text in LINKS:
        assert register(demo_client, **{field: text}) == 422, text
    assert deliver(demo_app) == []


@pytest.mark.parametrize("text", [*LINKS, *ALMOST])
def test_what_looks_like_a_link_is_one(text: str) -> None:
    assert has_link(text)


@pytest.mark.parametrize("text", ["Resp.Com", "Univ.Prof/Dr.", "M.Io", "Adj.Com. (Gent)", "Dir.Net, Resp.Info"])
def test_an_abbreviation_is_no_link(text: str) -> None:
    assert not has_link(text)


@pytest.mark.turns(3)
@pytest.mark.parametrize("name", ["J. R. R.", "St. Gallen", "d’Org", "Ph.D.", "M.-C.", "Marie.Anne"])
def test_names_with_dots_are_names(demo_client: InspectingClient, name: str) -> None:
    assert register(demo_client, given=name) == 303
