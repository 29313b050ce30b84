"""The pieces pages are made of."""

from __future__ import annotations

import pytest
from flask import Flask, render_template_string

TABLE = '{% from "macros/components.html" import table %}{% call table("People", ["Name"], shown=shown) %}{% endcall %}'


@pytest.mark.parametrize(
    ("shown", "caption"),
    [(False, '<caption class="visually-hidden">People</caption>'), (True, "<caption>People</caption>")],
)
def test_table_shows_caption_only_on_demand(app: Flask, shown: bool, caption: str) -> None:
    """The heading above says the same to the eye; a screen reader hears the caption in either case."""
    with app.test_request_context("/en/"):
        page = render_template_string(TABLE, shown=shown)
    assert caption in page
    assert 'aria-label="People"' in page
