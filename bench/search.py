"""How long thirty searches of 500 hours of transcript take: `python bench/search.py [sqlite|postgresql] [hours]`.

Processor time, ours and that of the database, the least of four tries each; the longest of the thirty counts.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support")]  # as pytest does

from databases import Databases, postgresql_server  # noqa: E402
from sqlalchemy import select, text  # noqa: E402
from transcripts import make_transcripts, thirty_searches  # noqa: E402

from assembly import create_app  # noqa: E402
from assembly.extensions import db  # noqa: E402
from assembly.models import Edition  # noqa: E402
from assembly.recordings.search.finding import found  # noqa: E402
from assembly.transactions import writing  # noqa: E402

AIM_MS = 100
HOURS_EACH, PASSAGES_AN_HOUR = 2, 144
TRIES = 4


def main() -> None:
    """Write the transcripts of so many hours, then search them."""
    kind = (sys.argv[1:] or ["sqlite"])[0]
    hours = int((sys.argv[2:] or ["500"])[0])
    with ExitStack() as stack:
        if kind == "postgresql":
            stack.enter_context(postgresql_server())
        config = stack.enter_context(Databases(kind).fresh(Path(tempfile.mkdtemp()), with_demo=True))
        with create_app(config).app_context():
            with writing():
                make_transcripts(_edition(), hours // HOURS_EACH, PASSAGES_AN_HOUR * HOURS_EACH)
            if kind == "postgresql":  # as its own job does within a minute
                with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                    connection.exec_driver_sql("ANALYZE passage_index")
            took = {each: _milliseconds(each) for each in thirty_searches()}
    for each, ms in sorted(took.items(), key=lambda pair: -pair[1]):
        print(f"{ms:7.1f} ms  {each}")
    over = sum(ms > AIM_MS for ms in took.values())
    longest, middle = max(took.values()), median(took.values())
    print(f"{kind}, {hours} hours: median {middle:.1f} ms, longest {longest:.1f} ms; {over} over {AIM_MS} ms")


def _edition() -> Edition:
    return db.session.scalars(select(Edition).where(Edition.slug == "2023")).one()


def _milliseconds(asked: str) -> float:
    spent, edition = [], _edition()
    for _try in range(TRIES):
        begun = _spent()
        found([edition], asked, "fr")
        spent.append(_spent() - begun)
    return min(spent) * 1000


def _spent() -> float:
    """Processor seconds of this process, and of the process of PostgreSQL that answers it."""
    if db.engine.dialect.name == "sqlite":
        return time.process_time()
    server = db.session.scalar(text("SELECT pg_backend_pid()"))
    ticks = Path(f"/proc/{server}/stat").read_text().rpartition(")")[2].split()[11:13]
    return time.process_time() + sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
