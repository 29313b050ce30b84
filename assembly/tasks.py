"""The queue that wakes the worker. It may lose everything: what counts are rows in the application's database.

Embedded (its own SQLite file under DATA) by default; an address in REDIS_URL moves it to Redis when there are several
machines. Jobs are plain functions run inside an application context.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any

from flask import Flask

from config import Config

if TYPE_CHECKING:
    from huey import Huey
    from huey.consumer import Consumer


class Queue:
    """Jobs declared at import, bound to the application's own queue file at start-up."""

    def __init__(self) -> None:
        self._jobs: dict[str, Callable[..., None]] = {}
        self._every_minute: list[str] = []

    def job(self, *, every_minute: bool = False) -> Callable[[Callable[..., None]], Callable[..., None]]:
        """Declare a job; one that runs every minute repairs what a lost wake-up left undone."""

        def declare(function: Callable[..., None]) -> Callable[..., None]:
            name = f"{function.__module__}.{function.__name__}"
            self._jobs[name] = function
            if every_minute:
                self._every_minute.append(name)
            return function

        return declare

    def init_app(self, app: Flask) -> None:
        """Open the queue of this installation and give it its jobs."""
        library = _library(app.config["ASSEMBLY"])
        app.extensions["huey"] = huey = _storage(library, app.config["ASSEMBLY"])
        app.extensions["huey_tasks"] = {}
        for name, function in self._jobs.items():

            def run(*args: Any, _function: Callable[..., None] = function) -> None:
                with app.app_context():
                    _function(*args)

            app.extensions["huey_tasks"][name] = huey.task(name=name)(run)
            if name in self._every_minute:
                huey.periodic_task(library.crontab(), name=f"{name}.every_minute")(run)

    def enqueue(self, app: Flask, function: Callable[..., None], *args: Any, delay: float = 0) -> None:
        """Ask for a job soon, or after `delay` seconds. Nothing is enqueued under test: tests call the job."""
        if app.config["ASSEMBLY"].testing:
            return
        task = app.extensions["huey_tasks"][f"{function.__module__}.{function.__name__}"]
        task.schedule(args=args, delay=delay) if delay else task(*args)

    def consumer(self, app: Flask) -> Consumer:
        """The worker: two threads, stopped by SIGINT or SIGTERM."""
        return app.extensions["huey"].create_consumer(workers=2, initial_delay=0.05, max_delay=0.5, periodic=True)


def _library(config: Config) -> Any:
    """Import Huey, which would load the clients of Redis and PostgreSQL where they are installed: 13 MiB in a process
    whose queue is a file. A module that is None there counts as not installed."""
    clients = ("redis", "psycopg") if not (config.redis_url or config.testing) else ()
    hidden = [name for name in clients if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]
    try:
        return import_module("huey")
    finally:
        for name in hidden:
            del sys.modules[name]


def _storage(library: Any, config: Config) -> Huey:
    if config.redis_url:
        return library.RedisHuey("assembly", url=config.redis_url, immediate=config.testing)
    path = str(config.data / "queue.db")
    return library.SqliteHuey("assembly", filename=path, immediate=config.testing, fsync=False, cache_mb=1)
