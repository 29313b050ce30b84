"""The processes that answer requests and the one that sends emails, as forks of one that has loaded the application.

What was loaded before a fork is in memory once; each process holds only what it changes.
"""

from __future__ import annotations

import ctypes
import gc
import multiprocessing
import os
import signal
import sys
from argparse import ArgumentParser, Namespace
from contextlib import suppress
from importlib import import_module
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Thread
from typing import Any

from flask import current_app, url_for
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.test import Client

from assembly.editions.queries import current_edition
from assembly.extensions import db, tasks
from assembly.i18n import LANGUAGES
from assembly.local_certificate import LocalCertificate
from assembly.starting import check_key, known_as_running
from assembly.watching import end_with_parent

_PR_SET_NAME = 15
"Linux's number for it (prctl(2))."
_GRACE = 8.0
"Seconds the worker may take to end by itself."


def command(
    host: str, port: int, *, worker: bool = False, own: LocalCertificate | None = None, target: str = "wsgi:bridge"
) -> list[str]:
    """The command that answers requests with `target`, over https with an `own` certificate, and with `worker` sends
    emails and runs jobs beside it."""
    asked = ["--host", host, "--port", str(port), *(["--worker"] if worker else [])]
    if own is not None:
        asked += ["--certificate", str(own.chain), "--key", str(own.key)]
    return [sys.executable, "-m", "assembly.serving", *asked, target]


def work() -> None:
    """Send emails and run jobs until stopped, starting with any that an earlier worker left."""
    from assembly.mail import send_due  # noqa: PLC0415 -- slow import

    check_key()
    tasks.enqueue(current_app._get_current_object(), send_due)  # type: ignore[attr-defined]
    db.session.rollback()  # an open read keeps deleted rows in the files, and tables locked
    with known_as_running():
        tasks.consumer(current_app).run()


def main() -> None:
    """Load the application, then start the worker and two processes of four threads each, replaced when they die.

    At the end a request has a second to be answered; open connections without one are no reason to wait or to warn.
    """
    from granian.constants import HTTPModes, Interfaces, SSLProtocols  # noqa: PLC0415 -- slow import
    from granian.log import LogLevels  # noqa: PLC0415 -- slow import
    from granian.server import Server  # noqa: PLC0415 -- slow import

    asked = _arguments()
    module = import_module(asked.target.partition(":")[0])
    if sys.platform == "linux":  # elsewhere a fork of so much is not safe, and each process loads its own
        multiprocessing.set_start_method("fork")
    _draw_first_pages(module)
    worker = _started_worker(module.__name__) if asked.worker else None
    server = Server(
        asked.target,
        address=asked.host,
        port=asked.port,
        interface=Interfaces.ASGINL,
        workers=2,
        http=HTTPModes.http1,
        websockets=False,
        log_level=LogLevels.error,
        respawn_failed_workers=True,
        workers_kill_timeout=1,
        ssl_cert=asked.certificate,
        ssl_key=asked.key,
        ssl_protocol_min=SSLProtocols.tls12,
    )
    try:
        server.serve()
    finally:
        if worker is not None:
            worker.terminate()
            worker.join(_GRACE)
    if worker is not None and worker.exitcode:
        sys.exit(1)


def _arguments() -> Namespace:
    parser = ArgumentParser(prog="assembly.serving")
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", required=True, type=int)
    parser.add_argument("--worker", action="store_true")
    parser.add_argument("--certificate", type=Path)
    parser.add_argument("--key", type=Path)
    parser.add_argument("target")
    return parser.parse_args()


def _draw_first_pages(module: Any) -> None:
    """Draw the pages most asked for before there are forks: what that loads and compiles is in memory once, and no
    visitor waits for it. No connection is left that forks would share."""
    if module.__name__ != "wsgi":
        return
    paths: list[str] = []
    app, host = module.app, module.app.config["ASSEMBLY"].host
    with app.test_request_context("/", base_url=f"http://{host}"), suppress(SQLAlchemyError):
        edition = current_edition()
        endpoints = ["editions.current", "signatures.signatories", "accounts.sign_in"]
        of_edition = ["agenda.programme", "registration.register", "editions.practical"] if edition else []
        paths = [url_for(one, lang=lang) for lang in LANGUAGES for one in endpoints]
        paths += [url_for(one, lang=lang, edition=edition) for lang in LANGUAGES for one in of_edition]
        db.session.remove()
    for path in paths:
        Client(app).get(path, base_url=f"http://{host}").close()
    with app.app_context():
        db.engine.dispose()
    module.cache.versions.close()
    gc.collect()
    gc.freeze()


def _started_worker(module: str) -> BaseProcess:
    """Start the worker on the application of this module; when it ends by itself, this process ends as well."""
    worker = multiprocessing.Process(target=_work, args=(module,))
    worker.start()

    def end_without_it() -> None:
        wait([worker.sentinel])
        os.kill(os.getpid(), signal.SIGTERM)

    Thread(target=end_without_it, name="worker", daemon=True).start()
    return worker


def _work(module: str) -> None:
    end_with_parent()
    with suppress(AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_NAME, b"mail-worker")
    with import_module(module).app.app_context():
        work()


if __name__ == "__main__":
    main()
