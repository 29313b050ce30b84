"""What is stored as a word has words for people, too."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Flask

from assembly.i18n import LANGUAGES, Labelled, speaking
from assembly.models import EditionStatus


def labelled(kind: type[Labelled] = Labelled) -> Iterator[Labelled]:
    yield from kind
    for below in kind.__subclasses__():
        yield from labelled(below)


def test_each_stored_word_has_a_label(app: Flask) -> None:
    silent = set()
    for lang in LANGUAGES:
        with speaking(lang):
            silent |= {one for one in labelled() if not one.label}
    assert silent == {EditionStatus.SCHEDULED}  # all is as planned: nothing to say
