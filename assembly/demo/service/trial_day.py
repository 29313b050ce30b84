"""The trial day of the coming assembly: it took place yesterday, with invented facts, until that is undone.

So its figures can be looked at and its article be written today.
"""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import delete, func, or_, select

from assembly import clock, history, mail
from assembly.agenda.queries import programme
from assembly.checkin.queries import doors
from assembly.communities.queries import by_code
from assembly.demo.service.directory import record_signature_of
from assembly.demo.service.editions import admit, registered
from assembly.demo.service.files import COMING, facts_in, rows, text_of
from assembly.errors import DomainError
from assembly.extensions import db
from assembly.i18n import _l, _n
from assembly.live.queries import live, opened
from assembly.live.service import open_stream
from assembly.messages.service import series
from assembly.models import (
    Admission,
    ArticleDraft,
    Community,
    ConflictReview,
    Door,
    Edition,
    Entry,
    EntryDetail,
    FactSheet,
    GroupTotal,
    Mode,
    OnlineAttendance,
    Phase,
    Registration,
    Report,
    ReportVersion,
    ReviewComment,
    ReviewLink,
    Scan,
    SeriesStep,
    Signature,
    Step,
    StreamDay,
)
from assembly.quotas import service as quotas
from assembly.report import service as report
from assembly.report.queries import survey_of
from assembly.rescheduling.service import move_dates, move_sessions
from assembly.rescheduling.shift import Shift
from assembly.sealed import unseal
from assembly.stats.queries import participation

SOURCE = "invented: trial day of the demonstration"
"What the signatures of the file say of themselves."
_SURVEY = "https://survey.example.org/trial-day"
_PLAYED, _UNDONE = "trial day played", "trial day undone"
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


class NotToCome(DomainError):
    """An assembly that has begun, is over or has no date."""

    sentence = _l("You can only run the trial day for an assembly that is still to come and has a date.")


def has_trial_day(edition: Edition) -> bool:
    """Whether it is the coming assembly of the demonstration, which runs here: none of anybody's own has one."""
    is_ours = edition.is_demo and current_app.config["ASSEMBLY"].demo
    return is_ours and bool(text_of(f"{edition.slug}/trial_day.csv"))


def was_played(edition: Edition) -> bool:
    """Whether its trial day was played and not undone."""
    return _played(edition) is not None


def _played(edition: Edition) -> dict[str, Any] | None:
    """Read from the history what the trial day changed: `days` and `steps`; None where it was not played or is undone.

    Not from the scans: an assembly without entrances, or online only, has none.
    """
    last = db.session.execute(
        select(Entry.verb, EntryDetail.sealed)
        .join(EntryDetail, EntryDetail.entry_n == Entry.n)
        .where(Entry.edition_id == edition.id, Entry.noun == "edition", Entry.verb.in_((_PLAYED, _UNDONE)))
        .order_by(Entry.n.desc())
        .limit(1)
    ).one_or_none()
    return json.loads(unseal(last.sealed)) if last is not None and last.verb == _PLAYED else None


def purged_from(edition: Edition) -> date:
    """The day from which personal data are deleted for good after a trial day: the one played, or one played today."""
    last_day = min(clock.local_day(edition.ends_at, edition.zone), _yesterday(edition))
    return last_day + timedelta(days=min(edition.needs_kept_days, edition.contacts_kept_days))


def what_happened(edition: Edition) -> list[str]:
    """Say what there is now of a trial day, a sentence for each kind of thing."""
    survey, came = survey_of(edition), participation(edition).admitted.people
    answers = survey.answers if survey else 0
    watched = sum(people for _day, people, _without_link in opened(edition))
    signed = db.session.scalar(select(func.count()).select_from(Signature).where(Signature.source == SOURCE)) or 0
    unknown = sum(by_code(row["community"]) is None for row in rows(f"{edition.slug}/signatures.csv"))
    left_out = _n(
        "%(num)s signature was left out: that city or region is not in the directory.",
        "%(num)s signatures were left out: those cities or regions are not in the directory.",
        unknown,
    )
    return [
        _n("%(num)s person checked in.", "%(num)s people checked in.", came),
        _n("%(num)s person watched online.", "%(num)s people watched online.", watched),
        _n("%(num)s session took place.", "%(num)s sessions took place.", len(programme(edition))),
        _n(
            "%(num)s city or region signed or supported the declaration.",
            "%(num)s cities and regions signed or supported the declaration.",
            signed,
        ),
        *([left_out] if unknown else []),
        _n("%(num)s person answered the survey.", "%(num)s people answered the survey.", answers),
    ]


def play(edition: Edition) -> None:
    """Move it to yesterday and let people come, sign and answer the survey; a second press changes nothing.

    Raises NotToCome.
    """
    quotas.lock(edition)
    db.session.refresh(edition, with_for_update=True)
    if was_played(edition):
        return
    if edition.phase is not Phase.BEFORE or not edition.takes_place:
        raise NotToCome
    with mail.withheld():
        last_day = clock.local_day(edition.ends_at, edition.zone)
        by = _yesterday(edition) - last_day
        _move(edition, by)
        _let_people_come(edition)
        _let_communities_sign(edition)
        if survey_of(edition) is None:
            report.set_survey(edition, link=_SURVEY, answers=18, satisfied=89, recommend=94)
    steps = _pause_emails(edition)
    history.record("edition", edition.slug, _PLAYED, edition_id=edition.id, days=by.days, steps=steps)


def undo(edition: Edition) -> None:
    """Delete what came of it, the article about it too, and move the assembly back by as many days as it was moved;
    twice changes nothing."""
    quotas.lock(edition)
    db.session.refresh(edition, with_for_update=True)
    changed = _played(edition)
    if changed is None:
        return
    survey = survey_of(edition)
    if survey is not None and survey.link == _SURVEY:
        report.remove_survey(edition)
    _delete(edition)
    with mail.withheld():
        _move(edition, -timedelta(days=changed["days"]))
    _restore_emails(edition, changed["steps"])
    history.record("edition", edition.slug, _UNDONE, edition_id=edition.id)


def _yesterday(edition: Edition) -> date:
    return clock.today(edition.zone) - timedelta(days=1)


def _own_day(edition: Edition) -> date:
    return date.fromisoformat(facts_in(text_of(f"{edition.slug}/edition.yaml"))["starts_at"][:10])


def _move(edition: Edition, by: timedelta) -> None:
    """Move the assembly with its sessions and dates, so that the same days back bring everything where it was."""
    before = edition.starts_at
    edition.starts_at, edition.ends_at = (
        clock.from_local(clock.local(one, edition.zone).replace(tzinfo=None) + by, edition.zone)
        for one in (edition.starts_at, edition.ends_at)
    )
    shift = Shift(before, edition.starts_at, edition.zone)
    with clock.at(_LONG_AGO):  # dates that have come stay where they are: here they move with the others
        move_dates(quotas.lock(edition), shift)
    move_sessions(edition, shift)


def _pause_emails(edition: Edition) -> dict[str, dict[str, Any] | None]:
    """Nobody is thanked for a day that is invented: pause what leaves after an assembly, and return what was set."""
    found = db.session.scalars(select(SeriesStep).where(SeriesStep.edition_id == edition.id))
    rows = {row.step: {"paused": row.paused, "days": row.days, "at": row.at} for row in found}
    after = [step for step in Step if step.is_after]
    for step in after:
        series.pause(edition, step)
    return {step.value: rows.get(step) for step in after}


def _restore_emails(edition: Edition, steps: dict[str, dict[str, Any] | None]) -> None:
    paused = SeriesStep.edition_id == edition.id, SeriesStep.step.in_([Step(name) for name in steps])
    db.session.execute(delete(SeriesStep).where(*paused))
    db.session.add_all(SeriesStep(edition_id=edition.id, step=Step(name), **row) for name, row in steps.items() if row)


def _let_people_come(edition: Edition) -> None:
    """Those of the file who still mean to come, each at their time: by an entrance, or to the stream without one."""
    gates = {} if edition.is_online else {door.code: door for door in doors(edition)}
    back = _own_day(edition) - edition.day
    for row in rows(f"{edition.slug}/trial_day.csv"):
        guest = registered(edition, row["n"])
        came_at = clock.from_local(datetime.fromisoformat(row["came_at"]) - back, edition.zone)
        with clock.at(max(came_at, edition.starts_at) if edition.is_online else came_at):  # nobody queues for a stream
            if guest is not None and row["door"] in gates:
                admit(guest, gates[row["door"]], _scan_id(edition, row["n"]))
            elif guest is not None and guest.mode is Mode.ONLINE and (stream := live(edition)).state.can_be_opened:
                open_stream(stream, guest, is_own=True)


def _let_communities_sign(edition: Edition) -> None:
    """Those of the file that have not signed by themselves; what the directory no longer has is left out."""
    back = _own_day(edition) - edition.day
    valid = Signature.withdrawn_on.is_(None), Signature.mistaken_at.is_(None)
    those = select(Community.code, Signature.kind).join(Signature.community).where(*valid)
    signed = {(code, kind) for code, kind in db.session.execute(those)}
    for row in rows(f"{edition.slug}/signatures.csv"):
        signed_on = date.fromisoformat(row["signed_on"]) - back
        community = by_code(row["community"])
        if community is not None and (community.code, row["kind"]) not in signed:
            record_signature_of(row, signed_on, edition if row["edition"] == COMING else None)


def _scan_id(edition: Edition, number: str) -> str:
    return f"trial-day-{edition.slug}-{number}"


def _delete(edition: Edition) -> None:
    """Everything that cannot be there before an assembly, and the signatures of the file."""
    guests = select(Registration.id).where(Registration.edition_id == edition.id)
    ours = Scan.scan_id.startswith(_scan_id(edition, ""), autoescape=True)
    at_doors = (
        Scan.door_id.in_(select(Door.id).where(Door.edition_id == edition.id)),
        or_(ours, ~Scan.is_rehearsal),
    )
    reports = select(Report.id).where(Report.edition_id == edition.id)
    for noun, which in (
        (Admission, Admission.registration_id.in_(guests)),
        (ConflictReview, ConflictReview.scan_id.in_(select(Scan.scan_id).where(*at_doors))),
        (Scan, Scan.scan_id.in_(select(Scan.scan_id).where(*at_doors))),
        (OnlineAttendance, OnlineAttendance.registration_id.in_(guests)),
        (Signature, Signature.source == SOURCE),
        (ReportVersion, ReportVersion.report_id.in_(reports)),
    ):
        db.session.execute(delete(noun).where(which))
    for table in (StreamDay, GroupTotal, ReviewComment, ReviewLink, ArticleDraft, Report, FactSheet):
        db.session.execute(delete(table).where(table.edition_id == edition.id))
    db.session.expire_all()
