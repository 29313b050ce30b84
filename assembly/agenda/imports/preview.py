"""What applying a table to the draft of a programme would do, line by line, before anything is written. Pure."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Any

from assembly.agenda.imports.columns import read_session
from assembly.agenda.imports.lines import changes, shown
from assembly.agenda.imports.people import Casting, cast_of, miscounted
from assembly.agenda.imports.times import Hours
from assembly.agenda.service.sessions import SessionFacts, facts_of
from assembly.fold import clean_paragraphs, fold
from assembly.formats import LANGUAGES_OF_EUROPE, language, moment
from assembly.i18n import LANGUAGES, _
from assembly.imports import Judged, Verdict
from assembly.imports.cells import Cells
from assembly.models import Appearance, Bilingual, Direction, Edition, Person, Room, Session
from assembly.tables import Row

_TEXTS = ("title", "abstract", "key_messages")


@dataclass(slots=True)
class JudgedSession(Judged):
    """A line with its verdict. `changes` are label, before and after; `advice` are sentences that stop nothing."""

    facts: SessionFacts | None = None
    target: Session | None = None
    people: list[Casting] = field(default_factory=list)
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    stored: list[tuple[str, str]] = field(default_factory=list)
    advice: list[str] = field(default_factory=list)

    def fields(self) -> list[tuple[str, str]]:
        """List what would be stored of a new session, each with its label."""
        return self.stored

    def differences(self) -> list[tuple[str, str, str]]:
        """List what would change in a session of the draft."""
        return self.changes

    def notes(self) -> list[tuple[str, str]]:
        """What one should know of it."""
        return [("", sentence) for sentence in self.advice]

    def outcome(self) -> object:
        """What this would add or change, what from, and whom it would put into the session."""
        target = (self.target.code, facts_of(self.target).mark) if self.target else None
        people = [(one.person.code, one.role.value, one.state.value, one.presence.value) for one in self.people]
        return target, self.facts.mark if self.facts else "", people


class ProgrammeContext:
    """The draft of an edition and what a table may name: its sessions, rooms, languages and people."""

    def __init__(
        self,
        edition: Edition,
        sessions: Sequence[Session],
        rooms: Sequence[Room],
        people: Sequence[Person],
        parts: Mapping[int, Sequence[Appearance]],
    ) -> None:
        self.edition, self.rooms, self.parts = edition, rooms, parts
        self.by_code = {one.code: one for one in sessions}
        used = {one.lang for session in sessions for one in session.languages if one.direction is not Direction.SIGNED}
        self.languages = frozenset((*LANGUAGES_OF_EUROPE, *used))
        self._titled: dict[str, list[Session]] = defaultdict(list)
        self._named: dict[str, list[Person]] = defaultdict(list)
        for one in sessions:
            for title in {fold(one.title.en), fold(one.title.fr)} - {""}:
                self._titled[title].append(one)
        for person in people:
            self._named[fold(person.full_name)].append(person)

    def titled(self, title: Bilingual) -> list[Session]:
        """The sessions of the draft with one of these titles, blind to accents and case."""
        found = {one.id: one for text in (title.en, title.fr) if text for one in self._titled.get(fold(text), [])}
        return list(found.values())

    def named(self, name: str) -> list[Person]:
        """The people of the programme who are called so."""
        return self._named.get(fold(name), [])


def judge(rows: Sequence[Row], places: Mapping[str, int], context: ProgrammeContext) -> list[JudgedSession]:
    """The verdict on each line. One about the session of an earlier line is a fault: which of them is meant?"""
    judged: list[JudgedSession] = []
    earlier: dict[object, int] = {}
    for row in rows:
        one = _judged(row, places, context)
        identity = _identity(one)
        if identity in earlier:
            sentence = _("This line is for the same session as line %(number)s.", number=earlier[identity])
            cell = row.cell(places, "code" if "code" in row.cells else "title_en")
            one = JudgedSession(row, Verdict.FAULT, one.name, faults=[(cell, sentence)])
        elif identity:
            earlier[identity] = row.number
        judged.append(one)
    return judged


def _identity(one: JudgedSession) -> object:
    if one.target is not None:
        return one.target.code
    return (fold(one.facts.title.en), fold(one.facts.title.fr), one.facts.starts_at) if one.facts else None


def _judged(row: Row, places: Mapping[str, int], context: ProgrammeContext) -> JudgedSession:
    name = row.cells.get("title_en") or row.cells.get("title_fr") or row.cells.get("code", "")
    if row.broken:
        return JudgedSession(row, Verdict.FAULT, name, faults=row.shape_faults())
    told = read_session(row, places, context.rooms, context.languages)
    target, hours = _target(row, places, told, context), Hours(row, places, told, context.edition)
    is_unknown = "code" in told.values and target is None
    if not is_unknown and hours.can_be_read:
        hours.read(target)
    if target is None and not told.faults:
        target = _same_title_and_time(row, places, told, hours, context)
    if target is None and not is_unknown:
        told.faults += _missing(row, places, told.values)
    told.faults += miscounted(row, places, told.values)
    if told.faults or hours.starts_at is None or hours.ends_at is None:
        return JudgedSession(row, Verdict.FAULT, name, faults=told.faults)
    facts = _overlaid(told.values, hours.starts_at, hours.ends_at, target)
    if not facts.title:
        return JudgedSession(row, Verdict.FAULT, name, faults=[_without_title(row, places)])
    people, advice = cast_of(told.values, context.parts.get(target.id, []) if target else [], context.named)
    one = JudgedSession(row, Verdict.NEW, str(facts.title), facts=facts, target=target, people=people)
    one.advice = _lacks(facts) + advice
    zone = context.edition.zone
    if target is None:
        one.stored = [*shown(facts, zone).values(), *((_("People"), each.words) for each in people)]
        one.stored = [(label, text) for label, text in one.stored if text]
        one.advice += _elsewhere(facts, context)
    else:
        one.changes = changes(facts_of(target), facts, zone) + [(_("People"), "", each.words) for each in people]
        one.verdict = Verdict.SAME if facts == facts_of(target) and not people else Verdict.CHANGED
    return one


def _target(row: Row, places: Mapping[str, int], told: Cells, context: ProgrammeContext) -> Session | None:
    """The session whose code the line gives."""
    code = told.values.get("code", "")
    target = context.by_code.get(code)
    if code and target is None:
        said = _(
            "No session in the draft has the code “%(code)s”. Leave the cell empty to add a new session.", code=code
        )
        told.faults.append((row.cell(places, "code"), said))
    return target


def _same_title_and_time(
    row: Row, places: Mapping[str, int], told: Cells, hours: Hours, context: ProgrammeContext
) -> Session | None:
    """The session a line without a code speaks of: one that has its title and begins when it says."""
    found = [one for one in context.titled(_text(told.values, "title")) if one.starts_at == hours.starts_at]
    if len(found) > 1:
        codes = ", ".join(one.code for one in found)
        said = _("Several sessions have this title and time. Enter the code for one of them: %(codes)s.", codes=codes)
        told.faults.append((row.cell(places, "code") or row.cell(places, "title_en"), said))
    return found[0] if len(found) == 1 else None


def _missing(row: Row, places: Mapping[str, int], values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What a new session needs beside its time. A cell that is wrong is not missing."""
    found = []
    if "kind" not in row.cells:
        found.append((row.cell(places, "kind"), _("Choose what kind of session it is.")))
    if not _text(values, "title") and not {"title_en", "title_fr"} & row.cells.keys():
        found.append(_without_title(row, places))
    return found


def _without_title(row: Row, places: Mapping[str, int]) -> tuple[str, str]:
    cell = row.cell(places, "title_en") or row.cell(places, "title_fr")
    return cell, _("Enter the title in at least one language.")


def _text(values: Mapping[str, Any], name: str, before: Bilingual = Bilingual()) -> Bilingual:  # noqa: B008 -- frozen
    """A text of two columns; an empty cell leaves its language as it was, and so does one that differs in spaces alone:
    a table does not keep those that French sets before its marks.
    """
    texts = {lang: values.get(f"{name}_{lang}") for lang in LANGUAGES}
    same = {lang: text is None or text == clean_paragraphs(getattr(before, lang)) for lang, text in texts.items()}
    return Bilingual(*(getattr(before, lang) if same[lang] else str(texts[lang]) for lang in LANGUAGES))


def _overlaid(
    values: Mapping[str, Any], starts_at: datetime, ends_at: datetime, target: Session | None
) -> SessionFacts:
    """The facts of the session with what the line says. An empty cell changes nothing."""
    texts = {name: _text(values, name, getattr(target, name) if target else Bilingual()) for name in _TEXTS}
    plain = {one.name: values[one.name] for one in fields(SessionFacts) if one.name in values}
    changed: dict[str, Any] = {**texts, **plain, "starts_at": starts_at, "ends_at": ends_at}
    return replace(facts_of(target), **changed) if target else SessionFacts(**({"room": None} | changed))


def _lacks(facts: SessionFacts) -> list[str]:
    """What cannot be published yet, because a text is in one language only."""
    texts = ((_("Title"), facts.title), (_("Description"), facts.abstract))
    return [
        _("%(text)s: missing in %(language)s. Add this text before you publish the session.", text=label,
          language=language(lang))
        for label, text in texts if text
        for lang in text.missing()
    ]  # fmt: skip


def _elsewhere(facts: SessionFacts, context: ProgrammeContext) -> list[str]:
    """A session of this title at another time: it is not moved unless its code says so."""
    return [
        _(
            "The draft has a session with this title on %(moment)s. To change that one, enter its code, %(code)s.",
            moment=moment(one.starts_at, context.edition.zone),
            code=one.code,
        )
        for one in context.titled(facts.title)
    ]
