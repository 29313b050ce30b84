"""A table of communities: what a preview reads, and how its lines are stored."""

from collections.abc import Sequence
from dataclasses import dataclass

from assembly import history
from assembly.communities import queries
from assembly.communities.columns import COLUMNS, LABELS, NEEDED, network_names
from assembly.communities.facts import Facts, facts_of
from assembly.communities.preview import NEW, SKIP, Directory, JudgedPlace, changed_facts, judge
from assembly.communities.service.places import free_code, rewrite, store_all, take_turn
from assembly.errors import DomainError
from assembly.i18n import _l
from assembly.imports import Answers, Importer, Told, Verdict
from assembly.models import Edition, ImportDraft, Network


class OtherMeanwhile(DomainError):
    """The directory is not what it was when the preview was shown."""

    sentence = _l(
        "The directory has changed since this preview was made. Nothing has been saved. Check the preview again."
    )


@dataclass(frozen=True, slots=True)
class Stored:
    """How many entries a table added, and how many it changed."""

    new: int
    changed: int


def _as_it_is(_edition: Edition) -> Directory:
    """The directory as a page reads it."""
    communities = queries.with_spellings()
    return Directory(communities, queries.former_codes({one.id: one for one in communities}))


def _locked(edition: Edition) -> Directory:
    take_turn()
    return _as_it_is(edition)


def _judged(directory: Directory, told: Told) -> list[JudgedPlace]:
    """The verdict on each line."""
    return judge(told.rows, told.places, directory, network_names(queries.all_networks()))


def _store(_directory: Directory, kept: ImportDraft, verdicts: Sequence[JudgedPlace], answers: Answers) -> Stored:
    """Add what is new and change what has changed, doubtful lines as somebody decided."""
    networks = queries.networks_by_code()
    taken = queries.taken_codes() | {one.code for one in verdicts}  # no code made here is one a later line gives
    fresh: dict[str, Facts] = {}
    changed = 0
    for one in verdicts:
        decision = answers.decisions.get(one.row.number, SKIP)
        if one.facts is not None and (
            one.verdict is Verdict.NEW or (one.verdict is Verdict.DOUBTFUL and decision == NEW)
        ):
            fresh[one.code or free_code(one.facts, taken)] = one.facts
        else:
            changed += _rewritten(one, decision, networks)
    store_all(fresh, networks)
    history.record("directory", kept.code, "imported", new=len(fresh), changed=changed)
    return Stored(len(fresh), changed)


def _rewritten(one: JudgedPlace, decision: str, networks: dict[str, Network]) -> bool:
    """Whether an entry was changed: the one the row is about, or the one it was decided to be."""
    target, facts = one.target, one.facts
    if one.verdict is Verdict.DOUBTFUL:
        target = next((each for each in one.candidates if each.code == decision), None)
        facts = changed_facts(facts_of(target), one.values) if target else None
    if target is None or facts is None:
        return False
    before = target.version
    rewrite(target, facts, networks)
    return target.version != before


COMMUNITIES = Importer(
    kind="communities",
    labels=LABELS,
    columns=COLUMNS,
    needed=(NEEDED,),
    look=_as_it_is,
    lock=_locked,
    judge=_judged,
    store=_store,
    changed=OtherMeanwhile,
    exported=True,
)
