"""Python reads this file first in every process that a test starts: it lets the tests change modules of the application
as soon as they are loaded."""

from __future__ import annotations

import importlib.util
import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

from hooks import CHANGES


class Changed(MetaPathFinder, Loader):
    """Loads one module as it is and changes it."""

    def __init__(self, name: str) -> None:
        self.name = name

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        """That module, loaded by us; nothing else."""
        if name != self.name:
            return None
        sys.meta_path.remove(self)
        self.real = importlib.util.find_spec(name)
        return importlib.util.spec_from_loader(name, self, origin=self.real.origin)  # type: ignore[union-attr]

    def exec_module(self, module: ModuleType) -> None:
        """Run the real module, then change it."""
        self.real.loader.exec_module(module)  # type: ignore[union-attr]
        CHANGES[self.name](module)


sys.meta_path[:0] = [Changed(name) for name in CHANGES]
