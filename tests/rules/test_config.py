"""Production refuses to start half-set; the demonstration does not leave its mode."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from flask import Flask

from assembly import create_app
from config import Config, SettingsError, from_environment

COMPLETE = {
    "PUBLIC_URL": "https://assembly.example.eu",
    "MAIL_SERVER": "smtp://mail.example.eu:587",
    "SECRET_KEY": "a key that is surely long enough",
}


def settings(tmp_path: Path, **changes: str | None) -> Config:
    given = {"DATA": str(tmp_path), **COMPLETE, **changes}
    return from_environment({name: value for name, value in given.items() if value is not None})


def test_a_complete_production_starts(tmp_path: Path) -> None:
    config = settings(tmp_path)
    assert (config.demo, config.https, config.host) == (False, True, "assembly.example.eu")


@pytest.mark.parametrize(
    "changes",
    [
        {"PUBLIC_URL": None},
        {"PUBLIC_URL": "http://assembly.example.eu"},
        {"MAIL_SERVER": None},
        {"MAIL_SERVER": "foo"},
        {"MAIL_SERVER": "mail.example.eu:587"},
        {"MAIL_SERVER": "smtp://"},
        {"MAIL_SERVER": "smtp://mail.example.eu:many"},
        {"MAIL_SERVER": "imap://mail.example.eu"},
        {"MAIL_SERVER": "smtp://user:pass/word@mail.example.eu"},
        {"MAIL_FROM": "broken"},
        {"MAIL_FROM": "émilie@example.eu"},
        {"PUBLIC_URL": "https://assembly.example.eu/2027"},
        {"PUBLIC_URL": "https://assembly.example.eu?a=b"},
        {"PUBLIC_URL": "https://user@assembly.example.eu"},
        {"PUBLIC_URL": "https://assembly.example.eu:many"},
        {"PUBLIC_URL": "https://"},
        {"FLASK_DEBUG": "1"},
        {"DEMO": "1", "MAIL_SERVER": "foo"},
        {"DEMO": "1", "PUBLIC_URL": "127.0.0.1:8000"},
        {"SECRET_KEY": "short"},
        {"REGISTRATIONS_PER_HOUR": "0"},
        {"REGISTRATIONS_PER_HOUR": "many"},
        {"REDIS_URL": "cache.example.eu"},
        {"REDIS_URL": "http://cache.example.eu:6379/0"},
        {"REDIS_URL": "redis://cache.example.eu:many/0"},
        {"REDIS_URL": "redis://cache.example.eu:6379/queue"},
        {"REDIS_URL": "redis:///0"},
        {"PRIVATE_HOSTS": "http://media.example/"},
    ],
)
def test_a_half_set_production_does_not(tmp_path: Path, changes: dict[str, str | None]) -> None:
    with pytest.raises(SettingsError) as refused:
        settings(tmp_path, **changes)
    (setting,) = set(changes) - {"DEMO"}
    assert str(refused.value).startswith(setting)


@pytest.mark.parametrize(
    ("setting", "given", "name", "value"),
    [
        ("MAIL_SERVER", "smtps://me%40city.eu:pass%2Fword@mail.example.eu", "mail_server", None),
        ("MAIL_SERVER", "smtp://[::1]:25", "mail_server", None),
        ("MAIL_FROM", "The assembly <office@müllheim.example.eu>", "mail_from", "office@xn--mllheim-n2a.example.eu"),
        ("PUBLIC_URL", "https://assembly.example.eu:8443/", "public_url", "https://assembly.example.eu:8443"),
        ("FLASK_DEBUG", "0", "demo", False),
    ],
)
def test_what_can_work_is_taken(tmp_path: Path, setting: str, given: str, name: str, value: object) -> None:
    assert getattr(settings(tmp_path, **{setting: given}), name) == (given if value is None else value)


def test_data_are_private(tmp_path: Path) -> None:
    """The folder, also one that was open before, and what is made in it."""
    before = os.umask(0o022)
    try:
        (tmp_path / "data").mkdir(mode=0o755)
        settings(tmp_path / "data")
        (tmp_path / "data" / "assembly.db").touch()
        (tmp_path / "data" / "mails").mkdir()
    finally:
        os.umask(before)
    modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "data", *(tmp_path / "data").iterdir())}
    assert modes == {"data": 0o700, "assembly.db": 0o600, "mails": 0o700}


def test_the_key_is_made_once_and_private(tmp_path: Path) -> None:
    first, second = settings(tmp_path, SECRET_KEY=None), settings(tmp_path, SECRET_KEY=None)
    assert first.master_key == second.master_key
    assert (tmp_path / "secret.key").stat().st_mode & 0o077 == 0
    assert first.key_for("seal") != first.key_for("history")


def test_usual_postgresql_addresses_are_taken(tmp_path: Path) -> None:
    config = settings(tmp_path, DATABASE_URL="postgres://user:secret@db/assembly")
    assert config.database_url == "postgresql+psycopg://user:secret@db/assembly"


@pytest.mark.parametrize("url", ["redis://cache", "rediss://:secret@cache.example.eu:6380/1"])
def test_redis_is_taken_where_it_is_named(tmp_path: Path, url: str) -> None:
    assert settings(tmp_path, REDIS_URL=url).redis_url == url
    assert settings(tmp_path).redis_url == ""


@pytest.fixture
def production(tmp_path: Path) -> Flask:
    return create_app(settings(tmp_path))


def test_production_has_no_demo(production: Flask) -> None:
    result = production.test_cli_runner().invoke(args=["demo"])
    assert result.exit_code == 1
    assert "only be loaded in demo mode" in result.output
    answer = production.test_client().get("/en/demo/mails/", base_url="https://assembly.example.eu")
    assert answer.status_code == 404
