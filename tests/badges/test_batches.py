"""Badges in batches: in none yet, exactly that set, late-comers, changed since, undone; a reprint keeps the code."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO
from subprocess import CalledProcessError

import pytest
from browser import until
from directory import make
from factories import make_edition, make_user, sign_in, submission
from flask import Flask
from inspector import InspectingClient
from pypdf import PdfReader
from sqlalchemy import Executable, delete, insert, select, text, update

from assembly import clock
from assembly.access.service import links as access_links
from assembly.badges import jobs, parts, queries, service
from assembly.badges.faces import faces
from assembly.badges.papers import Order, Paper, PrintOptions
from assembly.badges.service import NothingToPrint, Which
from assembly.extensions import db
from assembly.models import (
    FILE_KEPT,
    Badge,
    Community,
    Consent,
    Edition,
    Entry,
    FaceCheck,
    Mode,
    NoticeKind,
    Person,
    PrintBatch,
    Registration,
    Representation,
    Skill,
    SkillKind,
    User,
)
from assembly.privacy.service import kept_notices
from assembly.registration.service.leaving import cancel
from assembly.registration.service.registering import register
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


def prepare(edition: Edition, which: Which = Which.NEW) -> PrintBatch:
    with writing():
        return service.prepare_batch(edition, which, db.session.scalars(select(User.id)).one())


def names(edition: Edition, batch: PrintBatch) -> list[str]:
    return [one.registration.person.family for one in queries.of_batch(edition, batch)]


@pytest.mark.database
def test_late_comers_have_their_own_batch(edition: Edition) -> None:
    assert queries.unprepared(edition) == 3
    first = prepare(edition)
    assert len(names(edition, first)) == 3
    with pytest.raises(NothingToPrint):
        prepare(edition)
    with writing():
        register(edition, submission(7))
    late = prepare(edition)
    assert names(edition, late) == ["Łukaszewicz 7"]
    assert [(one.number, count) for one, count in queries.batches(edition)] == [(2, 1), (1, 3)]
    with writing():
        cancel(db.session.get_one(Registration, 1))
    assert len(names(edition, first)) == 2  # who does not come is in no batch


@pytest.mark.postgresql_only
def test_history_can_be_written_during_a_batch(edition: Edition) -> None:
    user = db.session.scalars(select(User.id)).one()
    with writing():
        batch = service.prepare_batch(edition, Which.NEW, user)
        with db.engine.begin() as other:
            other.execute(text("SELECT id FROM edition FOR KEY SHARE NOWAIT"))
    with writing():
        service.undo_batch(db.session.get_one(PrintBatch, batch.id))
        with db.engine.begin() as other:
            other.execute(text("SELECT id FROM edition FOR KEY SHARE NOWAIT"))


@pytest.mark.postgresql_only
def test_changed_city_locks_badges_in_order(edition: Edition) -> None:
    """A badge that is held is waited for before any later one is locked, wherever it lies in its table."""
    with writing():
        place = make("rzeszow", "Rzeszów")
    with writing():
        db.session.execute(update(Registration).values(community_id=place.id))
    first, *others = db.session.scalars(select(Badge.id).order_by(Badge.id))
    with writing():
        db.session.execute(update(Badge).where(Badge.id == first).values(number=9))  # its row now lies last
    engine, change = db.engine, update(Community).where(Community.id == place.id).values(names_fr="Resovie")

    def rename() -> None:
        with engine.begin() as other:
            other.execute(change)

    with engine.connect() as batch, ThreadPoolExecutor() as pool:
        batch.execute(select(Badge.id).where(Badge.id == first).with_for_update())
        renaming = pool.submit(rename)
        until(lambda: batch.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")))
        later = select(Badge.id).where(Badge.id.in_(others)).with_for_update(nowait=True)
        assert len(batch.execute(later).all()) == len(others)
        batch.rollback()
        renaming.result(5)


def test_a_changed_function_is_printed_again(edition: Edition) -> None:
    first = prepare(edition)
    assert service.outdated(edition, 9) == []
    codes = set(db.session.scalars(select(Badge.token_hash)))
    with writing():
        guest = db.session.scalars(select(Registration).order_by(Registration.id)).first()
        assert guest is not None
        guest.function = "Maire honoraire"
    (outdated,) = service.outdated(edition, 9)
    assert outdated.badge.registration.function == "Maire honoraire"
    again = prepare(edition, Which.CHANGED)
    assert (len(names(edition, again)), len(names(edition, first))) == (1, 2)
    assert service.outdated(edition, 9) == []
    assert set(db.session.scalars(select(Badge.token_hash))) == codes


def test_a_lost_badge_is_printed_anew(edition: Edition) -> None:
    prepare(edition)
    with writing():
        access_links.renew_code(db.session.get_one(Registration, 1), "a-button")
    assert queries.unprepared(edition) == 1
    assert names(edition, prepare(edition)) == ["Łukaszewicz 0"]


@pytest.mark.database("proof")
def test_an_undone_batch_gives_its_badges_back(edition: Edition) -> None:
    first = prepare(edition)
    codes = set(db.session.scalars(select(Badge.token_hash)))
    with writing():
        service.ask_for_file(first, PrintOptions())
    for _again in range(2):
        with writing():
            service.undo_batch(first)
    assert (queries.unprepared(edition), names(edition, first), queries.files_of(first)) == (3, [], [])
    second = prepare(edition)
    assert (second.number, len(names(edition, second))) == (2, 3)
    assert set(db.session.scalars(select(Badge.token_hash))) == codes
    assert [one.verb for one in db.session.scalars(select(Entry)) if "batch" in one.verb] == ["batch undone"]


def test_a_long_batch_is_set_in_parts(edition: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    """The faces and the file of a batch too long for a page are the worker's; it says how far it is."""
    monkeypatch.setattr(service, "AT_ONCE", 2)
    monkeypatch.setattr(parts, "LENGTH", 2)
    monkeypatch.setattr(jobs, "set_apart", lambda template, facts: f"{template} {len(facts['pages'])}".encode())
    batch = prepare(edition)
    assert len(queries.without_face(batch, 9)) == 1
    jobs.note_faces()
    assert (queries.without_face(batch, 9), service.outdated(edition, 9)) == ([], [])
    with writing():
        file = service.ask_for_file(batch, PrintOptions(Paper.A6, Order.PROTOCOL))
        assert service.ask_for_file(batch, PrintOptions(Paper.A6, Order.PROTOCOL)) is file
        assert service.ask_for_file(batch, PrintOptions(Paper.A7)) is not file
    assert parts.read(file, 1) is None
    jobs.set_files()
    assert [parts.read(file, number) for number in range(4)] == [None, b"badges 2", b"badges 1", None]
    assert b"badges" not in parts._path(file.code, 1).read_bytes()
    code = file.code
    with clock.at(clock.now() + FILE_KEPT):
        assert queries.files_of(batch) == []
        jobs.set_files()
    assert not parts._path(code, 1).exists()


def test_parts_of_no_file_are_swept(edition: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a process that was killed between its transaction and its files leaves them."""
    monkeypatch.setattr(jobs, "set_apart", lambda template, facts: b"%PDF")
    batch = prepare(edition)
    with writing():
        file = service.ask_for_file(batch, PrintOptions())
    jobs.set_files()
    kept, orphan = parts._path(file.code, 1), parts._path("gone", 1)
    begun, abandoned = orphan.with_name(".begun"), orphan.with_name(".abandoned")
    for one in (orphan, begun, abandoned):
        one.write_bytes(b"sealed")
    os.utime(abandoned, (0, 0))
    jobs.set_files()
    assert [one.exists() for one in (kept, begun, orphan, abandoned)] == [True, True, False, False]


def test_a_part_that_fails_is_set_later(edition: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = prepare(edition)
    with writing():
        file = service.ask_for_file(batch, PrintOptions())
    tries: list[int] = []

    def fail(template: str, facts: dict[str, object]) -> bytes:
        tries.append(1)
        raise CalledProcessError(1, template)

    monkeypatch.setattr(jobs, "set_apart", fail)
    jobs.set_files()
    jobs.set_files()
    assert (len(tries), file.is_ready) == (1, False)
    monkeypatch.setattr(jobs, "set_apart", lambda template, facts: b"%PDF")
    with clock.at(clock.now() + timedelta(minutes=6)):
        jobs.set_files()
    assert parts.read(file, 1) == b"%PDF"


def test_languages_are_printed_where_it_was_said(edition: Edition) -> None:
    """Only people who were shown the statement that says so have theirs on the badge."""
    guests = db.session.scalars(select(Registration).order_by(Registration.id)).all()
    with writing():
        db.session.add_all(Skill(registration_id=one.id, lang="pl", kind=SkillKind.SPEAKS) for one in guests[:2])
        db.session.add(Skill(registration_id=guests[0].id, lang="fr", kind=SkillKind.UNDERSTANDS))
        guests[0].notice_id = kept_notices.shown(NoticeKind.PRIVACY, "fr").id
        guests[1].notice_id = None
    shown = {
        one.badge.registration_id: one.page["languages"] for one in faces(queries.of_batch(edition, prepare(edition)))
    }
    assert [shown[one.id] for one in guests[:3]] == ["PL", "", ""]


def test_the_office_prints_one_file(app: Flask, client: InspectingClient) -> None:
    with app.app_context(), writing():
        edition = make_edition()
        make_user("organiser", "here@example.org", edition)
        register(edition, submission(0))
        register(edition, submission(1, lang="en"))
    sign_in(client, ("here@example.org", "a long enough passphrase"))
    page = client.submit("/en/manage/2031/badges/batches/").location
    assert client.page(page).select_one("form[action$='.pdf'] [name=paper][value=folded][checked]")
    link = f"{page.rstrip('/')}.pdf"
    assert client.get(link, query_string={"paper": "a5", "own": "a7", "order": "name"}).status_code == 422
    answer = client.get(link, query_string={"paper": "folded", "own": "a7", "order": "name"})
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    pages = [one.extract_text() for one in PdfReader(BytesIO(answer.data)).pages]
    assert len(pages) == 2
    assert "Pas de photo" in pages[0]
    assert "No photos" in pages[1]
    assert "Łukaszewicz" not in (PdfReader(BytesIO(answer.data)).metadata.title or "")


@pytest.mark.database("proof")
def test_everything_on_a_badge_makes_it_due(edition: Edition) -> None:
    """However it is written: a statement for each table, and none of the other guests is looked at."""
    guest, other = db.session.scalars(select(Registration).order_by(Registration.id).limit(2)).all()
    with writing():
        place, notice = make("rzeszow", "Rzeszów"), kept_notices.id_of(NoticeKind.PHOTO, "fr")
    prepare(edition)
    mine = {"edition_id": edition.id, "registration_id": guest.id, "community_id": place.id}
    link = mine | {"for_person_id": other.person_id, "since_at": clock.now(), "by": "test", "reason": ""}
    photo = {"person_id": guest.person_id, "registration_id": guest.id, "kind": NoticeKind.PHOTO, "said_yes": True}
    changes: list[Executable] = [
        update(Registration).where(Registration.id == guest.id).values(badge_name="Żaneta"),
        insert(Skill).values(registration_id=guest.id, lang="pl", kind=SkillKind.SPEAKS),
        delete(Skill),
        insert(Consent).values(photo | {"notice_id": notice, "at": clock.now(), "by": "test"}),
        insert(Representation).values(link),
        update(Community).values(names_fr="Resovie"),
        update(Person).where(Person.id == other.person_id).values(grammatical_form="f"),
    ]
    for change in changes:
        with writing():
            db.session.execute(change)
        found = db.session.scalars(select(Badge.registration_id).where(Badge.face_check == FaceCheck.DUE)).all()
        assert found == [guest.id], str(change)
        jobs.note_faces()
        assert queries.due_ids(9) == []
    assert [one.badge.registration_id for one in service.outdated(edition, 9)] == [guest.id]


def test_badge_as_printed_again_is_unchanged(edition: Edition) -> None:
    prepare(edition)
    guest = db.session.scalars(select(Registration).order_by(Registration.id)).first()
    assert guest is not None
    for name, changed in (("Żaneta", 1), (guest.badge_name, 0)):
        with writing():
            guest.badge_name = name
        assert len(service.outdated(edition, 9)) == changed
        jobs.note_faces()
        assert [len(queries.maybe_changed(edition, 9)), len(service.outdated(edition, 9))] == [changed, changed]
