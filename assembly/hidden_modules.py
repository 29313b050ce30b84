"""Imports a library without others that it would load only because they are installed: each process would hold them."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def hidden(*names: str) -> Iterator[None]:
    """Let these count as not installed for the length of the block, unless they are loaded already."""
    mine = [name for name in names if name not in sys.modules]
    sys.modules.update(dict.fromkeys(mine))  # type: ignore[arg-type]  # a module that is None there is not found
    try:
        yield
    finally:
        for name in mine:
            del sys.modules[name]
