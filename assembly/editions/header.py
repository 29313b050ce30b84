"""The header of public pages: the entries of one edition and the button that registers for it."""

from dataclasses import dataclass

from flask import request, url_for
from sqlalchemy.exc import SQLAlchemyError

from assembly.editions.queries.editions import current_edition
from assembly.extensions import db
from assembly.i18n import _
from assembly.models import Edition
from assembly.security import has_opened_registration, is_for_co_chair


@dataclass(frozen=True)
class Entry:
    """One link of the navigation."""

    label: str
    endpoint: str
    address: str

    @property
    def is_here(self) -> bool:
        """Whether the present page is this one or lies under it."""
        part = self.endpoint.partition(".")[0]
        return request.endpoint == self.endpoint or request.blueprint in _UNDER.get(part, ())


_UNDER = {
    "agenda": ("agenda", "speakers"),
    "recordings": ("recordings", "alerts", "live"),
    "signatures": ("signatures", "joining", "own_signing"),
    "report": ("report", "full_report", "press"),
    "own": ("own", "own_recordings"),
}
"The blueprints whose pages lie under the entry of another; a new one of public pages goes here."


@dataclass(frozen=True)
class Header:
    """What the header of a page offers."""

    entries: list[Entry]
    register: str | None
    "The address of the registration form, while it is open and nobody has registered on this device."


def public_header(edition: Edition | None, status: int = 200) -> Header:
    """The header of a page about this edition, or about the current one if the page is about none. A co-chair of it who
    is signed in finds their desk there.

    A page with an error `status` from 500 on has only what needs no database, which may be away.
    """
    if edition is None and status < 500:
        edition = current_edition() if status < 400 else _current_edition_if_readable()
    cities = ("signatures.signatories", _("Cities and regions"))
    own = Entry(_("My registration"), "own.status", url_for("own.status"))
    if edition is None:
        return Header([Entry(cities[1], cities[0], url_for(cities[0])), own], None)
    pages = [
        ("agenda.programme", _("Programme")),
        ("editions.practical", _("Practical information")),
        ("recordings.listing", _("Watch")),
        cities,
        *([("report.page", _("Outcomes"))] if edition.public_report else []),
    ]
    entries = [Entry(label, endpoint, _address(endpoint, edition)) for endpoint, label in pages]
    if status < 400 and is_for_co_chair(edition):
        entries.insert(0, Entry(_("My day"), "desk.my_day", url_for("desk.my_day", edition=edition)))
    offers = edition.registration_is_open and not (status < 400 and has_opened_registration(edition))
    return Header([*entries, own], url_for("registration.register", edition=edition) if offers else None)


def _address(endpoint: str, edition: Edition) -> str:
    return url_for(endpoint) if endpoint == "signatures.signatories" else url_for(endpoint, edition=edition)


def _current_edition_if_readable() -> Edition | None:
    """A page about an error may be shown because the database cannot be read."""
    try:
        return current_edition()
    except SQLAlchemyError:
        db.session.rollback()
        return None
