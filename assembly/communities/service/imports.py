"""A table of communities: kept sealed while somebody looks at what it would do, then applied whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assembly import history
from assembly.communities import queries
from assembly.communities.columns import network_names
from assembly.communities.facts import Facts, facts_of
from assembly.communities.preview import Directory, Judged, Verdict, changed_facts, digest, judge
from assembly.communities.service.places import free_code, rewrite, store_all, take_turn
from assembly.errors import DomainError
from assembly.extensions import db
from assembly.i18n import _l
from assembly.models import Edition, ImportDraft, Network
from assembly.tables import Row, Table, TableContent, content_kept, drafts, rows_of, to_keep
from assembly.tables.drafts import FaultsLeft

KIND = "communities"
SKIP, NEW = "-skip", "-new"
"Decisions on a doubtful row; any other is the code of the community it means. No code begins with a hyphen."


class OtherMeanwhile(DomainError):
    """The directory is not what it was when the preview was shown."""

    sentence = _l(
        "The directory has changed since this preview was made. Nothing has been saved. Check the preview again."
    )


@dataclass(frozen=True, slots=True)
class Content(TableContent):
    """What a draft holds: the table, and what would have happened then."""

    marks: list[str]


def draft(edition: Edition, table: Table) -> ImportDraft:
    """Keep the rows of a table until they are applied, a day at most."""
    marks = [one.mark for one in judged(rows_of(table), table.columns)]
    return drafts.keep(edition, KIND, to_keep(table) | {"marks": marks})


def content(kept: ImportDraft) -> Content:
    """Open what a draft holds."""
    told = drafts.content_of(kept)
    return Content(**content_kept(told), marks=told["marks"])


def judged(rows: Sequence[Row], places: Mapping[str, int]) -> list[Judged]:
    """What applying these rows would do to the directory as it is now."""
    communities, networks = queries.with_spellings(), queries.all_networks()
    directory = Directory(communities, queries.former_codes({one.id: one for one in communities}))
    return judge(rows, places, directory, network_names(networks))


def apply(kept: ImportDraft, *, seen: str, decisions: Mapping[int, str]) -> dict[Verdict, int]:
    """Do what the preview of this digest said, and forget the draft: how many were new and how many changed.

    `decisions` are on doubtful rows, by line. Raises FaultsLeft, OtherMeanwhile.
    """
    take_turn()
    told = content(kept)
    verdicts = judged(told.rows, told.places)
    if digest(verdicts) != seen:
        raise OtherMeanwhile
    if any(one.verdict is Verdict.FAULT for one in verdicts):
        raise FaultsLeft
    networks = queries.networks_by_code()
    taken = queries.taken_codes() | {one.code for one in verdicts}  # no code made here is one a later line gives
    fresh: dict[str, Facts] = {}
    changed = 0
    for one in verdicts:
        decision = decisions.get(one.row.number, SKIP)
        if one.facts is not None and (
            one.verdict is Verdict.NEW or (one.verdict is Verdict.DOUBTFUL and decision == NEW)
        ):
            fresh[one.code or free_code(one.facts, taken)] = one.facts
        else:
            changed += _rewritten(one, decision, networks)
    store_all(fresh, networks)
    done = {Verdict.NEW: len(fresh), Verdict.CHANGED: changed}
    history.record("directory", kept.code, "imported", new=len(fresh), changed=changed)
    db.session.delete(kept)
    return done


def _rewritten(one: Judged, decision: str, networks: dict[str, Network]) -> bool:
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
