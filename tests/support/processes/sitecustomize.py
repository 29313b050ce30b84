"""Python reads this file first in every process that a test starts: it moves the application's clock as the test says.

The product has no setting for it, so that nothing of it can be left on by mistake.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from datetime import UTC, datetime, timedelta
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

CLOCK = "assembly.clock"


class ShiftedClock(MetaPathFinder, Loader):
    """Loads the clock as it is and gives it another source of the time."""

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        """The clock, loaded by us; nothing else."""
        if name != CLOCK:
            return None
        sys.meta_path.remove(self)
        self.real = importlib.util.find_spec(CLOCK)
        return importlib.util.spec_from_loader(name, self, origin=self.real.origin)  # type: ignore[union-attr]

    def exec_module(self, module: ModuleType) -> None:
        """Run the real module, then move its time."""
        self.real.loader.exec_module(module)  # type: ignore[union-attr]
        shift = timedelta(seconds=float(os.environ["TEST_CLOCK_SHIFT"]))
        module.system_time = lambda: datetime.now(UTC) + shift  # type: ignore[attr-defined]


if "TEST_CLOCK_SHIFT" in os.environ:
    sys.meta_path.insert(0, ShiftedClock())
