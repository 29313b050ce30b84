"""A table of sessions taken into the draft: whole, once, and nothing of it public; the export that corrects it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from factories import make_edition, make_user, sign_in
from flask import Flask
from import_programmes import (
    AT,
    add_opening,
    clocks,
    lines,
    on_days,
    preview,
    session_called,
    table,
)
from inspector import InspectingClient, filled
from queries_counted import counted
from sqlalchemy import func, select

from assembly.agenda.imports.service import PROGRAMME
from assembly.agenda.queries import draft, latest_rows
from assembly.agenda.service.sessions import add_room, change_session, facts_of, remove_session
from assembly.calendar.service import publish_programme
from assembly.extensions import db
from assembly.imports import digest
from assembly.imports.service import apply, judged, keep, told_of
from assembly.models import (
    AppearanceRole,
    AppearanceState,
    Bilingual,
    Direction,
    Edition,
    Entry,
    ImportDraft,
    Presence,
    SessionKind,
)
from assembly.speakers.queries import in_session
from assembly.tables import csv_file, read, xlsx_file
from assembly.transactions import writing

NEW = ("", "Panel", "Hall", "", "09:30", "10:00", "Data", "Données")
BAD = ("", "opera", "", "", "10:00", "11:00", "Sing", "Chanter")


def edition() -> Edition:
    return db.session.scalars(select(Edition).where(Edition.slug == "2031")).one()


def count(app: Flask) -> int:
    with app.app_context():
        return len(draft(edition()))


@pytest.mark.database
def test_table_imported_once_stays_a_draft(app: Flask, office: InspectingClient) -> None:
    heads = (*HEADS, "People", "Answer", "Attendance")
    address = preview(office, table((*NEW, "Moderator: Minna Arve", "confirmed", "message vidéo"), heads=heads))
    sent = filled(office.page(address).select_one("main form"), {})
    for _press in range(2):
        answer = office.post(address, data=sent)
        assert (answer.status_code, answer.location) == (303, AT)
    assert office.get(address).status_code == 404
    with app.app_context():
        made = session_called("Data")
        assert (made.kind, str(made.room.name), made.hidden) == (SessionKind.PANEL, "Hall", False)  # type: ignore[union-attr]
        part = in_session(made)[0]
        assert (part.person.family, part.role, part.state, part.presence) == (
            "Arve",
            AppearanceRole.MODERATOR,
            AppearanceState.CONFIRMED,
            Presence.VIDEO_MESSAGE,
        )
        assert len(draft(edition())) == 2
        assert not latest_rows(edition())
        assert db.session.scalar(select(func.count()).where(Entry.verb == "imported")) == 1
        assert not db.session.scalars(select(ImportDraft)).all()


HEADS = ("Code", "Type", "Room", "Date", "Begins", "Ends", "Title in English", "Title in French")


def test_bad_lines_stop_all_unless_left_out(app: Flask, office: InspectingClient) -> None:
    address = preview(office, table(NEW, BAD))
    answer = office.submit(address, status=409)
    assert "Nothing has been saved." in answer.get_data(as_text=True)
    assert count(app) == 1
    office.submit(address, leave_out="y")
    assert count(app) == 2
    assert "1 session added, 1 line left out" in office.page(AT).get_text()


@pytest.mark.proof("bad lines alone")
def test_table_of_bad_lines_is_refused(app: Flask, office: InspectingClient) -> None:
    address = preview(office, table(BAD))
    page = office.page(address)
    assert not page.select("main button")
    token = {"csrf_token": str(page.select_one("[name=csrf_token]")["value"])}
    seen = {"seen": str(page.select_one("[name=seen]")["value"]), "leave_out": "y"}
    assert office.post(address, data=token | seen).status_code == 409
    assert count(app) == 1


def test_a_programme_changed_meanwhile_is_told(app: Flask, office: InspectingClient) -> None:
    with app.app_context():
        code = session_called("Opening").code
    address = preview(office, table((code, "Keynote"), heads=("Code", "Type")))
    page = office.page(address)
    with app.app_context(), writing():
        add_opening(edition(), title=Bilingual("Other", "Autre"))
    sent = filled(page.select_one("main form"), {})
    assert office.post(address, data=sent).status_code == 303  # another session is none of its business
    address = preview(office, table((code, "Panel"), heads=("Code", "Type")))
    sent = filled(office.page(address).select_one("main form"), {})
    with app.app_context(), writing():
        one = session_called("Opening")
        facts = facts_of(one)
        change_session(one, type(facts)(**{**_fields(facts), "spoken": ("de",)}), seen=facts.mark)
    answer = office.post(address, data=sent)
    assert answer.status_code == 409
    assert "The programme has changed since this preview was made." in answer.get_data(as_text=True)
    assert "changed in the meantime" in answer.get_data(as_text=True)
    with app.app_context():
        assert session_called("Opening").kind is SessionKind.KEYNOTE


def _fields(facts: object) -> dict[str, object]:
    return {name: getattr(facts, name) for name in type(facts).__slots__}  # type: ignore[attr-defined]


@pytest.mark.proof("the preview made again")
def test_missing_room_added_without_new_upload(app: Flask, office: InspectingClient) -> None:
    address = preview(office, table(("", "Panel", "Attic", "", "10:00", "11:00", "Data", "Données")))
    assert "There is no room called “Attic”. Rooms at this venue: Hall." in lines(office.page(address))["2"][1]
    office.submit("/en/manage/2031/settings/add-room", name_en="Attic", name_fr="Grenier")
    office.submit(address)
    with app.app_context():
        assert str(session_called("Data").room.name) == "Attic"  # type: ignore[union-attr]


@pytest.mark.turns(4)
@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_export_sent_back_changes_nothing(app: Flask, office: InspectingClient, form: str, lang: str) -> None:
    with app.app_context(), writing():
        here = edition()
        langs = {"spoken": ["en", "el"], "into": ["fr", "de"], "signed": ["ils", "sfb"], "captions": ["uk"]}
        title, notes = Bilingual("=1+1", "'Été; “où”, d’ici\u202f?"), Bilingual("A\n\nB", "-x")
        add_opening(here, title=title, key_messages=notes, **langs)
        here.ends_at = here.starts_at + timedelta(days=1)
        add_opening(here, title=Bilingual("Night"), ends_at=here.starts_at + timedelta(hours=15))
        add_opening(here, title=Bilingual("Longer"), ends_at=here.starts_at + timedelta(hours=16))
    at = AT.replace("/en/", f"/{lang}/")
    content = office.get(f"{at}table.{form}").get_data()
    page = office.page(preview(office, content, lang))
    assert {verdict for verdict, _said in lines(page).values()} == {"Unchanged" if lang == "en" else "Inchangée"}
    assert len(lines(page)) == 4
    assert not page.select("main button")


@pytest.mark.database("proof")
def test_edited_export_corrects_the_draft(app: Flask, office: InspectingClient) -> None:
    with app.app_context(), writing():
        on_days(edition(), 2031, 6, 12, 9, days=2)
        one = session_called("Opening")
        one.starts_at, one.ends_at = edition().starts_at, edition().starts_at + timedelta(minutes=30)
        publish_programme(edition(), name="1", note=Bilingual())
        sequence, code = one.ics_sequence, one.code
    rows = [list(line.cells) for line in read(office.get(f"{AT}table.xlsx").get_data()).lines]
    rows[1] += [""] * (len(rows[0]) - len(rows[1]))
    rows[1][3], rows[1][4], rows[1][5] = "2031-06-13", "23:30", "24:00"
    rows[1][10], rows[1][16] = "français, anglais", "Speech: Minna Arve"
    office.submit(preview(office, xlsx_file(rows[0], rows[1:])))
    with app.app_context():
        one = session_called("Opening")
        assert (one.code, clocks(one)) == (code, "06-13 23:30 06-14 00:00")
        assert one.in_direction(Direction.SPOKEN) == ["en", "fr"]
        assert one.abstract == Bilingual("One.\n\nTwo.", "Un.\n\nDeux.")
        assert (one.ics_sequence, clocks_of_public()) == (sequence, ["09:00"])
        assert [part.person.family for part in in_session(one)] == ["Arve"]


def clocks_of_public() -> list[str]:
    from assembly import clock  # noqa: PLC0415 -- one helper

    return [f"{clock.local(row.starts_at, 'Europe/Brussels'):%H:%M}" for row in latest_rows(edition())]


@pytest.mark.turns(4)
@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_template_can_be_imported_unchanged(app: Flask, office: InspectingClient, form: str, lang: str) -> None:
    with app.app_context(), writing():
        on_days(edition(), 2031, 6, 12, 8)
    answer = office.get(f"{AT.replace('/en/', f'/{lang}/')}template.{form}")
    assert "attachment" in answer.headers["Content-Disposition"]
    office.submit(preview(office, answer.get_data(), lang))
    assert count(app) == 3


DAY = """Kind;Room;Start;End;English title;French title;Spoken;Interpreted
networking;Hall;08:30;09:00;Registration and breakfast;Accueil et petit-déjeuner;–;–
plenary;Hall;09:00;09:20;Opening by the co-chairs;Ouverture par la coprésidence;en, ca;en fr de it es
keynote;Hall;09:20;09:35;A word from the Commission;Message de la Commission;en;fr de it es
panel;Hall;09:35;10:30;Digital services;Des services numériques;en fr;en fr de it es
break;–;10:30;11:00;Coffee;Pause café;–;–
panel;Hall;11:00;12:00;Local data platforms;Les plateformes de données;en;fr
panel;Room 2;11:00;12:00;Measuring digital maturity;Mesurer la maturité;fr;en
signing ceremony;Hall;12:00;12:20;New signatories;Nouveaux signataires;en;fr
family picture;Hall;12:20;12:35;Family picture;Photo de famille;–;–
break;–;12:35;14:00;Lunch;Déjeuner;–;–
side event by invitation;Salle 2;14:00;15:00;The five networks;Les cinq réseaux;en;–
plenary;Hall;15:00;15:30;Conclusions;Conclusions;en, ca;en fr de it es
"""


@pytest.mark.database("proof")
def test_whole_day_is_read(app: Flask, office: InspectingClient) -> None:
    with app.app_context():
        with writing():
            on_days(edition(), 2031, 6, 12, 8)
            remove_session(session_called("Opening"))
            add_room(edition().venue, Bilingual("Room 2", "Salle 2"))
            kept, _refusal = keep(edition(), PROGRAMME, DAY.encode())
        found = judged(edition(), PROGRAMME, told_of(kept))
        assert [one.faults for one in found] == [[]] * 12
        assert not any(one.notes() for one in found)
        with writing():
            apply(edition(), PROGRAMME, kept.id, seen=digest(found))
        opening = session_called("Opening by the co-chairs")
        assert (clocks(opening), opening.in_direction(Direction.SPOKEN)) == ("06-12 09:00 06-12 09:20", ["ca", "en"])
        assert [one.room is None for one in draft(edition()) if one.kind is SessionKind.BREAK] == [True, True]


@pytest.mark.database("proof")
def test_many_sessions_cost_one_statement_each(app: Flask, office: InspectingClient) -> None:
    rows = [("", "Panel", "Hall", "", "09:30", "10:00", f"Session {n}", f"Séance {n}") for n in range(150)]
    with app.app_context():
        with writing():
            kept, _refusal = keep(edition(), PROGRAMME, csv_file(HEADS, rows))
        seen = digest(judged(edition(), PROGRAMME, told_of(kept)))
        with counted(app) as statements, writing():
            assert apply(edition(), PROGRAMME, kept.id, seen=seen)[0].added == 150
        assert len(draft(edition())) == 151
    assert len(statements) < 190


def test_table_belongs_to_sender_and_edition(app: Flask, office: InspectingClient) -> None:
    address = preview(office, table(NEW))
    with app.app_context(), writing():
        make_user("organiser", "other@example.org", edition())
        make_user("organiser", "third@example.org", make_edition("2032"))
    assert office.get(address.replace("2031", "2032")).status_code == 403
    other = app.test_client()
    sign_in(other, ("other@example.org", "a long enough passphrase"))
    assert other.get(address).status_code == 404
