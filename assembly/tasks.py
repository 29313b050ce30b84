"""The queue that wakes the worker. It may lose everything: what counts are rows in the application's database.

Embedded (its own SQLite file under DATA) by default; an address in REDIS_URL moves it to Redis when there are several
machines. Jobs are plain functions run inside an application context.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from threading import Semaphore
from typing import TYPE_CHECKING, Any

from flask import Flask

from assembly.hidden_modules import hidden
from config import Config

if TYPE_CHECKING:
    from huey import Huey
    from huey.consumer import Consumer

_THREADS = 3
"Of the worker: two do whatever is to be done, one more what is urgent."


class Queue:
    """Jobs declared at import, bound to the application's own queue file at start-up."""

    def __init__(self) -> None:
        self._jobs: dict[str, Callable[..., None]] = {}
        self._every_minute: list[str] = []
        self._urgent: set[str] = set()

    def job(
        self, *, every_minute: bool = False, urgent: bool = False
    ) -> Callable[[Callable[..., None]], Callable[..., None]]:
        """Declare a job; one that runs every minute repairs what a lost wake-up left undone. One that is urgent always
        finds a thread free of the others: a thousand offers to make keep no email waiting."""

        def declare(function: Callable[..., None]) -> Callable[..., None]:
            name = f"{function.__module__}.{function.__name__}"
            self._jobs[name] = function
            if every_minute:
                self._every_minute.append(name)
            if urgent:
                self._urgent.add(name)
            return function

        return declare

    def init_app(self, app: Flask) -> None:
        """Open the queue of this installation and give it its jobs."""
        library = _library(app.config["ASSEMBLY"])
        app.extensions["huey"] = huey = _storage(library, app.config["ASSEMBLY"])
        app.extensions["huey_tasks"] = {}
        others = Semaphore(_THREADS - 1)
        for name, function in self._jobs.items():
            run = self._guarded(app, name, function, others)
            app.extensions["huey_tasks"][name] = huey.task(name=name)(run)
            if name in self._every_minute:
                huey.periodic_task(library.crontab(), name=f"{name}.every_minute")(run)

    def _guarded(self, app: Flask, name: str, function: Callable[..., None], others: Semaphore) -> Callable[..., None]:
        """What a thread of the worker does for this job: run it, or ask again later where only one thread is free."""
        is_urgent = name in self._urgent

        def run(*args: Any) -> None:
            if not is_urgent and not others.acquire(blocking=False):
                app.extensions["huey_tasks"][name].schedule(args=args, delay=1)
                return
            try:
                with app.app_context():
                    function(*args)
            finally:
                if not is_urgent:
                    others.release()

        return run

    def enqueue(self, app: Flask, function: Callable[..., None], *args: Any, delay: float = 0) -> None:
        """Ask for a job soon, or after `delay` seconds. Nothing is enqueued under test: tests call the job."""
        if app.config["ASSEMBLY"].testing:
            return
        task = app.extensions["huey_tasks"][f"{function.__module__}.{function.__name__}"]
        task.schedule(args=args, delay=delay) if delay else task(*args)

    def close(self, app: Flask) -> None:
        """Close the connection to the queue's file, which forks must not share; whoever asks next opens their own."""
        app.extensions["huey"].storage.close()

    def consumer(self, app: Flask) -> Consumer:
        """The worker: some threads, stopped by SIGINT or SIGTERM. A job that is not over within a second is left as if
        the worker were killed, which harms none."""
        consumer: Consumer = app.extensions["huey"].create_consumer(
            workers=_THREADS, initial_delay=0.05, max_delay=0.5, periodic=True, shutdown_timeout=1
        )
        return consumer


def _library(config: Config) -> Any:
    """Import Huey, which would load the clients of Redis and PostgreSQL where they are installed: 13 MiB in a process
    whose queue is a file."""
    with hidden(*(("redis", "psycopg") if not (config.redis_url or config.testing) else ())):
        return import_module("huey")


def _storage(library: Any, config: Config) -> Huey:
    if config.redis_url:
        return library.RedisHuey("assembly", url=config.redis_url, immediate=config.testing)
    path = str(config.data / "queue.db")
    return library.SqliteHuey("assembly", filename=path, immediate=config.testing, fsync=False, cache_mb=1)
