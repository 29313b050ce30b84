"""How fast pages are answered beside slow visitors: `python bench/slow.py [visitors] [seconds]`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "support")]  # as pytest does

from databases import Databases  # noqa: E402
from server import running  # noqa: E402
from slow_visitors import share, slow_visitors, times_of_pages  # noqa: E402


def main() -> None:
    """Measure with no slow visitor, then with so many senders and as many readers."""
    crowd = int((sys.argv[1:] or ["50"])[0])
    seconds = float((sys.argv[2:] or ["60"])[0])
    with Databases("sqlite").fresh(Path(tempfile.mkdtemp()), with_demo=True) as config, running(config) as server:
        for size in (0, crowd):
            with slow_visitors(server.port, size, size, b"/static/vendor/scanner/zxing_reader.wasm"):
                spans = times_of_pages(server.port, seconds if size else 10)
            p95, p99 = (round(share(spans, part) * 1000) for part in (0.95, 0.99))
            print(f"{size} senders, {size} readers: {len(spans)} pages, p95 {p95} ms, p99 {p99} ms")


if __name__ == "__main__":
    main()
