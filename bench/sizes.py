"""How much slower pages, scans and the office's lists are with a hundred thousand people than with a thousand.

Both databases are asked in turns, in this process and past the page cache; a figure is processor time, so that whatever
else the machine does counts little.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support")]  # as pytest does

from databases import Databases, postgresql_server  # noqa: E402
from factories import ORGANISER, sign_in, submission  # noqa: E402
from figures import Figure, keep, show  # noqa: E402
from sqlalchemy import select  # noqa: E402
from writes import DOORS, Doors  # noqa: E402

from assembly import clock, create_app  # noqa: E402
from assembly.checkin.service import ShownCode, record_scans  # noqa: E402
from assembly.extensions import db  # noqa: E402
from assembly.models import Door, Edition  # noqa: E402
from assembly.registration.service import registering  # noqa: E402
from assembly.sealed import new_code  # noqa: E402
from assembly.transactions import writing  # noqa: E402

FEW, MANY = 1_000, 100_000
ROUNDS = 41
AT_MOST = 1.2
PAGES = {
    "home, not from memory": f"/en/{DOORS}/",
    "form": f"/fr/{DOORS}/register",
    "list of people": f"/en/manage/{DOORS}/people",
    "Today": f"/en/manage/{DOORS}/",
}


class Size:
    """A database with so many people, and what is asked of it."""

    def __init__(self, stack: ExitStack, databases: Databases, people: int) -> None:
        """Fill it; begin an application for it."""
        config = stack.enter_context(databases.fresh(Path(tempfile.mkdtemp()), with_demo=True))
        self.app = create_app(config)
        with self.app.app_context():
            self._codes = iter(Doors(people, shown=FEW).codes)
        self._numbers = count(people * 2)
        self._visitor, self._office = self.app.test_client(), self.app.test_client()
        sign_in(self._office, ORGANISER)

    def acts(self) -> dict[str, Callable[[], None]]:
        """What is measured, by its name."""
        pages = {name: lambda path=path: self._page(path) for name, path in PAGES.items()}
        return pages | {"registration": self._register, "scan": self._scan}

    def _page(self, path: str) -> None:
        client = self._office if "/manage/" in path else self._visitor
        if (status := client.get(path).status_code) != 200:
            raise RuntimeError(f"{path}: {status}")

    def _register(self) -> None:
        with self.app.app_context(), writing():
            registering.register(_edition(), submission(next(self._numbers)))

    def _scan(self) -> None:
        with self.app.app_context(), writing():
            door = db.session.scalars(select(Door).where(Door.edition_id == _edition().id)).first()
            record_scans([ShownCode(new_code(20), next(self._codes), door, clock.now())])


def _edition() -> Edition:
    return db.session.scalars(select(Edition).where(Edition.slug == DOORS)).one()


def spent(act: Callable[[], None]) -> float:
    """Milliseconds of processor time."""
    began = time.process_time()
    act()
    return (time.process_time() - began) * 1_000


def measured(kind: str) -> Iterator[Figure]:
    """Each act at both sizes in turns; the median of each, and their ratio."""
    databases = Databases(kind)
    with ExitStack() as stack:
        if kind == "postgresql":
            stack.enter_context(postgresql_server())
        few, many = (Size(stack, databases, people).acts() for people in (FEW, MANY))
        for name in few:
            spans: dict[int, list[float]] = {FEW: [], MANY: []}
            for _round in range(ROUNDS):
                spans[FEW].append(spent(few[name]))
                spans[MANY].append(spent(many[name]))
            medians = {people: median(found[1:]) for people, found in spans.items()}
            for people, milliseconds in medians.items():
                yield Figure(f"{name}, {people:,} registered", milliseconds, "ms")
            yield Figure(
                f"{name}, {MANY:,} of {FEW:,}", medians[MANY] / medians[FEW], "", note=f"at most {AT_MOST:.2f}"
            )
    databases.stop()


def main() -> None:
    """Measure, print the table, keep it as JSON beside the others."""
    kind = (sys.argv[1:] or ["sqlite"])[0]
    load = os.getloadavg()[0]
    keep(kind, show(kind, "sizes", measured(kind)), MANY, load, part="sizes")


if __name__ == "__main__":
    main()
