"""What storing a table of recordings would do, line by line, before anything is written. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from assembly.formats import language
from assembly.i18n import LANGUAGES, _
from assembly.imports import Judged, Verdict
from assembly.imports.cells import Cells
from assembly.models import Bilingual, Direction, Medium, RecordingState, Track, TrackKind
from assembly.recordings.form_values import SEVERAL, RecordingFacts, TrackFacts
from assembly.recordings.imports.columns import read_line
from assembly.recordings.imports.lines import changes, shown_recording, shown_track
from assembly.recordings.imports.plans import Plan, Plans, RecordingsContext
from assembly.recordings.moments import said_length
from assembly.recordings.providers import NotAnAddress, is_sound, source
from assembly.tables import Row

_TRACK = ("kind", "medium", "address", "expected_on")
_HOUR = 3600
_OF_RECORDING = {"length": "length_s", "state": "state"}
"The columns that speak of the recording as a whole, and what they are called there."


@dataclass(slots=True)
class JudgedTrack(Judged):
    """A line with its verdict: which recording, what it would say then, and what this language would."""

    plan: Plan | None = None
    before: RecordingFacts | None = None
    after: RecordingFacts | None = None
    track: Track | None = None
    facts: TrackFacts | None = None
    is_first: bool = False
    "Whether the recording would be added by this line."
    advice: list[tuple[str, str]] = field(default_factory=list)

    def fields(self) -> list[tuple[str, str]]:
        """List what would be stored of a new language, and what is new of its recording."""
        if self.verdict is not Verdict.NEW or not (self.facts and self.before and self.after):
            return []
        track = [pair for pair in shown_track(self.facts).values() if pair[1]]
        if self.is_first:
            return track + [pair for pair in shown_recording(self.after).values() if pair[1]]
        return track + [(label, f"{old or '–'} → {new or '–'}") for label, old, new in self._recording()]

    def differences(self) -> list[tuple[str, str, str]]:
        """List what would change in a language that is there, and in its recording."""
        if self.verdict is not Verdict.CHANGED or not (self.facts and self.track):
            return []
        return changes(shown_track(TrackFacts.of(self.track)), shown_track(self.facts)) + self._recording()

    def _recording(self) -> list[tuple[str, str, str]]:
        return changes(shown_recording(self.before), shown_recording(self.after)) if self.before and self.after else []

    def notes(self) -> list[tuple[str, str]]:
        """What one should know of it."""
        return self.advice

    def outcome(self) -> object:
        """What this would add or change, and what from."""
        marks = [one.mark if one else "" for one in (self.before, self.after, self.facts)]
        stored = TrackFacts.of(self.track).mark if self.track else ""
        return self.plan.key if self.plan else "", self.is_first, marks, stored


def judge(rows: Sequence[Row], places: Mapping[str, int], context: RecordingsContext) -> list[JudgedTrack]:
    """The verdict on each line. Of two about the same language, or that contradict each other, the second is wrong."""
    plans = Plans(context)
    return [_judged(row, places, plans) for row in rows]


def _judged(row: Row, places: Mapping[str, int], plans: Plans) -> JudgedTrack:
    one = JudgedTrack(row, Verdict.FAULT, row.cells.get("session", ""))
    if row.broken:
        one.faults = row.shape_faults()
        return one
    told = read_line(row, places)
    one.faults = told.faults
    plan = plans.find(row, places, told)
    if plan is not None:
        planned, length = plans.context.planned_seconds(plan.session), told.values.get("length")
        if length and length != plan.facts.length_s and _means_minutes(row.cells["length"], length, planned):
            one.faults.append((row.cell(places, "length"), _hours_or_minutes(length)))
        _weigh(one, told, places, plan)
    if one.faults or plan is None or one.after is None or one.facts is None:
        return one
    one.plan, one.name = plan, f"{plan.title(plans.context.edition)} · {language(one.facts.lang)}"
    one.verdict = _verdict(one)
    one.advice = _advice(one, places, plans)
    plans.take(plan, row.number, told.values, one.after, one.facts)
    return one


def _means_minutes(text: str, seconds: int, planned: float) -> bool:
    """Whether a spreadsheet may have made hours of minutes: of `12:34` it makes `12:34:00`, in a file of text too."""
    return text.endswith(":00") and seconds >= _HOUR and seconds > min(2 * planned, planned + _HOUR)


def _hours_or_minutes(seconds: int) -> str:
    return _(
        "%(length)s is much longer than planned. If you mean minutes and seconds, enter %(example)s. If it is right, "
        "leave this cell empty and enter the length on the recording’s page.",
        length=said_length(seconds),
        example=f"0:{seconds // _HOUR:02}:{seconds // 60 % 60:02}",
    )


def _weigh(one: JudgedTrack, told: Cells, places: Mapping[str, int], plan: Plan) -> None:
    """Say what the recording and its language would be, or note what is wrong with which cell."""
    row, values = one.row, told.values
    for column in _OF_RECORDING:
        earlier = plan.said.get(column)
        if column in values and earlier and earlier[0] != values[column]:
            sentence = _("Line %(number)s says something else about the same recording.", number=earlier[1])
            one.faults.append((row.cell(places, column), sentence))
    lang = values.get("lang")
    if lang is None:
        if "lang" not in row.cells:
            one.faults.append((row.cell(places, "lang"), _("Enter the language of the audio.")))
        return
    if lang in plan.langs:
        sentence = _("This line is for the same recording and language as line %(number)s.", number=plan.langs[lang])
        one.faults.append((row.cell(places, "lang"), sentence))
    said = {name: values[column] for column, name in _OF_RECORDING.items() if column in values}
    one.before, one.is_first = plan.facts, plan.recording is None and not plan.langs
    one.track = plan.recording.track(lang) if plan.recording else None
    one.facts = _track(one, told, places, plan, lang)
    one.after = replace(plan.facts, title=_title(plan, values), **said)


def _track(one: JudgedTrack, told: Cells, places: Mapping[str, int], plan: Plan, lang: str) -> TrackFacts | None:
    """The facts of the language with what the line says. An empty cell changes nothing."""
    values = {name: told.values[name] for name in _TRACK if name in told.values}
    if one.track is not None:
        before = TrackFacts.of(one.track)
    else:
        kind = values.get("kind") or _usual_kind(plan, lang)
        if kind is None:
            if "kind" not in one.row.cells:
                sentence = _("Enter “%(one)s” or “%(other)s”: the programme does not say which.",
                             one=TrackKind.ORIGINAL.label, other=TrackKind.INTERPRETATION.label)  # fmt: skip
                one.faults.append((one.row.cell(places, "kind"), sentence))
            return None
        medium = Medium.AUDIO if is_sound(values.get("address", "")) else Medium.VIDEO
        before = TrackFacts(lang, kind, medium, "", None)
    after = replace(before, **values)
    if after.address and after.address != before.address:
        try:
            source(after.address)
        except NotAnAddress:
            one.faults.append((one.row.cell(places, "address"), str(NotAnAddress.sentence)))
            return None
    return after


def _usual_kind(plan: Plan, lang: str) -> TrackKind | None:
    """What one hears, where the programme leaves no doubt: its session is held in one language, or it is several."""
    if lang == SEVERAL:
        return TrackKind.ORIGINAL
    spoken = plan.session.in_direction(Direction.SPOKEN) if plan.session else []
    if len(spoken) != 1:
        return None
    return TrackKind.ORIGINAL if lang in spoken else TrackKind.INTERPRETATION


def _title(plan: Plan, values: Mapping[str, Any]) -> Bilingual:
    """Its own title, which the recording of a session has not."""
    before = plan.facts.title
    if plan.session is not None:
        return before
    return Bilingual(*(values.get(f"title_{lang}") or getattr(before, lang) for lang in LANGUAGES))


def _verdict(one: JudgedTrack) -> Verdict:
    if one.track is None:
        return Verdict.NEW
    is_same = TrackFacts.of(one.track) == one.facts and one.before == one.after
    return Verdict.SAME if is_same else Verdict.CHANGED


def _advice(one: JudgedTrack, places: Mapping[str, int], plans: Plans) -> list[tuple[str, str]]:
    """What one should know, and what stops nothing."""
    plan, row, after, facts = one.plan, one.row, one.after, one.facts
    if plan is None or after is None or facts is None:
        return []
    found = []
    if plan.session is not None and {"title_en", "title_fr"} & row.cells.keys():
        said = _("The title is not imported: a recording of a session has the title of the session.")
        found.append((row.cell(places, "title_en") or row.cell(places, "title_fr"), said))
    if after.state is RecordingState.PUBLIC and plans.context.is_refused(plan.session, plan.recording):
        said = _("A speaker did not agree to be recorded: the public will not see this recording.")
        found.append((row.cell(places, "state"), said))
    planned = plans.context.planned_seconds(plan.session)
    if after.length_s is not None and "length" in row.cells and after.length_s > 2 * planned:
        length = said_length(after.length_s)
        said = _("Check the length: %(length)s is more than twice as long as planned.", length=length)
        found.append((row.cell(places, "length"), said))
    elsewhere = plans.elsewhere(facts.address, plan, facts.lang)
    if elsewhere:
        said = _("The same address is used for %(other)s.", other=elsewhere)
        found.append((row.cell(places, "address"), said))
    return found
