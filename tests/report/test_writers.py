"""Two who write at one moment: the second waits, and is told."""

from __future__ import annotations

from threading import Thread

import pytest
from article import first_assembly
from flask import Flask

from assembly.errors import ChangedMeanwhile
from assembly.models import ArticleDraft, Bilingual
from assembly.report import queries, service
from assembly.transactions import writing

HEADLINES = Bilingual("A", "B"), Bilingual("C", "D")


def headed(edition: int, title: Bilingual) -> None:
    draft = queries.draft_to_change(ArticleDraft.edition_id == edition)
    assert draft is not None
    service.save(draft, seen=1, title=title, blocks=[], erratum=Bilingual())


@pytest.mark.bites_on("postgresql")
def test_second_editor_waits_and_is_told(demo_app: Flask) -> None:
    refused: list[Exception] = []

    def second(edition: int) -> None:
        with demo_app.app_context():
            try:
                with writing():
                    headed(edition, HEADLINES[1])
            except Exception as problem:  # noqa: BLE001 -- a thread hands on what it raises
                refused.append(problem)

    with demo_app.app_context():
        with writing():
            edition = service.start(first_assembly(), reason="A test").edition_id
        with writing():
            headed(edition, HEADLINES[0])
            other = Thread(target=second, args=[edition])
            other.start()
            other.join(0.3)
        other.join()
        assert [type(one) for one in refused] == [ChangedMeanwhile]
