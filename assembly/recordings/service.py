"""Verbs on recordings."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlsplit

from assembly import clock, history
from assembly.errors import DomainError
from assembly.extensions import db
from assembly.i18n import _l
from assembly.models import Recording, Session, Track, TrackKind, TrackState
from assembly.sealed import new_code


class NotAnAddress(DomainError):
    """Links on public pages lead to https or http addresses of other sites, nowhere else."""

    status = 422
    sentence = _l("Enter the full https address of the video.")


def add_recording(session: Session) -> Recording:
    """The recording of a session; its tracks follow language by language."""
    recording = Recording(code=new_code(), edition_id=session.edition_id, session=session)
    db.session.add(recording)
    history.record("recording", recording.code, "added", edition_id=session.edition_id)
    return recording


def add_track(
    recording: Recording, lang: str, kind: TrackKind, *, address: str, online_on: date | None, expected_on: date | None
) -> Track:
    """One language: online since a day, or awaited by a day. Raises NotAnAddress."""
    _check(address)
    state = TrackState.ONLINE if address and online_on else TrackState.EXPECTED
    track = Track(
        recording=recording,
        lang=lang,
        kind=kind,
        address=address,
        state=state,
        online_on=online_on,
        expected_on=expected_on,
    )
    db.session.add(track)
    history.record("track", recording.code, "added", edition_id=recording.edition_id, lang=lang, state=state.value)
    return track


def set_track(track: Track, *, address: str, expected_on: date | None) -> None:
    """With an address it can be watched from today on, without one it is awaited. Raises NotAnAddress."""
    _check(address)
    today = clock.local_day(clock.now(), track.recording.edition.zone)
    if (track.address, track.expected_on) == (address, expected_on):
        return
    track.online_on = (track.online_on or today) if address else None
    track.address, track.expected_on = address, expected_on
    track.state = TrackState.ONLINE if address else TrackState.EXPECTED
    recording = track.recording
    history.record(
        "track", recording.code, "set", edition_id=recording.edition_id, lang=track.lang, state=track.state.value
    )


def _check(address: str) -> None:
    try:
        parts = urlsplit(address)
    except ValueError:  # brackets that enclose no address of the network
        raise NotAnAddress from None
    if address and (parts.scheme not in {"https", "http"} or not parts.hostname or "@" in parts.netloc):
        raise NotAnAddress
