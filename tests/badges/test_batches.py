"""Badges in batches: not printed yet, exactly that set, late-comers, changed since; a reprint keeps the code."""

from __future__ import annotations

from io import BytesIO

import pytest
from factories import make_edition, make_user, sign_in, submission
from flask import Flask
from inspector import InspectingClient
from pypdf import PdfReader
from sqlalchemy import select

from assembly.badges import queries, service
from assembly.badges.service import NothingToPrint, Which
from assembly.extensions import db
from assembly.models import Badge, Edition, Mode, PrintBatch, Registration, User
from assembly.registration.service import access, cancel, register
from assembly.transactions import writing


@pytest.fixture
def edition(ctx: Flask) -> Edition:
    """Three who come, one who follows online."""
    with writing():
        edition = make_edition()
        make_user("organiser", "here@example.org", edition)
        for number in range(3):
            register(edition, submission(number))
        register(edition, submission(3, mode=Mode.ONLINE))
    return edition


def print_now(edition: Edition, which: Which = Which.NEW) -> PrintBatch:
    with writing():
        return service.print_batch(edition, which, db.session.scalars(select(User.id)).one())


def names(edition: Edition, batch: PrintBatch) -> list[str]:
    return [one.registration.person.family for one in queries.of_batch(edition, batch.code)]


@pytest.mark.database
def test_late_comers_have_their_own_batch(edition: Edition) -> None:
    assert queries.unprinted(edition) == 3
    first = print_now(edition)
    assert len(names(edition, first)) == 3
    with pytest.raises(NothingToPrint):
        print_now(edition)
    with writing():
        register(edition, submission(7))
    late = print_now(edition)
    assert names(edition, late) == ["Łukaszewicz 7"]
    assert [(one.number, count) for one, count in queries.batches(edition)] == [(2, 1), (1, 3)]


def test_a_changed_function_is_printed_again(edition: Edition) -> None:
    first = print_now(edition)
    assert service.outdated(edition) == []
    codes = set(db.session.scalars(select(Badge.token_hash)))
    with writing():
        guest = db.session.scalars(select(Registration).order_by(Registration.id)).first()
        assert guest is not None
        guest.function = "Maire honoraire"
    (outdated,) = service.outdated(edition)
    assert outdated.badge.registration.function == "Maire honoraire"
    again = print_now(edition, Which.CHANGED)
    assert (len(names(edition, again)), len(names(edition, first))) == (1, 2)
    assert service.outdated(edition) == []
    assert set(db.session.scalars(select(Badge.token_hash))) == codes


def test_a_lost_badge_is_printed_anew(edition: Edition) -> None:
    print_now(edition)
    with writing():
        guest = db.session.scalars(select(Registration).order_by(Registration.id)).first()
        assert guest is not None
        access.renew_code(guest, "a-button")
    assert queries.unprinted(edition) == 1
    assert names(edition, print_now(edition)) == ["Łukaszewicz 0"]


def test_who_does_not_come_leaves_the_batch(edition: Edition) -> None:
    batch = print_now(edition)
    with writing():
        guest = db.session.scalars(select(Registration).order_by(Registration.id)).first()
        assert guest is not None
        cancel(guest)
    assert len(names(edition, batch)) == 2


def test_the_office_prints_one_file(app: Flask, client: InspectingClient) -> None:
    with app.app_context(), writing():
        edition = make_edition()
        make_user("organiser", "here@example.org", edition)
        register(edition, submission(0))
        register(edition, submission(1, lang="en"))
    sign_in(client, ("here@example.org", "a long enough passphrase"))
    page = client.submit("/en/manage/2031/badges/batches/").location
    link = client.page(page).select_one("table a")["href"]
    answer = client.get(link)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    pages = [one.extract_text() for one in PdfReader(BytesIO(answer.data)).pages]
    assert len(pages) == 2
    assert "Pas de photo" in pages[0]
    assert "No photos" in pages[1]
    assert "Łukaszewicz" not in (PdfReader(BytesIO(answer.data)).metadata.title or "")
