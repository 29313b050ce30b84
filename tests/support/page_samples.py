"""Rows that the pages of the browser tests show, each with the addresses it has."""

from __future__ import annotations

from collections.abc import Callable

from factories import ORGANISER, draft, submission
from flask import Flask
from invitees import invited_links
from sqlalchemy import select

from assembly import create_app, kept_forms
from assembly.access.queries import valid_badge
from assembly.access.service.new_address import ask_new_address
from assembly.accounts.queries import user_by_email
from assembly.badges.service import Which, prepare_batch
from assembly.messages.service import groups, news
from assembly.models import (
    AccessLink,
    Admission,
    Bilingual,
    Edition,
    Extra,
    Invitation,
    Mail,
    Mode,
    NoticeKind,
    Person,
    Purpose,
    Registration,
    Session,
    State,
    Subscription,
    UnconfirmedForm,
)
from assembly.privacy.service import consents
from assembly.privacy.service.accessibility import keep_message
from assembly.registration.service import confirming
from assembly.sealed import unseal
from assembly.sign_ups import service as sign_ups
from assembly.sign_ups.queries import choices
from assembly.signatures.service.declaration import save_declaration
from assembly.transactions import writing
from config import Config


def code_of(settings: Config) -> Callable[[str], str]:
    """The path a guest's entry code holds, by family name."""
    app = create_app(settings)

    def find(family: str) -> str:
        with app.app_context():
            newest = select(Registration).join(Person).where(Person.family == family).order_by(Registration.id.desc())
            guest = app.extensions["sqlalchemy"].session.scalars(newest).first()
            return f"/b/{unseal(valid_badge(guest).token_sealed)}"  # type: ignore[union-attr]

    return find


def _of_messages(app: Flask) -> dict[str, str]:
    """A draft of a message to a group, one that is planned, and a link to leave the news."""
    found = {}
    with app.app_context():
        session = app.extensions["sqlalchemy"].session
        edition = session.scalars(select(Edition).where(Edition.slug == "2027")).one()
        with writing():
            coming = (
                select(AccessLink)
                .join(Registration)
                .where(Registration.edition == edition, Registration.state == State.CONFIRMED)
            )
            consents.answer(session.scalars(coming).first(), NoticeKind.NEWS, said_yes=True)
        for name in ("draft", "planned"):
            with writing():
                message = groups.write(edition, draft(is_news=name == "planned"), f"{name} of the photographs")
            found[name] = f"/en/manage/2027/messages/groups/{message.code}"
        with writing():
            groups.send(message, None)
        with writing():
            news.subscribe([session.scalars(select(Person.id)).first()])
            keep_message(edition, page="Programme", text="No heading.", email="ada@example.org")
        found["leave"] = f"/en/news/leave/{unseal(session.scalars(select(Subscription.token_sealed)).one())}"
    return found


def _of_sign_ups(app: Flask) -> dict[str, str]:
    """A session with one seat, which is taken, and somebody waiting for it; sign-up is on from here."""
    with app.app_context(), writing():
        session = app.extensions["sqlalchemy"].session
        edition = session.scalars(select(Edition).where(Edition.slug == "2027")).one()
        edition.extras = [*edition.extras, Extra.SESSION_SIGN_UP.value]
        one, *others = choices(edition)
        wanted = session.get_one(Session, one.row.session_id)
        wanted.capacity = 1
        session.get_one(Session, others[0].row.session_id).capacity = 40
        there = (
            Registration.edition == edition,
            Registration.state == State.CONFIRMED,
            Registration.mode == Mode.ON_SITE,
        )
        for guest in session.scalars(select(Registration).where(*there).limit(3)):
            sign_ups.choose(guest, [wanted.code])
        return {"signed_up": wanted.code}


def _of_late_acts(app: Flask) -> dict[str, str]:
    """An admission to undo, a form sent too late, a text of the declaration, a link to a new address, names to list."""
    with app.app_context():
        session = app.extensions["sqlalchemy"].session
        admission = session.scalars(select(Admission).order_by(Admission.first_at)).first()
        guest, add = admission.registration, "/en/manage/2027/people/add"
        undo = f"/en/manage/{guest.edition.slug}/people/{guest.code}/arrivals/{admission.scan_id}/undo"
        typed = {"given": "Zofia", "family": "Wszędybylska", "place": "Rzeszów", "note": "called twice"}
        late = app.test_request_context(add, method="POST", data=typed, headers={"Sec-Fetch-Mode": "navigate"})
        with late, writing():
            code = kept_forms.keep(user_by_email(ORGANISER[0]))
            save_declaration(Bilingual("We sign.\n\nTogether.", "Nous signons.\n\nEnsemble."), seen=0)
        coming = (Edition.slug == "2027", Registration.state == State.CONFIRMED, AccessLink.purpose == Purpose.OWN)
        links = select(AccessLink).join(Registration).join(Edition).where(*coming).order_by(AccessLink.id).limit(12)
        with writing():
            for link in session.scalars(links).all():
                consents.answer(link, NoticeKind.LISTING, said_yes=True)
            ask_new_address(link.registration, "zofia.new@example.org")
        token = session.scalars(select(Mail).where(Mail.template == "new_address")).first().facts["token"]
    return {"undo": undo, "kept": f"/en/sign-in/kept/{code}", "new_address": f"/en/new-address/{token}"}


def _of_invitations(app: Flask) -> dict[str, str]:
    """An invitation in the office, the link of one, and that of a network's list."""
    with app.app_context():
        session = app.extensions["sqlalchemy"].session
        edition = session.scalars(select(Edition).where(Edition.slug == "2027")).one()
        with writing():
            invited, shown = invited_links(edition)
        code = session.scalars(select(Invitation.code).order_by(Invitation.id.desc())).first()
    at = f"/en/manage/2027/invitations/{code}"
    return {"invited": f"{invited}?answer=online", "network_list": shown, "invitation": at}


def _of_forms(app: Flask) -> dict[str, str]:
    """The link of a form to confirm by email, and a batch of badges."""
    with app.app_context(), writing():
        session = app.extensions["sqlalchemy"].session
        edition = session.scalars(select(Edition).where(Edition.slug == "2027")).one()
        confirming.ask_to_confirm(edition, submission(), "mayor@example.org")
        batch = prepare_batch(edition, Which.NEW, user_by_email(ORGANISER[0]).id)
        confirm = unseal(session.scalars(select(UnconfirmedForm.token_sealed)).one())
        return {"confirm": f"/en/confirm/{confirm}", "batch": f"/en/manage/2027/badges/batches/{batch.code}/"}


def made_in(settings: Config) -> dict[str, str]:
    """All of them, and the path of the longest name's entry code."""
    app, found = create_app(settings), {}
    for make in (_of_messages, _of_sign_ups, _of_invitations, _of_forms, _of_late_acts):
        found |= make(app)
    return found | {"long": code_of(settings)("Fernández de Heredia y Ruiz-Castañeda")}
