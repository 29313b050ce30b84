"""Verbs on the captions of a recording, which are its transcript, too."""

from __future__ import annotations

import json
from collections.abc import Iterable
from hashlib import sha256

from assembly.errors import ChangedMeanwhile
from assembly.extensions import db
from assembly.models import Captions, Recording
from assembly.recordings.captions import webvtt
from assembly.recordings.service.passages import write_passages
from assembly.recordings.service.recordings import hold, note


def mark_of(captions: Captions | None) -> str:
    """The mark of what a page showed, for its form; empty where there is nothing yet."""
    said = json.dumps([captions.automatic, captions.cues], ensure_ascii=False) if captions else ""
    return sha256(said.encode()).hexdigest()[:16] if captions else ""


def put_captions(
    recording: Recording, lang: str, cues: Iterable[webvtt.Cue], *, automatic: bool, seen: str | None = None
) -> Captions:
    """Keep captions of one language, in place of those there were; `seen` is the mark of those one had before oneself.

    The same once more changes nothing. Raises ChangedMeanwhile where others are there, or the recording is gone.
    """
    recording = hold(recording)
    one = next((one for one in recording.captions if one.lang == lang), None)
    packed = webvtt.packed(cues)
    if one is not None and (one.cues, one.automatic) == (packed, automatic):
        return one
    if seen is not None and seen != mark_of(one):
        raise ChangedMeanwhile
    if one is None:
        one = Captions(recording=recording, lang=lang)
        db.session.add(one)
    one.cues, one.automatic = packed, automatic
    write_passages(recording)
    note("captions", recording, "set", lang=lang, automatic=automatic)
    return one


def change_captions(captions: Captions, *, automatic: bool, seen: str) -> None:
    """Say who wrote them: a machine, or a person who has read them. Raises ChangedMeanwhile as `put_captions`."""
    recording = hold(captions.recording)
    if captions not in recording.captions:
        raise ChangedMeanwhile
    db.session.refresh(captions)
    if captions.automatic is not automatic:
        if seen != mark_of(captions):
            raise ChangedMeanwhile
        captions.automatic = automatic
        note("captions", recording, "changed", lang=captions.lang, automatic=automatic)


def remove_captions(captions: Captions) -> None:
    """Take the captions of a language away."""
    recording = hold(captions.recording)
    if captions in recording.captions:
        note("captions", recording, "removed", lang=captions.lang)
        recording.captions.remove(captions)
        write_passages(recording)
