"""The queue that wakes the worker. It may lose everything: what counts are rows in the application's database.

Embedded (its own SQLite file under DATA) by default; an address in REDIS_URL moves it to Redis when there are several
machines. Jobs are plain functions run inside an application context.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask
from huey import Huey, RedisHuey, SqliteHuey, crontab
from huey.consumer import Consumer

from config import Config


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
        app.extensions["huey"] = huey = _storage(app.config["ASSEMBLY"])
        app.extensions["huey_tasks"] = {}
        for name, function in self._jobs.items():

            def run(*args: Any, _function: Callable[..., None] = function) -> None:
                with app.app_context():
                    _function(*args)

            app.extensions["huey_tasks"][name] = huey.task(name=name)(run)
            if name in self._every_minute:
                huey.periodic_task(crontab(), name=f"{name}.every_minute")(run)

    def enqueue(self, app: Flask, function: Callable[..., None], *args: Any, delay: float = 0) -> None:
        """Ask for a job soon, or after `delay` seconds. Nothing is enqueued under test: tests call the job."""
        if app.config["ASSEMBLY"].testing:
            return
        task = app.extensions["huey_tasks"][f"{function.__module__}.{function.__name__}"]
        task.schedule(args=args, delay=delay) if delay else task(*args)

    def consumer(self, app: Flask) -> Consumer:
        """The worker: two threads, stopped by SIGINT or SIGTERM."""
        return app.extensions["huey"].create_consumer(workers=2, initial_delay=0.05, max_delay=0.5, periodic=True)


def _storage(config: Config) -> Huey:
    if config.redis_url:
        return RedisHuey("assembly", url=config.redis_url, immediate=config.testing)
    return SqliteHuey("assembly", filename=str(config.data / "queue.db"), immediate=config.testing, fsync=False)
