"""The processes that answer requests: two forks of one that has loaded the application, which they share in memory.

`python -m assembly.serving HOST PORT`. A process that dies is replaced by another fork, which answers at once.
"""

from __future__ import annotations

import sys
from multiprocessing import set_start_method

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

from assembly.extensions import db

PROCESSES = 2


def main(host: str, port: int) -> None:
    """Answer requests until SIGTERM or SIGINT.

    At the end a request has a second to be answered; open connections without one are no reason to wait or to warn.
    """
    import wsgi  # noqa: PLC0415 -- here, where nobody has imported this module for its name

    with wsgi.app.app_context():
        db.engine.dispose()  # a connection must not be shared by two processes
    set_start_method("fork")
    Granian(
        "wsgi:bridge",
        address=host,
        port=port,
        interface=Interfaces.ASGINL,
        http=HTTPModes.http1,
        websockets=False,
        workers=PROCESSES,
        respawn_failed_workers=True,
        workers_kill_timeout=1,
        log_level=LogLevels.error,
    ).serve()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
