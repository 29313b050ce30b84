"""What the public pages of recordings share, and what other pages show of recordings."""

import re
from typing import Any

from flask import Blueprint, request, url_for
from flask.blueprints import BlueprintSetupState

from assembly.i18n import current_language
from assembly.models import Track
from assembly.recordings import queries
from assembly.recordings.labels import label, plain_label
from assembly.recordings.moments import said_length, said_moment
from assembly.recordings.queries import Watchable

pages = Blueprint("recordings", __name__, url_prefix="/<lang:lang>/<edition:edition>")

_KEEPING = {"recordings.listing", "recordings.one", "recordings.search", "speakers.one"}


def best_track(one: Watchable, asked: str = "") -> Track | None:
    """Choose the language to play: the one asked for, else the viewer's, else the original, else what there is."""
    chosen = one.track(asked) or one.track(current_language())
    return chosen or next(iter(one.online), None)


def heard() -> str:
    """The language of the audio somebody has chosen, as the address of these pages says; they lead on with it."""
    if not request or request.endpoint not in _KEEPING:
        return ""  # other pages are cached whatever their query says
    played = request.args.get("play") if request.endpoint == "recordings.one" else None
    return played or request.args.get("audio", "")


@pages.app_url_defaults
def _keep_audio(endpoint: str, values: dict[str, Any]) -> None:
    if endpoint in _KEEPING and "play" not in values and re.fullmatch("[a-z]{2,3}", heard()):
        values.setdefault("audio", heard())


def link_to(one: Watchable, start: int | None = None, asked: str = "") -> str:
    """Link to a recording in a language, and to a second: nothing plays before the viewer says so."""
    track = best_track(one, asked or heard())
    query: dict[str, Any] = {"audio": track.lang} if track else {}
    if start is not None:
        query["_anchor"] = f"t={start}"
    address = url_for("recordings.one", edition=one.recording.edition, code=one.recording.code, **query)
    return address.replace("#t%3D", "#t=")


@pages.record_once
def _teach_jinja(state: BlueprintSetupState) -> None:
    words: dict[str, Any] = {
        "recording_of": queries.of_session,
        "speeches_of": queries.parts_of_person,
        "link_to_recording": link_to,
        "heard": heard,
        "audio_label": label,
        "plain_audio_label": plain_label,
    }
    state.app.jinja_env.globals.update(words)
    state.app.jinja_env.filters.update(in_recording=said_moment, duration=said_length)
