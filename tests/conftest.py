"""Fixtures shared by all tests. `--database postgresql` runs them on the other database."""

from __future__ import annotations

import gc

gc.disable()  # see pytest_runtest_teardown; before the imports, of which looking for garbage takes a fifth

import os
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path

import pytest
from application import SharedApplication, new_application
from caching import compile_routes_once
from databases import Databases, postgresql_server
from flask import Flask
from hypothesis import settings
from inspector import MET, InspectingClient
from mails import deliver, link_in, text_of
from measuring import Measuring
from moments import MOMENT_SETS, USUAL, clock_set_to, depends_on_the_date, moments_of, set_clock, shift_clock

from config import Config

compile_routes_once()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", default="sqlite", choices=("sqlite", "postgresql"))
    parser.addoption("--scale", default="quick", choices=("quick", "full"), help="`make test`, or `make proof`")
    parser.addoption("--moments", default="one", choices=tuple(MOMENT_SETS), help="when tests that ask the clock run")
    parser.addoption("--record", help="a file for what each test has cost")


def pytest_configure(config: pytest.Config) -> None:
    """Name the markers, say which pages are inspected, start the PostgreSQL that all processes of this run share."""
    config.addinivalue_line(
        "markers", 'database: depends on the database, so `make test` asks PostgreSQL too ("proof": only `make proof`)'
    )
    config.addinivalue_line(
        "markers", "bites_on(kind): a race; `make test` runs it on the database where it bites most"
    )
    config.addinivalue_line("markers", "sqlite_only: asks something that PostgreSQL answers for itself")
    config.addinivalue_line("markers", "postgresql_only: asks something of PostgreSQL alone")
    config.addinivalue_line("markers", "asks_clock: asks the clock by a helper or fixture of another file")
    config.addinivalue_line("markers", "dated: runs at another moment than the usual one")
    config.addinivalue_line("markers", "proof(reason): runs in `make proof` alone")
    config.addinivalue_line("markers", "turns(n): `make test` runs every nth of its cases, `make proof` all")
    full = config.getoption("--scale") == "full"
    settings.register_profile("scale", max_examples=300 if full else 40, deadline=None)
    settings.load_profile("scale")
    InspectingClient.every_page = full
    InspectingClient.no_page = not full and config.getoption("--database") == "postgresql"
    is_worker = hasattr(config, "workerinput")
    if not is_worker:
        set_clock(USUAL)
        _let_all_processes_know_what_was_inspected(config)
    shift_clock()
    config.pluginmanager.register(Measuring(None if is_worker else config.getoption("--record"), boxed=not full))
    if config.getoption("--database") == "postgresql" and not is_worker:
        server = ExitStack()
        server.enter_context(postgresql_server())
        config.add_cleanup(server.close)


def _let_all_processes_know_what_was_inspected(config: pytest.Config) -> None:
    file = tempfile.NamedTemporaryFile(prefix="pages")  # noqa: SIM115 -- until the run ends
    os.environ[MET] = file.name
    config.add_cleanup(file.close)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Read no file without a test for PostgreSQL, when `make test` asks PostgreSQL."""
    if config.getoption("--database") != "postgresql" or config.getoption("--scale") == "full":
        return None
    is_test = collection_path.name.startswith("test_") and collection_path.suffix == ".py"
    return True if is_test and not _ASKS_POSTGRESQL.search(collection_path.read_text(encoding="utf-8")) else None


_ASKS_POSTGRESQL = re.compile(r'mark\.(database(?!\("proof"\))|bites_on|postgresql_only)')


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what belongs to the other database, and in `make test` what belongs to `make proof`."""
    kind, full = config.getoption("--database"), config.getoption("--scale") == "full"
    kept = [item for item in items if _belongs(item, kind, full=full)]
    kept = kept if full or config.getoption("--moments") == "all" else list(_in_turns(kept))
    left_in = set(kept)
    config.hook.pytest_deselected(items=[item for item in items if item not in left_in])
    items[:] = kept


def _belongs(item: pytest.Item, kind: str, *, full: bool) -> bool:
    other = "sqlite_only" if kind == "postgresql" else "postgresql_only"
    if item.get_closest_marker(other):
        return False
    if full:
        return True
    race = item.get_closest_marker("bites_on")
    if item.get_closest_marker("proof") or (race and kind not in race.args):
        return False
    if kind == "sqlite" or race or item.get_closest_marker("postgresql_only"):
        return True
    depends = item.get_closest_marker("database")
    return depends is not None and "proof" not in depends.args


def _in_turns(items: list[pytest.Item]) -> Iterator[pytest.Item]:
    """Of a test with many cases every nth, beginning with the first. Where it has two lists of cases (faults and
    languages, say), those of one come with those of the other in turns."""
    places: dict[tuple[str, int], dict[str, int]] = {}
    for item in items:
        marker = item.get_closest_marker("turns")
        if marker is None or not isinstance(item, pytest.Function):
            yield item
            continue
        names = item.callspec._idlist  # one of each list of cases
        lists = (places.setdefault((f"{item.path}{item.originalname}", at), {}) for at in range(len(names)))
        ranks = [met.setdefault(name, len(met)) for met, name in zip(lists, names, strict=True)]
        if sum(ranks) % marker.args[0] == 0:
            yield item


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run at other moments what depends on the date; the demonstration has a date of its own, a rush needs none."""
    moments = moments_of(metafunc.config.getoption("--moments"), metafunc.definition.nodeid)
    pinned = "demo" in metafunc.fixturenames or "tests/faults" in str(metafunc.definition.path)
    asks = depends_on_the_date(metafunc.function) or metafunc.definition.get_closest_marker("asks_clock")
    if moments != (USUAL,) and not pinned and asks:
        others = [pytest.param(name, marks=pytest.mark.dated, id=name) for name in moments if name != USUAL]
        usual = [pytest.param(USUAL, id=USUAL)] if USUAL in moments else []
        metafunc.parametrize("moment", [*usual, *others], indirect=True)


_tests_run = count(1)


def pytest_collection_finish() -> None:
    """What was loaded until here is no garbage."""
    gc.freeze()


def pytest_runtest_teardown() -> None:
    """Look for garbage every forty tests, among what came since: trees of pages come and go by the thousand."""
    if next(_tests_run) % 40 == 0:
        gc.collect()
        gc.freeze()


@pytest.fixture(autouse=True)
def moment(request: pytest.FixtureRequest) -> Iterator[None]:
    """The date and time of this test, which is never that of today."""
    if hasattr(request, "param"):
        with clock_set_to(request.param):
            yield
    else:
        yield


@pytest.fixture(scope="session")
def full_scale(request: pytest.FixtureRequest) -> bool:
    """Whether this is `make proof`; `make test` has the same rushes, loops and generated input at a small size."""
    return bool(request.config.getoption("--scale") == "full")


@pytest.fixture(scope="session")
def databases(request: pytest.FixtureRequest) -> Iterator[Databases]:
    """The databases of this run."""
    made = Databases(request.config.getoption("--database"))
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


@pytest.fixture(scope="session")
def shared() -> SharedApplication:
    """The application all tests of this process share."""
    return SharedApplication()


@pytest.fixture
def app(shared: SharedApplication, empty: Config) -> Iterator[Flask]:
    """The application on an empty database."""
    with shared.bound_to(empty) as bound:
        yield bound


@pytest.fixture
def demo_app(shared: SharedApplication, demo: Config) -> Iterator[Flask]:
    """The application on the demo editions."""
    with shared.bound_to(demo) as bound:
        yield bound


@pytest.fixture
def own_app(demo: Config) -> Iterator[Flask]:
    """An application on the demo editions that no other test sees, to add pages to."""
    made = new_application(demo)
    yield made
    with made.app_context():
        made.extensions["sqlalchemy"].engine.dispose()


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


@pytest.fixture
def opens(app: Flask) -> Callable[[str], InspectingClient]:
    """The device of whoever reads this address, with the own page open by the link of the last mail that has one."""

    def enter(address: str) -> InspectingClient:
        client: InspectingClient = app.test_client()  # type: ignore[assignment]
        letters = [one for one in deliver(app) if one["To"] == address and "/r/" in text_of(one)]
        client.submit(link_in(letters[-1]))
        return client

    return enter
