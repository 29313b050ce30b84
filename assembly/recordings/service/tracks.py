"""Verbs on the languages of a recording."""

from datetime import date

from assembly import clock
from assembly.errors import ChangedMeanwhile, DomainError
from assembly.extensions import db
from assembly.i18n import _l
from assembly.models import Recording, Track, TrackState
from assembly.recordings.form_values import TrackFacts
from assembly.recordings.providers import source
from assembly.recordings.service.recordings import hold, note


class LanguageTwice(DomainError):
    """Each language is there once: one address names it in links."""

    status = 422
    sentence = _l("This recording already has this language. Change the existing one.")


def add_track(recording: Recording, facts: TrackFacts, *, online_on: date | None = None) -> Track:
    """Add one language: online (since today, unless it is said), or awaited without an address.

    The same once more is that language. Raises NotAnAddress, LanguageTwice, ChangedMeanwhile.
    """
    _check(facts)
    recording = hold(recording)
    known = _twin(recording, facts)
    if known is not None:
        if TrackFacts.of(known) == facts:
            return known
        raise LanguageTwice
    online_on = online_on or clock.today(recording.edition.zone)
    track = Track(recording=recording)
    db.session.add(track)
    write_track(track, facts, online_on)
    note("track", recording, "added", lang=track.lang, state=track.state.value)
    return track


def change_track(track: Track, facts: TrackFacts, *, seen: str) -> None:
    """Say otherwise where a language is. Raises NotAnAddress, LanguageTwice, ChangedMeanwhile."""
    if facts.address != track.address:  # one from before only https was taken may stay
        _check(facts)
    recording = hold(track.recording)
    if track not in recording.tracks:
        raise ChangedMeanwhile
    if not facts.differs(TrackFacts.of(track), seen):
        return
    if _twin(recording, facts) not in (None, track):
        raise LanguageTwice
    write_track(track, facts, track.online_on or clock.today(recording.edition.zone))
    note("track", recording, "set", lang=track.lang, state=track.state.value)


def write_track(track: Track, facts: TrackFacts, online_on: date) -> None:
    """Make a language say this; `online_on` is since when, where it has an address."""
    if facts.address != track.address:  # nothing is known of the new one
        track.check = track.broken_since = None
    facts.write(track)
    track.online_on = online_on if facts.address else None
    track.state = TrackState.ONLINE if facts.address else TrackState.EXPECTED


def _twin(recording: Recording, facts: TrackFacts) -> Track | None:
    return next((one for one in recording.tracks if one.lang == facts.lang), None)


def _check(facts: TrackFacts) -> None:
    if facts.address:
        source(facts.address)
