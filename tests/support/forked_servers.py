"""Servers as forks of one process that has loaded the application's code: a race starts without loading it again.

Run by `server.py` as a process of its own. Each line it reads asks for a server (JSON: `environment`, `arguments` of
`assembly.serving`, `log`); it answers with the number of the server's process.
"""

from __future__ import annotations

import json
import os
import random
import select
import signal
import subprocess
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class Forked:
    """A process that another one started: what tests ask of `subprocess.Popen`."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._ended = os.pidfd_open(pid)

    def __del__(self) -> None:
        os.close(self._ended)

    def poll(self) -> int | None:
        """0 when it has ended, however that was; None while it runs."""
        return 0 if select.select([self._ended], [], [], 0)[0] else None

    def wait(self, timeout: float | None = None) -> int:
        """Wait until it has ended; subprocess.TimeoutExpired is raised after so many seconds."""
        if not select.select([self._ended], [], [], timeout)[0]:
            raise subprocess.TimeoutExpired(str(self.pid), timeout or 0)
        return 0

    def terminate(self) -> None:
        """Ask it to end."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGTERM)


@cache
def _loaded() -> subprocess.Popen[str]:
    """The process that has loaded the code; it ends with this one. `assembly.serving` stands in its command, by which
    servers are found."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests/support")])}
    return subprocess.Popen(
        [sys.executable, __file__, "assembly.serving"],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
    )


def start(arguments: list[str], environment: dict[str, str], log: Path) -> Forked:
    """Start `assembly.serving` with these arguments and this environment; what it prints goes to the log."""
    loaded = _loaded()
    assert loaded.stdin and loaded.stdout
    loaded.stdin.write(json.dumps({"environment": environment, "arguments": arguments, "log": str(log)}) + "\n")
    return Forked(int(loaded.stdout.readline()))


def _become_server(asked: dict[str, object], log: Path) -> None:
    """Turn this fork into what `python -m assembly.serving` starts, in a session of its own."""
    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    with log.open("ab") as file, Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), 0)
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    environment, arguments = asked["environment"], asked["arguments"]
    assert isinstance(environment, dict) and isinstance(arguments, list)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv[1:] = arguments
    random.seed()


def main() -> None:
    """Load the code, then fork a server for each line; each fork goes on below as the server."""
    import granian.server  # noqa: F401, PLC0415 -- loaded before the forks
    from moments import shift_clock  # noqa: PLC0415

    import assembly  # noqa: F401, PLC0415
    from assembly import serving  # noqa: PLC0415

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody asks how they ended
    for line in sys.stdin:
        asked = json.loads(line)
        pid = os.fork()
        if not pid:
            _become_server(asked, Path(asked["log"]))
            shift_clock()
            serving.main()
            return
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
