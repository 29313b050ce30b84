"""The log's word on answers from memory: how many of each route and status, since a line for each would cost more than
the answer."""

from collections import Counter
from multiprocessing.util import Finalize
from threading import Lock, Timer

import structlog

EVERY = 5.0
"Seconds between two lines about a route."


class Counts:
    """Counts answers and writes what it has counted some seconds later, and when the process ends."""

    def __init__(self, every: float = EVERY) -> None:
        self._every = every
        self._counted: Counter[tuple[str, int]] = Counter()
        self._lock = Lock()
        self._waits = False
        self._begun = False

    def add(self, rule: str, status: int) -> None:
        """Count one answer."""
        with self._lock:
            self._counted[rule, status] += 1
            if self._waits:
                return
            self._waits = True
            if not self._begun:
                Finalize(None, self.write, exitpriority=1)  # before the log waits for its last lines
                self._begun = True
        timer = Timer(self._every, self.write)
        timer.daemon = True
        timer.start()

    def write(self) -> None:
        """Write one line for each route and status that was counted since the last."""
        with self._lock:
            counted, self._counted, self._waits = self._counted, Counter(), False
        structlog.contextvars.clear_contextvars()  # they are of no single request
        for (rule, status), number in sorted(counted.items()):
            structlog.get_logger().info("cached_requests", route=rule, status=status, count=number)
