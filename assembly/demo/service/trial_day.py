"""The trial day of the coming assembly: it took place yesterday, with invented facts, until that is undone.

So its figures can be looked at and its article be written today.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import yaml
from flask import current_app
from sqlalchemy import delete, func, select

from assembly import clock, history, mail
from assembly.agenda.queries import programme
from assembly.checkin.queries import doors
from assembly.demo.service.directory import record_signature_of
from assembly.demo.service.editions import admit, registered
from assembly.demo.service.files import COMING, rows, text_of
from assembly.errors import DomainError
from assembly.extensions import db
from assembly.i18n import _l, _n
from assembly.live.queries import live, opened
from assembly.live.service import open_stream
from assembly.models import (
    Admission,
    ArticleDraft,
    Community,
    ConflictReview,
    Door,
    Edition,
    FactSheet,
    GroupTotal,
    OnlineAttendance,
    Phase,
    Registration,
    Report,
    ReportVersion,
    ReviewComment,
    ReviewLink,
    Scan,
    Signature,
    StreamDay,
)
from assembly.quotas import service as quotas
from assembly.report import service as report
from assembly.report.queries import survey_of
from assembly.rescheduling.service import move_dates, move_sessions
from assembly.rescheduling.shift import Shift
from assembly.stats.queries import participation

SOURCE = "invented: trial day of the demonstration"
"What the signatures of the file say of themselves."
_SURVEY = "https://survey.example.org/trial-day"
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
    ours = select(Scan.scan_id).where(Scan.scan_id.startswith(_scan_id(edition, ""), autoescape=True))
    return db.session.scalars(ours.limit(1)).one_or_none() is not None


def what_happened(edition: Edition) -> list[str]:
    """Say what there is now of a trial day, a sentence for each kind of thing."""
    survey, came = survey_of(edition), participation(edition).admitted.people
    answers = survey.answers if survey else 0
    watched = sum(people for _day, people, _without_link in opened(edition))
    signed = db.session.scalar(select(func.count()).select_from(Signature).where(Signature.source == SOURCE)) or 0
    return [
        _n("%(num)s person checked in.", "%(num)s people checked in.", came),
        _n("%(num)s person watched online.", "%(num)s people watched online.", watched),
        _n("%(num)s session took place.", "%(num)s sessions took place.", len(programme(edition))),
        _n(
            "%(num)s city or region signed or supported the declaration.",
            "%(num)s cities and regions signed or supported the declaration.",
            signed,
        ),
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
        _move(edition, clock.today(edition.zone) - timedelta(days=1) - last_day)
        _let_people_come(edition)
        _let_communities_sign(edition)
        if survey_of(edition) is None:
            report.set_survey(edition, link=_SURVEY, answers=18, satisfied=89, recommend=94)
    history.record("edition", edition.slug, "trial day played", edition_id=edition.id)


def undo(edition: Edition) -> None:
    """Delete what came of it, the article about it too, and move the assembly to its own day; twice changes nothing."""
    quotas.lock(edition)
    db.session.refresh(edition, with_for_update=True)
    if not was_played(edition):
        return
    survey = survey_of(edition)
    if survey is not None and survey.link == _SURVEY:
        report.remove_survey(edition)
    _delete(edition)
    with mail.withheld():
        _move(edition, _own_day(edition) - edition.day)
    history.record("edition", edition.slug, "trial day undone", edition_id=edition.id)


def _own_day(edition: Edition) -> date:
    return date.fromisoformat(yaml.safe_load(text_of(f"{edition.slug}/edition.yaml"))["starts_at"][:10])


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


def _let_people_come(edition: Edition) -> None:
    """Those of the file who still mean to come, each at their time: by an entrance, or to the stream without one."""
    gates, back = {door.code: door for door in doors(edition)}, _own_day(edition) - edition.day
    for row in rows(f"{edition.slug}/trial_day.csv"):
        guest = registered(edition, row["n"])
        came_at = clock.from_local(datetime.fromisoformat(row["came_at"]) - back, edition.zone)
        with clock.at(came_at):
            if guest is not None and row["door"] in gates:
                admit(guest, gates[row["door"]], _scan_id(edition, row["n"]))
            elif guest is not None and not row["door"] and (stream := live(edition)).state.can_be_opened:
                open_stream(stream, guest, is_own=True)


def _let_communities_sign(edition: Edition) -> None:
    """Those of the file that have not signed by themselves."""
    back = _own_day(edition) - edition.day
    valid = Signature.withdrawn_on.is_(None), Signature.mistaken_at.is_(None)
    those = select(Community.code, Signature.kind).join(Signature.community).where(*valid)
    signed = {(code, kind) for code, kind in db.session.execute(those)}
    for row in rows(f"{edition.slug}/signatures.csv"):
        signed_on = date.fromisoformat(row["signed_on"]) - back
        if (row["community"], row["kind"]) not in signed:
            record_signature_of(row, signed_on, edition if row["edition"] == COMING else None)


def _scan_id(edition: Edition, number: str) -> str:
    return f"trial-day-{edition.slug}-{number}"


def _delete(edition: Edition) -> None:
    """Everything that cannot be there before an assembly, and the signatures of the file."""
    guests = select(Registration.id).where(Registration.edition_id == edition.id)
    at_doors = Scan.door_id.in_(select(Door.id).where(Door.edition_id == edition.id)), ~Scan.is_rehearsal
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
