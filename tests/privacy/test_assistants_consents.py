"""An assistant answers no question about consent; the person is asked."""

from __future__ import annotations

from typing import Any

import pytest
from details import CONSENTS, DETAILS, MAYOR, OFFICE, prepared, press, registered, said
from flask import Flask
from given_consents import standing, taken_over
from inspector import hidden
from mails import deliver, html_of, link_in, text_of
from sqlalchemy import select

from assembly.extensions import db
from assembly.models import AccessLink, NoticeKind, Purpose
from assembly.privacy.service import consents
from assembly.privacy.service.consents import NotTheirs
from assembly.questions.service import needs
from assembly.transactions import writing


def test_an_assistant_never_answers_for_the_mayor(app: Flask) -> None:
    prepared(app)
    devices = registered(app, assistant_email=OFFICE, lang="fr")
    written = {str(mail["To"]): mail for mail in deliver(app)}
    assert "to=consents" not in text_of(written[OFFICE])
    asks = written[MAYOR]
    for words in (text_of(asks), html_of(asks)):
        assert OFFICE in words
        assert "photographies" in words
        assert f"{link_in(asks)}?to=consents" in words
    office = devices[OFFICE]
    page = office.page(CONSENTS)
    assert page.select("main button") == []
    assert "Only Zofia Wszędybylska can answer this." in page.get_text()
    assert office.page(DETAILS).select("[name=news]") == []
    unseen = hidden(office.page("/en/my/cancel"))
    assert office.post(CONSENTS, data=unseen | {"say": "photo:yes"}).status_code == 403
    assert standing(app) == {}
    sent = len(deliver(app))
    office.submit(DETAILS, badge_name="Zosia")
    assert len(deliver(app)) == sent  # the confirmation has asked
    assert "We have sent an email asking for an answer." in office.page(CONSENTS).get_text()
    her: Any = app.test_client()
    answer = her.submit(f"{link_in(asks)}?to=consents")
    assert answer.location == "/fr/my/consents"
    press(her, answer.location, **said("photo", "yes"))
    assert standing(app) == {"photo": True}
    assert "You answered" not in office.page(CONSENTS).get_text()  # her answers are not theirs to read


def test_the_service_refuses_assistants_links(app: Flask) -> None:
    prepared(app)
    registered(app, assistant_email=OFFICE)
    with app.test_request_context():
        link = db.session.scalars(select(AccessLink).where(AccessLink.purpose == Purpose.ASSISTANT)).one()
        for act in (
            lambda: consents.answer(link, NoticeKind.PHOTO, said_yes=True),
            lambda: consents.withdraw(link, NoticeKind.PHOTO),
            lambda: needs.object_to(link),
        ):
            with pytest.raises(NotTheirs), writing():
                act()


@pytest.mark.proof("test_an_assistant_never_answers_for_the_mayor")
def test_registering_alone_tells_of_nobody(app: Flask) -> None:
    prepared(app)
    registered(app, assistant_email=MAYOR.title())
    (mail,) = deliver(app)
    assert "registered by" not in text_of(mail)
    assert "to=consents" not in text_of(mail)


@pytest.mark.proof("test_an_assistant_never_answers_for_the_mayor reads the email that asks")
def test_people_not_asked_yet_are_asked_once(app: Flask) -> None:
    office = taken_over(app)
    before = len(deliver(app))
    for name in ("Ewa N", "Ewa"):
        office.submit(DETAILS, badge_name=name)
    (mail,) = deliver(app)[before:]
    assert (mail["To"], "Two questions" in mail["Subject"]) == ("ewa@rzeszow.example.org", True)
    assert f"{link_in(mail)}?to=consents" in text_of(mail)
