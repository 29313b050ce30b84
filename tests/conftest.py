"""Fixtures shared by all tests. `--database postgresql` runs them on the other database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from caching import compile_routes_once, compile_statements_once, compile_templates_once, keep_statements
from databases import Databases
from flask import Flask
from inspector import InspectingClient

from assembly import create_app
from config import Config

compile_routes_once()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", default="sqlite", choices=("sqlite", "postgresql"))


@pytest.fixture(scope="session")
def databases(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """The databases of this run."""
    made = Databases(tmp_path_factory.mktemp("templates"), request.config.getoption("--database"))
    yield made
    made.stop()


@pytest.fixture
def empty(databases: Databases, tmp_path: Path) -> Iterator[Config]:
    """Settings of a migrated database without any edition."""
    with databases.fresh(tmp_path, with_demo=False) as config:
        yield config


@pytest.fixture
def demo(databases: Databases, tmp_path: Path) -> Iterator[Config]:
    """Settings of a database with the demo editions."""
    with databases.fresh(tmp_path, with_demo=True) as config:
        yield config


def _application(config: Config) -> Iterator[Flask]:
    app = create_app(config)
    compile_templates_once(app)
    app.test_client_class = InspectingClient
    with app.app_context():
        engine = app.extensions["sqlalchemy"].engine
    compile_statements_once(engine)
    yield app
    keep_statements(engine)
    engine.dispose()


@pytest.fixture
def app(empty: Config) -> Iterator[Flask]:
    """The application on an empty database."""
    yield from _application(empty)


@pytest.fixture
def demo_app(demo: Config) -> Iterator[Flask]:
    """The application on the demo editions."""
    yield from _application(demo)


@pytest.fixture
def ctx(app: Flask) -> Iterator[Flask]:
    """The application with its context pushed, for services and queries. Do not use a client under it."""
    with app.app_context():
        yield app


@pytest.fixture
def client(app: Flask) -> InspectingClient:
    """A browser without a session, on an empty database."""
    return app.test_client()  # type: ignore[return-value]


@pytest.fixture
def demo_client(demo_app: Flask) -> InspectingClient:
    """A browser without a session, on the demo editions."""
    return demo_app.test_client()  # type: ignore[return-value]
