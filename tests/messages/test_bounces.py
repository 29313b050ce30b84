"""An address that does not work: told at once by the server, or later by a report; seen, left out, trusted again."""

from __future__ import annotations

import smtplib
from email.message import EmailMessage

import pytest
from factories import make_edition, make_user, sign_in, submission
from flask import Flask
from inspector import InspectingClient
from mails import deliver
from sqlalchemy import select

from assembly.extensions import db
from assembly.mail.transport import is_no_mailbox
from assembly.messages import bounce
from assembly.messages.service import bounces, outbox
from assembly.models import BadAddress, Edition, Mail, MailState
from assembly.registration.service import registering
from assembly.transactions import writing


def refused(code: int, words: str) -> smtplib.SMTPRecipientsRefused:
    return smtplib.SMTPRecipientsRefused({"a@city.eu": (code, words.encode())})


@pytest.mark.parametrize(
    ("problem", "gone"),
    [
        (refused(550, "no such user"), True),
        (refused(550, "5.1.1 no such user"), True),
        (refused(553, "mailbox name not allowed"), True),
        (refused(550, "5.7.1 policy"), False),
        (refused(552, "5.2.2 mailbox full"), False),
        (refused(450, "4.1.1 try later"), False),
        (refused(421, "busy"), False),
        (smtplib.SMTPDataError(550, b"looks like spam"), False),
        (smtplib.SMTPDataError(554, b"5.1.1 no such user"), True),
        (ConnectionRefusedError(), False),
    ],
)
def test_what_a_server_says_of_an_address(problem: Exception, gone: bool) -> None:
    assert is_no_mailbox(problem) is gone


def report(mail: Mail | None, status: str = "5.1.1", action: str = "failed", to: str = "mayor1@example.org") -> bytes:
    """As mail servers write them (RFC 3464)."""
    headers = f"Message-ID: {mail.message_id}\nSubject: x\n" if mail else ""
    returned = f"--b\nContent-Type: text/rfc822-headers\n\n{headers}\n" if mail else ""
    return f"""From: MAILER-DAEMON@city.eu
To: assembly@example.org
Subject: Undelivered
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

It could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.city.eu

Final-Recipient: rfc822; {to}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 <{to}>: user <b>unknown</b>

{returned}--b--
""".encode()


@pytest.fixture
def sent(ctx: Flask) -> Mail:
    with writing():
        registering.register(make_edition(), submission(1))
    deliver(ctx)
    return db.session.scalars(select(Mail)).one()


def take(content: bytes) -> Mail | None:
    with writing():
        return bounces.take_report(content)


@pytest.mark.turns(2)
@pytest.mark.parametrize("with_id", [True, False])
def test_a_report_marks_email_and_address(sent: Mail, with_id: bool) -> None:
    assert take(report(sent if with_id else None)) is sent
    assert (sent.state, sent.error) == (MailState.FAILED, "5.1.1 550 5.1.1 … user <b>unknown</b>")
    (bad,) = db.session.scalars(select(BadAddress))
    assert bad.email_key == "mayor1@example.org"
    assert take(report(sent)) is None  # told twice it is the same


@pytest.mark.turns(2)
@pytest.mark.parametrize("status", ["4.4.7", "4.2.2"])
def test_a_final_temporary_bounce_fails_the_mail(sent: Mail, status: str) -> None:
    """A server that tried for days gives up with the status of its last try; the address may well work."""
    late = report(sent, status=status).replace(b"550 5.1.1", f"451 {status}".encode())
    assert take(late) is sent
    assert (sent.state, sent.error.partition(" ")[0]) == (MailState.FAILED, status)
    assert db.session.scalars(select(BadAddress)).all() == []


@pytest.mark.turns(2)
@pytest.mark.database("proof")
@pytest.mark.parametrize("with_id", [True, False])
def test_a_bounce_of_a_corrected_address_counts(sent: Mail, with_id: bool) -> None:
    with writing():
        assert sent.person
        sent.person.email = sent.person.email_key = "right@example.org"
    assert take(report(sent if with_id else None)) is sent
    assert db.session.scalars(select(BadAddress.email_key)).all() == ["mayor1@example.org"]


def nested(depth: int) -> bytes:
    """Parts in parts in parts."""
    heads = "".join(f'Content-Type: multipart/report; boundary="b{n}"\n\n--b{n}\n' for n in range(depth))
    return f"MIME-Version: 1.0\n{heads}".encode()


def test_anything_else_changes_nothing(sent: Mail, full_scale: bool) -> None:
    plain = EmailMessage()
    plain["Subject"], plain["In-Reply-To"] = "Out of office", sent.message_id
    plain.set_content("I am away.")
    other = report(sent).replace(sent.message_id.encode(), b"<" + b"0" * 32 + b"@example.org>")
    for content in (
        b"",
        b"\x00\xff\xfe" * 100,
        plain.as_bytes(),
        report(sent, status="4.2.2", action="delayed"),
        report(sent, status="5.1.1", action="delivered"),
        report(sent, to="somebody.else@example.org"),
        report(None, to="somebody.else@example.org"),
        other,
        nested(5_000 if full_scale else 1_500),
        b"Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\nx",
    ):
        take(content)
        assert sent.state is MailState.SENT, content[:200]
    assert db.session.scalars(select(BadAddress)).all() == []


def test_a_long_report_is_read_in_part(sent: Mail) -> None:
    long = report(sent).replace(b"It could not", b"x" * bounce.LONGEST + b"It could not")
    assert bounce.read(long) is None
    after = report(sent) + b"x" * 3 * bounce.LONGEST
    assert take(after) is sent


def test_the_command_reads_standard_input(ctx: Flask, sent: Mail) -> None:
    code, runner = sent.code, ctx.test_cli_runner()
    for content, said in ((b"hello" * 500_000, "Nothing to do"), (report(sent), f"Email {code} failed")):
        done = runner.invoke(args=["bounce"], input=content)
        assert (done.exit_code, said in done.output) == (0, True), done.output


def test_trying_again_trusts_the_address(sent: Mail) -> None:
    take(report(sent))
    with writing():
        outbox.send_now(sent)
    assert db.session.scalars(select(BadAddress)).all() == []


def test_the_office_sees_it(app: Flask, client: InspectingClient) -> None:
    with app.app_context():
        with writing():
            registering.register(make_edition(), submission(1))
        with writing():
            make_user("organiser", "one@example.org", db.session.scalars(select(Edition)).one())
        deliver(app)
        take(report(db.session.scalars(select(Mail)).one()))
    sign_in(client, ("one@example.org", "a long enough passphrase"))
    page = client.page("/en/manage/2031/messages/")
    assert "1 address does not work." in page.get_text()
    assert page.select_one("tbody .tag.no").get_text() == "Failed"
    one = client.page(str(page.select_one("tbody a")["href"]))
    assert "user <b>unknown</b>" in one.get_text()
    client.submit(str(page.select_one("tbody a")["href"]), form='form[action$="/send"]')
    assert "does not work" not in client.page("/en/manage/2031/messages/").get_text()
