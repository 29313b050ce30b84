"""The verb on the captions of a recording, which are its transcript, too."""

from assembly.errors import ChangedMeanwhile
from assembly.extensions import db
from assembly.models import Captions, Recording
from assembly.recordings.form_values import CaptionsFacts
from assembly.recordings.service.passages import write_passages
from assembly.recordings.service.recordings import hold, note


def put_captions(recording: Recording, facts: CaptionsFacts, *, seen: str | None = None) -> None:
    """Keep captions of one language, in place of those there were; `seen` is the mark of those one had before oneself.

    The same once more changes nothing. Raises ChangedMeanwhile where others are there, or the recording is gone.
    """
    recording = hold(recording)
    one = recording.captions_in(facts.lang)
    now = CaptionsFacts.of(one) if one else None
    if now == facts:
        return
    if seen is not None and seen != (now.mark if now else ""):
        raise ChangedMeanwhile
    if one is None:
        one = Captions(recording=recording)
        db.session.add(one)
    facts.write(one)
    write_passages(recording)
    note("captions", recording, "set", lang=facts.lang, automatic=facts.automatic)
