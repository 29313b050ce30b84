"""Verbs on the captions of a recording, which are its transcript, too."""

from __future__ import annotations

from collections.abc import Iterable

from assembly.extensions import db
from assembly.models import Captions, Recording
from assembly.recordings.captions import webvtt
from assembly.recordings.service.holding import hold, note


def put_captions(recording: Recording, lang: str, cues: Iterable[webvtt.Cue], *, automatic: bool) -> Captions:
    """Keep captions of one language, in place of those there were. Raises ChangedMeanwhile."""
    recording = hold(recording)
    one = next((one for one in recording.captions if one.lang == lang), None)
    packed = webvtt.packed(cues)
    if one is not None and (one.cues, one.automatic) == (packed, automatic):
        return one
    if one is None:
        one = Captions(recording=recording, lang=lang)
        db.session.add(one)
    one.cues, one.automatic = packed, automatic
    note("captions", recording, "set", lang=lang, automatic=automatic)
    return one


def change_captions(captions: Captions, *, automatic: bool) -> None:
    """Say who wrote them: a machine, or a person who has read them."""
    recording = hold(captions.recording)
    if captions in recording.captions and captions.automatic is not automatic:
        captions.automatic = automatic
        note("captions", recording, "changed", lang=captions.lang, automatic=automatic)


def remove_captions(captions: Captions) -> None:
    """Take the captions of a language away."""
    recording = hold(captions.recording)
    if captions in recording.captions:
        note("captions", recording, "removed", lang=captions.lang)
        recording.captions.remove(captions)
