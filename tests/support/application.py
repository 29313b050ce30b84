"""One application for all tests of a process: making it takes longer than most tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import structlog
from caching import compile_templates_once
from flask import Flask
from inspector import InspectingClient
from sqlalchemy import event, make_url

from assembly import clock, create_app, limiter
from config import Config


def new_application(config: Config) -> Flask:
    """An application of a test's own, for tests that add pages or other settings to it."""
    app = create_app(config)
    compile_templates_once(app)
    app.test_client_class = InspectingClient
    return app


class SharedApplication:
    """An application that is bound to the database, the folder and the settings of one test after the other."""

    def __init__(self) -> None:
        self._app: Flask | None = None
        self._url = ""
        self._log: dict[str, Any] = {}

    @contextmanager
    def bound_to(self, config: Config) -> Iterator[Flask]:
        """The application on this database, with the settings it was made with; its connections end with the block."""
        assert not self._url, "a test has one application; the second needs `new_application`"
        self._url = config.database_url
        app = self._app or self._make(config)
        settings = dict(app.config)
        app.config["ASSEMBLY"] = config
        clock.allow_travel(True)  # an application for production, which a test has made, has forbidden it to all
        structlog.configure(**self._log)  # and has the log written past what a test captures
        for kept in ("notices", "drawn_pages", "doors"):
            app.extensions.pop(kept, None)
        limiter.init_app(app)
        with app.app_context():
            app.extensions["sqlalchemy"].engine.url = make_url(self._url)
        try:
            yield app
        finally:
            app.config.clear()
            app.config.update(settings)
            with app.app_context():
                app.extensions["sqlalchemy"].engine.dispose()
            self._url = ""

    def _make(self, config: Config) -> Flask:
        self._app = app = new_application(config)
        self._log = structlog.get_config()
        with app.app_context():
            engine = app.extensions["sqlalchemy"].engine

        @event.listens_for(engine, "do_connect")
        def connect_to_the_database_of_the_test(
            dialect: Any, _record: Any, args: list[Any], facts: dict[str, Any]
        ) -> None:
            args[:], fresh = dialect.create_connect_args(make_url(self._url))
            facts.clear()
            facts.update(fresh)

        return app
