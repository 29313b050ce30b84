"""News can be left by one press, in the page or in a mail programme; what concerns a registration still comes."""

from __future__ import annotations

import re
from datetime import timedelta
from email.message import EmailMessage

import pytest
from factories import draft, make_edition, submission
from flask import Flask
from inspector import InspectingClient
from mails import deliver, html_of, text_of
from sqlalchemy import select

from assembly import clock
from assembly.extensions import db
from assembly.messages.audience import Audience
from assembly.messages.jobs import post_due
from assembly.messages.queries.groups import reach
from assembly.messages.service import groups
from assembly.models import AccessLink, Consent, Edition, Mail, NoticeKind, Person, Purpose, Registration, Subscription
from assembly.privacy.service import consents
from assembly.registration.service import registering
from assembly.transactions import writing

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def edition(app: Flask) -> None:
    with app.app_context(), writing():
        made = make_edition()
        registering.register(made, submission(1, lang="en"))
        registering.register(made, submission(2))
    agree(app, "mayor1@example.org", "mayor2@example.org")


def agree(app: Flask, *addresses: str, said_yes: bool = True) -> None:
    """These people say on their own pages whether they want news."""
    with app.app_context(), writing():
        for link in db.session.scalars(select(AccessLink).where(AccessLink.purpose == Purpose.OWN)):
            if link.registration.person.email in addresses:
                consents.answer(link, NoticeKind.NEWS, said_yes=said_yes)


def send(app: Flask, key: str, *, is_news: bool = True) -> list[EmailMessage]:
    """Write it, let it leave, and give the copies of this message."""
    with app.app_context():
        edition = db.session.scalars(select(Edition)).one()
        with writing():
            message = groups.write(edition, draft(is_news=is_news), key * 20)
        with writing():
            groups.send(message, None)
        with clock.at(clock.now() + timedelta(minutes=11)):
            post_due()
            sent = deliver(app)
        ids = {
            mail.message_id for mail in db.session.scalars(select(Mail)) if mail.facts.get("message") == message.code
        }
    return [mail for mail in sent if str(mail["Message-ID"]) in ids]


def way_out(mail: EmailMessage) -> str:
    """The path of the link, the same in the header and in both texts."""
    link = str(mail["List-Unsubscribe"]).strip("<>")
    assert re.fullmatch(r"http://localhost/(en|fr)/news/leave/[\w-]{43}", link)
    assert link in text_of(mail)
    assert link in html_of(mail)
    return link.removeprefix("http://localhost")


def test_a_mail_programme_leaves_with_one_post(app: Flask, client: InspectingClient, edition: None) -> None:
    mail = next(mail for mail in send(app, "a") if "mayor1" in str(mail["To"]))
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = way_out(mail)
    assert path.encode() in mail.as_bytes()  # on one line, as programmes read it
    for _press in range(2):
        answer = client.post(path, data=ONE_CLICK)
        assert answer.status_code == 200  # RFC 8058: no redirect
    assert "You are unsubscribed." in answer.text
    assert [str(mail["To"]) for mail in send(app, "b")] == ["mayor2@example.org"]
    assert len(send(app, "c", is_news=False)) == 2


def test_the_page_has_one_button(app: Flask, client: InspectingClient, edition: None) -> None:
    path = way_out(send(app, "a")[1])
    page = client.page(path)
    assert len(page.select("main form button")) == 1
    assert client.get(path).headers["Referrer-Policy"] == "no-referrer"
    with app.app_context():
        assert db.session.scalars(select(Subscription.ended_at)).all() == [None, None]  # looking leaves nothing
    client.submit(path, form="main form", status=200)
    with app.app_context():
        assert reach(db.session.scalars(select(Edition)).one(), Audience(), is_news=True).without_consent == 1


@pytest.mark.turns(4)
@pytest.mark.parametrize(
    "body", [{}, {"List-Unsubscribe": "Two-Clicks"}, {"x": "One-Click"}, ONE_CLICK | {"email": "other@example.org"}]
)
def test_only_that_body_is_taken(app: Flask, client: InspectingClient, edition: None, body: dict[str, str]) -> None:
    path = way_out(send(app, "a")[0])
    assert client.post(path, data=body).status_code == 400
    with app.app_context():
        assert set(db.session.scalars(select(Subscription.ended_at))) == {None}


@pytest.mark.proof("a made-up link")
def test_another_link_is_not_there(app: Flask, client: InspectingClient, edition: None) -> None:
    path = way_out(send(app, "a")[0])
    assert client.post(path[:-1] + "_", data=ONE_CLICK).status_code == 404
    own = path.replace("/news/leave/", "/r/")
    assert client.get(own).status_code == 404  # it opens no registration
    assert client.get("/en/news/leave/%00").status_code == 404


def test_emails_about_the_assembly_have_no_exit(app: Flask, edition: None) -> None:
    for mail in send(app, "a", is_news=False):
        assert mail["List-Unsubscribe"] is None
        assert "/news/" not in html_of(mail)


def test_nothing_tells_us_who_read_it(app: Flask, edition: None) -> None:
    """No remote picture, no address but our own and the one link; two readers differ in nothing else."""
    for mail in send(app, "a"):
        html = html_of(mail)
        assert re.findall(r'(?:src|background)="([^"]*)"', html) == ["cid:mark"]
        assert re.findall(r'href="([^"]*)"', html) == [f"http://localhost{way_out(mail)}"]


@pytest.mark.proof("between posting and sending")
def test_leaving_before_sending_means_nothing_comes(app: Flask, client: InspectingClient, edition: None) -> None:
    path = way_out(send(app, "a")[0])
    with app.app_context():
        edition_ = db.session.scalars(select(Edition)).one()
        with writing():
            message = groups.write(edition_, draft(is_news=True), "b" * 20)
        with writing():
            groups.send(message, None)
        with clock.at(clock.now() + timedelta(minutes=11)):
            post_due()
    client.post(path, data=ONE_CLICK)
    with app.app_context(), clock.at(clock.now() + timedelta(minutes=12)):
        deliver(app)
        states = db.session.scalars(select(Mail.state).where(Mail.template == "group_message").order_by(Mail.id)).all()
        assert [state.value for state in states] == ["sent", "sent", "dropped", "sent"]
        assert db.session.scalars(select(Person)).first() is not None


@pytest.mark.proof("several people at an address")
def test_others_at_an_address_left_get_none(app: Flask, client: InspectingClient, edition: None) -> None:
    """Leaving is meant by whoever reads the mailbox of an office, for all who are written to there."""
    with app.app_context(), writing():
        edition_ = db.session.scalars(select(Edition)).one()
        registering.register(edition_, submission(7, email="mayor1@example.org"))
    agree(app, "mayor1@example.org")
    first = [mail for mail in send(app, "a") if mail["To"] == "mayor1@example.org"]
    assert len(first) == 2
    client.post(way_out(first[0]), data=ONE_CLICK)
    assert {mail["To"] for mail in send(app, "b")} == {"mayor2@example.org"}


def test_news_needs_a_yes(app: Flask, edition: None) -> None:
    with app.app_context(), writing():
        made = db.session.scalars(select(Edition)).one()
        for number in (3, 4):
            registering.register(made, submission(number))
    agree(app, "mayor2@example.org", "mayor3@example.org", said_yes=False)  # 4 was never asked
    assert {mail["To"] for mail in send(app, "a")} == {"mayor1@example.org"}
    with app.app_context():
        assert reach(db.session.scalars(select(Edition)).one(), Audience(), is_news=True).without_consent == 3


@pytest.mark.proof("between posting and sending")
def test_a_no_before_sending_counts(app: Flask, edition: None) -> None:
    with app.app_context():
        with writing():
            message = groups.write(db.session.scalars(select(Edition)).one(), draft(is_news=True), "a" * 20)
        with writing():
            groups.send(message, None)
        with clock.at(clock.now() + timedelta(minutes=11)):
            post_due()
    agree(app, "mayor1@example.org", said_yes=False)
    with clock.at(clock.now() + timedelta(minutes=12)):
        assert [mail["To"] for mail in deliver(app)][-1:] == ["mayor2@example.org"]


def test_the_latest_answer_counts_at_all_assemblies(app: Flask, edition: None) -> None:
    with app.app_context(), clock.at(clock.now() + timedelta(days=1)):
        with writing():
            later = make_edition("2032", days_ahead=100)
            registering.register(later, submission(1))
        people = {one.id: one.email for one in db.session.scalars(select(Person))}
        with writing():
            one = db.session.scalars(select(Registration).join(Edition).where(Edition.slug == "2032")).one()
            assert people[one.person_id] == "mayor1@example.org"
            link = db.session.scalars(select(AccessLink).where(AccessLink.registration_id == one.id)).one()
            consents.answer(link, NoticeKind.NEWS, said_yes=False)
        first = db.session.scalars(select(Edition).where(Edition.slug == "2031")).one()
        assert reach(first, Audience(), is_news=True).total == 1


def test_leaving_the_news_ends_the_yes(app: Flask, client: InspectingClient, edition: None) -> None:
    path = way_out(next(mail for mail in send(app, "a") if "mayor1" in str(mail["To"])))
    client.post(path, data=ONE_CLICK)
    with app.app_context():
        ended = {one.person.email: one.ended_at is not None for one in db.session.scalars(select(Consent))}
    assert ended == {"mayor1@example.org": True, "mayor2@example.org": False}
