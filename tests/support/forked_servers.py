"""Servers and workers as forks of one process that has loaded the application's code: a race starts without loading
it again.

Run by a test as a process of its own. Each line it reads asks for a process (JSON: `command`, `environment`, `log`);
it answers with its number.
"""

from __future__ import annotations

import atexit
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
from typing import IO

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
def _loaded() -> tuple[IO[str], IO[str]]:
    """What the process that has loaded the code reads and writes; it ends with this one. `assembly.serving` stands in
    its command, by which servers are found."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests/support")])}
    command = [sys.executable, __file__, "assembly.serving"]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    )
    assert process.stdin is not None
    assert process.stdout is not None
    atexit.register(process.communicate)
    return process.stdin, process.stdout


def start(command: list[str], environment: dict[str, str], log: Path) -> Forked:
    """Start `assembly.serving` or `flask` with arguments and this environment; what it prints goes to the log."""
    orders, answers = _loaded()
    orders.write(json.dumps({"command": command, "environment": environment, "log": str(log)}) + "\n")
    return Forked(int(answers.readline()))


def _detach(command: list[str], environment: dict[str, str], log: str) -> None:
    """Turn this fork into a process in a session of its own, as if the command had started it."""
    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    with Path(log).open("ab") as file, Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), 0)
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv[1:] = command[1:]
    random.seed()


def main() -> None:
    """Load the code, then fork a process for each line; each fork goes on below as what was asked for."""
    import flask.cli  # noqa: PLC0415
    import granian.server  # noqa: F401, PLC0415 -- loaded before the forks
    from processes import hooks  # noqa: PLC0415

    import assembly  # noqa: F401, PLC0415
    from assembly import serving  # noqa: PLC0415

    programs = {"assembly.serving": serving.main, "flask": flask.cli.main}
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody asks how they ended
    for line in sys.stdin:
        asked = json.loads(line)
        pid = os.fork()
        if not pid:
            _detach(**asked)
            hooks.change_all()
            programs[asked["command"][0]]()
            return
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
