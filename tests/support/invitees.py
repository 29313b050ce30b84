"""Those who are invited: what the office writes about them, and the links they get."""

from __future__ import annotations

import re
from typing import Any

from directory import make
from factories import make_edition, make_user, sign_in
from flask import Flask
from inspector import InspectingClient
from mails import deliver, html_of, text_of
from sqlalchemy import select

from assembly.communities.service.networks import add_network
from assembly.extensions import db
from assembly.invitations.invitees import Invitee
from assembly.invitations.service import making as inviting
from assembly.invitations.service import network_lists
from assembly.invitations.service import sending as invitation_sending
from assembly.models import Bilingual, Edition, Invitation, Network, Person, Registration, Represents
from assembly.sealed import unseal
from assembly.transactions import writing

AT = "/en/manage/2031/invitations/"
OFFICE = ("someone@example.org", "a long enough passphrase")
MAYOR = {
    "given": "Żaneta",
    "family": "Łukaszewicz",
    "place": "rzeszow",
    "function": "Mayor",
    "email": "mayor@rzeszow.example.org",
    "phone": "+48 17 875 40 00",
    "network": "eurocities",
    "note": "prefers mornings",
    "lang": "fr",
}
"What the office fills in."
DEPUTY = {"given": "Ewa", "family": "Zastępczyni", "function": "Deputy mayor", "email": "ewa@rzeszow.example.org"}
"What a mayor types about who comes for her."


def invitee(number: int = 0, **changes: Any) -> Invitee:
    """Somebody to invite; each number another person."""
    facts: dict[str, Any] = {
        "given": "Anna",
        "family": f"Gość {number:03d}",
        "email": f"guest{number}@example.org",
        "place": "Rzeszów",
        "represents": Represents.COMMUNITY,
        "lang": "en",
        "function": "Mayor",
        "network": "eurocities",
    }
    return Invitee(**(facts | changes))


def furnish(**edition: Any) -> Edition:
    """An edition with its organiser, a city and two networks, inside `writing()`."""
    made = make_edition(**edition)
    make_user("organiser", edition=made)
    make("rzeszow", "Rzeszów")
    for code in ("eurocities", "oasc"):
        add_network(code=code, short_name=code.title(), name=f"{code.title()} network", role=Bilingual())
    return made


def at_the_desk(app: Flask) -> InspectingClient:
    """A device of that organiser."""
    client: InspectingClient = app.test_client()  # type: ignore[assignment]
    sign_in(client, OFFICE)
    return client


def invited(app: Flask, **changes: Any) -> str:
    """Invite somebody and send it; the path of the link, the same for each answer and in both parts of the mail."""
    with app.app_context():
        with writing():
            edition = db.session.scalars(select(Edition).where(Edition.slug == "2031")).one()
            inviting.invite(edition, invitee(**changes))
        with writing():
            invitation_sending.send_next(edition)
    return link_in_last_mail(app)


def link_in_last_mail(app: Flask) -> str:
    """The path of the link in the newest mail."""
    mail = deliver(app)[-1]
    found = set(re.findall(r"http://localhost(/\w\w/i/[\w-]{43})\?answer=", text_of(mail)))
    assert len(found) == 1, text_of(mail)
    (link,) = found
    assert html_of(mail).count(f"{link}?answer=") == text_of(mail).count(f"{link}?answer=")
    return str(link)


def invited_links(edition: Edition) -> tuple[str, str]:
    """Two are invited by a network that reads its list: the paths of the first one's link and of the list's, inside
    `writing()`."""
    network = db.session.scalars(select(Network).order_by(Network.id)).first()
    assert network is not None
    one = inviting.invite(edition, invitee(network=network.code, phone="+48 17 875"))
    inviting.invite(edition, invitee(1, network=network.code))
    shown = network_lists.make_list(edition, network)
    db.session.flush()
    return f"/en/i/{unseal(one.token_sealed)}", f"/en/invited-by/{unseal(shown.token_sealed)}"


def told(app: Flask) -> list[tuple[str, str, str, str]]:
    """Every registration as family name, mode, state and origin."""
    with app.app_context():
        rows = db.session.scalars(select(Registration).order_by(Registration.id))
        return [(one.person.family, one.mode.value, one.state.value, one.origin) for one in rows]


def answers(app: Flask) -> dict[str, str]:
    """What each invited person has answered."""
    with app.app_context():
        rows = db.session.scalars(select(Invitation).join(Person).order_by(Person.family))
        return {one.person.family: one.reply.value if one.reply else "" for one in rows}


def code_of(app: Flask, family: str) -> str:
    """The code of somebody's invitation."""
    with app.app_context():
        return str(db.session.scalars(select(Invitation.code).join(Person).where(Person.family == family)).one())
