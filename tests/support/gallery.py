"""One page to browse the photographs of `make proof`, beside those of the run before: shots/index.html."""

from __future__ import annotations

import re
import shutil
from collections import defaultdict
from html import escape
from pathlib import Path

_NAME = re.compile(r"(\d+)-(en|fr)-(.+?)(-dark)?\.jpg")
_HEAD = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Photographs of all pages</title>
<style>body{font:16px system-ui;margin:2rem}section{border-top:1px solid #999;padding:1rem 0}
.row{display:flex;gap:1rem;overflow-x:auto;align-items:flex-start}figure{margin:0}figcaption{color:#555}
img{max-height:40rem;border:1px solid #ccc}nav{columns:6 10rem}</style>
<h1>Photographs of all pages</h1>
"""


def keep_earlier(shots: Path) -> None:
    """Move the photographs of the last run to shots/before, in place of older ones."""
    taken = [file for file in shots.glob("*.jpg") if _NAME.fullmatch(file.name)]
    if not taken:
        return
    before = shots / "before"
    shutil.rmtree(before, ignore_errors=True)
    before.mkdir()
    for file in taken:
        file.rename(before / file.name)


def write_index(shots: Path) -> Path:
    """Write the page: a section for each photographed page, by width, language and scheme, earlier ones first."""
    pages: dict[str, list[str]] = defaultdict(list)
    named = [one for file in shots.glob("*.jpg") if (one := _NAME.fullmatch(file.name))]
    for one in sorted(named, key=lambda one: (one[3], int(one[1]), one[2], one[4] or "")):
        pages[one[3]].append(one[0])
    links = "".join(f'<a href="#{escape(page)}">{escape(page)}</a><br>' for page in pages)
    sections = "".join(
        f'<section id="{escape(page)}"><h2>{escape(page)}</h2><div class="row">'
        + "".join(_figures(shots, name) for name in names)
        + "</div></section>"
        for page, names in pages.items()
    )
    index = shots / "index.html"
    index.write_text(f"{_HEAD}<nav>{links}</nav>{sections}</html>", encoding="utf-8")
    return index


def _figures(shots: Path, name: str) -> str:
    there = [f"{folder}{name}" for folder in ("before/", "") if (shots / folder / name).exists()]
    return "".join(
        f'<figure><img loading="lazy" src="{escape(one)}" alt=""><figcaption>{escape(one)}</figcaption></figure>'
        for one in there
    )
