"""The check of links: a look ends in time and opens nothing of ours; editors hear of a broken link once."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from factories import make_user, sign_in
from flask import Flask
from inspector import InspectingClient
from mails import text_of
from sqlalchemy import select

from assembly import clock
from assembly.extensions import db
from assembly.links import reaching, resolving
from assembly.links.reaching import look
from assembly.mail import render
from assembly.models import Edition, LinkFinding, Mail, Recording, Session, Track
from assembly.recordings import jobs, service
from assembly.recordings.form_values import TrackFacts
from assembly.transactions import writing

HOST = "127.0.0.1"


class Site(BaseHTTPRequestHandler):
    """A site with one film, and paths that misbehave."""

    def do_GET(self) -> None:
        status, where = {"/film.mp4": (206, ""), "/moved": (302, "/film.mp4"), "/loop": (302, "/loop")}.get(
            self.path, (404, "")
        )
        if self.path.startswith("/to/"):
            status, where = 302, self.path.removeprefix("/to/")
        if self.path.startswith("/says/"):
            status = int(self.path.removeprefix("/says/"))
        if self.path == "/slow":
            self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
            for _letter in range(100):
                self.wfile.write(b"x")
                time.sleep(0.1)
        self.send_response(status)
        if where:
            self.send_header("Location", where)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def site(port: int = 0) -> Iterator[int]:
    """The site, up for the length of the block, at a port."""
    server = ThreadingHTTPServer((HOST, port), Site)
    server.daemon_threads, server.block_on_close = True, False
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with site() as port:
        yield port


@pytest.mark.parametrize(
    ("path", "found"),
    [
        *(("/film.mp4", "works"), ("/moved", "works"), ("/gone", "missing"), ("/loop", "redirects")),
        *(("/says/500", "site_error"), ("/says/403", "unclear"), ("/says/429", "unclear")),
        *(("/to/file:///etc/passwd", "forbidden"), ("/to/http://u:p@127.0.0.1/", "forbidden")),
        *(("/to/http://[::1", "forbidden"), ("/to/http://169.254.169.254/", "forbidden")),
        ("/to/http://2130706433/", "forbidden"),
    ],
)
def test_a_look_says_what_it_found(port: int, path: str, found: str) -> None:
    assert look(f"http://{HOST}:{port}{path}", allowed={f"{HOST}:{port}"}) == found


def test_a_machine_that_is_asked_refuses_truly(port: int) -> None:
    assert look(f"http://{HOST}:{port}/says/403", allowed={HOST}, is_strict=True) is LinkFinding.MISSING


def test_redirect_into_our_network_is_not_followed(port: int) -> None:
    away = f"http://{HOST}:{port}/to/http://localhost:{port}/film.mp4"
    assert look(away, allowed={f"{HOST}:{port}"}) is LinkFinding.FORBIDDEN
    assert look(f"http://{HOST}:{port}/film.mp4") is LinkFinding.FORBIDDEN
    assert look(f"http://{HOST}/film.mp4") is LinkFinding.FORBIDDEN


def test_a_look_ends_in_time(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reaching, "PATIENCE", 0.4)
    with socket.create_server((HOST, 0)) as silent:
        since = time.monotonic()
        deaf = silent.getsockname()[1]
        assert look(f"http://{HOST}:{deaf}/x", allowed={HOST}) is LinkFinding.TOO_SLOW
        assert look(f"https://{HOST}:{deaf}/x", allowed={HOST}) is LinkFinding.TOO_SLOW
        assert look(f"http://{HOST}:{port}/slow", allowed={HOST}) is LinkFinding.TOO_SLOW
        assert time.monotonic() - since < 8
    assert look(f"http://{HOST}:{deaf}/x", allowed={HOST}) is LinkFinding.NO_ANSWER
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: time.sleep(1) or [])
    assert look("http://never.example/x") is LinkFinding.TOO_SLOW


def test_name_is_looked_up_once(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [HOST, "203.0.113.9"]
    here = (socket.AF_INET, socket.SOCK_STREAM, 6, "")
    ask = lambda host, port, **_: [(*here, (answers.pop(0) if host == "media.example" else host, port))]  # noqa: E731
    monkeypatch.setattr(resolving.socket, "getaddrinfo", lambda host, port, *_args, **more: ask(host, port, **more))
    assert look(f"http://media.example:{port}/film.mp4", allowed={"media.example"}) is LinkFinding.WORKS
    assert answers == ["203.0.113.9"]


@pytest.mark.parametrize(
    ("address", "is_public"),
    [
        *((one, False) for one in ("127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.169.254", "0.0.0.0", "224.0.0.1")),
        *(
            (one, False)
            for one in ("::1", "fe80::1%eth0", "fd00::1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::")
        ),
        *((one, False) for one in ("::7f00:1", "fec0::1", "64:ff9b:1::7f00:1")),
        *(("93.184.215.14", True), ("2606:4700::1111", True), ("64:ff9b::5db8:d70e", True)),
    ],
)
def test_addresses_of_our_network_are_told_apart(address: str, *, is_public: bool) -> None:
    assert resolving.is_public(address) is is_public


def test_unverified_certificate_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def ask(*_: object) -> tuple[int, str]:
        raise ssl.SSLCertVerificationError(1, "certificate has expired")

    monkeypatch.setattr(reaching, "_ask", ask)
    assert look("https://media.example/film.mp4") is LinkFinding.UNVERIFIED


def opening() -> Track:
    mine = select(Track).join(Recording).join(Session).join(Edition, Edition.id == Session.edition_id)
    return db.session.scalars(
        mine.where(Session.title_en == "Opening and welcome", Edition.slug == "2023", Track.lang == "fr")
    ).one()


def mails() -> list[Mail]:
    return list(db.session.scalars(select(Mail).where(Mail.template == "recording_links_broken").order_by(Mail.id)))


@pytest.mark.database("proof")
def test_check_follows_a_site_down_and_up(demo_app: Flask) -> None:
    config = demo_app.config["ASSEMBLY"]
    demo_app.config["ASSEMBLY"] = replace(config, private_hosts=frozenset({HOST}))
    now = clock.now()

    def after(hours: float) -> Track:
        """What is known of the link once the worker has had its turn at this hour."""
        with clock.at(now + timedelta(hours=hours)):
            jobs.check_links()
        db.session.rollback()
        return opening()

    with demo_app.app_context():
        with site() as port, writing():
            for track in db.session.scalars(select(Track)):
                if track is not opening():
                    db.session.delete(track)
            opening().address = f"http://{HOST}:{port}/film.mp4"
        with site(port):
            assert after(0).check.finding is LinkFinding.WORKS
        assert after(1).check.failures == 0  # looked at once a day
        assert (after(25).check.failures, opening().broken_since, mails()) == (1, None, [])
        assert after(26.1).broken_since is not None
        count = len(mails())
        assert count == len({one.to_address for one in mails()}) > 0
        said = " ".join(text_of(render(mails()[0])).split())
        assert "Opening and welcome, Français (interpretation) – the site could not be reached:" in said
        after(27.2)
        assert (len(mails()), opening().check.failures) == (count, 3)
        with site(port):
            assert (after(28.3).broken_since, opening().check.failures) == (None, 0)


def test_office_and_viewers_are_told(demo_app: Flask, demo_client: InspectingClient) -> None:
    with demo_app.app_context():
        with writing():
            track = opening()
            for finding in (LinkFinding.MISSING, LinkFinding.UNCLEAR, LinkFinding.MISSING):
                service.note_finding(track.id, track.address, finding)
            assert (track.check.failures, track.broken_since) == (1, None)  # not in a row
            service.note_finding(track.id, track.address, LinkFinding.MISSING)
            service.note_finding(track.id, "https://other.example/", LinkFinding.WORKS)
        code = opening().recording.code
    shown = demo_client.page(f"/fr/2023/recordings/{code}")
    assert shown.select_one(".watch .state.wait")
    sign_in(demo_client)
    here = f"/en/manage/2023/recordings/{code}"
    assert "the page was not found" in demo_client.page(here).get_text()
    assert "1 link to a recording does not work" in demo_client.page("/en/manage/2023/").get_text()
    assert "Link does not work" in demo_client.page("/en/manage/2023/recordings/").get_text()
    demo_client.submit(here, form='form[action$="/languages/check"]')
    with demo_app.app_context():
        assert {one.check.next_at <= clock.now() for one in opening().recording.tracks} == {True}
        with writing():
            facts = TrackFacts.of(opening())
            moved = replace(facts, address="https://video.example.org/moved.mp4")
            service.change_track(opening(), moved, seen=facts.mark)
        assert (opening().broken_since, opening().check) == (None, None)


def test_only_editors_are_written_to(demo_app: Flask) -> None:
    with demo_app.app_context():
        edition = db.session.scalars(select(Edition).where(Edition.slug == "2023")).one()
        with writing():
            door = make_user("door", "another@example.org", edition)
            track = opening()
            for _look in range(2):
                service.note_finding(track.id, track.address, LinkFinding.NO_ANSWER)
        with writing():
            service.tell_editors(edition)
            service.tell_editors(edition)
        assert door.email_key not in {one.to_address for one in mails()}
        assert len(mails()) == len({one.to_address for one in mails()})
