"""Shares visitors evenly among the processes of the server: one with many more at once lets a connection go.

Linux gives each new connection to one of the processes by chance, and a visitor who keeps it open stays there. Whose
connection is closed after an answer opens another, which may fall to the other process (`docs/decisions/0040`).
"""

import os
import struct
import time
from math import exp
from mmap import mmap
from pathlib import Path

PROCESSES = 2
"That answer requests on one port."
_SPAN = 0.1
"Seconds over which the requests under way are averaged."
_PAUSE = 0.2
"Seconds before another connection is let go: what the last one changed is seen by then."
_MUCH = 1.5
"Requests at once, on average, that a process has more: three visitors of four let one go, two of three do not."
_LOAD = struct.Struct("=ddd")
"Of one process: when it last changed, the requests under way since then, and their average at that moment."


class Balance:
    """What the processes of one server tell each other of their load, in a file that all have in memory."""

    def __init__(self, file: Path, number: int) -> None:
        """Take the place of process `number`, from 0, which has just started. Raises OSError on a full disk."""
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            os.posix_fallocate(descriptor, 0, PROCESSES * _LOAD.size)  # a hole on a full disk would end the process
            self._loads = mmap(descriptor, PROCESSES * _LOAD.size)
        finally:
            os.close(descriptor)
        self._number, self._under_way, self._average = number, 0, 0.0
        self._changed = self._let_go = time.monotonic()
        self._change(0)

    def count_request(self) -> None:
        """Count a request that is now under way."""
        self._change(1)

    def count_answer(self) -> bool:
        """Count a request as answered; say whether its connection should be closed."""
        self._change(-1)
        if self._changed < self._let_go + _PAUSE or self._average < min(map(self._average_of, self._others())) + _MUCH:
            return False
        self._let_go = self._changed
        return True

    def _change(self, by: int) -> None:
        now = time.monotonic()
        self._average = _averaged(self._average, self._under_way, now - self._changed)
        self._under_way += by
        self._changed = now
        _LOAD.pack_into(self._loads, self._number * _LOAD.size, now, self._under_way, self._average)

    def _others(self) -> list[int]:
        return [number for number in range(PROCESSES) if number != self._number]

    def _average_of(self, number: int) -> float:
        """The load of another process now; without end for one that never started."""
        changed, under_way, average = _LOAD.unpack_from(self._loads, number * _LOAD.size)
        return _averaged(average, under_way, self._changed - changed) if changed else float("inf")


def _averaged(average: float, under_way: float, span: float) -> float:
    """The average when so many have been under way for so many seconds more."""
    return under_way + (average - under_way) * exp(-max(span, 0) / _SPAN)
