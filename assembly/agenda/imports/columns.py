"""The table of the programme: how its columns are called, and what the cells of a line say. Pure."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any, TypeVar

from assembly.fold import clean, clean_paragraphs, fold
from assembly.formats import SIGN_LANGUAGES
from assembly.i18n import LANGUAGES, _, _l
from assembly.imports.cells import Cells, Reader, Wrong, day_of, one_of, read_cells, tidy
from assembly.imports.languages import find_language, not_offered
from assembly.models import AppearanceRole, AppearanceState, Presence, Room, SessionKind
from assembly.tables import Row

COLUMNS: dict[str, tuple[str, ...]] = {
    "code": ("code", "session code", "code de la séance"),
    "kind": ("type", "kind", "session type", "type de séance", "nature"),
    "room": ("room", "salle"),
    "day": ("day", "date", "jour"),
    "start": ("start", "starts", "begins", "start time", "from", "début", "commence", "heure de début"),
    "end": ("end", "ends", "end time", "to", "until", "fin", "se termine", "heure de fin"),
    "title_en": ("title en", "title English", "English title", "titre anglais", "titre en"),
    "title_fr": ("title fr", "title French", "French title", "titre français", "titre fr"),
    "abstract_en": ("abstract en", "abstract in English", "English description", "résumé en anglais", "résumé anglais"),
    "abstract_fr": (
        "abstract fr", "abstract in French", "French description", "résumé en français", "résumé français",
    ),
    "spoken": ("spoken", "spoken languages", "langues de travail"),
    "into": ("interpreted", "interpretation", "interpreted into", "into", "interprétation"),
    "signed": ("signed", "sign language", "langue des signes"),
    "captions": ("captions", "subtitles", "sous-titres", "sous-titrage"),
    "key_messages_en": ("key messages en", "key messages English", "messages clés anglais"),
    "key_messages_fr": ("key messages fr", "key messages French", "messages clés français"),
    "people": ("people", "speakers", "personnes", "intervenantes et intervenants"),
    "answers": ("answer", "answers", "state", "réponse", "réponses"),
    "attendance": ("attendance", "presence", "participation", "présence"),
}  # fmt: skip
"What people call each column beside its label, in both languages."
LABELS = {
    "code": _l("Code"),
    "kind": _l("Type"),
    "room": _l("Room"),
    "day": _l("Date"),
    "start": _l("Begins"),
    "end": _l("Ends"),
    "title_en": _l("Title in English"),
    "title_fr": _l("Title in French"),
    "abstract_en": _l("Description in English"),
    "abstract_fr": _l("Description in French"),
    "spoken": _l("Languages spoken"),
    "into": _l("Interpretation languages"),
    "signed": _l("Sign languages"),
    "captions": _l("Caption languages"),
    "key_messages_en": _l("Key messages in English"),
    "key_messages_fr": _l("Key messages in French"),
    "people": _l("People"),
    "answers": _l("Their answer"),
    "attendance": _l("Attendance"),
}
NEEDED = ("kind", "start")
"What the table of a new programme must have; one that corrects sessions by their codes needs no more than those."
NOTHING = ("-", "–", "—")
"What empties a cell that the draft has filled."
LONGEST = {"title": 200, "abstract": 3_000, "key_messages": 3_000}
_KINDS = {
    SessionKind.PLENARY: ("plenary", "plénière"),
    SessionKind.PANEL: ("panel discussion", "debate", "débat", "table ronde"),
    SessionKind.SIGNING: ("signing", "signature"),
    SessionKind.FAMILY_PICTURE: ("family picture", "photograph", "photo"),
    SessionKind.BREAK: ("coffee break", "coffee", "lunch", "pause café", "déjeuner"),
    SessionKind.SIDE_EVENT: ("side event", "événement parallèle"),
}
_ROLES = {
    AppearanceRole.CO_CHAIR: ("co-chair", "coprésidence", "coprésident", "coprésidente"),
    AppearanceRole.SPEAKER: ("speaker", "panellist", "keynote", "intervenante", "intervenant", "panéliste"),
    AppearanceRole.MODERATOR: ("moderator", "modératrice", "modérateur", "animation"),
}
_ANSWERS = {
    AppearanceState.IDEA: ("idea", "planned", "pas encore invité", "pas encore invitée", "à inviter"),
    AppearanceState.INVITED: ("invited", "no answer", "invité", "invitée", "sans réponse"),
    AppearanceState.CONFIRMED: ("confirmed", "yes", "confirmé", "confirmée", "oui"),
    AppearanceState.DECLINED: ("declined", "no", "décliné", "refusé", "non"),
    AppearanceState.CANCELLED: ("cancelled", "annulé", "annulée"),
}
_ATTENDANCE = {
    Presence.IN_PERSON: ("in person", "on site", "en personne", "sur place", "en présentiel"),
    Presence.REMOTE: ("remote", "online", "à distance", "en ligne", "en distanciel"),
    Presence.VIDEO_MESSAGE: ("video message", "video", "message vidéo", "vidéo"),
}
_TIME = re.compile(r"(\d{1,2}) ?(?:[:.h] ?(\d{2}))?(?::00)?(h?) ?(am|pm|a\.m\.|p\.m\.)?", re.IGNORECASE)
_DAY_AND_TIME = re.compile(r"(\d[\d/.-]{7,9})(?:T|,? )(\d.*)")
_PARTS = re.compile(r"[|\n;]")
_LISTED = re.compile(r"[|\n;,/]|\s+(?:and|et|&)\s+")
_Word = TypeVar("_Word", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody a line names for a session; `role` is None for a word that is no role."""

    name: str
    role: AppearanceRole | None
    text: str
    "As it was written."


def read_session(row: Row, places: Mapping[str, int], rooms: Collection[Room], languages: Collection[str]) -> Cells:
    """Read what a line says. `places` are the positions of the columns, `languages` the codes one may choose from."""
    readers = _READ | {"room": lambda text: _room(text, rooms)}
    readers |= dict.fromkeys(("spoken", "into", "captions"), lambda text: _languages(text, languages))
    return read_cells(row, places, readers)


def _code(text: str) -> str:
    return clean(text)[:40]


def _text(column: str, *, lines: bool) -> Callable[[str], str]:
    longest = LONGEST[column.rpartition("_")[0]]

    return lambda text: "" if text in NOTHING else tidy(text, longest, clean_paragraphs if lines else clean)


def _room(text: str, rooms: Collection[Room]) -> Room | None:
    """The room of a name in either language or of a code; nothing for a dash."""
    if text in NOTHING:
        return None
    called = [one for one in rooms if fold(text) in {fold(one.name.en), fold(one.name.fr)} or text == one.code]
    if len(called) == 1:
        return called[0]
    if called:
        codes = ", ".join(f"{one.name} ({one.code})" for one in called)
        raise Wrong(_("Several rooms have this name. Enter the code for one of them: %(codes)s.", codes=codes))
    if not rooms:
        raise Wrong(_("There is no room called “%(text)s”, and this venue has no rooms yet.", text=text[:80]))
    names = ", ".join(str(one.name) for one in rooms)
    raise Wrong(_("There is no room called “%(text)s”. Rooms at this venue: %(names)s.", text=text[:80], names=names))


def _hour(text: str) -> timedelta | datetime:
    """A time since midnight, up to 24:00; or, where a day is written before it, both."""
    tidy = clean(text)
    found = _DAY_AND_TIME.fullmatch(tidy)
    if found:
        since, day = _since_midnight(found[2]), day_of(found[1])
        return datetime.combine(day, time()) + since
    return _since_midnight(tidy)


def _since_midnight(text: str) -> timedelta:
    found = _TIME.fullmatch(text)
    wrong = Wrong(_("Enter a time, for example %(example)s.", example="09:30"))
    if found is None or not (found[2] or found[3] or found[4]):
        raise wrong
    hours, minutes, half = int(found[1]), int(found[2] or 0), (found[4] or "").lower()[:1]
    if half:
        if not 1 <= hours <= 12:
            raise wrong
        hours = hours % 12 + (12 if half == "p" else 0)
    if minutes > 59 or hours > 24 or (hours == 24 and minutes):
        raise wrong
    return timedelta(hours=hours, minutes=minutes)


def _languages(text: str, offered: Collection[str]) -> tuple[str, ...]:
    """The codes of languages that are listed in words or by codes, also with nothing but spaces between."""
    if text in NOTHING:
        return ()
    found = set[str]()
    for part in filter(None, map(clean, _LISTED.split(text))):
        whole = find_language(part, offered)
        codes = [whole] if whole else [find_language(word, offered) for word in part.split()]
        if None in codes:
            raise not_offered(part, offered)
        found.update(code for code in codes if code)
    return tuple(sorted(found))


def _people(text: str) -> tuple[Named, ...]:
    """Everybody who is named, with what they do; without a word for it they speak."""
    found = []
    for part in filter(None, map(clean, _PARTS.split(text))):
        before, colon, after = part.partition(":")
        try:
            role = _role(before) if colon else AppearanceRole.SPEAKER
        except Wrong:
            role = None
        found.append(Named(clean(after if colon else before), role, part))
    return tuple(one for one in found if fold(one.name))


def _each(kind: type[_Word], words: Mapping[Any, tuple[str, ...]]) -> Callable[[str], tuple[_Word | None, ...]]:
    """One word for everybody who is named, or one for each in their order; None where nothing is said."""
    read = one_of(kind, words)
    return lambda text: tuple(
        None if part in ("", *NOTHING) else read(part) for part in map(clean, _PARTS.split(text.strip()))
    )


_role = one_of(AppearanceRole, _ROLES)
_READ: dict[str, Reader] = {
    "code": _code,
    "kind": one_of(SessionKind, _KINDS),
    "day": day_of,
    "start": _hour,
    "end": _hour,
    **{f"title_{lang}": _text(f"title_{lang}", lines=False) for lang in LANGUAGES},
    **{f"abstract_{lang}": _text(f"abstract_{lang}", lines=True) for lang in LANGUAGES},
    **{f"key_messages_{lang}": _text(f"key_messages_{lang}", lines=True) for lang in LANGUAGES},
    "signed": lambda text: _languages(text, SIGN_LANGUAGES),
    "people": _people,
    "answers": _each(AppearanceState, _ANSWERS),
    "attendance": _each(Presence, _ATTENDANCE),
}
