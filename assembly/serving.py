"""The processes that answer requests and the one that sends emails, as forks of one that has loaded the application.

What was loaded before a fork is in memory once; each process holds only what it changes. The one they are forked from
becomes `assembly/watching.py`, so that nothing of it is left (`docs/decisions/0030`).
"""

import ctypes
import gc
import multiprocessing
import os
import signal
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from contextlib import suppress
from contextvars import Context
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import current_app, url_for
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.test import Client

from assembly.balancing import PROCESSES
from assembly.editions.queries.editions import current_edition
from assembly.extensions import db, tasks
from assembly.i18n import LANGUAGES
from assembly.starting import check_key, known_as_running
from assembly.watching import FEW_ARENAS, STOPPING, Child, end_with_parent, watch

if TYPE_CHECKING:
    from assembly.local_certificate import LocalCertificate

_PR_SET_NAME = 15
"Linux's number for it (prctl(2))."
_M_ARENA_MAX = -8
"The C library's number for it (mallopt(3))."
_GRACE = 8.0
"Seconds the worker may take to end by itself."
_GRACE_OF_SERVERS = 1.0
"Seconds for requests under way; open connections without one are no reason to wait."


def command(
    host: str,
    port: int,
    *,
    own: "LocalCertificate | None" = None,
    target: str = "wsgi:bridge",
    part: str = "servers",
    number: int = 0,
) -> list[str]:
    """The command that answers requests with `target`, over https with an `own` certificate, in all processes or, as
    `part` says, in the one of this `number` (server); or that sends emails and runs jobs (worker)."""
    asked = ["--host", host, "--port", str(port)]
    if own is not None:
        asked += ["--certificate", str(own.chain), "--key", str(own.key)]
    return [sys.executable, "-m", "assembly.serving", part, "--number", str(number), *asked, target]


def launched(
    host: str, port: int, *, own: "LocalCertificate | None" = None, target: str = "wsgi:bridge", worker: bool = False
) -> list[Child]:
    """Start the processes as forks of this one, which is to become the one that watches them.

    Where a fork of so much is not safe, nothing is started: the commands of the children are for who watches.
    """
    from assembly.answering import answer  # noqa: PLC0415 -- slow import

    module = import_module(target.partition(":")[0])
    if "DATA" in os.environ:
        os.environ["DATA"] = str(Path(os.environ["DATA"]).resolve())  # what replaces them starts in another folder
    children = [
        _child(command(host, port, own=own, target=target, part="server", number=number)) for number in range(PROCESSES)
    ]
    if worker:
        children.append(_child(command(host, port, target=target, part="worker"), is_worker=True))
    if sys.platform != "linux":
        return children
    _use_few_arenas()
    Context().run(_draw_first_pages, module)  # without the application context of the command, which requests would use
    certificate, key = (own.chain, own.key) if own else (None, None)
    try:
        for number, child in enumerate(children):
            if child["replaced"]:
                child["pid"] = _forked(answer, target, host, port, certificate, key, number)
            else:
                child["pid"] = _forked(_work, module)
    except BaseException:
        for child in children:
            if child["pid"]:
                os.kill(child["pid"], signal.SIGTERM)
        raise
    return children


def _child(command_of_it: list[str], *, is_worker: bool = False) -> Child:
    grace = _GRACE if is_worker else _GRACE_OF_SERVERS
    return {"command": command_of_it, "pid": 0, "replaced": not is_worker, "grace": grace}


def _forked(task: Callable[..., None], *args: Any) -> int:
    """The number of a new process that does this, and ends with us."""

    def run() -> None:
        for way in STOPPING:
            signal.signal(way, signal.SIG_DFL)  # until it has handlers of its own
        end_with_parent()
        Context().run(task, *args)

    process = multiprocessing.get_context("fork").Process(target=run)
    process.start()
    return process.ident or 0


def _use_few_arenas() -> None:
    """Set in this process what `watching` gives those it starts by themselves."""
    for name, number in FEW_ARENAS.items():
        with suppress(AttributeError):
            ctypes.CDLL(None).mallopt(_M_ARENA_MAX, int(os.environ.get(name, number)))


def work() -> None:
    """Send emails and run jobs until stopped, starting with any that an earlier worker left."""
    from assembly.mail import send_due  # noqa: PLC0415 -- slow import

    check_key()
    tasks.enqueue(current_app._get_current_object(), send_due)  # type: ignore[attr-defined]
    db.session.rollback()  # an open read keeps deleted rows in the files, and tables locked
    with known_as_running():
        tasks.consumer(current_app).run()


def main() -> None:
    """Load the application; then start its servers, which are replaced when they end, or be one of the processes."""
    parser = ArgumentParser(prog="assembly.serving")
    parser.add_argument("part", choices=["servers", "server", "worker"])
    parser.add_argument("--number", type=int, default=0)
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", required=True, type=int)
    parser.add_argument("--certificate", type=Path)
    parser.add_argument("--key", type=Path)
    parser.add_argument("target")
    asked = parser.parse_args()
    if asked.part == "worker":
        _work(import_module(asked.target.partition(":")[0]))
    elif asked.part == "server":
        from assembly.answering import answer  # noqa: PLC0415 -- slow import

        answer(asked.target, asked.host, asked.port, asked.certificate, asked.key, asked.number)
    else:
        watch(
            {
                "children": launched(asked.host, asked.port, target=asked.target),
                "inherited": -1,
                "host": asked.host,
                "port": asked.port,
                "name": "",
                "authority": "",
                "announcement": "",
            }
        )


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
    tasks.close(app)
    module.cache.versions.close()
    gc.collect()
    gc.freeze()


def _work(module: Any) -> None:
    with suppress(AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_NAME, b"mail-worker")
    with module.app.app_context():
        work()


if __name__ == "__main__":
    main()
