"""Python reads this file first in every process of the bench: each write transaction notes how long it has the lock.

One line each goes to the file RECORD_TURNS: who writes, and the milliseconds from the lock to the end of the commit.
"""

from __future__ import annotations

import importlib.util
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

MODULE = "assembly.transactions"


class Recorded(MetaPathFinder, Loader):
    """Loads the transactions as they are, with a watch around the turn of each."""

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        """The transactions, loaded by us; nothing else."""
        if name != MODULE:
            return None
        sys.meta_path.remove(self)
        self.real = importlib.util.find_spec(MODULE)
        return importlib.util.spec_from_loader(name, self, origin=self.real.origin)  # type: ignore[union-attr]

    def exec_module(self, module: ModuleType) -> None:
        """Run the real module, then put the watch in."""
        self.real.loader.exec_module(module)  # type: ignore[union-attr]
        turn = module._turn
        record = os.open(os.environ["RECORD_TURNS"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

        @contextmanager
        def timed() -> Iterator[None]:
            with turn():
                began = time.perf_counter()
                try:
                    yield
                finally:
                    span = (time.perf_counter() - began) * 1_000
                    os.write(record, f"{_writer()} {span:.3f}\n".encode())

        module._turn = timed  # type: ignore[attr-defined]


def _writer() -> str:
    """The function whose `with writing():` this is, by module and name."""
    frame: Any = sys._getframe(1)
    while frame is not None and (frame.f_code.co_filename == __file__ or frame.f_globals["__name__"] in _PASSED):
        frame = frame.f_back
    return f"{frame.f_globals['__name__']}.{frame.f_code.co_name}" if frame else "?"


_PASSED = {MODULE, "contextlib"}
if "RECORD_TURNS" in os.environ:
    sys.modules["rich"] = None  # type: ignore[assignment]  # structlog loads it where the tools of development brought it
    sys.meta_path.insert(0, Recorded())
