"""A table of communities: kept sealed while somebody looks at what it would do, then applied whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import delete

from assembly import clock, history
from assembly.communities import queries
from assembly.communities.columns import Row, network_names
from assembly.communities.facts import Facts, facts_of
from assembly.communities.preview import Directory, Judged, Verdict, changed_facts, digest, judge
from assembly.communities.service.places import free_code, rewrite, store, take_turn
from assembly.errors import DomainError
from assembly.extensions import db
from assembly.i18n import _l
from assembly.models import Community, Edition, ImportDraft, Network
from assembly.models.import_draft import KEPT
from assembly.sealed import new_code, seal, unseal

KIND = "communities"
SKIP, NEW = "-skip", "-new"
"Decisions on a doubtful row; any other is the code of the community it means. No code begins with a hyphen."


class FaultsLeft(DomainError):
    """All or nothing: some rows cannot be stored."""

    sentence = _l("Some lines cannot be stored. Please mend them in the file and send it again; nothing was stored.")


class OtherMeanwhile(DomainError):
    """The directory is not what it was when the preview was shown."""

    sentence = _l("The directory has changed since this preview was shown. Nothing was stored: please look again.")


@dataclass(frozen=True, slots=True)
class Content:
    """What a draft holds: the rows, where their columns stand, heads we did not read, what would have happened then."""

    rows: list[Row]
    places: dict[str, int]
    unknown: list[str]
    marks: list[str]


def draft(edition: Edition, rows: Sequence[Row], places: Mapping[str, int], unknown: Sequence[str]) -> ImportDraft:
    """Keep the rows of a table until they are applied, a day at most."""
    forget_old_drafts()
    content = {
        "rows": [asdict(row) for row in rows],
        "places": dict(places),
        "unknown": list(unknown),
        "marks": [one.mark for one in judged(rows, places)],
    }
    made = ImportDraft(
        code=new_code(),
        edition_id=edition.id,
        kind=KIND,
        by=history.actor(),
        made_at=clock.now(),
        sealed=seal(json.dumps(content, ensure_ascii=False)),
    )
    db.session.add(made)
    return made


def content(kept: ImportDraft) -> Content:
    """What a draft holds."""
    told = json.loads(unseal(kept.sealed))
    return Content([Row(**row) for row in told["rows"]], told["places"], told["unknown"], told["marks"])


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
    done = {Verdict.NEW: 0, Verdict.CHANGED: 0}
    networks, taken = queries.networks_by_code(), queries.taken_codes()
    for one in verdicts:
        outcome = _store(one, decisions.get(one.row.number, SKIP), networks, taken)
        if outcome is not None:
            done[outcome] += 1
    history.record("directory", kept.code, "imported", new=done[Verdict.NEW], changed=done[Verdict.CHANGED])
    db.session.delete(kept)
    return done


def forget_old_drafts() -> None:
    """Those nobody applied within a day."""
    db.session.execute(delete(ImportDraft).where(ImportDraft.made_at <= clock.now() - KEPT))


def _store(one: Judged, decision: str, networks: dict[str, Network], taken: set[str]) -> Verdict | None:
    """What came of one row: new, changed, or nothing."""
    if one.facts is None or one.verdict is Verdict.SAME:
        return None
    if one.verdict is Verdict.CHANGED and one.target is not None:
        return _rewritten(one.target, one.facts, networks)
    if one.verdict is Verdict.NEW or decision == NEW:
        code = one.code or free_code(one.facts, taken)
        taken.add(code)
        store(one.facts, code, networks)
        return Verdict.NEW
    meant = next((each for each in one.candidates if each.code == decision), None)
    return _rewritten(meant, changed_facts(facts_of(meant), one.values), networks) if meant else None


def _rewritten(community: Community, facts: Facts, networks: dict[str, Network]) -> Verdict | None:
    before = community.version
    rewrite(community, facts, networks)
    return Verdict.CHANGED if community.version != before else None
