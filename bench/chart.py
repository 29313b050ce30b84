"""One page of all results: `python bench/chart.py` writes `bench/results/index.html` from the JSON beside it."""

from __future__ import annotations

import json
from collections import defaultdict
from html import escape
from pathlib import Path

RESULTS = Path(__file__).resolve().parent / "results"
WIDTH, HEIGHT = 320, 90
Points = list[tuple[str, float]]


def series() -> dict[tuple[str, str, str], Points]:
    """The values of each figure (database, name, unit), oldest first, each with the commit it is of."""
    found: dict[tuple[str, str, str], Points] = defaultdict(list)
    for file in sorted(RESULTS.glob("*.json")):
        result = json.loads(file.read_text(encoding="utf-8"))
        for one in result["figures"]:
            found[result["database"], one["name"], one["unit"]].append((result["commit"], one["value"]))
    return found


def drawing(points: Points) -> str:
    """A line from zero to the largest value, with a dot and a title for each result."""
    most = max(value for _commit, value in points) or 1
    step = (WIDTH - 20) / max(1, len(points) - 1)
    placed = [
        (10 + number * step, HEIGHT - 10 - (HEIGHT - 20) * value / most, f"{commit}: {value:,.1f}")
        for number, (commit, value) in enumerate(points)
    ]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y, _title in placed)
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4"><title>{t}</title></circle>' for x, y, t in placed)
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img"><polyline points="{line}" fill="none" stroke="#003399" '
        f'stroke-width="2"/><g fill="#003399">{dots}</g></svg>'
    )


def main() -> None:
    """Write the page."""
    parts = [
        f"<section><h2>{escape(name)}</h2><p>{database}: <b>{points[-1][1]:,.1f}</b> {escape(unit)}</p>"
        f"{drawing(points)}</section>"
        for (database, name, unit), points in series().items()
    ]
    style = "body{font:16px sans-serif;margin:2rem}main{display:flex;flex-wrap:wrap;gap:1rem}section{width:20rem}"
    style += "h2{font-size:1rem;margin:0}p{margin:.2rem 0}"
    page = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Speed</title><style>{style}</style>'
    page += f"<h1>Speed, result after result</h1><main>{''.join(parts)}</main></html>\n"
    (RESULTS / "index.html").write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
