"""The organisers' guide: its words are those of the pages, and each page leads to its task."""

from __future__ import annotations

import re

import pytest
from factories import ORGANISER, sign_in
from flask import Flask
from inspector import InspectingClient

from assembly.i18n import catalogue, speaking
from assembly.office.guide import TASKS


def quoted(sentence: str, lang: str) -> list[str]:
    return re.findall("“(.+?)”" if lang == "en" else "«\u00a0(.+?)\u00a0»", sentence)


def test_quoted_words_are_those_of_controls(ctx: Flask) -> None:
    for task in TASKS.values():
        for step in task.steps:
            with speaking("en"):
                controls = quoted(str(step), "en")
            with speaking("fr"):
                # a name that is no sentence of ours is not in the catalogue: KeyError
                assert quoted(str(step), "fr") == [catalogue()._catalog[one] for one in controls], str(step)


@pytest.mark.turns(4)
@pytest.mark.parametrize(
    ("path", "task"),
    [("settings/opening", "create"), ("places/", "registration"), ("people/duplicates", "corrections"), ("", "")],
)
def test_help_opens_the_task_of_page(demo_client: InspectingClient, path: str, task: str) -> None:
    sign_in(demo_client, ORGANISER)
    there = demo_client.page(f"/en/manage/2027/{path}").select_one('.mast a:-soup-contains("Help")')
    assert there["href"] == f"/en/manage/2027/guide/{task}"
    assert demo_client.get(there["href"]).status_code == 200


def test_task_shows_pages_one_may_open(demo_client: InspectingClient) -> None:
    sign_in(demo_client, ORGANISER)
    links = {one["href"] for one in demo_client.page("/en/manage/2027/guide/volunteers").select("main ul a")}
    assert links == {"/en/manage/2027/team/", "/en/checkin/2027/guide"}
    assert demo_client.get("/en/manage/2027/guide/nothing").status_code == 404
