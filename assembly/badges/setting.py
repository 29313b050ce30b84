"""Files of many badges are set in a process of their own: its memory is free again once the file is there."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import structlog

from assembly.badges.codes import drawn
from assembly.badges.packing import packed
from assembly.i18n import current_language, set_language
from assembly.pdf import pdf

_ROOT = Path(__file__).resolve().parent.parent.parent
_LONGEST = 300
"Seconds after which something is wrong: a thousand badges on both sides take a few."
_SMALL = {"RAYON_NUM_THREADS": "1", "MALLOC_MMAP_THRESHOLD_": "65536"}
"One thread of Typst, and large blocks given back at once: half the memory, and no more work."


def set_apart(template: str, facts: dict[str, Any]) -> bytes:
    """Set a template as `pdf` does, with the codes drawn, in a child process. Raises CalledProcessError.

    What is on the badges goes through a pipe and is nowhere on the disk.
    """
    sent = json.dumps([template, current_language(), facts], ensure_ascii=False).encode()
    child = [sys.executable, "-m", "assembly.badges.setting"]
    made = subprocess.run(  # noqa: S603 -- our own module
        child, input=sent, stdout=subprocess.PIPE, cwd=_ROOT, env=os.environ | _SMALL, timeout=_LONGEST, check=True
    )
    return made.stdout


def _child() -> None:
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    template, lang, facts = json.load(sys.stdin)
    set_language(lang)
    sys.stdout.buffer.write(packed(pdf(template, drawn(facts))))


if __name__ == "__main__":
    _child()
