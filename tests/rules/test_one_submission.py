"""How much of the application one submission of the public form passes: somebody who follows it reads these modules."""

from __future__ import annotations

import sys
from pathlib import Path
from types import FrameType
from typing import Any

from factories import MAYOR, make_edition
from flask import Flask, request

import assembly
from assembly.transactions import writing

MOST = 37
"What it is today, up to the commit and not only up to a flush in between. It may only become smaller."
OURS = f"{Path(assembly.__file__).parent}/"


def modules_entered(app: Flask) -> set[str]:
    """The modules of ours whose functions are entered between the route of one form and its commit."""
    found: set[str] = set()
    is_inside = False

    def note(frame: FrameType, event: str, _: object) -> None:
        nonlocal is_inside
        code = frame.f_code
        if event != "call":
            return
        if code.co_name == "register" and code.co_filename == f"{OURS}registration/public.py":
            is_inside = request.method == "POST"
        elif code.co_name == "commit" and "sqlalchemy" in code.co_filename:
            is_inside = False
        if is_inside and code.co_filename.startswith(OURS):
            found.add(code.co_filename.removeprefix(OURS))

    client: Any = app.test_client()
    sys.setprofile(note)
    try:
        client.submit("/en/2031/register", **MAYOR)
    finally:
        sys.setprofile(None)
    return found


def test_one_form_passes_few_modules(app: Flask) -> None:
    with app.app_context(), writing():
        make_edition()
    first: Any = app.test_client()
    first.submit("/en/2031/register", **MAYOR | {"email": "first@stad.example"})  # builds statements, once
    entered = modules_entered(app)
    assert len(entered) <= MOST, " ".join(sorted(entered))
