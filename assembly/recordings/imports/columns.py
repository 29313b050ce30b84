"""The table of recordings: how its columns are called, and what the cells of a line say. Pure."""

from collections.abc import Mapping

from assembly.fold import clean, fold
from assembly.formats import LANGUAGES_OF_EUROPE
from assembly.i18n import _, _l
from assembly.imports.cells import Cells, Reader, Wrong, day_of, one_of, read_cells, tidy
from assembly.imports.languages import read_language
from assembly.models import Bilingual, Medium, RecordingState, TrackKind
from assembly.recordings.form_values import SEVERAL
from assembly.recordings.moments import read_moment
from assembly.tables import Row

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
"What empties an address, a day or a length; as a title it says nothing."
EXAMPLE = "0:42:10"
"A length, with its hours: without them a spreadsheet takes minutes for hours."
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
    told = read_cells(row, places, _READ)
    if "length" in row.doubtful:
        told.values.pop("length", None)
        cell = row.cell(places, "length")
        told.faults = [*(fault for fault in told.faults if fault[0] != cell), (cell, _doubtful())]
    return told


def is_whole(text: str) -> bool:
    """Whether a cell says that the recording is of the whole assembly."""
    whole = Bilingual.of(WHOLE)
    return fold(text) in (fold(whole.en), fold(whole.fr))


def _doubtful() -> str:
    return _(
        "It is not clear whether this is in hours or in minutes. Format the cell as text and enter hours, minutes and "
        "seconds, for example %(example)s.",
        example=EXAMPLE,
    )


def _moment(text: str) -> int | None:
    if text in NOTHING:
        return None
    try:
        return read_moment(clean(text))
    except ValueError:
        raise Wrong(_("Enter hours, minutes and seconds, for example %(example)s.", example=EXAMPLE)) from None


def _title(text: str) -> str:
    return "" if text in NOTHING else tidy(text, 200)


_READ: dict[str, Reader] = {
    "session": clean,
    "title_en": _title,
    "title_fr": _title,
    "lang": lambda text: read_language(text, OFFERED),
    "kind": one_of(TrackKind, _KINDS),
    "medium": one_of(Medium, _MEDIA),
    "address": lambda text: "" if text in NOTHING else tidy(text, LONGEST_ADDRESS),
    "expected_on": lambda text: None if text in NOTHING else day_of(text),
    "length": _moment,
    "state": one_of(RecordingState, _STATES),
}
