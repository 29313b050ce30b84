"""Transcripts by the thousand, and thirty searches of them: for the tests of search, and for `bench/search.py`."""

from __future__ import annotations

import random

from sqlalchemy import insert, select

from assembly.extensions import db
from assembly.fold import fold
from assembly.models import (
    Bilingual,
    Edition,
    Medium,
    Passage,
    Recording,
    RecordingState,
    Track,
    TrackKind,
    TrackState,
)
from assembly.sealed import new_code

WORDS = ["la", "ville", "de", "numérique", "données", "publiques", "service", "région", "l’école", "Łódź", "maire"]
WORDS += ["and", "the", "cities", "open", "data"]


def make_transcripts(edition: Edition, recordings: int, each: int) -> None:
    """Recordings of a whole assembly with generated transcripts in both languages, `each` passages long in either."""
    draw = random.Random(18)
    rare = [f"{draw.choice(WORDS)[:4]}{draw.choice('aeiou')}{draw.choice('lmnrst')}{number}" for number in range(4_000)]
    vocabulary = WORDS + rare
    weights = [1 / (number + 2) for number in range(len(vocabulary))]
    stream, folded = draw.choices(vocabulary, weights, k=100_000), {word: fold(word) for word in vocabulary}
    for number in range(recordings):
        one = Recording(code=new_code(), edition=edition, state=RecordingState.PUBLIC)
        one.title, one.chapters = Bilingual(f"Made {number}", f"Fait {number}"), Bilingual()
        for lang, kind in (("en", TrackKind.ORIGINAL), ("fr", TrackKind.INTERPRETATION)):
            address = f"https://video.example.org/{lang}.mp4"
            one.tracks.append(
                Track(lang=lang, kind=kind, medium=Medium.VIDEO, address=address, state=TrackState.ONLINE)
            )
        db.session.add(one)
        db.session.flush()
        db.session.execute(insert(Passage), [_passage(one, at, stream, folded, draw) for at in range(2 * each)])


def _passage(
    one: Recording, at: int, stream: list[str], folded: dict[str, str], draw: random.Random
) -> dict[str, object]:
    begin = draw.randrange(len(stream) - 60)
    said = stream[begin : begin + draw.randrange(20, 60)]
    facts = {"recording_id": one.id, "lang": "fr" if at % 2 else "en", "start_s": at // 2 * 25}
    words = {"text": " ".join(said), "folded": " ".join(folded[word] for word in said)}
    return {"id": (one.id << Passage.NUMBERS) + at} | facts | words


def thirty_searches() -> list[str]:
    """Common and rare words, words together and apart, beginnings, accents, words that are nowhere."""
    draw = random.Random(30)
    said = [one.text.split() for one in db.session.scalars(select(Passage).order_by(Passage.id).limit(400))]
    rows = [draw.choice(said) for _ in range(26)]
    cut = [" ".join(row[3 : 3 + 1 + number % 5]) for number, row in enumerate(rows[:13])]
    apart = [" ".join(draw.sample(row, 2 + number % 3)) for number, row in enumerate(rows[13:])]
    return [*cut, *apart, "ecole lodz", "numér", "la nowhere", "nowhere nothing the cities"]
