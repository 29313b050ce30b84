"""Six kinds of people, each with a device of their own."""

from __future__ import annotations

from typing import Any

import pytest
from cochairs import fill_the_desk
from factories import MAYOR, draft, make_user
from factories import sign_in as sign_in_as
from flask import Flask
from inspector import InspectingClient
from invitees import invited_links
from mails import deliver, link_in
from phones import make_phone
from signers import CITY, signing_link
from speakers import announce, ask_by_email, link_of, speaker_of
from sqlalchemy import select
from who_may import CHAIR, DOOR, ELSEWHERE, EVERYBODY, GUEST, HERE

from assembly.accounts.service.hand_over import begin_hand_over
from assembly.extensions import db
from assembly.messages.service import groups
from assembly.models import Edition, Signature
from assembly.report import service as articles
from assembly.transactions import writing

PASSPHRASE = "a long enough passphrase"


@pytest.fixture
def people(demo_app: Flask) -> dict[str, InspectingClient]:
    """A device for each of the six."""
    demo_app.config["WTF_CSRF_ENABLED"] = False
    with demo_app.app_context(), writing():
        editions = {
            slug: db.session.scalars(select(Edition).where(Edition.slug == slug)).one() for slug in ("2023", "2027")
        }
        make_user("door", "door@one.example.org", editions["2027"])
        make_user("co_chair", "chair@one.example.org", editions["2027"])
        here = make_user("organiser", "here@one.example.org", editions["2027"])
        db.session.flush()
        make_phone(editions["2027"], 1, by_id=here.id)
        begin_hand_over(editions["2027"], [], by=here, stays=[], last_on=None)
        make_user("organiser", "elsewhere@one.example.org", editions["2023"])
        groups.write(editions["2027"], draft(), "a key of this test")
        announce(editions["2027"])
        fill_the_desk(editions["2027"])
        articles.start(editions["2023"])
        articles.open_review(editions["2023"])
        links = invited_links(editions["2027"])
        asked = ask_by_email(editions["2027"], speaker_of(editions["2027"]).person)
        links = (*links, link_of(asked))
    found: dict[str, Any] = {who: demo_app.test_client() for who in EVERYBODY}
    for who, email in ((DOOR, "door"), (CHAIR, "chair"), (HERE, "here"), (ELSEWHERE, "elsewhere")):
        sign_in_as(found[who], (f"{email}@one.example.org", PASSPHRASE))
    found[GUEST].submit("/en/2027/register", **MAYOR)
    found[GUEST].submit(link_in(deliver(demo_app)[-1]))
    found[GUEST].submit("/en/communities/join/form", **CITY)
    found[GUEST].submit(signing_link(demo_app))
    for link in links:
        found[GUEST].submit(link)
    with demo_app.app_context(), writing():  # a signature at the coming assembly, as it will be
        signed = db.session.scalars(select(Signature).where(Signature.community.has(code="tallinn"))).one()
        signed.edition = db.session.scalars(select(Edition).where(Edition.slug == "2027")).one()
    return found
