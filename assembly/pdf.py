"""PDF files, set by Typst from our own templates: tagged, in our two typefaces, readable by screen readers (PDF/UA-1).

Facts travel as JSON and are never pasted into a template, so that a name with a sign in it stays a name.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import structlog

from assembly.i18n import current_language

if TYPE_CHECKING:
    import typst

_TEMPLATES = Path(__file__).resolve().parent.parent / "templates" / "pdf"


def pdf(template: str, facts: Mapping[str, Any]) -> bytes:
    """The file `templates/pdf/<template>.typ` makes of these facts, in the language now spoken."""
    import typst  # noqa: PLC0415 -- slow import

    inputs = {"facts": json.dumps({**facts, "lang": current_language()}, ensure_ascii=False)}
    compiler = typst.Compiler(_TEMPLATES / f"{template}.typ", root=_TEMPLATES, font_paths=_fonts(), sys_inputs=inputs)
    try:
        made = compiler.compile(format="pdf", pdf_standards="ua-1")
    except typst.TypstError as refused:
        # PDF/UA forbids a sign that none of our fonts has; a page with an empty box in it is better than no page
        structlog.get_logger().warning("pdf not accessible", template=template, problem=type(refused).__name__)
        made = compiler.compile(format="pdf")
    if not isinstance(made, bytes):
        raise TypeError("one document gives one file")
    return made


def png(svg: bytes, shape: float, *, width: int = 1600) -> bytes:
    """A drawing as a picture of points, for programs that do not read SVG; `shape` is its width by its height."""
    import typst  # noqa: PLC0415 -- slow import

    page = (
        f"#set page(width: {width}pt, height: {width / shape:.2f}pt, margin: 0pt)\n"
        '#image(bytes(sys.inputs.svg), format: "svg", width: 100%)'
    )
    made = typst.Compiler(page.encode(), font_paths=_fonts(), sys_inputs={"svg": svg.decode()}).compile(
        format="png", ppi=72.0
    )
    if not isinstance(made, bytes):
        raise TypeError("one page gives one file")
    return made


def unprintable(text: str) -> str:
    """Find the signs of a text, each once, that none of our fonts has: a page would show empty boxes for them."""
    if _prints("".join(sorted(set(text)))):
        return ""
    return "".join(sign for sign in dict.fromkeys(text) if not _prints(sign))


@lru_cache(10_000)
def _prints(signs: str) -> bool:
    """Ask Typst itself, which falls back on fonts of its own where our families lack a sign."""
    import typst  # noqa: PLC0415 -- slow import

    page = b'#set document(title: "-")\n#sys.inputs.signs'
    try:
        typst.Compiler(page, font_paths=_fonts(), sys_inputs={"signs": signs}).compile(pdf_standards="ua-1")
    except typst.TypstError:
        return False
    return True


@cache
def _fonts() -> typst.Fonts:
    """Our two families from their packages and nothing of this machine, so that a file looks the same everywhere."""
    import typst  # noqa: PLC0415 -- slow import

    folders = [str(files(package) / "files") for package in ("fontpkg_source_serif_4", "fontpkg_source_sans_3")]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=folders)
