"""All addresses a role can reach, found by following the links of the pages themselves."""

from __future__ import annotations

import io
import zipfile
from collections import Counter, deque
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from math import inf
from urllib.parse import parse_qs, urljoin, urlsplit

from flask import Flask
from flask.testing import FlaskClient
from lxml import etree
from pypdf import PdfReader
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse


def endpoint_of(app: Flask, address: str) -> str | None:
    """The endpoint a GET of this address goes to, with the names of what it asks for; None if it is not ours."""
    parts = urlsplit(address)
    if parts.netloc not in {"", "localhost"} or parts.scheme not in {"", "http"}:
        return None
    with app.app_context(), suppress(HTTPException):
        endpoint, _values = app.url_map.bind("localhost").match(parts.path, method="GET")
        return " ".join([str(endpoint), *sorted(parse_qs(parts.query))])
    return None


def text_of(answer: TestResponse) -> str:
    """What somebody can read in an answer: its words, those of a PDF, the cells of a table."""
    body = answer.get_data()
    if answer.mimetype == "application/pdf":
        return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages)
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return " ".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    return body.decode("utf-8", "replace")


def read(client: FlaskClient, address: str) -> TestResponse:
    """The answer, without looking at its HTML: that is for other tests."""
    return FlaskClient.open(client, address)


def walk(
    app: Flask, client: FlaskClient, starts: Iterable[str], each: int, *, but: Collection[str] = (), tries: float = inf
) -> Iterator[tuple[str, str]]:
    """Each page with its words, from these addresses along the links; of one kind of address the first `each`, of the
    endpoints `but` none. What was refused or missing so many `tries` of its kind is not asked for again."""
    waiting, met, read_of_a_kind, refused = deque(starts), set(starts), Counter[str](), Counter[str]()
    while waiting:
        address = waiting.popleft()
        kind = endpoint_of(app, address)
        if kind is None or kind.startswith(("static", "accounts.sign_out")) or read_of_a_kind[kind] == each:
            continue
        if kind.partition(" ")[0] in but or refused[kind] >= tries:
            continue
        with read(client, address) as answer:
            links = []
            if answer.status_code == 200:
                read_of_a_kind[kind] += 1
                yield address, text_of(answer)
                if answer.mimetype == "text/html":
                    found = etree.fromstring(answer.get_data(), etree.HTMLParser(encoding="utf-8"))
                    links = found.xpath("//@href") + found.xpath("//@src")
            elif answer.status_code in {301, 302, 303} and answer.location:
                links = [answer.location]
            else:
                refused[kind] += 1
        for link in links:
            there = urljoin(f"http://localhost{address}", str(link)).removeprefix("http://localhost").partition("#")[0]
            if there.startswith("/") and there not in met:
                met.add(there)
                waiting.append(there)
