"""Text and HTML of every email are written once: they say the same, each in its own way, and need nothing else."""

from __future__ import annotations

import re
from email.message import EmailMessage
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from every_email import every_email
from flask import Flask
from mails import html_of, text_of

from assembly.mail import kinds_called

EMAILS = Path("templates/emails")
MACRO = re.compile(r"\{% macro (\w+\(.*?\)) %\}")
MACROS = {one.partition("(")[0] for one in MACRO.findall((EMAILS / "parts.html").read_text(encoding="utf-8"))}
IMAGE = ("image attached to this email", "image jointe à ce courriel")
"What the text alone says: in the HTML one sees it."


@pytest.fixture
def emails(ctx: Flask, full_scale: bool) -> dict[str, EmailMessage]:
    return every_email(in_turns=not full_scale)


def words(text: str) -> str:
    return " ".join(text.split())


def faults_of_text(text: str) -> list[str]:
    """What shows that a text was written as HTML, or is badly set."""
    lines = text.splitlines()
    return [
        *re.findall(r"&\w+;|&#\d+;|</?[a-z]+[ >]|\n\n\n", text),
        *(line for line in lines if "http" in line and not re.fullmatch(r"https?://\S+", line)),
        *(line for line in lines if line != line.rstrip() and line != "-- "),
    ]


def faults_of_html(html: BeautifulSoup) -> list[str]:
    """What leads elsewhere, or needs a script, and what asks for two things at once."""
    fetched = [str(tag.get("src")) for tag in html.select("[src]") if not str(tag["src"]).startswith("cid:")]
    buttons = html.select("td.press")
    return [
        *fetched,
        *map(str, html.select("script, link, form, iframe, svg")),
        *(["two buttons of the first rank"] if len(buttons) > 1 else []),
        *re.findall(r"&\w+;", html.get_text()),
    ]


def facts_missing(text: str, html: BeautifulSoup) -> list[str]:
    """Lines of the text that the HTML does not show, and links that are not the same in both."""
    shown = words(html.body.get_text(" ")).replace(" :", ":")  # type: ignore[union-attr]
    lines = [words(line).removesuffix(":").strip().replace(" :", ":") for line in text.splitlines()]
    links = [str(a["href"]) for a in html.select("a")]
    found = [line for line in lines if not line.startswith(("http", "--")) and line not in shown]
    wrong = [] if re.findall(r"http\S+", text) == links else [f"other links: {links}"]
    return wrong + [line for line in found if not any(only in line for only in IMAGE)]


def test_both_parts_say_the_same(emails: dict[str, EmailMessage]) -> None:
    assert {name.partition("-")[0] for name in emails} == set(kinds_called(""))
    for name, email in emails.items():
        text, html = text_of(email).replace("\r", ""), BeautifulSoup(html_of(email), "lxml")
        assert facts_missing(text, html) == [], name
        assert faults_of_text(text) == [], name
        assert faults_of_html(html) == [], name
        assert html.html["lang"] == name.rpartition("-")[2] == email["Content-Language"]
        assert words(html.title.get_text()) in words(str(email["Subject"]))
        named = {str(part["Content-ID"]).strip("<>") for part in email.walk() if part["Content-ID"]}
        assert {str(tag["src"]).removeprefix("cid:") for tag in html.select("img")} == named, name


def not_macros(template: str) -> list[str]:
    """What an email says without a macro, so that it would be escaped in the text or not set in the HTML."""
    without_notes = re.sub(r"\{#.*?#\}", "", template, flags=re.S)
    outside = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "", without_notes, flags=re.S).split()
    calls = re.findall(r"\{\{ (.*?)[(}]", without_notes)
    return outside + [one for one in calls if one not in MACROS]


def test_emails_are_made_of_macros() -> None:
    found = {path.stem: not_macros(path.read_text(encoding="utf-8")) for path in EMAILS.rglob("*.jinja")}
    assert {name: faults for name, faults in found.items() if faults} == {}
    assert len(found) > 50


def test_the_two_renderers_have_the_same_macros() -> None:
    text, html = (MACRO.findall((EMAILS / f"parts.{form}").read_text(encoding="utf-8")) for form in ("txt", "html"))
    assert text == html


def test_what_is_no_macro_is_found() -> None:
    assert not_macros("{{ p(_('Yes')) }} No {{ name }}") == ["No", "name "]


@pytest.mark.parametrize("text", ["Tom &amp; Jerry", "<b>x", "a\n\n\nb", "see http://localhost/x", "end \n"])
def test_a_text_badly_made_is_found(text: str) -> None:
    assert faults_of_text(text) != []


def test_fact_of_one_part_is_found() -> None:
    html = BeautifulSoup('<p>When: today</p><a href="http://localhost/x">Look</a>', "html5lib")
    assert facts_missing("When: today\n\nLook:\nhttp://localhost/x\n", html) == []
    assert facts_missing("When: now\n\nLook:\nhttp://localhost/y\n", html) != []
