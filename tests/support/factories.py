"""Small editions and registrations for tests, made through the services."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any

from flask import session
from flask_security.utils import hash_password

from assembly import clock
from assembly.accounts.public.entering import enter
from assembly.accounts.service.sign_in import add_user, check_passphrase
from assembly.editions.service.doors import add_door
from assembly.editions.service.editions import add_edition, offer_places
from assembly.messages.audience import Audience
from assembly.messages.service.groups import Draft
from assembly.models import Bilingual, DoorKind, Edition, Mode, Represents, User, Venue
from assembly.registration.service.submission import Submission
from assembly.transactions import writing

ORGANISER = ("organiser@example.org", "the mayors are coming")
DOOR = ("door@example.org", "welcome to the square")
CO_CHAIR = ("cochair@example.org", "the floor is yours")
MAYOR = {
    "represents": "community",
    "place": "rzeszow",
    "given": "Żaneta",
    "family": "Łukaszewicz-Đorđević",
    "function": "Maire",
    "email": "cabinet.rzeszow@example.org",
    "mode": "on_site",
}
"What a mayor fills in; the rest of the form is its own."
ZONE = "Europe/Brussels"
_keys = itertools.count()


def make_edition(slug: str = "2031", *, size: int | None = 100, doors: str = "AB", days_ahead: int = 30) -> Edition:
    """An edition that meets at nine in the morning in `days_ahead` days and is open now, inside `writing()`."""
    day = clock.local_day(clock.now(), ZONE) + timedelta(days=days_ahead)
    starts_at = clock.from_local(datetime.combine(day, time(9)), ZONE)
    edition = add_edition(
        slug=slug,
        ordinal=9,
        body_name=Bilingual("Assembly", "Assemblée"),
        name=Bilingual("Test assembly", "Assemblée d’essai"),
        purpose=Bilingual("To test", "Essayer"),
        host_event=Bilingual(),
        body=Bilingual("The assembly of tests.", "L’assemblée des essais."),
        vision=Bilingual("A vision", "Une vision"),
        venue=Venue(name=Bilingual("Hall", "Salle"), city=Bilingual("Ghent", "Gand"), address="Place 1"),
        zone=ZONE,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=4),
        lead_up_from_on=date(2031, 1, 1),
        contact_email="assembly@example.org",
    )
    window = {"opens_at": datetime(2020, 1, 1, tzinfo=UTC), "closes_at": starts_at}
    offer_places(edition, Mode.ON_SITE, size=size, **window)
    offer_places(edition, Mode.ONLINE, size=None, **window)
    for letter in doors:
        add_door(edition, letter, DoorKind.ENTRANCE)
    return edition


def open_doors(edition: Edition, at: datetime | None = None) -> None:
    """Let an edition begin an hour after `at` (now) and last two days, so its doors are open, inside `writing()`."""
    edition.starts_at = (at or clock.now()) + timedelta(hours=1)
    edition.ends_at = edition.starts_at + timedelta(days=2)


def submission(number: int = 0, **changes: Any) -> Submission:
    """What a mayor sends; each call has another key, each number another person."""
    facts: dict[str, Any] = {
        "key": f"test-key-{next(_keys):012d}",
        "represents": Represents.COMMUNITY,
        "place": "Rzeszów",
        "given": "Żaneta",
        "family": f"Łukaszewicz {number}",
        "function": "Maire",
        "email": f"mayor{number}@example.org",
        "mode": Mode.ON_SITE,
        "lang": "fr",
    }
    return Submission(**(facts | changes))


def draft(**changes: Any) -> Draft:
    """A message to everybody who is confirmed."""
    facts: dict[str, Any] = {
        "subject": Bilingual("The menu", "Le menu"),
        "body": Bilingual("Dear {name},\n\nThere is soup.", "Bonjour {name},\n\nIl y a de la soupe."),
        "audience": Audience(),
        "is_news": False,
    }
    return Draft(**(facts | changes))


def make_user(role: str, email: str = "someone@example.org", edition: Edition | None = None) -> User:
    """An account with the passphrase `a long enough passphrase`, inside `writing()`."""
    user = add_user(email=email, name="Someone", lang="en", passphrase=None, role=role, edition=edition)
    user.password = _hashed("a long enough passphrase")
    return user


@cache
def _hashed(passphrase: str) -> str:
    """Made once in a run: it is slow by intention."""
    return str(hash_password(passphrase))


def sign_in(client: Any, who: tuple[str, str] = ORGANISER) -> None:
    """Sign in as the form does once the passphrase is right; tests of accounts send the form itself."""
    app = client.application
    with app.test_request_context("/en/sign-in", environ_base=client.environ_base), writing():
        user = check_passphrase(*who)
        assert not user.has_second_factor, "the second step needs the form"
        enter(user)
        begun = dict(session)
    with client.session_transaction() as kept:
        kept.clear()
        kept.update(begun)
