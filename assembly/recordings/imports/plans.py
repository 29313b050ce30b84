"""The recordings that the lines of a table speak of: those that are there, and those a line would add. Pure."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from assembly.fold import fold
from assembly.formats import language
from assembly.i18n import LANGUAGES, _
from assembly.imports.cells import Cells, same_text
from assembly.models import Bilingual, Edition, Recording, RecordingState, Session
from assembly.recordings.form_values import RecordingFacts, TrackFacts
from assembly.recordings.imports.columns import WHOLE, is_whole
from assembly.tables import Row


@dataclass(slots=True, eq=False)
class Plan:
    """A recording as it would be after the lines read so far; without a session it is of the whole assembly.

    `said` is what lines have said of it by column, with their numbers; `langs` which line spoke of which language.
    """

    session: Session | None
    recording: Recording | None
    facts: RecordingFacts
    said: dict[str, tuple[Any, int]] = field(default_factory=dict)
    langs: dict[str, int] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells it from every other: the code of the recording or of the session, or its title."""
        code = self.recording.code if self.recording else self.session.code if self.session else ""
        return code, self.facts.title.en, self.facts.title.fr

    def title(self, edition: Edition) -> Bilingual:
        """What the office calls it."""
        return self.session.title if self.session else self.facts.title or edition.name


class RecordingsContext:
    """The draft of an edition and its recordings. `refusals` are the ids of the people who did not agree, `speaking`
    of whom each session (by id) has on stage and each recording in its speeches."""

    def __init__(
        self,
        edition: Edition,
        sessions: Sequence[Session],
        recordings: Sequence[Recording],
        refusals: Collection[int],
        on_stage: Mapping[int, Collection[int]],
    ) -> None:
        self.edition, self.sessions, self.recordings = edition, sessions, recordings
        self._refusals, self._on_stage = set(refusals), on_stage
        self._by_code = {one.code: one for one in sessions}
        self._titled: dict[str, list[Session]] = defaultdict(list)
        for one in sessions:
            for title in {fold(one.title.en), fold(one.title.fr)} - {""}:
                self._titled[title].append(one)

    def called(self, text: str) -> list[Session]:
        """The sessions of the draft with this code or title, blind to accents and case."""
        known = self._by_code.get(text)
        return [known] if known else self._titled.get(fold(text), [])

    def is_refused(self, session: Session | None, recording: Recording | None) -> bool:
        """Whether somebody on its stage, or in its speeches, did not agree to be recorded."""
        stages = self._on_stage.values() if session is None else [self._on_stage.get(session.id, ())]
        people = {person_id for stage in stages for person_id in stage}
        people |= {part.person_id for part in recording.parts} if recording else set()
        return not people.isdisjoint(self._refusals)

    def planned_seconds(self, session: Session | None) -> float:
        """How long it was to be."""
        one = session or self.edition
        return (one.ends_at - one.starts_at).total_seconds()


class Plans:
    """The recordings of an edition while the lines of a table are read one after the other."""

    def __init__(self, context: RecordingsContext) -> None:
        self.context = context
        self._plans = [Plan(one.session, one, RecordingFacts.of(one)) for one in context.recordings]
        self._addresses = {
            track.address: (plan, track.lang)
            for plan in self._plans
            if plan.recording
            for track in plan.recording.tracks
            if track.address
        }

    def find(self, row: Row, places: Mapping[str, int], told: Cells) -> Plan | None:
        """The recording a line speaks of, a new one where there is none; None where its cell says why not."""
        text = told.values.get("session")
        if text is None:
            if "session" not in row.cells:
                sentence = _("Enter the title or code of the session, or “%(whole)s”.", whole=WHOLE)
                told.faults.append((row.cell(places, "session"), sentence))
            return None
        if is_whole(text):
            return self._of_whole(row, places, told)
        found = self.context.called(text)
        if len(found) == 1:
            return self._of_session(found[0])
        if found:
            codes = ", ".join(one.code for one in found)
            sentence = _("Several sessions have this title. Enter the code for one of them: %(codes)s.", codes=codes)
        else:
            sentence = _("No session in the draft has the title or code “%(text)s”.", text=text[:80])
        told.faults.append((row.cell(places, "session"), sentence))
        return None

    def take(
        self, plan: Plan, number: int, values: Mapping[str, Any], after: RecordingFacts, facts: TrackFacts
    ) -> None:
        """Remember what a line that can be stored has said, for those that follow."""
        plan.facts, plan.langs[facts.lang] = after, number
        plan.said |= {column: (values[column], number) for column in ("length", "state") if column in values}
        if plan not in self._plans:
            self._plans.append(plan)

    def elsewhere(self, address: str, plan: Plan, lang: str) -> str:
        """Which other recording or language has this address, "" for none."""
        found = self._addresses.setdefault(address, (plan, lang)) if address else (plan, lang)
        if found[0] is plan and found[1] == lang:
            return ""
        return f"{found[0].title(self.context.edition)} · {language(found[1])}"

    def _of_session(self, session: Session) -> Plan:
        known = [one for one in self._plans if one.session is session]
        return known[0] if known else self._new(session, Bilingual())

    def _of_whole(self, row: Row, places: Mapping[str, int], told: Cells) -> Plan | None:
        title = Bilingual(*(told.values.get(f"title_{lang}", "") for lang in LANGUAGES))
        found = [one for one in self._plans if one.session is None and (not title or same_text(one.facts.title, title))]
        if len(found) > 1 and not title:
            found = [one for one in found if not one.facts.title] or found
        if len(found) < 2:
            return found[0] if found else self._new(None, title)
        cell = row.cell(places, "title_en") or row.cell(places, "title_fr") or row.cell(places, "session")
        told.faults.append((cell, _("There are several recordings of the whole assembly. Enter the title of one.")))
        return None

    def _new(self, session: Session | None, title: Bilingual) -> Plan:
        return Plan(session, None, RecordingFacts(RecordingState.DRAFT, title, None, Bilingual()))
