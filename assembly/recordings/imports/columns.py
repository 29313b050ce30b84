"""The table of recordings: how its columns are called, and what the cells of a line say. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from assembly.fold import clean, fold
from assembly.formats import LANGUAGES_OF_EUROPE
from assembly.i18n import LANGUAGES, _l, speaking
from assembly.imports.cells import Cells, Reader, Wrong, one_of, read_cells, tidy
from assembly.imports.languages import read_language
from assembly.models import Medium, RecordingState, TrackKind
from assembly.recordings.facts import SEVERAL
from assembly.recordings.moments import read_moment
from assembly.tables import Row
from assembly.written_times import read_day

COLUMNS: dict[str, tuple[str, ...]] = {
    "session": ("session", "session title", "session code", "séance", "titre de la séance"),
    "title_en": ("title en", "English title", "titre anglais", "titre en"),
    "title_fr": ("title fr", "French title", "titre français", "titre fr"),
    "lang": ("language", "lang", "audio language", "langue"),
    "kind": ("audio", "type of audio", "original or interpretation", "original ou interprétation"),
    "medium": ("medium", "format", "support"),
    "address": ("address", "link", "url", "web address", "video link", "adresse", "lien"),
    "expected_on": ("expected", "expected on", "attendue le", "date prévue"),
    "length": ("duration", "length", "durée"),
    "state": ("published", "state", "status", "publiée", "statut"),
}
"What people call each column beside its label, in both languages."
LABELS = {
    "session": _l("Recording of"),
    "title_en": _l("Title in English"),
    "title_fr": _l("Title in French"),
    "lang": _l("Language of the audio"),
    "kind": _l("What you hear"),
    "medium": _l("Video or audio"),
    "address": _l("Web address of the recording"),
    "expected_on": _l("Expected by"),
    "length": _l("Length"),
    "state": _l("For the public"),
}
NEEDED = ("session", "lang", "address")
WHOLE = _l("The whole assembly")
OFFERED = (*LANGUAGES_OF_EUROPE, SEVERAL)
NOTHING = ("-", "–", "—")
"What empties a cell that is filled."
LONGEST_ADDRESS = 500
_KINDS = {TrackKind.ORIGINAL: ("originale", "floor"), TrackKind.INTERPRETATION: ("interpreted", "interprétée")}
_MEDIA = {Medium.VIDEO: ("video",), Medium.AUDIO: ("audio", "sound", "son", "podcast")}
_STATES = {
    RecordingState.PUBLIC: ("published", "public", "yes", "publiée", "publié", "oui"),
    RecordingState.DRAFT: ("not published", "draft", "no", "non publiée", "non publié", "brouillon", "non"),
    RecordingState.NOT_RECORDED: ("not recorded", "no recording", "pas de vidéo"),
    RecordingState.WITHHELD: ("withheld", "retirée", "retiré"),
}


def read_line(row: Row, places: Mapping[str, int]) -> Cells:
    """Read what a line says; whether an address is one is asked where it is known what it replaces."""
    return read_cells(row, places, _READ)


def is_whole(text: str) -> bool:
    """Whether a cell says that the recording is of the whole assembly."""
    words = set()
    for lang in LANGUAGES:
        with speaking(lang):
            words.add(fold(str(WHOLE)))
    return fold(text) in words


def _moment(text: str) -> int | None:
    if text in NOTHING:
        return None
    try:
        return read_moment(clean(text))
    except ValueError as problem:
        raise Wrong(str(problem)) from None


def _day(text: str) -> date | None:
    if text in NOTHING:
        return None
    try:
        return read_day(text.partition("T")[0])
    except ValueError as problem:
        raise Wrong(str(problem)) from None


_READ: dict[str, Reader] = {
    "session": clean,
    "title_en": lambda text: tidy(text, 200),
    "title_fr": lambda text: tidy(text, 200),
    "lang": lambda text: read_language(text, OFFERED),
    "kind": one_of(TrackKind, _KINDS),
    "medium": one_of(Medium, _MEDIA),
    "address": lambda text: "" if text in NOTHING else tidy(text, LONGEST_ADDRESS),
    "expected_on": _day,
    "length": _moment,
    "state": one_of(RecordingState, _STATES),
}
