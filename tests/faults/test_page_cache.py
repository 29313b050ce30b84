"""A page from memory is never another's and never older than a write that was acknowledged."""

from __future__ import annotations

import random
import time

import pytest
from factories import make_edition, submission
from flask import Flask
from load import Answer, Crowd
from mixed_visitors import HIDDEN, LARGE, SHOWN, SMALL, Asked, Edits, edit_one, faults, name_of, visit
from server import running
from sqlalchemy import select

from assembly.extensions import db
from assembly.models import Bilingual, Edition
from assembly.registration.service.registering import register
from assembly.transactions import writing
from config import Config

CLIENTS = 4


def rename(slug: str, number: int) -> None:
    """One edit, acknowledged when this returns; now and then somebody registers as well."""
    with writing():
        edition = db.session.scalars(select(Edition).where(Edition.slug == slug)).one()
        edition.name = Bilingual(*name_of(slug, number))
        if slug == "2027" and number % 10 == 0:
            register(edition, submission(number))


@pytest.mark.bites_on("sqlite")
def test_no_wrong_page_among_many(demo_app: Flask, demo: Config, full_scale: bool) -> None:
    """Two server processes, each with a cache of its own; in `make proof` 200,000 requests on the two databases.

    Between two edits there may be time for nothing or for all pages to be kept.
    """
    requests, pauses = (100_000, (0.05, 0.5, 4)) if full_scale else (400, (0.1,))
    edits, chance, mix = Edits(), random.Random(7), LARGE if full_scale else SMALL
    with demo_app.app_context():
        with writing():
            make_edition(HIDDEN).is_announced = False
        for slug in (*SHOWN, HIDDEN):
            rename(slug, 0)
        with running(demo, alone=True) as server:
            crowd = Crowd(CLIENTS, lambda number: visit(server.port, requests // CLIENTS, edits, number, mix))
            while crowd.is_busy:
                edit_one(edits, rename, chance)
                time.sleep(chance.choice(pauses))
            wrong = [fault for some in crowd.results() for fault in some]
            wrong += visit(server.port, 40, edits, CLIENTS)  # nobody writes now: most are answered from memory
    log = server.log.read_text()  # a process writes its last counts when it ends
    assert wrong == []
    assert sum(edits.done[slug].value for slug in edits.done) > 5
    assert '"cached_requests"' in log


PAGE = '<html lang="en"><link rel="canonical" href="http://x/en/2023/agenda"><h1>Edit 7 of 2023</h1>'


@pytest.mark.parametrize(
    ("asked", "text", "fault"),
    [
        (Asked("en", "2023", "agenda", False, 7), PAGE, None),
        (Asked("en", "2023", "agenda", False, 8), PAGE, "older"),
        (Asked("en", "2023", "agenda", False, 1), PAGE.replace("7", "9"), "newer"),
        (Asked("fr", "2023", "agenda", False, 7), PAGE, "another language"),
        (Asked("en", "2023", "report", False, 7), PAGE, "another page"),
        (Asked("en", "2027", "agenda", False, 7), PAGE, "another edition"),
        (Asked("en", HIDDEN, "agenda", False, 7), PAGE, "may not see"),
        (Asked("en", "2023", "agenda", False, 7), PAGE + '<p class="flash wait">', "another visitor"),
    ],
)
def test_wrong_pages_are_noticed(asked: Asked, text: str, fault: str | None) -> None:
    found = list(faults(asked, Answer(200, text), begun=8))
    assert bool(found) is (fault is not None)
    assert fault is None or fault in " ".join(found)
