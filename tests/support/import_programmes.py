"""A programme to import into, and tables of sessions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from bs4 import BeautifulSoup
from directory import upload
from factories import make_edition, make_user
from inspector import InspectingClient
from PIL import Image
from sqlalchemy import select

from assembly import clock
from assembly.agenda.service.sessions import add_room, add_session
from assembly.extensions import db
from assembly.models import Bilingual, Edition, Session, SessionKind
from assembly.speakers.facts import PersonFacts
from assembly.speakers.service.people import create_speaker
from assembly.tables import csv_file

AT = "/en/manage/2031/programme/"
PERSON = ("here@example.org", "a long enough passphrase")
HEADS = ("Code", "Type", "Room", "Date", "Begins", "Ends", "Title in English", "Title in French")
ZONE = "Europe/Brussels"


def make_programme() -> Edition:
    """An edition of one day with a room, a speaker, an organiser and a session at nine, inside `writing()`."""
    edition = make_edition()
    make_user("organiser", PERSON[0], edition)
    room = add_room(edition.venue, Bilingual("Hall", "Salle"))
    create_speaker(edition, PersonFacts("Minna", "Arve", "fi", "f", in_public_office=True))
    add_opening(edition, room=room, abstract=Bilingual("One.\n\nTwo.", "Un.\n\nDeux."), spoken=["en"])
    return edition


def add_opening(edition: Edition, **facts: Any) -> Session:
    """A session of half an hour at the beginning of the assembly."""
    given = {"kind": SessionKind.PLENARY, "title": Bilingual("Opening", "Ouverture"), "abstract": Bilingual()}
    given |= {"starts_at": edition.starts_at, "ends_at": edition.starts_at + timedelta(minutes=30)}
    return add_session(edition, **(given | facts))


def session_called(title: str) -> Session:
    """A session of the draft by its English title."""
    return db.session.scalars(select(Session).where(Session.title_en == title, Session.removed_at.is_(None))).one()


def clocks(session: Session) -> str:
    """When a session is, on the clocks of its edition."""
    starts, ends = (clock.local(at, session.edition.zone) for at in (session.starts_at, session.ends_at))
    return f"{starts:%m-%d %H:%M} {ends:%m-%d %H:%M}"


def on_days(edition: Edition, *first: int, days: int = 1) -> None:
    """Let the assembly begin on this day (and at this hour) and end at eleven in the evening, so many days in all."""
    begins = datetime(*first)  # type: ignore[misc,arg-type]  # noqa: DTZ001 -- a wall clock
    ends = begins.replace(hour=23) + timedelta(days=days - 1)
    edition.starts_at, edition.ends_at = (clock.from_local(wall, edition.zone) for wall in (begins, ends))


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30)) -> bytes:
    """A blue picture that says something beside its points."""
    content = BytesIO()
    Image.new("RGB", size, (0, 80, 160)).save(content, kind, comment=b"secret words")
    return content.getvalue()


def table(*rows: Sequence[object], heads: Sequence[str] = HEADS) -> bytes:
    """A table under these heads."""
    return csv_file(heads, rows)


def preview(client: InspectingClient, content: bytes, lang: str = "en") -> str:
    """Send a table; the address of its preview."""
    answer = upload(client, f"{AT}import".replace("/en/", f"/{lang}/"), "table", content, "programme.csv")
    assert answer.status_code == 303, answer.get_data(as_text=True)[-3000:]
    return str(answer.location)


def lines(page: BeautifulSoup) -> dict[str, tuple[str, str]]:
    """What happens to each line, by its number: the verdict, and what is said of it."""
    return {
        row.td.get_text(): (
            row.select_one(".tag").get_text(),
            " ".join(row.select_one(".detail").get_text(" ").split()),
        )
        for row in page.select("tbody tr")
    }
